// META: title=Sources that give their chunks away, a proposal: what the suite's own tests leave open
// META: script=../resources/outcomes.js
'use strict';

const owning = (start) => new ReadableStream({ type: 'owning', start });

promise_test(async () => {
  const chunk = { list: [1] };
  const { value } = await owning((c) => c.enqueue(chunk)).getReader().read();
  assert_not_equals(value, chunk);
  assert_array_equals(value.list, [1]);
}, 'what is not transferred is cloned');

test(() => {
  const buffer = new ArrayBuffer(8);
  owning((c) => {
    c.close();
    assert_throws_js(TypeError, () => c.enqueue(buffer, { transfer: [buffer] }));
  });
  assert_equals(buffer.byteLength, 8);
}, 'a source that is too late keeps what it has');

test(() => {
  owning((c) => {
    const chunk = { get list() { c.close(); return 1; } };
    assert_throws_js(TypeError, () => c.enqueue(chunk));
  });
}, 'a chunk that closes the stream while it is cloned is not queued');

promise_test(async () => {
  const rs = owning((c) => {
    assert_throws_dom('DataCloneError', () => c.enqueue(() => {}));
    c.enqueue('next');
  });
  assert_equals((await rs.getReader().read()).value, 'next');
}, 'a chunk that cannot be cloned leaves the stream as it was');

promise_test(async () => {
  const sizes = [];
  const rs = new ReadableStream({
    type: 'owning',
    start(c) {
      const buffer = new ArrayBuffer(8);
      c.enqueue(buffer, { transfer: [buffer] });
      assert_equals(c.desiredSize, -7);
    },
  }, { highWaterMark: 1, size(chunk) { sizes.push(chunk.byteLength); return chunk.byteLength; } });
  const [branch1, branch2] = rs.tee();
  const { value: value1 } = await branch1.getReader().read();
  const { value: value2 } = await branch2.getReader().read();
  assert_equals(value1.byteLength, 8);
  assert_equals(value2.byteLength, 8);
  assert_not_equals(value1, value2);
  assert_array_equals(sizes, [8], 'the size is that of the clone');
}, 'branches have chunks of their own');
