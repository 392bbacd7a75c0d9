// META: title=Subclasses, species, proxies and other receivers that are no streams
// META: script=../resources/outcomes.js
'use strict';

/** One genuine object of each class, made when it is asked for. */
const controllerOf = (Stream, ...more) => {
  let controller;
  new Stream({ start(c) { controller = c; } }, ...more);
  return controller;
};
const makers = {
  ReadableStream: () => new ReadableStream(),
  ReadableStreamDefaultReader: () => new ReadableStream().getReader(),
  ReadableStreamBYOBReader: () => new ReadableStream({ type: 'bytes' }).getReader({ mode: 'byob' }),
  ReadableStreamDefaultController: () => controllerOf(ReadableStream),
  ReadableByteStreamController: () => {
    let controller;
    new ReadableStream({ type: 'bytes', start(c) { controller = c; } });
    return controller;
  },
  ReadableStreamBYOBRequest: () => {
    let controller;
    new ReadableStream({ type: 'bytes', start(c) { controller = c; } }).getReader({ mode: 'byob' }).read(new Uint8Array(1));
    return controller.byobRequest;
  },
  WritableStream: () => new WritableStream(),
  WritableStreamDefaultWriter: () => new WritableStream().getWriter(),
  WritableStreamDefaultController: () => controllerOf(WritableStream),
  TransformStream: () => new TransformStream(),
  TransformStreamDefaultController: () => controllerOf(TransformStream),
  CountQueuingStrategy: () => new CountQueuingStrategy({ highWaterMark: 1 }),
  ByteLengthQueuingStrategy: () => new ByteLengthQueuingStrategy({ highWaterMark: 1 }),
  TextEncoderStream: () => new TextEncoderStream(),
  TextDecoderStream: () => new TextDecoderStream(),
  CompressionStream: () => new CompressionStream('gzip'),
  DecompressionStream: () => new DecompressionStream('gzip'),
};
const classes = Object.keys(makers).map((name) => self[name]);

/** Web IDL has an operation or attribute whose type is a promise reject where others throw. */
const promised = ['closed', 'ready', 'opened', 'cancel', 'read', 'pipeTo', 'abort', 'close', 'write'];
const promisesClose = [WritableStream, WritableStreamDefaultWriter];

/** Every function of the class's prototype refuses the receiver. */
async function refuses(Class, receiver, what) {
  for (const key of Reflect.ownKeys(Class.prototype)) {
    if (key === 'constructor') {
      continue;
    }
    const { value, get, set } = Object.getOwnPropertyDescriptor(Class.prototype, key);
    for (const member of [value, get, set]) {
      if (typeof member !== 'function') {
        continue;
      }
      const place = `${Class.name}.${String(key)} of ${what}`;
      let result;
      try {
        result = Reflect.apply(member, receiver, [new Uint8Array(1), {}]);
      } catch (e) {
        assert_true(e instanceof TypeError, `${place} throws ${e}`);
        assert_false(promised.includes(key) && (key !== 'close' || promisesClose.includes(Class)), `${place} throws`);
        continue;
      }
      assert_true(result instanceof Promise && promised.includes(key), `${place} returns ${String(result)}`);
      await isTypeError(result, place);
    }
  }
}

promise_test(async () => {
  for (const Class of classes) {
    const genuine = makers[Class.name]();
    let traps = 0;
    const trap = () => { traps++; return undefined; };
    const handler = new Proxy({}, { get: () => trap });
    await refuses(Class, new Proxy(genuine, {}), 'a proxy');
    await refuses(Class, new Proxy(genuine, handler), 'a proxy with traps');
    assert_equals(traps, 0, `${Class.name} ran traps`);
  }
}, 'a proxy of an object is not that object');

promise_test(async () => {
  for (const Class of classes) {
    const genuine = makers[Class.name]();
    await refuses(Class, Object.create(genuine), 'what inherits from one');
    await refuses(Class, Object.create(Class.prototype), 'what has its prototype');
    await refuses(Class, Class.prototype, 'the prototype');
    for (const receiver of [{}, () => {}, 1, 'text', Symbol.iterator, null, new Promise(() => {})]) {
      await refuses(Class, receiver, typeof receiver);
    }
  }
}, 'neither is what inherits from it, or is no object');

