// META: title=Streams use nothing that a script can replace
// META: timeout=long
// META: script=../resources/hostility.js
'use strict';

// Each scenario is run with patches that watch, and with patches that throw. `prepare` may use the library, `run` nothing of
// it but what it captured; dictionaries have no prototype, since their members are looked up by right.
const dictionary = (members) => Object.setPrototypeOf(members, null);
const scenarios = {
  'a stream that is pulled': {
    expected: 'a b c done',
    prepare: (own) => {
      let n = 0;
      const enqueue = own.method(ReadableStreamDefaultController.prototype, 'enqueue');
      const close = own.method(ReadableStreamDefaultController.prototype, 'close');
      return {
        source: dictionary({ pull(c) { n < 3 ? enqueue(c, 'abc'[n++]) : close(c); } }),
        read: own.method(ReadableStreamDefaultReader.prototype, 'read'),
        getReader: own.method(ReadableStream.prototype, 'getReader'),
      };
    },
    async run(own, { source, read, getReader }) {
      const reader = getReader(new own.ReadableStream(source));
      let seen = '';
      for (;;) {
        const { value, done } = await read(reader);
        if (done) {
          return `${seen}done`;
        }
        seen += `${value} `;
      }
    },
  },

  'reads that wait, are released, and are errored': {
    expected: 'released 1 failed failed',
    prepare: (own) => ({
      read: own.method(ReadableStreamDefaultReader.prototype, 'read'),
      closed: own.method(ReadableStreamDefaultReader.prototype, 'closed'),
      release: own.method(ReadableStreamDefaultReader.prototype, 'releaseLock'),
      getReader: own.method(ReadableStream.prototype, 'getReader'),
      enqueue: own.method(ReadableStreamDefaultController.prototype, 'enqueue'),
      error: own.method(ReadableStreamDefaultController.prototype, 'error'),
    }),
    async run(own, { read, closed, release, getReader, enqueue, error }) {
      let controller;
      const stream = new own.ReadableStream({ __proto__: null, start(c) { controller = c; } });
      const first = getReader(stream);
      const waiting = read(first);
      release(first);
      let seen = '';
      try { await waiting; } catch (e) { seen += e instanceof own.TypeError ? 'released' : e; }
      const reader = getReader(stream);
      const next = read(reader);
      enqueue(controller, 1);
      seen += ` ${(await next).value}`;
      const last = read(reader);
      error(controller, 'failed');
      try { await last; } catch (e) { seen += ` ${e}`; }
      try { await closed(reader); } catch (e) { seen += ` ${e}`; }
      return seen;
    },
  },

  'asynchronous iteration': {
    expected: '1 2 canceled:undefined',
    prepare: (own) => {
      let log = '';
      const enqueue = own.method(ReadableStreamDefaultController.prototype, 'enqueue');
      const iterator = new ReadableStream({
        start(c) { enqueue(c, 1); enqueue(c, 2); enqueue(c, 3); },
        cancel(reason) { log += `canceled:${reason}`; },
      })[Symbol.asyncIterator]();
      const { next, return: end } = Object.getPrototypeOf(iterator);
      const bound = (f) => { const { apply } = Reflect; return (...args) => apply(f, iterator, args); };
      return { next: bound(next), end: bound(end), log: () => log };
    },
    async run(own, { next, end, log }) {
      let seen = `${(await next()).value} ${(await next()).value} `;
      await end();
      return seen + log();
    },
  },

  'a byte stream, read into buffers of the reader': {
    expected: '1,2 3 true',
    prepare: (own) => {
      const respond = own.method(ReadableStreamBYOBRequest.prototype, 'respond');
      const byobRequest = own.method(ReadableByteStreamController.prototype, 'byobRequest');
      const view = own.method(ReadableStreamBYOBRequest.prototype, 'view');
      const close = own.method(ReadableByteStreamController.prototype, 'close');
      let n = 0;
      return {
        source: dictionary({
          type: 'bytes',
          pull(c) {
            const request = byobRequest(c);
            if (n === 3) {
              close(c);
              respond(request, 0);
              return;
            }
            const bytes = view(request);
            const count = n === 0 ? 2 : 1;
            for (let i = 0; i < count; i++) {
              bytes[i] = ++n;
            }
            respond(request, count);
          },
        }),
        read: own.method(ReadableStreamBYOBReader.prototype, 'read'),
        getReader: own.method(ReadableStream.prototype, 'getReader'),
        mode: dictionary({ mode: 'byob' }),
        options: dictionary({}),
        length: own.method(Object.getPrototypeOf(Uint8Array.prototype), 'length'),
      };
    },
    async run(own, { source, read, getReader, mode, options, length }) {
      const reader = getReader(new own.ReadableStream(source), mode);
      const text = (view) => {
        let all = '';
        for (let i = 0; i < length(view); i++) {
          all += (i > 0 ? ',' : '') + view[i];
        }
        return all;
      };
      const one = (await read(reader, new own.Uint8Array(2), options)).value;
      const two = (await read(reader, new own.Uint8Array(4), options)).value;
      const { done } = await read(reader, new own.Uint8Array(4), options);
      return `${text(one)} ${text(two)} ${done}`;
    },
  },

  'a byte stream that is teed, with buffers of the stream': {
    expected: '7 7 8 8 true true',
    prepare: (own) => {
      const enqueue = own.method(ReadableByteStreamController.prototype, 'enqueue');
      const close = own.method(ReadableByteStreamController.prototype, 'close');
      let n = 7;
      const branches = new ReadableStream({
        type: 'bytes',
        autoAllocateChunkSize: 4,
        pull(c) { n < 9 ? enqueue(c, new own.Uint8Array([n++].length)) : close(c); },
      }, { highWaterMark: 0 }).tee();
      return {
        readers: branches.map((branch) => branch.getReader()),
        read: own.method(ReadableStreamDefaultReader.prototype, 'read'),
        length: own.method(Object.getPrototypeOf(Uint8Array.prototype), 'length'),
      };
    },
    async run(own, { readers: { 0: a, 1: b }, read, length }) {
      let seen = '';
      for (let i = 7; i < 9; i++) {
        seen += `${length((await read(a)).value) === 1 ? i : 'x'} `;
        seen += `${length((await read(b)).value) === 1 ? i : 'x'} `;
      }
      return `${seen}${(await read(a)).done} ${(await read(b)).done}`;
    },
  },

  'a tee': {
    expected: 'x x canceled',
    prepare: (own) => {
      let canceled = '';
      const branches = new ReadableStream({
        start(c) { c.enqueue('x'); },
        cancel() { canceled = 'canceled'; },
      }).tee();
      return {
        readers: branches.map((branch) => branch.getReader()),
        read: own.method(ReadableStreamDefaultReader.prototype, 'read'),
        cancel: own.method(ReadableStreamDefaultReader.prototype, 'cancel'),
        canceled: () => canceled,
      };
    },
    async run(own, { readers: { 0: a, 1: b }, read, cancel, canceled }) {
      const seen = `${(await read(a)).value} ${(await read(b)).value} `;
      cancel(a, 1);
      await cancel(b, 2);
      return seen + canceled();
    },
  },

  'a sink with backpressure': {
    expected: 'a b closed ready',
    prepare: (own) => ({
      getWriter: own.method(WritableStream.prototype, 'getWriter'),
      write: own.method(WritableStreamDefaultWriter.prototype, 'write'),
      close: own.method(WritableStreamDefaultWriter.prototype, 'close'),
      ready: own.method(WritableStreamDefaultWriter.prototype, 'ready'),
      closed: own.method(WritableStreamDefaultWriter.prototype, 'closed'),
    }),
    async run(own, { getWriter, write, close, ready, closed }) {
      let seen = '';
      const writer = getWriter(new own.WritableStream({
        __proto__: null,
        write(chunk) { seen += `${chunk} `; },
        close() { seen += 'closed '; },
      }, { __proto__: null, highWaterMark: 1, size: () => 1 }));
      write(writer, 'a');
      await ready(writer);
      const last = write(writer, 'b');
      close(writer);
      await last;
      await closed(writer);
      await ready(writer);
      return `${seen}ready`;
    },
  },

  'a sink that is aborted': {
    expected: 'why true why',
    prepare: (own) => ({
      getWriter: own.method(WritableStream.prototype, 'getWriter'),
      abort: own.method(WritableStreamDefaultWriter.prototype, 'abort'),
      closed: own.method(WritableStreamDefaultWriter.prototype, 'closed'),
      signal: own.method(WritableStreamDefaultController.prototype, 'signal'),
      aborted: own.method(AbortSignal.prototype, 'aborted'),
    }),
    async run(own, { getWriter, abort, closed, signal, aborted }) {
      let seen = '';
      let controller;
      const writer = getWriter(new own.WritableStream({
        __proto__: null,
        start(c) { controller = c; },
        abort(reason) { seen += reason; },
      }));
      await abort(writer, 'why');
      seen += ` ${aborted(signal(controller))}`;
      try { await closed(writer); } catch (e) { seen += ` ${e}`; }
      return seen;
    },
  },

  'a transform': {
    expected: 'aa flushed done',
    prepare: (own) => ({
      readable: own.method(TransformStream.prototype, 'readable'),
      writable: own.method(TransformStream.prototype, 'writable'),
      getWriter: own.method(WritableStream.prototype, 'getWriter'),
      getReader: own.method(ReadableStream.prototype, 'getReader'),
      write: own.method(WritableStreamDefaultWriter.prototype, 'write'),
      close: own.method(WritableStreamDefaultWriter.prototype, 'close'),
      read: own.method(ReadableStreamDefaultReader.prototype, 'read'),
      enqueue: own.method(TransformStreamDefaultController.prototype, 'enqueue'),
    }),
    async run(own, { readable, writable, getWriter, getReader, write, close, read, enqueue }) {
      const transform = new own.TransformStream({
        __proto__: null,
        transform(chunk, c) { enqueue(c, chunk + chunk); },
        flush(c) { enqueue(c, 'flushed'); },
      });
      const writer = getWriter(writable(transform));
      const reader = getReader(readable(transform));
      write(writer, 'a');
      close(writer);
      const seen = `${(await read(reader)).value} ${(await read(reader)).value} `;
      return seen + ((await read(reader)).done ? 'done' : 'more');
    },
  },

  'a pipe through a transform, to its end': {
    expected: '2 4 6 closed',
    prepare: (own) => ({
      pipeThrough: own.method(ReadableStream.prototype, 'pipeThrough'),
      pipeTo: own.method(ReadableStream.prototype, 'pipeTo'),
      readable: own.method(TransformStream.prototype, 'readable'),
      writable: own.method(TransformStream.prototype, 'writable'),
      enqueue: own.method(TransformStreamDefaultController.prototype, 'enqueue'),
      put: own.method(ReadableStreamDefaultController.prototype, 'enqueue'),
      end: own.method(ReadableStreamDefaultController.prototype, 'close'),
    }),
    async run(own, { pipeThrough, pipeTo, readable, writable, enqueue, put, end }) {
      let seen = '';
      let n = 0;
      const transform = new own.TransformStream({ __proto__: null, transform(chunk, c) { enqueue(c, chunk * 2); } });
      const source = new own.ReadableStream({ __proto__: null, pull(c) { n < 3 ? put(c, ++n) : end(c); } });
      const sink = new own.WritableStream({
        __proto__: null,
        write(chunk) { seen += `${chunk} `; },
        close() { seen += 'closed'; },
      });
      const pair = { __proto__: null, readable: readable(transform), writable: writable(transform) };
      await pipeTo(pipeThrough(source, pair, { __proto__: null }), sink, { __proto__: null });
      return seen;
    },
  },

  'a pipe that is aborted': {
    expected: 'canceled:stop aborted:stop stop',
    prepare: (own) => {
      const controller = new AbortController();
      return {
        signal: controller.signal,
        stop: () => controller.abort('stop'),
        abort: own.method(AbortController.prototype, 'abort'),
        controller,
        pipeTo: own.method(ReadableStream.prototype, 'pipeTo'),
      };
    },
    async run(own, { signal, abort, controller, pipeTo }) {
      let canceled;
      let aborted;
      const source = new own.ReadableStream({ __proto__: null, cancel(reason) { canceled = reason; } });
      const sink = new own.WritableStream({ __proto__: null, abort(reason) { aborted = reason; } });
      const pipe = pipeTo(source, sink, { __proto__: null, signal });
      abort(controller, 'stop');
      try {
        await pipe;
      } catch (e) {
        return `canceled:${canceled} aborted:${aborted} ${e}`;
      }
    },
  },

  'a stream from an asynchronous iterable': {
    expected: 'p q done',
    prepare: (own) => ({
      from: (({ from }) => { const { apply } = Reflect; return (x) => apply(from, undefined, [x]); })(ReadableStream),
      getReader: own.method(ReadableStream.prototype, 'getReader'),
      read: own.method(ReadableStreamDefaultReader.prototype, 'read'),
      iterator: Symbol.asyncIterator,
    }),
    async run(own, { from, getReader, read, iterator }) {
      let n = 0;
      const step = (value, done) => ({ __proto__: null, value, done });
      const iterable = {
        __proto__: null,
        [iterator]: () => ({ __proto__: null, next: () => (n < 2 ? step('pq'[n++], false) : step(undefined, true)) }),
      };
      const reader = getReader(from(iterable));
      const seen = `${(await read(reader)).value} ${(await read(reader)).value} `;
      return seen + ((await read(reader)).done ? 'done' : 'more');
    },
  },

  'transferred streams, read': {
    expected: 'm n done',
    prepare: (own) => {
      let n = 0;
      const put = own.method(ReadableStreamDefaultController.prototype, 'enqueue');
      const end = own.method(ReadableStreamDefaultController.prototype, 'close');
      const original = new ReadableStream({ pull(c) { n < 2 ? put(c, 'mn'[n++]) : end(c); } });
      return {
        reader: structuredClone(original, { transfer: [original] }).getReader(),
        read: own.method(ReadableStreamDefaultReader.prototype, 'read'),
      };
    },
    async run(own, { reader, read }) {
      const seen = `${(await read(reader)).value} ${(await read(reader)).value} `;
      return seen + ((await read(reader)).done ? 'done' : 'more');
    },
  },

  'transferred streams, written': {
    expected: '1 2 end',
    prepare: (own) => {
      let seen = '';
      let finish;
      const finished = new Promise((resolve) => { finish = resolve; });
      const original = new WritableStream({
        write(chunk) { seen += `${chunk} `; },
        close() { finish(`${seen}end`); },
      });
      return {
        writer: structuredClone(original, { transfer: [original] }).getWriter(),
        finished,
        write: own.method(WritableStreamDefaultWriter.prototype, 'write'),
        close: own.method(WritableStreamDefaultWriter.prototype, 'close'),
      };
    },
    async run(own, { writer, finished, write, close }) {
      write(writer, 1);
      write(writer, 2);
      close(writer);
      return await finished;
    },
  },
};

