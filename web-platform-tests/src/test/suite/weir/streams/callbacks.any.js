// META: title=What a callback may do to its own stream
// META: script=../resources/outcomes.js
'use strict';

// Completes reentrancy.any.js: each callback with each method that its controller, its reader or its writer has. What is to
// be expected follows from the standard's algorithms, step by step.

const throwsTypeErrors = (...calls) => calls.forEach((call) => assert_throws_js(TypeError, call));

// ---- sources and their strategy

promise_test(async () => {
  let c;
  const rs = new ReadableStream({ start(x) { c = x; } }, { size() { reader.releaseLock(); return 1; } });
  const reader = rs.getReader();
  c.enqueue('kept');
  await isTypeError(reader.closed);
  assert_equals((await rs.getReader().read()).value, 'kept');
}, 'size releases the lock');

promise_test(async () => {
  let c;
  let read;
  const rs = new ReadableStream({ start(x) { c = x; } }, { size() { read = reader.read(); return 1; } });
  const reader = rs.getReader();
  c.enqueue('measured');
  c.enqueue('later');
  assert_equals((await read).value, 'later', 'nothing looks for reads again once the chunk has been measured');
  assert_equals((await reader.read()).value, 'measured');
}, 'size reads');

promise_test(async () => {
  let c;
  const rs = new ReadableStream({
    start(x) {
      c = x;
      c.error('early');
      throwsTypeErrors(() => c.enqueue(1), () => c.close());
      c.error('too late');
      assert_equals(c.desiredSize, null);
    },
    pull() { assert_unreached('pull'); },
    cancel() { assert_unreached('cancel'); },
  });
  assert_equals(await failure(rs.cancel()), 'early');
  assert_equals(await failure(rs.getReader().closed), 'early');
}, 'start errors');

promise_test(async () => {
  const rs = new ReadableStream({
    start(c) {
      c.close();
      assert_equals(c.desiredSize, 0);
      throwsTypeErrors(() => c.enqueue(1), () => c.close());
      c.error('too late');
    },
    pull() { assert_unreached('pull'); },
  });
  const reader = rs.getReader();
  await isFulfilled(reader.closed);
  assert_true((await reader.read()).done);
}, 'start closes, and can do nothing more');

promise_test(async () => {
  let pulls = 0;
  const rs = new ReadableStream({ pull(c) { pulls++; c.enqueue(1); c.enqueue(2); } }, { highWaterMark: 0 });
  const reader = rs.getReader();
  assert_equals((await reader.read()).value, 1);
  assert_equals((await reader.read()).value, 2);
  await everyTask();
  assert_equals(pulls, 1, 'a chunk that is there needs no pull');
}, 'pull enqueues more than was asked for');

promise_test(async () => {
  let pulls = 0;
  const rs = new ReadableStream({ pull(c) { pulls++; c.close(); throwsTypeErrors(() => c.enqueue(1)); } }, { highWaterMark: 0 });
  const reader = rs.getReader();
  const reads = [reader.read(), reader.read()];
  assert_true((await reads[0]).done);
  assert_true((await reads[1]).done);
  await isFulfilled(reader.closed);
  assert_equals(pulls, 1);
}, 'pull closes');

promise_test(async () => {
  const rs = new ReadableStream({ pull(c) { c.error('bad'); throw 'worse'; } }, { highWaterMark: 0 });
  const reader = rs.getReader();
  const reads = [reader.read(), reader.read()];
  assert_equals(await failure(reads[0]), 'bad');
  assert_equals(await failure(reads[1]), 'bad');
  assert_equals(await failure(reader.closed), 'bad', 'what is thrown then changes nothing');
}, 'pull errors, and throws');

promise_test(async () => {
  let reason;
  let canceled;
  const rs = new ReadableStream({
    pull(c) {
      canceled = reader.cancel('enough');
      throwsTypeErrors(() => c.enqueue(1), () => c.close());
    },
    cancel(r) { reason = r; },
  }, { highWaterMark: 0 });
  const reader = rs.getReader();
  assert_true((await reader.read()).done);
  assert_equals(reason, 'enough');
  await isFulfilled(canceled);
}, 'pull cancels');

// ---- byte sources

