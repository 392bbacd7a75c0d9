// META: title=Fetches use nothing that a script can replace
// META: global=window,worker
// META: timeout=long
// META: script=../resources/hostility.js
'use strict';

const resources = '/fetch/api/resources/';

const fetchMethods = (own) => {
  const { fetch } = self;
  return {
    fetchIt: (input, init) => fetch(input, init),
    text: own.method(Response.prototype, 'text'),
    json: own.method(Response.prototype, 'json'),
    bytes: own.method(Response.prototype, 'bytes'),
    blob: own.method(Response.prototype, 'blob'),
    clone: own.method(Response.prototype, 'clone'),
    body: own.method(Response.prototype, 'body'),
    status: own.method(Response.prototype, 'status'),
    headers: own.method(Response.prototype, 'headers'),
    get: own.method(Headers.prototype, 'get'),
    append: own.method(Headers.prototype, 'append'),
    requestText: own.method(Request.prototype, 'text'),
    requestHeaders: own.method(Request.prototype, 'headers'),
    method: own.method(Request.prototype, 'method'),
    getReader: own.method(ReadableStream.prototype, 'getReader'),
    read: own.method(ReadableStreamDefaultReader.prototype, 'read'),
    length: own.method(Object.getPrototypeOf(Uint8Array.prototype), 'length'),
    size: own.method(Blob.prototype, 'size'),
    abort: own.method(AbortController.prototype, 'abort'),
    signal: own.method(AbortController.prototype, 'signal'),
    nameOf: own.method(DOMException.prototype, 'name'),
  };
};

testUnderHostility({
  'a response that is read in every way': {
    expected: '200 text/plain top 3 3 3 value',
    prepare: fetchMethods,
    async run(own, { fetchIt, text, json, bytes, blob, clone, status, headers, get, length, size }) {
      const response = await fetchIt(`${resources}top.txt`);
      const seen = `${status(response)} ${get(headers(response), 'content-type')}`;
      const first = clone(response);
      const second = clone(response);
      const third = clone(response);
      return `${seen} ${await text(response)} ${length(await bytes(first))} ${size(await blob(second))} `
          + `${(await text(third)).length} ${(await json(await fetchIt(`${resources}data.json`))).key}`;
    },
  },

  'a response whose stream is read': {
    expected: '3',
    prepare: fetchMethods,
    async run(own, { fetchIt, body, getReader, read, length }) {
      const reader = getReader(body(await fetchIt(`${resources}top.txt`)));
      let count = 0;
      for (let next = await read(reader); !next.done; next = await read(reader)) {
        count += length(next.value);
      }
      return `${count}`;
    },
  },

  'a request with a body of text': {
    expected: 'POST 1, 2 some text',
    prepare: fetchMethods,
    async run(own, { fetchIt, text, append, get, requestHeaders, method }) {
      const request = new own.Request(`${resources}echo-content.py`, { __proto__: null, method: 'POST', body: 'some text' });
      append(requestHeaders(request), 'x-a', '1');
      append(requestHeaders(request), 'X-A', '2');
      const seen = `${method(request)} ${get(requestHeaders(request), 'x-a')}`;
      return `${seen} ${await text(await fetchIt(request))}`;
    },
  },

  'a request with a body of bytes': {
    expected: 'ab',
    prepare: (own) => ({ ...fetchMethods(own), content: new Uint8Array([97, 98]) }),
    async run(own, { fetchIt, text, content }) {
      return await text(await fetchIt(`${resources}echo-content.py`, { __proto__: null, method: 'POST', body: content }));
    },
  },

  'a response whose stream is a script\'s': {
    expected: 'ab',
    prepare: (own) => ({
      ...fetchMethods(own),
      stream: new ReadableStream({
        start(c) {
          c.enqueue(new Uint8Array([97]));
          c.enqueue(new Uint8Array([98]));
          c.close();
        },
      }),
    }),
    async run(own, { text, stream }) {
      return await text(new own.Response(stream, { __proto__: null }));
    },
  },

  'a fetch that is aborted': {
    expected: 'AbortError AbortError stop',
    prepare: (own) => ({
      ...fetchMethods(own), one: new AbortController(), two: new AbortController(), three: new AbortController(),
    }),
    async run(own, { fetchIt, abort, signal, nameOf, text, one, two, three }) {
      let seen = '';
      const pending = fetchIt(`${resources}top.txt`, { __proto__: null, signal: signal(one) });
      abort(one);
      try { await pending; } catch (e) { seen += nameOf(e); }
      const response = await fetchIt(`${resources}infinite-slow-response.py`, { __proto__: null, signal: signal(two) });
      abort(two);
      try { await text(response); } catch (e) { seen += ` ${nameOf(e)}`; }
      abort(three, 'stop');
      try { await fetchIt(`${resources}top.txt`, { __proto__: null, signal: signal(three) }); } catch (e) { seen += ` ${e}`; }
      return seen;
    },
  },

  'a fetch of data: and blob: URLs': {
    expected: 'data blob',
    prepare: (own) => ({ ...fetchMethods(own), url: URL.createObjectURL(new Blob(['blob'])) }),
    async run(own, { fetchIt, text, url }) {
      return `${await text(await fetchIt('data:,data'))} ${await text(await fetchIt(url))}`;
    },
  },

  'a request that is read': {
    expected: 'some text',
    prepare: fetchMethods,
    async run(own, { requestText }) {
      return await requestText(new own.Request('/', { __proto__: null, method: 'POST', body: 'some text' }));
    },
  },
});

// What is inherited from Object.prototype is a member of no dictionary that was not given.
promise_test(async (t) => {
  const members = ['method', 'headers', 'body', 'signal', 'mode', 'window', 'status', 'statusText', 'keepalive', 'duplex'];
  t.add_cleanup(() => members.forEach((member) => delete Object.prototype[member]));
  for (const member of members) {
    Object.prototype[member] = 'planted';
  }
  const request = new Request('/');
  assert_equals(request.method, 'GET');
  assert_equals(request.mode, 'cors');
  assert_equals([...request.headers].length, 0);
  assert_equals(new Response('text').status, 200);
  assert_equals(await (await fetch('data:,text')).text(), 'text');
}, 'dictionaries that are not given have no members, whatever every object has');
