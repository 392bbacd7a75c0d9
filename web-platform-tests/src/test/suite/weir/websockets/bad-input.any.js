// META: title=What both WebSocket APIs make of protocols, URLs, codes and reasons that are odd or wrong
// META: global=window,worker
// META: script=/websockets/constants.sub.js
'use strict';

const base = SCHEME_DOMAIN_PORT;
const opening = new WebSocketStream(`${base}/echo`);

// Each opens a connection with these protocols, and gives it up at once.
const constructors = {
  WebSocket: (url, protocols) => {
    const socket = new WebSocket(url, protocols);
    socket.close();
    return socket;
  },
  WebSocketStream: (url, protocols) => {
    const socket = new WebSocketStream(url, protocols === undefined ? {} : { protocols });
    socket.opened.catch(() => {});
    socket.closed.catch(() => {});
    socket.close();
    return socket;
  },
};

const notOfTokens = [
  ...Array.from({ length: 0x21 }, (_, code) => String.fromCharCode(code)),
  ...'()<>@,;:\\"/[]?={}\x7f\x80\xe9\u0100\u{1f600}\ud800',
];

for (const [name, construct] of Object.entries(constructors)) {
  test(() => {
    for (const character of notOfTokens) {
      for (const protocol of [character, `a${character}b`]) {
        assert_throws_dom('SyntaxError', () => construct(`${base}/echo`, ['fine', protocol]), JSON.stringify(protocol));
      }
    }
  }, `${name}: protocols that are no tokens`);

  test(() => {
    assert_throws_dom('SyntaxError', () => construct(`${base}/echo`, ['']));
    assert_throws_dom('SyntaxError', () => construct(`${base}/echo`, ['a\r\nSec-Evil: 1']));
    assert_throws_dom('SyntaxError', () => construct(`${base}/echo`, ['a', 'b', 'a']));
    assert_throws_dom('SyntaxError', () => construct(`${base}/echo`, ['a', 'A']));
    const many = Array.from({ length: 10000 }, (_, i) => `p${i}`);
    assert_throws_dom('SyntaxError', () => construct(`${base}/echo`, [...many, 'p9999']));
    construct(`${base}/echo`, many);
    construct(`${base}/echo`, []);
    construct(`${base}/echo`, ["!#$%&'*+-.^_`|~09azAZ"]);
  }, `${name}: protocols that are empty, repeated, or many`);

  const wrongUrls = [
    'blob:https://a/b', 'file:///etc/passwd', 'javascript:alert(1)', 'data:,x', 'about:blank', 'ftp://a/', 'wsx://a/',
    'ws://', 'ws:///', 'wss://?', 'ws://a:65536/', 'ws://a:x/', 'ws://a b/', 'ws://a%00b/', 'ws://[::1%25eth0]/', 'ws://[::1/',
    'ws://xn--/', 'ws://1.2.3.256/', 'ws://a/#', 'ws://a/#fragment', 'ws://a/?q#f',
  ];
  test(() => {
    for (const url of wrongUrls) {
      assert_throws_dom('SyntaxError', () => construct(url), url);
    }
  }, `${name}: URLs that are none, or not for sockets`);

  const urls = {
    ' \n\tws://example.test/a\r\nb\t ': 'ws://example.test/ab',
    'WS://EXAMPLE.TEST:80': 'ws://example.test/',
    'wss:example.test:443?q': 'wss://example.test/?q',
    'http://example.test/': 'ws://example.test/',
    'https://example.test/': 'wss://example.test/',
    'ws:\\\\example.test\\a\\..\\b': 'ws://example.test/b',
    'ws://example.test/%0d%0aHost:%20evil': 'ws://example.test/%0d%0aHost:%20evil',
    'ws://example.test/a b"<>`': 'ws://example.test/a%20b%22%3C%3E%60',
    'ws://b\u00fccher.test/\u00e9?\u00e9': 'ws://xn--bcher-kva.test/%C3%A9?%C3%A9',
    'ws://\uff45xample.test/': 'ws://example.test/',
    'ws://0x7f.1:1234/': 'ws://127.0.0.1:1234/',
    'ws://[0:0:0:0:0:0:0:1]:1234/': 'ws://[::1]:1234/',
  };
  test(() => {
    for (const [url, expected] of Object.entries(urls)) {
      assert_equals(construct(url).url, expected, JSON.stringify(url));
    }
    const long = `${base}/${'a'.repeat(1 << 20)}`;
    assert_equals(construct(long).url, long);
  }, `${name}: URLs as the URL standard reads them`);
}