promise_test(async () => {
  const rs = new ReadableStream({
    type: 'bytes',
    start(c) {
      c.enqueue(new Uint8Array([1]));
      c.close();
      throwsTypeErrors(() => c.enqueue(new Uint8Array(1)), () => c.close());
    },
  });
  const reader = rs.getReader({ mode: 'byob' });
  assert_array_equals((await reader.read(new Uint8Array(2))).value, [1]);
  const { value, done } = await reader.read(new Uint8Array(2));
  assert_true(done);
  assert_equals(value.byteLength, 0);
}, 'start of a byte source enqueues and closes');

promise_test(async () => {
  let request;
  const rs = new ReadableStream({
    type: 'bytes',
    pull(c) {
      request = c.byobRequest;
      c.enqueue(new Uint8Array([1, 2, 3]));
      assert_equals(c.byobRequest, null);
      assert_equals(request.view, null);
      throwsTypeErrors(() => request.respond(1), () => request.respondWithNewView(new Uint8Array(1)));
    },
  });
  const reader = rs.getReader({ mode: 'byob' });
  assert_array_equals((await reader.read(new Uint8Array(4))).value, [1, 2, 3]);
}, 'pull of a byte source enqueues instead of responding');

promise_test(async () => {
  const rs = new ReadableStream({
    type: 'bytes',
    pull(c) {
      const request = c.byobRequest;
      c.close();
      throwsTypeErrors(() => c.enqueue(new Uint8Array(1)), () => request.respond(1));
      request.respond(0);
    },
  });
  const reader = rs.getReader({ mode: 'byob' });
  const { value, done } = await reader.read(new Uint8Array(4));
  assert_true(done);
  assert_equals(value.byteLength, 0);
  assert_equals(value.buffer.byteLength, 4, 'the buffer comes back');
}, 'pull of a byte source closes and responds');

promise_test(async () => {
  const rs = new ReadableStream({
    type: 'bytes',
    pull(c) {
      const request = c.byobRequest;
      c.error('bad');
      assert_equals(c.byobRequest, null);
      throwsTypeErrors(() => request.respond(1), () => c.enqueue(new Uint8Array(1)), () => c.close());
    },
  });
  const reader = rs.getReader({ mode: 'byob' });
  assert_equals(await failure(reader.read(new Uint8Array(4))), 'bad');
  assert_equals(await failure(reader.closed), 'bad');
}, 'pull of a byte source errors');

promise_test(async () => {
  const rs = new ReadableStream({
    type: 'bytes',
    pull(c) {
      reader.releaseLock();
      c.enqueue(new Uint8Array([7]));
      c.close();
    },
  });
  const reader = rs.getReader({ mode: 'byob' });
  await isTypeError(reader.read(new Uint8Array(4)), 'the read was released');
  const next = rs.getReader();
  assert_array_equals((await next.read()).value, [7]);
  assert_true((await next.read()).done);
}, 'pull of a byte source releases the lock, enqueues and closes');

promise_test(async () => {
  let c;
  let called = false;
  const rs = new ReadableStream({
    type: 'bytes',
    start(x) { c = x; },
    cancel() {
      called = true;
      assert_equals(c.byobRequest, null);
      throwsTypeErrors(() => c.enqueue(new Uint8Array(1)), () => c.close());
      c.error('too late');
      reader.releaseLock();
    },
  });
  const reader = rs.getReader({ mode: 'byob' });
  const read = reader.read(new Uint8Array(4));
  await isFulfilled(reader.cancel());
  assert_true(called);
  const { value, done } = await read;
  assert_true(done);
  assert_equals(value, undefined, 'the buffer is lost');
  await isFulfilled(rs.getReader().closed);
}, 'cancel of a byte source enqueues, closes, errors and releases the lock');

// ---- sinks and their strategy

promise_test(async () => {
  const ws = new WritableStream({
    start(c) { c.error('early'); c.error('too late'); },
    write() { assert_unreached('write'); },
    abort() { assert_unreached('abort'); },
    close() { assert_unreached('close'); },
  });
  const writer = ws.getWriter();
  assert_equals(await failure(writer.write(1)), 'early');
  assert_equals(await failure(writer.closed), 'early');
  await isTypeError(writer.close());
}, 'start of a sink errors');

promise_test(async () => {
  let c;
  const ws = new WritableStream({ start(x) { c = x; }, write() { assert_unreached('write'); } }, {
    size() { c.error('bad'); return 1; },
  });
  const writer = ws.getWriter();
  await everyTask();
  assert_equals(await failure(writer.write('x')), 'bad');
  assert_equals(await failure(writer.closed), 'bad');
}, 'size of a sink errors');

