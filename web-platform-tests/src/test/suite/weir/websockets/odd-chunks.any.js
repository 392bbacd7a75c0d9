// META: title=What a WebSocketStream and a WebSocket send of buffers and values that are odd
// META: global=window,worker
// META: script=/websockets/constants.sub.js
'use strict';

const url = `${SCHEME_DOMAIN_PORT}/echo`;

// Each sends a value and gives what comes back: a string, or the bytes.
const ways = {
  WebSocketStream: async (make) => {
    const socket = new WebSocketStream(url);
    const { readable, writable } = await socket.opened;
    const reader = readable.getReader(), writer = writable.getWriter();
    const [{ value }] = await Promise.all([reader.read(), writer.write(make())]);
    socket.close();
    return value;
  },
  WebSocket: async (make) => {
    const socket = new WebSocket(url);
    socket.binaryType = 'arraybuffer';
    await new Promise((resolve) => { socket.onopen = resolve; });
    socket.send(make());
    const { data } = await new Promise((resolve) => { socket.onmessage = resolve; });
    socket.close();
    return typeof data === 'string' ? data : new Uint8Array(data);
  },
};

function bytes(length, options) {
  const buffer = new ArrayBuffer(length, options);
  new Uint8Array(buffer).forEach((_, i, all) => { all[i] = i + 1; });
  return buffer;
}

function detached(view) {
  structuredClone(view.buffer ?? view, { transfer: [view.buffer ?? view] });
  return view;
}

// What the objects say of themselves is not asked.
class Liar extends Uint8Array {
  get buffer() { return new ArrayBuffer(1); }
  get byteOffset() { return 1; }
  get byteLength() { return 1; }
  get length() { return 1; }
  get [Symbol.toStringTag]() { return 'DataView'; }
}

const sent = {
  'an empty text': [() => '', ''],
  'a lone surrogate': [() => 'a\ud800b', 'a\ufffdb'],
  'a text that ends with half a pair': [() => 'a\ud83d', 'a\ufffd'],
  'null': [() => null, 'null'],
  'undefined': [() => undefined, 'undefined'],
  'a number': [() => -0, '0'],
  'a BigInt': [() => 10n ** 20n, '100000000000000000000'],
  'an object': [() => ({ toString: () => 'mine' }), 'mine'],
  'an array': [() => [1, [2, '\udc00']], '1,2,\ufffd'],
  'an empty buffer': [() => new ArrayBuffer(0), []],
  'a buffer': [() => bytes(3), [1, 2, 3]],
  'a part of a buffer': [() => new Uint8Array(bytes(4), 1, 2), [2, 3]],
  'a DataView': [() => new DataView(bytes(4), 2), [3, 4]],
  'a BigInt64Array': [() => new BigInt64Array([1n]), [1, 0, 0, 0, 0, 0, 0, 0]],
  'a Float64Array of nothing': [() => new Float64Array(bytes(8), 8), []],
  'a detached buffer': [() => detached(bytes(3)), []],
  'a view of a detached buffer': [() => detached(new Uint8Array(bytes(3))), []],
  'an array that lies about itself': [() => new Liar(bytes(3)), [1, 2, 3]],
  'a buffer with members of its own': [
    () => Object.assign(Object.defineProperty(bytes(2), 'byteLength', { value: 1 }), { slice: null, constructor: null }),
    [1, 2],
  ],
  'a buffer without a prototype': [() => Object.setPrototypeOf(bytes(2), null), [1, 2]],
};

for (const [name, way] of Object.entries(ways)) {
  for (const [kind, [make, expected]] of Object.entries(sent)) {
    promise_test(async () => {
      const received = await way(make);
      if (typeof expected === 'string') {
        assert_equals(received, expected);
      } else {
        assert_true(received instanceof Uint8Array, 'bytes come back');
        assert_array_equals(received, expected);
      }
    }, `${name}: ${kind}`);
  }

  // The standards allow neither shared nor resizable buffers, with the extended attributes that Web IDL has for it. By its
  // letter a shared buffer that no view stands for would be sent as '[object SharedArrayBuffer]', which nobody can mean.
  const refused = {
    'a resizable buffer': () => bytes(2, { maxByteLength: 4 }),
    'a view that follows its buffer': () => new Uint8Array(bytes(2, { maxByteLength: 4 })),
    'a shared buffer': () => new SharedArrayBuffer(2),
    'a view of a shared buffer': () => new Uint8Array(new SharedArrayBuffer(2)),
    'a symbol': () => Symbol('a'),
    'an object that cannot be a string': () => Object.create(null),
  };
  for (const [kind, make] of Object.entries(refused)) {
    promise_test((t) => promise_rejects_js(t, TypeError, way(make)), `${name}: ${kind} is refused`);
  }
}

promise_test(async () => {
  const socket = new WebSocketStream(url);
  const { readable, writable } = await socket.opened;
  const reader = readable.getReader(), writer = writable.getWriter();
  const view = new Uint8Array(bytes(100000));
  const written = writer.write(view);
  view.fill(7);
  detached(view);
  await written;
  const { value } = await reader.read();
  assert_array_equals(value.subarray(0, 3), [1, 2, 3], 'the bytes are those at the time of the write');
  assert_equals(value.length, 100000);
  socket.close();
}, 'a buffer that is filled and detached after it was written');
