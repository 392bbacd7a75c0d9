// META: title=Author code that calls back into the stream that called it
// META: script=../resources/outcomes.js
'use strict';

// ---- sources and their strategy

promise_test(async () => {
  let c;
  const rs = new ReadableStream({ start(x) { c = x; } }, {
    highWaterMark: 10,
    size(chunk) {
      if (chunk === 'outer') c.enqueue('inner');
      return 1;
    },
  });
  c.enqueue('outer');
  assert_equals(c.desiredSize, 8);
  const reader = rs.getReader();
  assert_equals((await reader.read()).value, 'inner', 'it is queued while the other is measured');
  assert_equals((await reader.read()).value, 'outer');
}, 'size enqueues');

promise_test(async () => {
  let c;
  const rs = new ReadableStream({ start(x) { c = x; } }, { size() { c.close(); return 1; } });
  c.enqueue('dropped');
  assert_true((await rs.getReader().read()).done);
}, 'size closes');

promise_test(async () => {
  let c;
  const rs = new ReadableStream({ start(x) { c = x; } }, { size() { c.error('early'); return 1; } });
  c.enqueue('dropped');
  assert_equals(await failure(rs.getReader().read()), 'early');
}, 'size errors');

promise_test(async () => {
  let c;
  let reason;
  const rs = new ReadableStream({ start(x) { c = x; }, cancel(r) { reason = r; } }, {
    size() { rs.cancel('enough'); return 1; },
  });
  c.enqueue('dropped');
  assert_equals(reason, 'enough');
  assert_true((await rs.getReader().read()).done);
  assert_throws_js(TypeError, () => c.enqueue('late'));
}, 'size cancels');

promise_test(async () => {
  let c;
  const thrown = { name: 'thrown' };
  const rs = new ReadableStream({ start(x) { c = x; } }, { size() { c.error('first'); throw thrown; } });
  assert_throws_exactly(thrown, () => c.enqueue('x'));
  assert_equals(await failure(rs.getReader().read()), 'first', 'the first error stays');
}, 'size errors, and throws something else');

promise_test(async () => {
  let released;
  let step = 0;
  const rs = new ReadableStream({
    pull(c) {
      if (step++ === 0) {
        reader.releaseLock();
        c.enqueue('kept');
        c.close();
      }
    },
  }, { highWaterMark: 0 });
  const reader = rs.getReader();
  released = reader.read();
  await isTypeError(released, 'the read was released');
  const next = rs.getReader();
  assert_equals((await next.read()).value, 'kept');
  assert_true((await next.read()).done);
}, 'pull releases the lock, enqueues and closes');

promise_test(async () => {
  const seen = [];
  let nested;
  const rs = new ReadableStream({
    pull(c) {
      seen.push('pull');
      if (seen.length === 1) nested = reader.read();
      c.enqueue(seen.length);
    },
  }, { highWaterMark: 0 });
  const reader = rs.getReader();
  assert_equals((await reader.read()).value, 1);
  assert_equals((await nested).value, 2);
  assert_array_equals(seen, ['pull', 'pull'], 'a pull is not called within itself');
}, 'pull reads');

promise_test(async () => {
  let c;
  let read;
  const thrown = [];
  const rs = new ReadableStream({
    start(x) { c = x; },
    cancel() {
      for (const act of [() => c.enqueue(1), () => c.close()]) {
        try { act(); } catch (e) { thrown.push(e.constructor); }
      }
      c.error('too late');
      read = reader.read();
      reader.releaseLock();
    },
  });
  const reader = rs.getReader();
  await reader.cancel();
  assert_array_equals(thrown, [TypeError, TypeError]);
  assert_true((await read).done);
  assert_false(rs.locked);
  await rs.getReader().closed;
}, 'cancel enqueues, closes, errors, reads and releases');

promise_test(async () => {
  const rs = new ReadableStream({ start(c) { c.enqueue(1); c.enqueue(2); c.close(); } });
  const seen = [];
  for await (const chunk of rs) seen.push(chunk);
  assert_array_equals(seen, [1, 2]);
  const thrown = {};
  assert_throws_exactly(thrown, () => new ReadableStream({ start(c) { c.error('x'); throw thrown; } }));
}, 'start enqueues and closes, or errors and throws');

promise_test(async (t) => {
  let c;
  const thrown = [];
  const [branch1, branch2] = new ReadableStream({ start(x) { c = x; } }).tee();
  const reads = [branch1.getReader().read(), branch2.getReader().read()];
  await everyTask();
  t.add_cleanup(() => { delete Object.prototype.then; });
  Object.defineProperty(Object.prototype, 'then', {
    configurable: true,
    get() {
      try { c.enqueue('late'); } catch (e) { thrown.push(e.constructor); }
      return undefined;
    },
  });
  c.close();
  delete Object.prototype.then;
  assert_array_equals(thrown, [TypeError, TypeError]);
  for (const read of reads) assert_true((await read).done);
}, 'the end of a branch enqueues into the stream that was closed');