test(() => {
  const socket = new WebSocket(`${base}/echo`);
  const waysOfBoth = [
    (code) => socket.close(code),
    (closeCode) => opening.close({ closeCode }),
    (closeCode) => new WebSocketError('', { closeCode }),
  ];
  for (const code of [0, 1, 999, 1001, 1004, 1005, 1006, 1015, 2999, 5000, 65535, null, '', false, 999.4]) {
    waysOfBoth.forEach((way, i) => assert_throws_dom('InvalidAccessError', () => way(code), `${code} in way ${i}`));
  }
  // A number for WebSocket is clamped, one for WebSocketStream has to be in range.
  for (const code of [65536 + 1000, -1, NaN, Infinity, -Infinity]) {
    assert_throws_dom('InvalidAccessError', () => socket.close(code), `${code}`);
    waysOfBoth.slice(1).forEach((way) => assert_throws_js(TypeError, () => way(code), `${code}`));
  }
  for (const code of [1000n, Symbol('1000')]) {
    waysOfBoth.forEach((way) => assert_throws_js(TypeError, () => way(code)));
  }
  assert_equals(socket.readyState, WebSocket.CONNECTING);
  for (const [code, expected] of [[1000, 1000], [3000.9, 3000], ['4999', 4999], [{ valueOf: () => 3001 }, 3001]]) {
    assert_equals(new WebSocketError('', { closeCode: code }).closeCode, expected);
  }
  socket.close();
}, 'close codes');

test(() => {
  const socket = new WebSocket(`${base}/echo`);
  for (const reason of ['x'.repeat(124), '\u00e9'.repeat(62), '\ud800'.repeat(42), '\u{1f600}'.repeat(31)]) {
    assert_throws_dom('SyntaxError', () => socket.close(1000, reason));
    assert_throws_dom('SyntaxError', () => opening.close({ closeCode: 1000, reason }));
    assert_throws_dom('SyntaxError', () => opening.close({ reason }));
    assert_throws_dom('SyntaxError', () => new WebSocketError('', { reason }));
  }
  assert_equals(socket.readyState, WebSocket.CONNECTING);
  socket.close(1000, 'x'.repeat(123));
}, 'reasons of more than 123 bytes');

for (const reason of ['x'.repeat(123), '\u00e9'.repeat(61), '\ud800'.repeat(41)]) {
  promise_test(async () => {
    const socket = new WebSocketStream(`${base}/echo`);
    await socket.opened;
    socket.close({ closeCode: 3000, reason });
    const closed = await socket.closed;
    assert_equals(closed.closeCode, 3000);
    assert_equals(closed.reason, reason.toWellFormed());
  }, `a reason of 123 bytes or nearly, of ${JSON.stringify(reason[0])}`);
}

promise_test(async (t) => {
  const failure = new Error('thrown by a getter');
  const throwing = (name) => ({ get [name]() { throw failure; } });
  for (const name of ['protocols', 'signal']) {
    assert_throws_exactly(failure, () => new WebSocketStream(`${base}/echo`, throwing(name)), name);
  }
  for (const name of ['closeCode', 'reason']) {
    assert_throws_exactly(failure, () => opening.close(throwing(name)), name);
    assert_throws_exactly(failure, () => new WebSocketError('', throwing(name)), name);
  }
  const protocols = { *[Symbol.iterator]() { yield 'a'; throw failure; } };
  assert_throws_exactly(failure, () => new WebSocketStream(`${base}/echo`, { protocols }));
  assert_throws_exactly(failure, () => new WebSocket(`${base}/echo`, { [Symbol.toPrimitive]() { throw failure; } }));
  const { readable, writable } = await opening.opened;
  const writer = writable.getWriter(), reader = readable.getReader();
  await promise_rejects_exactly(t, failure, writer.write({ toString() { throw failure; } }));
  await promise_rejects_exactly(t, failure, writer.closed, 'a chunk that cannot be converted errors the stream');
}, 'getters, iterators and conversions that throw');
