// META: title=When a pipe, or a write to a transform, is over
// META: script=../resources/outcomes.js
'use strict';

/** A sink that takes many chunks at once and finishes a write when told to. */
const newSink = (log) => {
  const sink = { finish: undefined };
  sink.stream = new WritableStream({
    write(chunk) {
      log.push(typeof chunk === 'string' ? chunk : chunk[0]);
      return new Promise((resolve) => { sink.finish = resolve; });
    },
    abort() { log.push('abort'); },
  }, { highWaterMark: 10 });
  return sink;
};

/** Pipes a source that has a chunk, and whose second pull aborts, into a slow sink. */
const abortedByPull = async (newSource, preventAbort) => {
  const log = [];
  const abort = new AbortController();
  const sink = newSink(log);
  let pulls = 0;
  const source = newSource((give) => {
    pulls++;
    if (pulls === 1) give();
    if (pulls === 2) abort.abort('enough');
  });
  await everyTask();
  const pipe = source.pipeTo(sink.stream, { signal: abort.signal, preventCancel: true, preventAbort })
    .then(() => log.push('piped'), (e) => log.push(e));
  return { log, sink, pipe, source };
};

const sources = {
  'a source of values': [
    (pull) => new ReadableStream({ pull(c) { pull(() => c.enqueue('first')); } }), 'first'],
  'a source of bytes': [
    (pull) => new ReadableStream({ type: 'bytes', pull(c) { pull(() => c.enqueue(new Uint8Array([7]))); } },
      { highWaterMark: 1 }), 7],
  'a branch of a tee': [
    (pull) => new ReadableStream({ pull(c) { pull(() => c.enqueue('first')); } }, { highWaterMark: 0 }).tee()[0], 'first'],
};

for (const [name, [newSource, first]] of Object.entries(sources)) {
  for (const preventAbort of [true, false]) {
    promise_test(async () => {
      const { log, sink, pipe, source } = await abortedByPull(newSource, preventAbort);
      await everyTask();
      await everyTask();
      assert_array_equals(log, [first], 'what was read is written, and waited for');
      assert_true(source.locked, 'meanwhile the pipe goes on');
      sink.finish();
      await pipe;
      assert_array_equals(log, preventAbort ? [first, 'enough'] : [first, 'abort', 'enough']);
      assert_false(source.locked);
      assert_false(sink.stream.locked);
    }, `pull of ${name} aborts the pipe${preventAbort ? ', but not the sink' : ' and the sink'}`);
  }
}

promise_test(async () => {
  const log = [];
  const abort = new AbortController();
  const sink = newSink(log);
  let pulls = 0;
  const source = new ReadableStream({
    async pull(c) {
      pulls++;
      if (pulls === 2) {
        sink.finish();
        await undefined; // the write is over in the next microtask
      }
      c.enqueue(`chunk ${pulls}`);
      if (pulls === 2) abort.abort('enough');
    },
  }, { highWaterMark: 0 });
  const pipe = source.pipeTo(sink.stream, { signal: abort.signal, preventCancel: true, preventAbort: true })
    .then(() => log.push('piped'), (e) => log.push(e));
  await everyTask();
  await everyTask();
  assert_array_equals(log, ['chunk 1', 'chunk 2']);
  assert_true(source.locked, 'a write that ends does not end a pipe that has another chunk to write');
  sink.finish();
  await pipe;
  assert_array_equals(log, ['chunk 1', 'chunk 2', 'enough']);
  assert_false(source.locked);
}, 'pull enqueues and aborts while a write ends');

promise_test(async () => {
  const log = [];
  const abort = new AbortController();
  const sink = newSink(log);
  let c;
  const source = new ReadableStream({ type: 'bytes', start(x) { c = x; }, pull() { abort.abort('enough'); } });
  const pipe = source.pipeTo(sink.stream, { signal: abort.signal, preventCancel: true })
    .then(() => log.push('piped'), (e) => log.push(e));
  await pipe;
  assert_array_equals(log, ['abort', 'enough'], 'nothing was read, so nothing is waited for');
  assert_false(source.locked);
  c.close();
}, 'pull of a source of bytes aborts and gives nothing');

promise_test(async () => {
  const log = [];
  const newWriter = (readableHighWaterMark) => {
    const { readable, writable } = new TransformStream({
      transform(chunk, c) {
        log.push(`transform ${chunk}`);
        c.enqueue(chunk);
      },
    }, undefined, { highWaterMark: readableHighWaterMark });
    return { reader: readable.getReader(), writer: writable.getWriter() };
  };

  const direct = newWriter(10);
  await everyTask();
  direct.writer.write(1).then(() => log.push('written'));
  assert_array_equals(log, ['transform 1']);
  for (let i = 0; i < 2; i++) await undefined;
  assert_array_equals(log, ['transform 1'], 'the transform is over, and its reaction');
  await undefined;
  assert_array_equals(log, ['transform 1', 'written']);

  log.length = 0;
  const waiting = newWriter(0);
  await everyTask();
  waiting.writer.write(2).then(() => log.push('written'));
  await everyTask();
  assert_array_equals(log, []);
  waiting.reader.read();
  assert_array_equals(log, []);
  await undefined;
  assert_array_equals(log, ['transform 2']);
  for (let i = 0; i < 3; i++) await undefined;
  assert_array_equals(log, ['transform 2'], 'a promise resolved with another takes two more');
  await undefined;
  assert_array_equals(log, ['transform 2', 'written']);
}, 'a write to a transform is over as many microtasks after the transform as the standard has promises');