promise_test(async () => {
  let c;
  const written = [];
  const abort = new AbortController();
  const pipe = new ReadableStream({ start(x) { c = x; } })
    .pipeTo(new WritableStream({ write(chunk) { written.push(chunk); }, abort() { written.push('abort'); } }),
      { signal: abort.signal });
  await everyTask();
  c.enqueue('read');
  abort.abort();
  await failure(pipe);
  assert_array_equals(written, ['read', 'abort'], 'what was read is written first');
}, 'a pipe is aborted between the read and the write of a chunk');

// ---- byte sources

promise_test(async () => {
  let request;
  const rs = new ReadableStream({
    type: 'bytes',
    pull(c) {
      request = c.byobRequest;
      reader.releaseLock();
      request.view[0] = 42;
      request.respond(1);
    },
  });
  const reader = rs.getReader({ mode: 'byob' });
  await isTypeError(reader.read(new Uint8Array(4)), 'the read was released');
  const { value } = await rs.getReader().read();
  assert_array_equals(value, [42], 'the byte goes to the next reader');
}, 'pull of a byte source releases the lock and responds');

promise_test(async () => {
  let thrown;
  const rs = new ReadableStream({
    type: 'bytes',
    pull(c) {
      const request = c.byobRequest;
      reader.cancel();
      try { request.respond(1); } catch (e) { thrown = e; }
      assert_equals(c.byobRequest, null);
    },
  });
  const reader = rs.getReader({ mode: 'byob' });
  const { value, done } = await reader.read(new Uint8Array(4));
  assert_true(done);
  assert_equals(value, undefined);
  assert_true(thrown instanceof TypeError);
}, 'pull of a byte source cancels and responds');

// ---- sinks and their strategy

promise_test(async () => {
  const ws = new WritableStream({ write(chunk, c) { c.error('bad'); } });
  const writer = ws.getWriter();
  const first = writer.write(1);
  const second = writer.write(2);
  assert_equals(await failure(first), 'fulfilled: undefined', 'the write under way has succeeded');
  assert_equals(await failure(second), 'bad');
  assert_equals(await failure(writer.closed), 'bad');
}, 'write errors');

promise_test(async () => {
  const calls = [];
  let aborted;
  const ws = new WritableStream({
    write(chunk) {
      calls.push(`write ${chunk}`);
      aborted = writer.abort('stop');
    },
    abort(reason) { calls.push(`abort ${reason}`); },
  });
  const writer = ws.getWriter();
  const first = writer.write(1);
  const second = writer.write(2);
  assert_equals(await failure(first), 'fulfilled: undefined');
  assert_equals(await failure(second), 'stop');
  await aborted;
  assert_array_equals(calls, ['write 1', 'abort stop']);
}, 'write aborts');

promise_test(async () => {
  const chunks = [];
  let writer;
  const ws = new WritableStream({ write(chunk) { chunks.push(chunk); if (chunk === 1) writer.releaseLock(); } });
  writer = ws.getWriter();
  await writer.write(1);
  await isTypeError(writer.closed, 'closed');
  await isTypeError(writer.write(0), 'write');
  await ws.getWriter().write(2);
  assert_array_equals(chunks, [1, 2]);
}, 'write releases the lock');

promise_test(async () => {
  const calls = [];
  let late;
  const ws = new WritableStream({
    write(chunk) {
      calls.push(chunk);
      if (chunk === 1) {
        writer.write(2);
        writer.close();
        late = writer.write(3);
      }
    },
    close() { calls.push('close'); },
  });
  const writer = ws.getWriter();
  writer.write(1);
  await writer.closed;
  await isTypeError(late, 'a write after close');
  assert_array_equals(calls, [1, 2, 'close']);
}, 'write writes and closes');

promise_test(async () => {
  let c;
  const ws = new WritableStream({ start(x) { c = x; }, close() { c.error('too late'); } });
  const writer = ws.getWriter();
  await writer.close();
  await writer.closed;
}, 'close errors, which is too late');

promise_test(async () => {
  let c;
  const ws = new WritableStream({ start(x) { c = x; }, abort() { c.error('other'); writer.releaseLock(); } });
  const writer = ws.getWriter();
  await everyTask();
  await writer.abort('why');
  assert_equals(await failure(ws.getWriter().closed), 'why');
}, 'abort errors and releases');

