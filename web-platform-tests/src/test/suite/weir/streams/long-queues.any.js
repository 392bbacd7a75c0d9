// META: title=Queues of many chunks, of every size
'use strict';

/** A stream that wants nothing, with its controller. */
const newStream = (size) => {
  let controller;
  const stream = new ReadableStream({ start(c) { controller = c; } }, { highWaterMark: 1000, size });
  return { stream, controller };
};

promise_test(async () => {
  for (const count of [1, 31, 32, 33, 64, 65, 1000]) {
    const { stream, controller } = newStream();
    for (let i = 0; i < count; i++) controller.enqueue(i);
    assert_equals(controller.desiredSize, 1000 - count, `${count} are queued`);
    controller.close();
    const reader = stream.getReader();
    for (let i = 0; i < count; i++) {
      const { value } = await reader.read();
      assert_equals(value, i, `chunk ${i} of ${count}`);
    }
    assert_true((await reader.read()).done, `the end after ${count}`);
  }
}, 'chunks come in the order in which they were enqueued');

promise_test(async () => {
  const { stream, controller } = newStream();
  const reader = stream.getReader();
  let enqueued = 0, read = 0;
  for (let round = 1; round < 60; round++) {
    for (let i = 0; i < round; i++) controller.enqueue(enqueued++);
    for (let i = 0; i < round - (round % 3); i++) {
      assert_equals((await reader.read()).value, read++);
    }
    assert_equals(controller.desiredSize, 1000 - (enqueued - read));
  }
}, 'reading and enqueuing in turns keeps the order and the size');

promise_test(async () => {
  const sizes = [1, 0, 0.5, 2 ** 20, 1, 3];
  let total = 0;
  const { stream, controller } = newStream((index) => sizes[index % sizes.length]);
  for (let i = 0; i < 200; i++) {
    controller.enqueue(i);
    total += sizes[i % sizes.length];
    assert_equals(controller.desiredSize, 1000 - total, `after chunk ${i}`);
  }
  const reader = stream.getReader();
  for (let i = 0; i < 200; i++) {
    assert_equals((await reader.read()).value, i);
    total -= sizes[i % sizes.length];
    assert_equals(controller.desiredSize, 1000 - total, `chunk ${i} is gone`);
  }
}, 'each chunk leaves the queue with the size with which it came');

promise_test(async (t) => {
  const { stream, controller } = newStream();
  for (let i = 0; i < 100; i++) controller.enqueue(i);
  const error = new Error('of the source');
  controller.error(error);
  await promise_rejects_exactly(t, error, stream.getReader().read());
  const other = newStream();
  for (let i = 0; i < 100; i++) other.controller.enqueue(i);
  await other.stream.cancel();
  assert_true((await other.stream.getReader().read()).done);
}, 'an error and a cancel drop all chunks');

promise_test(async () => {
  const { stream, controller } = newStream((chunk) => chunk);
  const reader = stream.getReader();
  let last;
  const trap = { configurable: true, set() { throw new Error('trapped'); } };
  for (let i = 0; i < 40; i++) Object.defineProperty(Array.prototype, i, trap);
  try { // at once, since the harness needs the prototype as it was
    for (let i = 0; i < 40; i++) controller.enqueue(i);
    for (let i = 0; i < 40; i++) last = reader.read();
  } finally {
    for (let i = 0; i < 40; i++) delete Array.prototype[i];
  }
  assert_equals((await last).value, 39);
}, 'no setter of Array.prototype is asked');

promise_test(async () => {
  const written = [];
  let go;
  const sink = { write(chunk) { written.push(chunk); return chunk === 0 ? new Promise((r) => { go = r; }) : undefined; } };
  const writer = new WritableStream(sink, { highWaterMark: 100, size: (chunk) => chunk / 4 }).getWriter();
  let total = 0;
  for (let i = 0; i < 100; i++) {
    writer.write(i);
    total += i / 4;
    assert_equals(writer.desiredSize, 100 - total);
  }
  await Promise.resolve();
  go();
  await writer.close();
  assert_equals(written.length, 100);
  assert_true(written.every((chunk, i) => chunk === i));
}, 'writes that wait come in order, and count with their sizes');
