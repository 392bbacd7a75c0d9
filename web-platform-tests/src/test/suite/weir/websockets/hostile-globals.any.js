// META: title=Sockets use nothing that a script can replace
// META: global=window,worker
// META: timeout=long
// META: script=/websockets/constants.sub.js
// META: script=../resources/hostility.js
'use strict';

const url = `${SCHEME_DOMAIN_PORT}/echo`;
const streamMethods = (own) => ({
  opened: own.method(WebSocketStream.prototype, 'opened'),
  closed: own.method(WebSocketStream.prototype, 'closed'),
  close: own.method(WebSocketStream.prototype, 'close'),
  getReader: own.method(ReadableStream.prototype, 'getReader'),
  getWriter: own.method(WritableStream.prototype, 'getWriter'),
  read: own.method(ReadableStreamDefaultReader.prototype, 'read'),
  write: own.method(WritableStreamDefaultWriter.prototype, 'write'),
  length: own.method(Object.getPrototypeOf(Uint8Array.prototype), 'length'),
  nameOf: own.method(DOMException.prototype, 'name'),
});

// Opens a socket whose events are promises: nextEvent(socket, type).
const socketMethods = (own) => {
  const listen = own.method(EventTarget.prototype, 'addEventListener');
  return {
    nextEvent: (socket, type) => new own.Promise((resolve) => {
      listen(socket, type, resolve, { __proto__: null, once: true });
    }),
    send: own.method(WebSocket.prototype, 'send'),
    close: own.method(WebSocket.prototype, 'close'),
    data: own.method(MessageEvent.prototype, 'data'),
    code: own.method(CloseEvent.prototype, 'code'),
    setBinaryType: (({ set }) => { const { apply } = Reflect; return (socket, type) => apply(set, socket, [type]); })(
      Object.getOwnPropertyDescriptor(WebSocket.prototype, 'binaryType')),
    byteLength: own.method(ArrayBuffer.prototype, 'byteLength'),
    blob: new Blob(['ab']),
    size: own.method(Blob.prototype, 'size'),
  };
};

testUnderHostility({
  'a WebSocketStream that is written and read': {
    expected: 'text 3 3001 bye',
    prepare: streamMethods,
    async run(own, { opened, closed, close, getReader, getWriter, read, write, length }) {
      const socket = new own.WebSocketStream(url, { __proto__: null });
      const { readable, writable } = await opened(socket);
      const reader = getReader(readable);
      const writer = getWriter(writable);
      write(writer, 'text');
      await write(writer, new own.Uint8Array(3));
      const first = await read(reader);
      const second = await read(reader);
      close(socket, { __proto__: null, closeCode: 3001, reason: 'bye' });
      const end = await closed(socket);
      return `${first.value} ${length(second.value)} ${end.closeCode} ${end.reason}`;
    },
  },

  'a WebSocketStream whose opening is aborted': {
    expected: 'stop stop',
    prepare: (own) => {
      const controller = new AbortController();
      return {
        ...streamMethods(own), controller, signal: controller.signal, abort: own.method(AbortController.prototype, 'abort'),
      };
    },
    async run(own, { opened, closed, controller, signal, abort }) {
      const socket = new own.WebSocketStream(url, { __proto__: null, signal });
      abort(controller, 'stop');
      let seen = '';
      try { await opened(socket); } catch (e) { seen += e; }
      try { await closed(socket); } catch (e) { seen += ` ${e}`; }
      return seen;
    },
  },

  'a WebSocketStream that finds no server': {
    expected: 'WebSocketError WebSocketError',
    prepare: streamMethods,
    async run(own, { opened, closed, nameOf }) {
      const socket = new own.WebSocketStream(`${SCHEME_DOMAIN_PORT}/404`, { __proto__: null });
      let seen = '';
      try { await opened(socket); } catch (e) { seen += nameOf(e); }
      try { await closed(socket); } catch (e) { seen += ` ${nameOf(e)}`; }
      return seen;
    },
  },

  'a WebSocket that sends and receives': {
    expected: 'text 3 2 3002',
    prepare: socketMethods,
    async run(own, { nextEvent, send, close, data, code, setBinaryType, byteLength, blob, size }) {
      const socket = new own.WebSocket(url);
      await nextEvent(socket, 'open');
      send(socket, 'text');
      const text = data(await nextEvent(socket, 'message'));
      setBinaryType(socket, 'arraybuffer');
      send(socket, new own.Uint8Array(3));
      const buffer = byteLength(data(await nextEvent(socket, 'message')));
      setBinaryType(socket, 'blob');
      send(socket, blob);
      const inBlob = size(data(await nextEvent(socket, 'message')));
      close(socket, 3002);
      return `${text} ${buffer} ${inBlob} ${code(await nextEvent(socket, 'close'))}`;
    },
  },
});
