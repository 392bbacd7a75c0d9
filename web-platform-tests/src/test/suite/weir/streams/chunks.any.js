// META: title=Streams: every kind of value is a chunk
'use strict';

const chunks = [
  undefined, null, true, 0, -0, NaN, 1.5, 2n ** 64n, '', 'text', Symbol('pending'), Symbol.iterator, {}, [], () => {},
  new Uint8Array(1), Promise.resolve(),
];

const queued = () => new ReadableStream({
  start(controller) {
    chunks.forEach((chunk) => controller.enqueue(chunk));
    controller.close();
  },
});

// Each read takes a chunk from the queue, and has the source asked for more.
const refilled = () => {
  let next = 0;
  return new ReadableStream({
    pull(controller) {
      if (next < chunks.length) {
        controller.enqueue(chunks[next++]);
      } else {
        controller.close();
      }
    },
  }, { highWaterMark: 3 });
};

// Each read waits for its chunk.
const asked = () => {
  let next = 0;
  return new ReadableStream({
    async pull(controller) {
      await undefined;
      if (next < chunks.length) {
        controller.enqueue(chunks[next++]);
      } else {
        controller.close();
      }
    },
  }, { highWaterMark: 0 });
};

async function read(stream) {
  const reader = stream.getReader();
  const found = [];
  for (;;) {
    const { value, done } = await reader.read();
    if (done) {
      return found;
    }
    found.push(value);
  }
}

async function iterate(stream) {
  const found = [];
  for await (const chunk of stream) {
    found.push(chunk);
  }
  return found;
}

// Steps that are asked for before the one before them is over.
async function iterateAhead(stream) {
  const iterator = stream.values();
  const steps = await Promise.all(Array.from({ length: chunks.length + 1 }, () => iterator.next()));
  assert_true(steps.pop().done);
  return steps.map(({ value }) => value);
}

async function pipe(stream) {
  const found = [];
  await stream.pipeThrough(new TransformStream()).pipeTo(new WritableStream({ write(chunk) { found.push(chunk); } }));
  return found;
}

const teed = (branch) => (stream) => read(stream.tee()[branch]);

const sources = { queued, refilled, asked };
const ways = { read, iterate, iterateAhead, pipe, 'first of a tee': teed(0), 'second of a tee': teed(1) };

for (const [source, make] of Object.entries(sources)) {
  for (const [name, way] of Object.entries(ways)) {
    promise_test(async () => {
      const found = await way(make());
      assert_equals(found.length, chunks.length);
      // Unlike assert_array_equals, which wants to print what a symbol cannot be printed as.
      found.forEach((chunk, i) => assert_true(Object.is(chunk, chunks[i]), `chunk ${i}`));
    }, `${source}: ${name}`);
  }
}
