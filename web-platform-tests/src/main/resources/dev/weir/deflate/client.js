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

// Messages are cut from these anywhere: making each anew would take longer than sending it.
const pool = 1 << 20;
const longText = textOf(pool);
// Runs of equal bytes; bytes that cannot be compressed; and few kinds of bytes without runs, which zlib takes several times
// as long for.
const runs = runsOf(pool), noise = noiseOf(pool, 0xFF), fewKinds = noiseOf(pool, 0x13);

function textOf(size) {
  const items = [];
  for (let length = 0; length < size; length += items.at(-1).length) {
    items.push(`{"id":${random() % 1000},"é":"${String.fromCharCode(97 + random() % 26)}"},`);
  }
  return items.join('').slice(0, size);
}

function runsOf(size) {
  const made = new Uint8Array(size);
  for (let i = 0, end; i < size; i = end) {
    end = i + 1 + random() % 64;
    made.fill(random(), i, end);
  }
  return made;
}

function noiseOf(size, mask) {
  return new Uint8Array(size).map(() => random() & mask);
}

function text(size) {
  const start = random() % (pool - size);
  return longText.slice(start, start + size);
}

function bytes(size) {
  const kind = random() % 16, source = kind < 8 ? runs : kind < 15 ? noise : fewKinds, start = random() % (pool - size);
  return new Uint8Array(source.buffer.slice(start, start + size));
}

function isSame(one, other) {
  if (typeof one === 'string' || typeof other === 'string') {
    return one === other;
  }
  return one.byteLength === other.byteLength && isSameWords(wordsOf(one), wordsOf(other));
}

// All sizes are multiples of a word's.
function wordsOf(bytes) {
  return new Int32Array(bytes.buffer, bytes.byteOffset, bytes.byteLength / 4);
}

function isSameWords(one, other) {
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
