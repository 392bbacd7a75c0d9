// Under every agreement: sends messages of every size, texts and bytes in turn and several ahead, and compares each with
// what comes back. The host sets base, agreements, sizes (in characters and bytes), count and limit (milliseconds), and
// hears through report(kind, number of the agreement, text).

const ahead = 8;

// The same messages in every run.
let state = 5;
function random() {
  state ^= state << 13;
  state ^= state >>> 17;
  state ^= state << 5;
  return state >>> 0;
}

function text(size) {
  let made = '';
  while (made.length < size) {
    made += `{"id":${random() % 1000},"é":"${String.fromCharCode(97 + random() % 26)}"},`;
  }
  return made.slice(0, size);
}

// Some cannot be compressed; some are runs of equal bytes; a few have no runs but few kinds of bytes, which zlib takes
// several times as long for.
function bytes(size) {
  const made = new Uint8Array(size), kind = random() % 16;
  if (kind < 8) {
    for (let i = 0, end; i < size; i = end) {
      end = i + 1 + random() % 64;
      made.fill(random(), i, end);
    }
  } else {
    const mask = kind < 15 ? 0xFF : 0x13;
    for (let i = 0; i < size; i++) {
      made[i] = random() & mask;
    }
  }
  return made;
}

function isSame(one, other) {
  if (typeof one === 'string' || typeof other === 'string' || one.length !== other.length) {
    return one === other;
  }
  for (let i = 0; i < one.length; i++) {
    if (one[i] !== other[i]) {
      return false;
    }
  }
  return true;
}

async function next(reader) {
  const { value, done } = await reader.read();
  if (done) {
    throw new Error('the server closed');
  }
  return value;
}

async function exchange(reader, writer, size) {
  const expected = [];
  for (let sent = 0, received = 0; received < 2 * count; received++) {
    for (; sent < 2 * count && expected.length < ahead; sent++) {
      const message = sent % 2 ? bytes(size) : text(size);
      expected.push(message);
      writer.write(message).catch(() => {}); // the reader hears of a failure too
    }
    if (!isSame(await next(reader), expected.shift())) {
      throw new Error(`message ${received + 1} of size ${size} came back as another one`);
    }
  }
}

async function run(number, socket) {
  const { readable, writable, extensions } = await socket.opened;
  report('agreed', number, extensions);
  const reader = readable.getReader(), writer = writable.getWriter();
  for (const size of sizes) {
    await exchange(reader, writer, size);
    report('size', number, size);
  }
  writer.write('done').catch(() => {});
  report('bytes', number, await next(reader));
  socket.close();
  await socket.closed;
}

(async () => {
  for (const [number, query] of agreements.entries()) {
    const socket = new WebSocketStream(`${base}/?${query}`);
    let timer;
    const late = new Promise((_, reject) => {
      timer = setTimeout(() => reject(new Error(`no end after ${limit} ms`)), limit);
    });
    try {
      await Promise.race([run(number, socket), late]);
      report('end', number, '');
    } catch (error) {
      report('failed', number, error.message);
      socket.close();
    }
    clearTimeout(timer);
  }
  report('all', -1, '');
})();