promise_test(async () => {
  const written = [];
  let aborted;
  const ws = new WritableStream({ write(chunk) { written.push(chunk); } }, {
    size() { aborted = writer.abort('stop'); return 1; },
  });
  const writer = ws.getWriter();
  await everyTask();
  assert_equals(await failure(writer.write('x')), 'stop');
  await aborted;
  assert_array_equals(written, []);
}, 'size of a sink aborts');

promise_test(async () => {
  const ws = new WritableStream({}, { size() { writer.releaseLock(); return 1; } });
  const writer = ws.getWriter();
  await isTypeError(writer.write('x'), 'the writer was released');
  assert_false(ws.locked);
}, 'size of a sink releases the lock');

promise_test(async () => {
  const written = [];
  const ws = new WritableStream({ write(chunk) { written.push(chunk); } }, {
    highWaterMark: 5,
    size(chunk) { if (chunk === 'outer') writer.write('inner'); return 1; },
  });
  const writer = ws.getWriter();
  await writer.write('outer');
  assert_array_equals(written, ['inner', 'outer']);
}, 'size of a sink writes');

promise_test(async () => {
  let c;
  const ws = new WritableStream({ start(x) { c = x; } });
  const writer = ws.getWriter();
  let inner;
  c.signal.addEventListener('abort', () => { inner = writer.abort('inner'); });
  await everyTask();
  const outer = writer.abort('outer');
  assert_equals(await failure(writer.closed), 'inner', 'the one that was there first');
  await inner;
  await outer;
}, 'a listener of the signal aborts again');

// ---- transformers

promise_test(async () => {
  const ts = new TransformStream({ transform(chunk, c) { c.enqueue(chunk); c.terminate(); } });
  const writer = ts.writable.getWriter();
  const reader = ts.readable.getReader();
  const write = writer.write('last');
  assert_equals((await reader.read()).value, 'last');
  assert_true((await reader.read()).done);
  assert_equals(await failure(write), 'fulfilled: undefined');
  await isTypeError(writer.closed, 'the writable end');
}, 'transform terminates');

promise_test(async () => {
  const ts = new TransformStream({ transform(chunk, c) { c.error('bad'); } });
  const writer = ts.writable.getWriter();
  const reader = ts.readable.getReader();
  const read = reader.read();
  const write = writer.write('x');
  assert_equals(await failure(read), 'bad');
  assert_equals(await failure(write), 'fulfilled: undefined');
  assert_equals(await failure(writer.closed), 'bad');
}, 'transform errors');

promise_test(async () => {
  let thrown;
  let canceled;
  const ts = new TransformStream({
    transform(chunk, c) {
      canceled = reader.cancel('no more');
      try { c.enqueue(chunk); } catch (e) { thrown = e; }
    },
  });
  const writer = ts.writable.getWriter();
  const reader = ts.readable.getReader();
  const read = reader.read();
  writer.write('x').catch(() => {});
  assert_true((await read).done);
  await canceled;
  assert_true(thrown instanceof TypeError);
  assert_equals(await failure(writer.closed), 'no more');
}, 'transform cancels the readable end');

promise_test(async () => {
  const ts = new TransformStream({ flush(c) { c.enqueue('flushed'); c.terminate(); } });
  const writer = ts.writable.getWriter();
  const reader = ts.readable.getReader();
  const closed = writer.close();
  assert_equals((await reader.read()).value, 'flushed');
  assert_true((await reader.read()).done);
  await closed;
  await writer.closed;
}, 'flush enqueues and terminates');

// ---- tees and pipes

promise_test(async () => {
  let reason;
  let thrown;
  const rs = new ReadableStream({
    pull(c) {
      a.cancel(1);
      b.cancel(2);
      try { c.enqueue('x'); } catch (e) { thrown = e; }
    },
    cancel(r) { reason = r; },
  }, { highWaterMark: 0 });
  const [a, b] = rs.tee().map((branch) => branch.getReader());
  const reads = [a.read(), b.read()];
  assert_true((await reads[0]).done);
  assert_true((await reads[1]).done);
  assert_array_equals(reason, [1, 2]);
  assert_true(thrown instanceof TypeError);
}, 'pull of a teed source cancels both branches');

promise_test(async () => {
  const calls = [];
  let source;
  const rs = new ReadableStream({ start(c) { source = c; c.enqueue(1); c.enqueue(2); } });
  const ws = new WritableStream({
    write(chunk) { calls.push(chunk); source.error('broken'); },
    abort(reason) { calls.push(reason); },
  });
  assert_equals(await failure(rs.pipeTo(ws)), 'broken');
  assert_equals(calls[0], 1);
  assert_equals(calls[calls.length - 1], 'broken');
  assert_false(rs.locked || ws.locked);
}, 'write at the end of a pipe errors its source');

