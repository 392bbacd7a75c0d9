// META: global=window,worker
// A result with a chunk is an object, so resolving a promise with it looks for its "then", which a script can put in the
// way: it runs in the middle of the enqueue that answers a read.
'use strict';

/** Reads the stream to its end, the next read always from within the delivery of the last. */
async function readFromWithin(stream, makeReader, read) {
  const reader = makeReader(stream);
  const results = [];
  let inside = false;
  Object.defineProperty(Object.prototype, 'then', {
    configurable: true,
    get() {
      if (!inside && 'value' in this && 'done' in this) {
        inside = true;
        results.push(read(reader));
        inside = false;
      }
      return undefined;
    },
  });
  try {
    results.push(read(reader));
    await new Promise((resolve) => setTimeout(resolve, 0));
  } finally {
    delete Object.prototype.then;
  }
  let count = 0;
  for (let next = 0; next < results.length; next++) {
    const { value, done } = await results[next];
    if (done) {
      return count;
    }
    count += value.length;
    if (next === results.length - 1) {
      results.push(read(reader));
    }
  }
  return count;
}

const content = new Uint8Array(300_000).map((_, i) => i);

promise_test(async () => {
  const stream = new Blob([content]).stream();
  const count = await readFromWithin(stream, (s) => s.getReader(), (reader) => reader.read());
  assert_equals(count, content.length);
}, 'a read from within the delivery of a chunk of a blob is answered');

promise_test(async () => {
  const stream = new Blob([content]).stream();
  const count = await readFromWithin(
      stream, (s) => s.getReader({ mode: 'byob' }), (reader) => reader.read(new Uint8Array(1000)));
  assert_equals(count, content.length);
}, 'a read into a buffer from within the delivery of another is answered');