promise_test(async () => {
  for (let i = 0; i < classes.length; i++) {
    for (const distance of [1, 2, 7]) { // its next of kin, and a stranger
      const Other = classes[(i + distance) % classes.length];
      await refuses(classes[i], makers[Other.name](), `a ${Other.name}`);
    }
  }
}, 'neither is an object of another class');

promise_test(async () => {
  const proxied = (object) => new Proxy(object, {});
  assert_throws_js(TypeError, () => new ReadableStreamDefaultReader(proxied(new ReadableStream())));
  assert_throws_js(TypeError, () => new ReadableStreamBYOBReader(proxied(new ReadableStream({ type: 'bytes' }))));
  assert_throws_js(TypeError, () => new WritableStreamDefaultWriter(proxied(new WritableStream())));
  await isTypeError(new ReadableStream().pipeTo(proxied(new WritableStream())), 'a destination');
  const { readable, writable } = new TransformStream();
  assert_throws_js(TypeError, () => new ReadableStream().pipeThrough({ readable: proxied(readable), writable }));
  assert_throws_js(TypeError, () => new ReadableStream().pipeThrough({ readable, writable: proxied(writable) }));
  const signal = proxied(new AbortController().signal);
  await isTypeError(new ReadableStream().pipeTo(new WritableStream(), { signal }), 'a signal');
  assert_false(readable.locked || writable.locked, 'nothing was begun');
}, 'no proxy is taken for a stream or a signal');

promise_test(async () => {
  const reads = [];
  const pair = new TransformStream();
  const proxy = new Proxy(pair, { get(target, key) { reads.push(key); return target[key]; } });
  const rs = new ReadableStream({ start(c) { c.enqueue(1); c.close(); } });
  assert_equals(rs.pipeThrough(proxy), pair.readable);
  assert_array_equals(reads, ['readable', 'writable'], 'a pair is any object: it is read as a dictionary, once');
  assert_equals((await pair.readable.getReader().read()).value, 1);
}, 'a proxy of a pair of streams is such a pair');

promise_test(async () => {
  const called = [];
  const overriding = (Class) => {
    class Sub extends Class {
      static get [Symbol.species]() { called.push('species'); return Sub; }
    }
    for (const key of Reflect.ownKeys(Class.prototype)) {
      if (key !== 'constructor') {
        Object.defineProperty(Sub.prototype, key, { get() { called.push(String(key)); return undefined; } });
      }
    }
    return Sub;
  };
  const Source = overriding(ReadableStream);
  const Sink = overriding(WritableStream);
  const written = [];
  const source = () => new Source({ start(c) { c.enqueue(1); c.enqueue(2); c.close(); } });
  await ReadableStream.prototype.pipeTo.call(source(), new Sink({ write(chunk) { written.push(chunk); } }));
  assert_array_equals(written, [1, 2]);
  const branches = ReadableStream.prototype.tee.call(source());
  for (const branch of branches) {
    assert_equals(Object.getPrototypeOf(branch), ReadableStream.prototype, 'a branch is of no subclass');
  }
  const iterator = ReadableStream.prototype.values.call(source());
  assert_equals((await iterator.next()).value, 1);
  await iterator.return();
  const from = ReadableStream.from.call(Source, [1]);
  assert_equals(Object.getPrototypeOf(from), ReadableStream.prototype, 'from looks at no receiver');
  assert_array_equals(called, []);
}, 'nothing that a subclass overrides is called, nor its species looked up');

