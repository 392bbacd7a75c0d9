// META: title=Scripts that run in the midst of what Fetch does
// META: global=window,worker
// META: script=../resources/outcomes.js
'use strict';

const resources = '/fetch/api/resources/';
const echo = `${resources}echo-content.py`;
const slow = `${resources}infinite-slow-response.py`;

promise_test(async () => {
  for (const member of ['method', 'headers', 'body', 'referrer', 'mode', 'credentials', 'cache', 'redirect', 'integrity',
                        'keepalive', 'signal', 'duplex']) {
    const error = new Error(member);
    const init = { get [member]() { throw error; } };
    assert_equals(await failure(fetch(echo, init)), error, `fetch, ${member}`);
    try {
      new Request(echo, init);
      assert_unreached(member);
    } catch (e) {
      assert_equals(e, error, `Request, ${member}`);
    }
  }
  for (const member of ['status', 'statusText', 'headers']) {
    const error = new Error(member);
    try {
      new Response('', { get [member]() { throw error; } });
      assert_unreached(member);
    } catch (e) {
      assert_equals(e, error, `Response, ${member}`);
    }
  }
}, 'what a getter of a dictionary throws is what a script gets');

promise_test(async () => {
  const request = new Request(echo, { method: 'POST', body: 'text' });
  let read;
  await isTypeError(fetch(request, { get keepalive() { read = request.text(); return false; } }), 'used meanwhile');
  assert_equals(await read, 'text');
}, 'a request whose body is read while its fetch is being asked for');

test(() => {
  const stream = new ReadableStream();
  assert_throws_js(TypeError, () => new Response(stream, { get status() { stream.getReader(); return 200; } }));
  const other = new ReadableStream();
  assert_throws_js(TypeError, () => new Request('/', {
    method: 'POST', duplex: 'half', body: other, get window() { other.getReader(); return null; },
  }));
}, 'a stream that is locked while it becomes a body');

test(() => {
  const headers = new Headers();
  const init = {
    get a() { headers.set('x', '1'); return 'b'; },
    get c() { throw new RangeError('mine'); },
  };
  assert_throws_js(RangeError, () => new Headers(init));
  assert_equals(headers.get('x'), '1');
  const request = new Request('/', { headers: { a: 'b' } });
  assert_throws_js(TypeError, () => new Request(request, { headers: [['a', 'b'], ['a']] }));
  assert_equals(request.headers.get('a'), 'b');
}, 'headers whose making fails change no others');

test(() => {
  const headers = new Headers({ a: '1', c: '3' });
  const seen = [];
  for (const [name, value] of headers) {
    seen.push(name + value);
    if (name === 'a') {
      headers.append('b', '2');
      headers.append('A', '0');
    } else if (name === 'b') {
      headers.delete('a');
    }
  }
  assert_array_equals(seen, ['a1', 'b2']);
}, 'headers that change while they are gone through');

promise_test(async () => {
  const controller = new AbortController();
  const reasons = [];
  const body = new ReadableStream({
    pull() { controller.abort('stop'); },
    cancel(reason) { reasons.push(reason); },
  }, { highWaterMark: 0 });
  const pending = fetch(echo, { method: 'POST', body, duplex: 'half', signal: controller.signal });
  assert_equals(await failure(pending), 'stop');
  assert_array_equals(reasons, ['stop']);
}, 'an abort from within the pull of the body that is sent');

promise_test(async () => {
  const controller = new AbortController();
  const { signal } = controller;
  let reading;
  const body = new ReadableStream({
    start(c) { c.enqueue(new Uint8Array(1)); },
    cancel() { reading = fetch('data:,nested').then((response) => response.text()); },
  });
  const pending = fetch(slow, { method: 'POST', body, duplex: 'half', signal });
  controller.abort('stop');
  assert_equals(await failure(pending), 'stop');
  assert_equals(await reading, 'nested');
}, 'a fetch from within the cancellation of another one\'s body');

promise_test(async (t) => {
  const controller = new AbortController();
  let count = 0;
  t.add_cleanup(() => { delete Response.prototype.then; });
  Object.defineProperty(Response.prototype, 'then', {
    configurable: true,
    get() {
      count++;
      controller.abort('stop');
      return undefined;
    },
  });
  const pending = fetch(slow, { signal: controller.signal });
  const response = await new Promise((resolve, reject) => pending.then((made) => resolve([made]), reject));
  delete Response.prototype.then;
  assert_equals(count, 1);
  assert_equals(await failure(response[0].text()), 'stop');
}, 'an abort from within the look for "then" of the response');

promise_test(async (t) => {
  t.add_cleanup(() => { delete Response.prototype.then; });
  Response.prototype.then = function(resolve) {
    delete Response.prototype.then;
    resolve(this.text());
  };
  assert_equals(await fetch(`${resources}top.txt`), 'top');
}, 'a response that is a thenable is one');

promise_test(async () => {
  const response = await fetch(`${resources}top.txt`);
  const [one, two] = [response.text(), response.text()];
  await isTypeError(two);
  assert_equals(await one, 'top');
  assert_throws_js(TypeError, () => response.clone());
  const branch = (await fetch(`${resources}top.txt`));
  const reader = branch.body.getReader();
  await isTypeError(branch.text());
  reader.releaseLock();
  assert_equals(await branch.text(), 'top', 'nothing was read');
}, 'a body is read once');

promise_test(async () => {
  const data = { toJSON() { return { nested: new Response('x') instanceof Response, other: Response.json(1).status }; } };
  assert_object_equals(await Response.json(data).json(), { nested: true, other: 200 });
  const error = new Error('mine');
  assert_throws_exactly(error, () => Response.json({ toJSON() { throw error; } }));
  assert_throws_js(TypeError, () => Response.json(undefined));
  assert_throws_js(TypeError, () => Response.json({ toJSON() {} }));
}, 'scripts within Response.json');

promise_test(async () => {
  const content = new Uint8Array(100_000).fill(97);
  const response = new Response(new Blob([content]).stream());
  const results = [];
  const reader = response.body.getReader({ mode: 'byob' });
  for (let i = 0; i < 50; i++) {
    results.push(reader.read(new Uint8Array(3000)));
  }
  let count = 0;
  for (const { value } of await Promise.all(results)) {
    count += value === undefined ? 0 : value.length;
  }
  assert_equals(count, content.length);
}, 'many reads into buffers at once');

promise_test(async () => {
  const response = await fetch(echo, { method: 'POST', body: 'x'.repeat(300_000) });
  const reader = response.body.getReader({ mode: 'byob' });
  const { value } = await reader.read(new Uint8Array(200_000), { min: 150_000 });
  assert_greater_than_equal(value.length, 150_000);
  reader.releaseLock();
  let count = value.length;
  for await (const chunk of response.body) {
    count += chunk.length;
  }
  assert_equals(count, 300_000);
}, 'a read that wants much at once, and then all the rest');