promise_test(async () => {
  let closed;
  const ws = new WritableStream({ write() { assert_unreached('write'); } }, {
    size() { closed = writer.close(); return 1; },
  });
  const writer = ws.getWriter();
  await everyTask();
  await isTypeError(writer.write('x'), 'the stream is closing');
  await isFulfilled(closed);
}, 'size of a sink closes');

promise_test(async () => {
  let closed;
  const ws = new WritableStream({
    write(chunk, c) { closed = writer.close(); c.error('bad'); },
    close() { assert_unreached('close'); },
  });
  const writer = ws.getWriter();
  await isFulfilled(writer.write('x'), 'the write under way has succeeded');
  assert_equals(await failure(closed), 'bad');
  assert_equals(await failure(writer.closed), 'bad');
}, 'write closes and errors');

promise_test(async () => {
  let aborted;
  const ws = new WritableStream({
    close() { aborted = writer.abort('late'); },
    abort() { assert_unreached('abort'); },
  });
  const writer = ws.getWriter();
  await isFulfilled(writer.close());
  await isFulfilled(aborted, 'what has closed meanwhile needs no abort');
  await isFulfilled(writer.closed);
  assert_equals(await failure(writer.ready), 'late');
}, 'close aborts');

promise_test(async () => {
  const refused = [];
  const ws = new WritableStream({ close() { refused.push(writer.write(1), writer.close()); } });
  const writer = ws.getWriter();
  await isFulfilled(writer.close());
  await isTypeError(refused[0], 'write');
  await isTypeError(refused[1], 'close');
}, 'close writes and closes again');

promise_test(async () => {
  const ws = new WritableStream({ close() { writer.releaseLock(); } });
  const writer = ws.getWriter();
  await isFulfilled(writer.close());
  await isTypeError(writer.closed);
  await isFulfilled(ws.getWriter().closed);
}, 'close releases the lock');

promise_test(async () => {
  const made = [];
  const ws = new WritableStream({ abort() { made.push(writer.write(1), writer.close(), writer.abort('again')); } });
  const writer = ws.getWriter();
  await everyTask();
  await isFulfilled(writer.abort('why'));
  assert_equals(await failure(made[0]), 'why');
  await isTypeError(made[1], 'close');
  await isFulfilled(made[2], 'a second abort');
  assert_equals(await failure(writer.closed), 'why');
}, 'abort writes, closes and aborts again');

// ---- transformers and their strategies

promise_test(async () => {
  const ts = new TransformStream({ start(c) { c.enqueue('first'); } });
  const writer = ts.writable.getWriter();
  const reader = ts.readable.getReader();
  const write = writer.write('second');
  assert_equals((await reader.read()).value, 'first');
  assert_equals((await reader.read()).value, 'second');
  await isFulfilled(write);
}, 'start of a transformer enqueues');

promise_test(async () => {
  const ts = new TransformStream({
    start(c) { c.terminate(); throwsTypeErrors(() => c.enqueue(1)); },
    transform() { assert_unreached('transform'); },
    flush() { assert_unreached('flush'); },
  });
  const writer = ts.writable.getWriter();
  assert_true((await ts.readable.getReader().read()).done);
  await isTypeError(writer.write('x'));
  await isTypeError(writer.closed);
}, 'start of a transformer terminates');

promise_test(async () => {
  const ts = new TransformStream({
    start(c) { c.error('bad'); throwsTypeErrors(() => c.enqueue(1)); },
    transform() { assert_unreached('transform'); },
  });
  const writer = ts.writable.getWriter();
  assert_equals(await failure(ts.readable.getReader().read()), 'bad');
  assert_equals(await failure(writer.write('x')), 'bad');
  assert_equals(await failure(writer.closed), 'bad');
}, 'start of a transformer errors');

promise_test(async () => {
  const ts = new TransformStream({
    transform(chunk, c) {
      reader.releaseLock();
      writer.releaseLock();
      c.enqueue(chunk);
    },
  });
  const writer = ts.writable.getWriter();
  const reader = ts.readable.getReader();
  const read = reader.read();
  await isFulfilled(writer.write('kept'));
  await isTypeError(read, 'the read was released');
  await isTypeError(writer.closed, 'the writer was released');
  assert_equals((await ts.readable.getReader().read()).value, 'kept');
}, 'transform releases both locks and enqueues');