promise_test(async () => {
  class Sub extends ReadableStream {
    #secret = 42;
    constructor(...args) { super(...args); this.own = this.locked; }
    get secret() { return this.#secret; }
    getReader() { return { reader: super.getReader() }; }
  }
  const stream = new Sub({ pull(c) { c.enqueue('x'); } });
  assert_true(stream instanceof Sub && stream instanceof ReadableStream);
  assert_equals(stream.secret, 42);
  assert_equals(stream.own, false);
  assert_equals((await stream.getReader().reader.read()).value, 'x');
  assert_throws_js(ReferenceError, () => new (class extends WritableStream { constructor() {} })());
  const lookups = [];
  const target = new Proxy(function () {}, {
    get(object, key) { lookups.push(key); return key === 'prototype' ? Sub.prototype : object[key]; },
  });
  const dictionary = (name) => new Proxy({}, { get() { lookups.push(name); return undefined; } });
  const made = Reflect.construct(ReadableStream, [dictionary('source'), dictionary('strategy')], target);
  assert_equals(Object.getPrototypeOf(made), Sub.prototype);
  assert_false(Object.getOwnPropertyDescriptor(ReadableStream.prototype, 'locked').get.call(made), 'it is genuine');
  const order = lookups.filter((key, i) => key === 'prototype' || key !== lookups[i - 1]);
  assert_array_equals(order, ['strategy', 'prototype', 'source'], 'the source is an object until the constructor looks at it');
  const bare = function () {};
  bare.prototype = null;
  assert_equals(Object.getPrototypeOf(Reflect.construct(TransformStream, [], bare)), TransformStream.prototype);
}, 'a subclass is a stream, whatever is its new.target');

promise_test(async () => {
  let called = 0;
  class Bytes extends Uint8Array {
    static get [Symbol.species]() { called++; return Bytes; }
    get byteLength() { called++; return 1000; }
    get buffer() { called++; return null; }
  }
  const rs = new ReadableStream({
    type: 'bytes',
    pull(c) {
      assert_equals(Object.getPrototypeOf(c.byobRequest.view), Uint8Array.prototype);
      c.byobRequest.respondWithNewView(new Bytes(c.byobRequest.view.buffer, 0, 2));
    },
  });
  const { value } = await rs.getReader({ mode: 'byob' }).read(new Bytes(4));
  assert_equals(Object.getPrototypeOf(value), Uint8Array.prototype);
  assert_equals(value.length, 2);
  assert_equals(called, 0);
  await isTypeError(rs.getReader.call(new ReadableStream({ type: 'bytes' }), { mode: 'byob' })
    .read(new Proxy(new Uint8Array(1), {})), 'a proxy is no view');
}, 'a view of a subclass is a view');

promise_test(async () => {
  const { constructor } = Promise.prototype;
  const species = Object.getOwnPropertyDescriptor(Promise, Symbol.species);
  const writer = new WritableStream().getWriter();
  const reader = new ReadableStream({ pull(c) { c.enqueue(1); } }).getReader();
  let made = 0;
  class Other extends Promise { constructor(steps) { super(steps); made++; } }
  let promises;
  try {
    Object.defineProperty(Promise, Symbol.species, { configurable: true, get: () => Other });
    Promise.prototype.constructor = Other;
    promises = [writer.write(1), writer.ready, writer.closed, reader.read(), reader.closed, writer.close(), reader.cancel()];
  } finally {
    Object.defineProperty(Promise, Symbol.species, species);
    Promise.prototype.constructor = constructor;
  }
  assert_equals(made, 0);
  for (const promise of promises) {
    assert_equals(Object.getPrototypeOf(promise), Promise.prototype);
  }
  await Promise.all(promises);
}, 'promises of streams are of no other species');

promise_test(async () => {
  const { prototype } = WebSocketStream;
  for (const receiver of [undefined, null, {}, prototype, Object.create(prototype), new Proxy({ __proto__: prototype }, {})]) {
    for (const key of ['opened', 'closed']) {
      await isTypeError(Object.getOwnPropertyDescriptor(prototype, key).get.call(receiver), key);
    }
    assert_throws_js(TypeError, () => Object.getOwnPropertyDescriptor(prototype, 'url').get.call(receiver));
    assert_throws_js(TypeError, () => prototype.close.call(receiver));
  }
}, 'what is no WebSocketStream is refused by its members, which reject where they promise');