promise_test(async () => {
  const abort = new AbortController();
  const reasons = [];
  const rs = new ReadableStream({
    pull() { abort.abort('halt'); },
    cancel(reason) { reasons.push(`cancel ${reason}`); },
  }, { highWaterMark: 0 });
  const ws = new WritableStream({ abort(reason) { reasons.push(`abort ${reason}`); } });
  assert_equals(await failure(rs.pipeTo(ws, { signal: abort.signal })), 'halt');
  assert_array_equals(reasons.sort(), ['abort halt', 'cancel halt']);
}, 'pull at the start of a pipe aborts it');

// ---- transferred streams

const transferred = (stream) => structuredClone(stream, { transfer: [stream] });

promise_test(async () => {
  let canceled;
  const reader = transferred(new ReadableStream({
    start(c) { c.enqueue({ get x() { reader.cancel('enough'); return 1; } }); },
    cancel(reason) { canceled = reason; },
  })).getReader();
  assert_true((await reader.read()).done);
  await everyTask();
  await everyTask();
  assert_equals(canceled, 'enough');
}, 'a getter of a chunk cancels the stream that it is sent to');

promise_test(async () => {
  let canceled;
  const reader = transferred(new ReadableStream({
    start(c) { c.enqueue({ get x() { throw 'boom'; } }); },
    cancel(reason) { canceled = reason; },
  })).getReader();
  assert_equals(await failure(reader.read()), 'boom');
  assert_equals(await failure(reader.closed), 'boom');
  assert_equals(canceled, 'boom');
}, 'a getter of a chunk throws');

promise_test(async () => {
  let c;
  const reader = transferred(new ReadableStream({ start(x) { c = x; } })).getReader();
  c.enqueue({ get x() { c.enqueue('inner'); c.close(); return 'outer'; } });
  assert_equals((await reader.read()).value.x, 'outer');
  assert_equals((await reader.read()).value, 'inner');
  assert_true((await reader.read()).done);
}, 'a getter of a chunk enqueues and closes');

promise_test(async () => {
  const calls = [];
  const writer = transferred(new WritableStream({ abort(reason) { calls.push(reason); } })).getWriter();
  assert_equals(await failure(writer.write({ get x() { writer.abort('mine'); return 1; } })), 'fulfilled: undefined');
  assert_equals(await failure(writer.closed), 'mine');
  await everyTask();
  await everyTask();
  assert_array_equals(calls, ['mine']);
}, 'a getter of a chunk aborts the stream that it is written to');

test(() => {
  const rs = new ReadableStream();
  const clone = transferred(rs);
  assert_true(rs.locked);
  assert_throws_dom('DataCloneError', () => transferred(rs), 'twice');
  const reader = clone.getReader();
  assert_throws_dom('DataCloneError', () => transferred(clone), 'locked');
  reader.releaseLock();
  assert_true(transferred(clone) instanceof ReadableStream, 'it goes on');
}, 'a stream is transferred once, and only unlocked');

promise_test(async () => {
  let internal = 'none';
  let c;
  const reader = transferred(new ReadableStream({ start(x) { c = x; } })).getReader();
  const read = reader.read();
  Object.defineProperty(Object.prototype, 'then', {
    configurable: true,
    get() { internal = self.event; return undefined; },
  });
  c.enqueue(1);
  try {
    for (let i = 0; i < 20 && internal === 'none'; i++) await everyTask();
  } finally {
    delete Object.prototype.then;
  }
  assert_equals((await read).value, 1);
  assert_equals(internal, undefined, 'there is no event');
}, 'the messages between the sides of a transferred stream are no events');

promise_test(async (t) => {
  let closed;
  new ReadableStream({ start(c) { closed = c; c.close(); } });
  let refusal;
  const { readable, writable } = new TransformStream({
    transform(chunk, controller) {
      try {
        controller.enqueue(chunk);
      } catch (e) {
        assert_equals(e, refusal);
      }
    },
  }, undefined, {
    highWaterMark: 1,
    size() {
      try {
        closed.enqueue();
      } catch (e) {
        refusal = e;
        throw e;
      }
    },
  });
  const writer = writable.getWriter();
  await writer.write('chunk').catch(() => {});
  assert_equals(refusal.constructor, TypeError);
  await promise_rejects_exactly(t, refusal, readable.getReader().read(), 'the readable end');
  await promise_rejects_exactly(t, refusal, writer.closed, 'the writable end');
}, "a size that fails with another stream's refusal fails both ends of a transform");