promise_test(async () => {
  const made = [];
  const ts = new TransformStream({
    transform(chunk, c) {
      if (chunk === 'outer') made.push(writer.write('inner'), writer.close());
      c.enqueue(chunk);
    },
    flush(c) { c.enqueue('end'); },
  });
  const writer = ts.writable.getWriter();
  writer.write('outer');
  const seen = [];
  for await (const chunk of ts.readable) seen.push(chunk);
  assert_array_equals(seen, ['outer', 'inner', 'end']);
  await isFulfilled(made[0]);
  await isFulfilled(made[1]);
}, 'transform writes and closes');

promise_test(async () => {
  const ts = new TransformStream({ flush(c) { c.error('bad'); throwsTypeErrors(() => c.enqueue(1)); } });
  const writer = ts.writable.getWriter();
  const read = ts.readable.getReader().read();
  assert_equals(await failure(writer.close()), 'bad');
  assert_equals(await failure(read), 'bad');
  assert_equals(await failure(writer.closed), 'bad');
}, 'flush errors');

promise_test(async () => {
  let canceled;
  const ts = new TransformStream({
    flush(c) {
      canceled = reader.cancel('no more');
      throwsTypeErrors(() => c.enqueue(1));
    },
    cancel() { assert_unreached('cancel'); },
  });
  const writer = ts.writable.getWriter();
  const reader = ts.readable.getReader();
  await isFulfilled(writer.close());
  await isFulfilled(canceled, 'it waits for the flush, and ends with it');
  await isFulfilled(writer.closed);
}, 'flush cancels the readable end');

promise_test(async () => {
  let aborted;
  const ts = new TransformStream({
    flush() {
      aborted = writer.abort('late');
      reader.releaseLock();
    },
    cancel() { assert_unreached('cancel'); },
  });
  const writer = ts.writable.getWriter();
  const reader = ts.readable.getReader();
  await isFulfilled(writer.close());
  await isFulfilled(aborted);
  await isFulfilled(ts.readable.getReader().closed);
}, 'flush aborts the writable end and releases the lock of the other');

promise_test(async () => {
  let c;
  const ts = new TransformStream({
    start(x) { c = x; },
    cancel() {
      throwsTypeErrors(() => c.enqueue(1));
      c.error('bad');
    },
  });
  const writer = ts.writable.getWriter();
  await everyTask();
  assert_equals(await failure(ts.readable.cancel('why')), 'bad');
  assert_equals(await failure(writer.closed), 'bad');
}, 'cancel of a transformer errors');

promise_test(async () => {
  let c;
  const ts = new TransformStream({ start(x) { c = x; }, cancel() { c.terminate(); } });
  const writer = ts.writable.getWriter();
  await everyTask();
  await isTypeError(ts.readable.cancel('why'));
  await isTypeError(writer.closed);
}, 'cancel of a transformer terminates');

promise_test(async () => {
  let c;
  const ts = new TransformStream({
    start(x) { c = x; },
    cancel(reason) { c.enqueue(`${reason} of the writable end`); writer.releaseLock(); },
  }, undefined, { highWaterMark: 1 });
  const writer = ts.writable.getWriter();
  const reader = ts.readable.getReader();
  await everyTask();
  await isFulfilled(writer.abort('abort'));
  assert_equals(await failure(reader.read()), 'abort', 'what was enqueued goes with the error');
  assert_equals(await failure(ts.writable.getWriter().closed), 'abort');
}, 'cancel of a transformer that is aborted enqueues and releases the lock');

promise_test(async () => {
  let c;
  const ts = new TransformStream({ start(x) { c = x; } }, undefined, {
    highWaterMark: 1,
    size() { c.terminate(); return 1; },
  });
  const writer = ts.writable.getWriter();
  await isFulfilled(writer.write('dropped'), 'the write under way has succeeded');
  assert_true((await ts.readable.getReader().read()).done);
  await isTypeError(writer.closed);
}, "size of a transformer's readable end terminates");

promise_test(async () => {
  let c;
  const ts = new TransformStream({ start(x) { c = x; }, transform() { assert_unreached('transform'); } }, {
    size() { c.error('bad'); return 1; },
  });
  const writer = ts.writable.getWriter();
  const read = ts.readable.getReader().read();
  await everyTask();
  assert_equals(await failure(writer.write('x')), 'bad');
  assert_equals(await failure(read), 'bad');
}, "size of a transformer's writable end errors");