testUnderHostility(scenarios);

promise_test(async () => {
  const { defineProperty } = Object;
  const original = Object.getOwnPropertyDescriptor(Promise.prototype, 'constructor');
  const results = [];
  let lookups = 0;
  await new Promise((resolve) => setTimeout(() => {
    const stream = new ReadableStream({ start(c) { c.enqueue(1); c.enqueue(2); } });
    const sink = new WritableStream({
      write(chunk) {
        results.push(chunk);
        if (chunk === 2) {
          setTimeout(() => {
            defineProperty(Promise.prototype, 'constructor', original);
            resolve();
          }, 0);
        }
      },
    });
    defineProperty(Promise.prototype, 'constructor', { configurable: true, get() { lookups++; return Promise; } });
    stream.pipeTo(sink);
  }, 0));
  assert_array_equals(results, [1, 2]);
  assert_equals(lookups, 0);
}, 'a pipe looks at no constructor of a promise');

promise_test(async () => {
  let lookups = 0;
  let controller;
  const reader = new ReadableStream({ start(c) { controller = c; } }).getReader();
  const read = reader.read();
  Object.defineProperty(Object.prototype, 'then', {
    configurable: true,
    get() {
      lookups++;
      delete Object.prototype.then;
      controller.enqueue('inner');
      return undefined;
    },
  });
  controller.enqueue('outer');
  assert_equals(lookups, 1, 'one result was resolved');
  assert_equals((await read).value, 'outer');
  assert_equals((await reader.read()).value, 'inner');
}, 'a then on Object.prototype is looked up once for a result, and may enqueue');

promise_test(async () => {
  const thieves = [];
  let controller;
  const reader = new ReadableStream({ start(c) { controller = c; } }).getReader();
  const read = reader.read();
  Object.defineProperty(Object.prototype, 'then', {
    configurable: true,
    get() {
      thieves.push(this);
      delete Object.prototype.then;
      return (resolve) => resolve('stolen');
    },
  });
  controller.enqueue('mine');
  assert_equals(await read, 'stolen', 'the result is a thenable, as the standard has it');
  assert_equals(thieves.length, 1);
  assert_equals(thieves[0].value, 'mine');
  controller.close();
  assert_true((await reader.read()).done, 'the stream goes on');
}, 'a then on Object.prototype takes a result over, and the stream goes on');
