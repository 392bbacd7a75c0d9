// Patches what streams and sockets could touch, and tells what they did touch.
'use strict';

/**
 * Runs the steps while every builtin function, getter and global in reach is patched. The steps may use `await` on promises
 * of streams, which calls none of them, and nothing else of the library.
 *
 * @param throwing whether the patches throw rather than do what they replace
 * @returns what the steps returned, and which patches were run
 */
async function underHostility(steps, { throwing }) {
  const touched = Object.setPrototypeOf([], null);
  const undo = [];
  let armed = false;
  const { defineProperty, getOwnPropertyDescriptor, setPrototypeOf } = Object;
  const { ownKeys, apply, construct } = Reflect;

  const note = (place) => {
    if (armed) {
      touched[touched.length] = place;
      if (throwing) {
        throw place;
      }
    }
  };
  const patched = (place, original) => new Proxy(original, {
    __proto__: null,
    apply(target, self, args) {
      note(place);
      return apply(target, self, args);
    },
    construct(target, args, newTarget) {
      note(place);
      return construct(target, args, newTarget);
    },
  });
  const patch = (object, key, place) => {
    const descriptor = getOwnPropertyDescriptor(object, key);
    if (descriptor === undefined || !descriptor.configurable) {
      return;
    }
    setPrototypeOf(descriptor, null);
    const changed = { __proto__: null, ...descriptor };
    for (const part of ['value', 'get', 'set']) {
      if (typeof changed[part] === 'function') {
        changed[part] = patched(place, changed[part]);
      }
    }
    undo.push(() => defineProperty(object, key, descriptor));
    defineProperty(object, key, changed);
  };
  const patchAll = (object, name, except = []) => {
    for (const key of ownKeys(object)) {
      if (!except.includes(key)) {
        patch(object, key, `${name}.${String(key)}`);
      }
    }
  };
  const plant = (object, key, place, value) => {
    undo.push(() => delete object[key]);
    defineProperty(object, key, {
      __proto__: null,
      configurable: true,
      get() {
        note(place);
        return undefined;
      },
      set(assigned) {
        note(`${place} =`);
        defineProperty(this, key, { __proto__: null, value: assigned, writable: true, enumerable: true, configurable: true });
      },
    });
  };

  // `constructor` has a test of its own: every await looks it up.
  const classes = [
    'Promise', 'Array', 'Function', 'WeakSet', 'WeakMap', 'WeakRef', 'Map', 'Set', 'ArrayBuffer', 'SharedArrayBuffer',
    'DataView', 'Uint8Array', 'String', 'Number', 'BigInt', 'Error', 'TypeError', 'RangeError', 'Iterator',
    'ReadableStream', 'ReadableStreamDefaultReader', 'ReadableStreamDefaultController', 'ReadableStreamBYOBReader',
    'ReadableByteStreamController', 'ReadableStreamBYOBRequest', 'WritableStream', 'WritableStreamDefaultWriter',
    'WritableStreamDefaultController', 'TransformStream', 'TransformStreamDefaultController', 'CountQueuingStrategy',
    'ByteLengthQueuingStrategy', 'AbortController', 'AbortSignal', 'EventTarget', 'Event', 'DOMException',
    'MessageChannel', 'MessagePort', 'MessageEvent', 'WebSocketStream', 'WebSocketError', 'WebSocket', 'CloseEvent', 'Blob',
    'URL', 'URLSearchParams', 'TextEncoder', 'TextDecoder', 'TextEncoderStream', 'TextDecoderStream', 'CompressionStream',
    'DecompressionStream', 'Headers', 'Request', 'Response', 'FormData',
  ];
  // What the steps use themselves is captured for them.
  const own = {};
  for (const name of classes) {
    own[name] = self[name];
  }
  own.setTimeout = setTimeout.bind(self);
  own.method = (prototype, name) => {
    const { value, get } = getOwnPropertyDescriptor(prototype, name);
    const original = value ?? get;
    return (object, ...args) => apply(original, object, args);
  };
  const prepared = await steps.prepare?.(own);
  // What the harness has begun, in microtasks of its own and when the page has loaded, is to be over.
  if (GLOBAL.isWindow() && document.readyState !== 'complete') {
    await new Promise((resolve) => addEventListener('load', resolve));
  }
  await new Promise((resolve) => own.setTimeout(resolve, 0));

  for (const name of classes) {
    const object = self[name];
    if (object !== undefined) {
      patchAll(object, name, ['prototype']);
      patchAll(object.prototype, `${name}.prototype`, ['constructor']);
    }
  }
  patchAll(Object.getPrototypeOf(Uint8Array), 'TypedArray', ['prototype']);
  patchAll(Object.getPrototypeOf(Uint8Array.prototype), 'TypedArray.prototype', ['constructor']);
  patchAll(Object.getPrototypeOf([][Symbol.iterator]()), 'ArrayIterator.prototype');
  patchAll(Object.getPrototypeOf(async function* () {}.prototype), 'AsyncGenerator.prototype', ['constructor']);
  for (const name of ['Reflect', 'Math', 'JSON', 'Atomics']) {
    patchAll(self[name], name);
  }
  patchAll(Object, 'Object', ['prototype']);
  patchAll(Object.prototype, 'Object.prototype', ['constructor', '__proto__']);
  for (const key of ['value', 'done', 'get', 'set', 'writable', 'enumerable', 'configurable', 'data', 'port', 'next',
                     'resolve', 'reject', 'promise', 'state', 'peer', 'reason', 'readable', 'protocol', 'closeCode', '0', '1']) {
    plant(Object.prototype, key, `Object.prototype.${key}`);
  }
  for (const key of ['0', '1', '2']) {
    plant(Array.prototype, key, `Array.prototype[${key}]`);
  }
  for (const name of [...classes, 'queueMicrotask', 'structuredClone', 'postMessage', 'setTimeout']) {
    patch(self, name, `self.${name}`);
  }

  let result;
  try {
    armed = true;
    result = await steps.run(own, prepared);
  } finally {
    armed = false;
    for (let i = undo.length - 1; i >= 0; i--) {
      undo[i]();
    }
  }
  return { result, touched: Array.from(touched) };
}

/** A test with patches that watch, and one with patches that throw, for each of the named steps. */
function testUnderHostility(scenarios) {
  for (const [name, steps] of Object.entries(scenarios)) {
    for (const throwing of [false, true]) {
      promise_test(async () => {
        const { result, touched } = await underHostility(steps, { throwing });
        assert_equals(result, steps.expected);
        assert_array_equals(touched, [], 'what was touched');
      }, `${name}, under patches that ${throwing ? 'throw' : 'watch'}`);
    }
  }
}
