// META: title=FormData, apart from what forms put into it
// META: global=window,worker
'use strict';

const made = (...entries) => {
  const data = new FormData();
  for (const entry of entries) {
    data.append(...entry);
  }
  return data;
};
const shown = (data) => Array.from(data, ([name, value]) =>
  (typeof value === 'string' ? `${name}=${value}` : `${name}=[${value.name}]`)).join(' ');
const marker = { name: 'marker' };
const throwing = { toString() { throw marker; } };

test(() => {
  assert_equals(FormData.length, 0);
  assert_equals(FormData.name, 'FormData');
  const lengths = { append: 2, delete: 1, get: 1, getAll: 1, has: 1, set: 2, entries: 0, keys: 0, values: 0, forEach: 1 };
  for (const [name, length] of Object.entries(lengths)) {
    assert_equals(FormData.prototype[name].length, length, name);
    assert_true(Object.getOwnPropertyDescriptor(FormData.prototype, name).enumerable, name);
  }
  assert_equals(FormData.prototype[Symbol.iterator], FormData.prototype.entries);
  assert_equals(String(new FormData()), '[object FormData]');
  assert_throws_js(TypeError, () => FormData());
}, 'the interface has the members and lengths of the standard');

test(() => {
  for (const form of [null, {}, 'form', 1, new FormData()]) {
    assert_throws_js(TypeError, () => new FormData(form), String(form));
  }
  for (const submitter of [{}, 'button', false]) {
    assert_throws_js(TypeError, () => new FormData(undefined, submitter), String(submitter));
  }
  assert_equals(shown(new FormData(undefined, null)), '');
  assert_equals(shown(new FormData(undefined, undefined)), '');
}, 'only a form is taken for a form, and only an element for a submitter, in workers too');

test(() => {
  const data = made(['a', '1'], ['b', '2'], ['a', '3']);
  assert_equals(data.get('a'), '1');
  assert_equals(data.get('c'), null);
  assert_array_equals(data.getAll('a'), ['1', '3']);
  assert_array_equals(data.getAll('c'), []);
  assert_true(data.has('b'));
  assert_false(data.has('B'));
  data.set('a', '4');
  assert_equals(shown(data), 'a=4 b=2');
  data.set('c', '5');
  assert_equals(shown(data), 'a=4 b=2 c=5');
  data.delete('b');
  data.delete('none');
  assert_equals(shown(data), 'a=4 c=5');
}, 'entries are appended, found, replaced and removed by name');

test(() => {
  const data = made([1, null], [undefined, undefined], ['\uD800', '\uDC00x'], ['', '\r\n']);
  assert_array_equals([...data.keys()], ['1', 'undefined', '\uFFFD', '']);
  assert_array_equals([...data.values()], ['null', 'undefined', '\uFFFDx', '\r\n']);
  assert_true(data.has('\uDC00'));
}, 'names and values become well-formed strings, with their line breaks');

test(() => {
  const file = new File(['x'], 'f.txt', { type: 'text/plain', lastModified: 5 });
  const data = made(['a', file], ['a', file, 'g\uD800'], ['a', file, undefined]);
  const [same, renamed, alike] = data.getAll('a');
  assert_equals(same, file);
  assert_equals(alike, file);
  assert_not_equals(renamed, file);
  assert_true(renamed instanceof File);
  assert_equals(renamed.name, 'g\uFFFD');
  assert_equals(renamed.type, 'text/plain');
  assert_equals(renamed.lastModified, 5);
  assert_equals(renamed.size, 1);
  assert_equals(data.getAll('a')[1], renamed);
}, 'a file stays the same object unless it is given another name');

promise_test(async () => {
  const before = Date.now();
  const data = made(['a', new Blob(['x'], { type: 'a/b' })], ['b', new Blob([]), 'n'], ['c', new Blob([]), '']);
  const first = data.get('a');
  assert_true(first instanceof File);
  assert_equals(first, data.get('a'));
  assert_equals(first.name, 'blob');
  assert_equals(first.type, 'a/b');
  assert_greater_than_equal(first.lastModified, before);
  assert_less_than_equal(first.lastModified, Date.now());
  assert_equals(await first.text(), 'x');
  assert_equals(data.get('b').name, 'n');
  assert_equals(data.get('c').name, '');
}, 'a blob becomes a file of now');

test(() => {
  const data = new FormData();
  for (const name of ['append', 'set']) {
    assert_throws_js(TypeError, () => data[name]('a'), `${name} with one argument`);
    for (const value of ['b', {}, null, undefined, new URLSearchParams()]) {
      assert_throws_js(TypeError, () => data[name]('a', value, 'filename'), `${name} ${value}`);
      assert_throws_js(TypeError, () => data[name]('a', value, undefined), `${name} ${value} undefined`);
    }
  }
  for (const name of ['get', 'getAll', 'has', 'delete']) {
    assert_throws_js(TypeError, () => data[name](), name);
  }
  assert_equals(shown(data), '');
}, 'only blobs have file names, and arguments may not be missing');

test(() => {
  const data = new FormData();
  const order = [];
  const noting = (what) => ({ toString() { order.push(what); return what; } });
  data.append(noting('name'), noting('value'));
  assert_throws_js(TypeError, () => data.append(noting('name'), noting('value'), noting('filename')));
  data.append(noting('name'), new Blob(), noting('filename'));
  assert_array_equals(order, ['name', 'value', 'name', 'name', 'filename']);
  assert_equals(shown(data), 'name=value name=[filename]');
}, 'arguments are converted in order, and only those that are needed');

test(() => {
  const data = made(['a', '1']);
  assert_throws_exactly(marker, () => data.append(throwing, '2'));
  assert_throws_exactly(marker, () => data.append('a', throwing));
  assert_throws_exactly(marker, () => data.append('a', new Blob(), throwing));
  assert_throws_exactly(marker, () => data.set('a', throwing));
  assert_throws_exactly(marker, () => data.delete(throwing));
  assert_throws_js(TypeError, () => data.append('a', Symbol()));
  assert_throws_js(TypeError, () => data.append(Symbol(), 'a'));
  assert_equals(shown(data), 'a=1');
}, 'a conversion that throws changes nothing');

test(() => {
  const data = made(['a', '1'], ['b', '2']);
  data.set({ toString() { data.delete('a'); return 'a'; } }, { toString() { data.append('a', '3'); return '4'; } });
  assert_equals(shown(data), 'b=2 a=4');
}, 'a conversion that changes the object comes before the change that was asked for');

test(() => {
  const data = made(['a', '1'], ['b', '2'], ['c', '3']);
  const seen = [];
  for (const [name] of data) {
    seen.push(name);
    data.delete('a');
    if (seen.length < 5) {
      data.append('d', '4');
    }
  }
  assert_array_equals(seen, ['a', 'c', 'd', 'd', 'd', 'd']);
}, 'an iteration sees what is changed meanwhile');

test(() => {
  const data = made(['a', '1'], ['b', new File([], 'f')]);
  const calls = [];
  data.forEach(function (value, name, object) {
    calls.push([this, value, name, object]);
  }, marker);
  assert_equals(calls.length, 2);
  assert_array_equals(calls[0], [marker, '1', 'a', data]);
  assert_array_equals(calls[1], [marker, data.get('b'), 'b', data]);
  assert_throws_exactly(marker, () => data.forEach(() => { throw marker; }));
  assert_throws_js(TypeError, () => data.forEach());
  const iterator = data.entries();
  assert_equals(Object.prototype.toString.call(iterator), '[object FormData Iterator]');
  assert_throws_js(TypeError, () => iterator.next.call({}));
  assert_throws_js(TypeError, () => iterator.next.call(data));
}, 'forEach and iterators are those of a pair iterable');

test(() => {
  const data = new FormData();
  for (const name of ['append', 'set', 'delete', 'get', 'getAll', 'has', 'entries', 'forEach']) {
    for (const other of [{}, FormData.prototype, Object.create(data), new URLSearchParams(), null, undefined]) {
      assert_throws_js(TypeError, () => FormData.prototype[name].call(other, 'a', () => {}), name);
    }
  }
}, 'members work on objects of the interface only');

test(() => {
  class Mine extends FormData {
    append(name, value) { super.append(`my ${name}`, value); }
  }
  const data = new Mine();
  data.append('a', '1');
  data.set('b', '2');
  assert_true(data instanceof Mine);
  assert_equals(shown(data), 'my a=1 b=2');
}, 'classes can extend it');

test(() => {
  assert_throws_dom('DataCloneError', () => structuredClone(new FormData()));
}, 'it cannot be cloned');

test(() => {
  const file = new File(['x'], 'f');
  const { iterator } = Symbol;
  const patches = [
    [Array.prototype, iterator], [Array.prototype, 'push'], [Array.prototype, 'map'], [Array.prototype, 'values'],
    [String.prototype, 'toWellFormed'], [String.prototype, iterator], [Object.prototype, 'valueOf'],
    [Blob.prototype, 'size'], [Blob.prototype, 'type'], [File.prototype, 'name'], [File.prototype, 'lastModified'],
    [FormData.prototype, 'append'], [FormData.prototype, 'get'], [FormData.prototype, iterator], [self, 'File'], [self, 'Blob'],
    [Blob, Symbol.hasInstance], [File, Symbol.hasInstance],
  ].map(([object, key]) => [object, key, Object.getOwnPropertyDescriptor(object, key)]);
  const { append, set, get, getAll, entries } = FormData.prototype;
  const { call } = Function.prototype;
  const invoke = call.bind(call);
  const { defineProperty } = Object;
  const data = new FormData();
  const blob = new Blob();
  let all;
  let pair;
  let failure = null;
  for (let i = 0; i < patches.length; i++) {
    const patch = patches[i];
    defineProperty(patch[0], patch[1], { __proto__: null, configurable: true, get() { throw marker; } });
  }
  try {
    invoke(append, data, 'a', file, 'g');
    invoke(append, data, 'a', blob);
    invoke(set, data, 'b', 'c');
    invoke(get, data, 'a');
    all = invoke(getAll, data, 'a');
    pair = invoke(entries, data).next().value;
  } catch (e) {
    failure = e;
  }
  for (let i = 0; i < patches.length; i++) {
    const patch = patches[i];
    if (patch[2] === undefined) {
      delete patch[0][patch[1]];
    } else {
      defineProperty(patch[0], patch[1], patch[2]);
    }
  }
  assert_equals(failure, null);
  assert_array_equals(all.map(({ name }) => name), ['g', 'blob']);
  assert_array_equals(pair, ['a', all[0]]);
  assert_equals(shown(data), 'a=[g] a=[blob] b=c');
}, 'nothing that a script can replace is used');

test(() => {
  const getters = { get name() { throw marker; }, get size() { throw marker; }, get [Symbol.toStringTag]() { throw marker; } };
  const file = Object.defineProperties(new File(['x'], 'f'), Object.getOwnPropertyDescriptors(getters));
  const data = made(['a', file, 'g']);
  assert_equals(data.get('a').name, 'g');
  assert_equals(data.get('a').size, 1);
  const fake = Object.setPrototypeOf({}, File.prototype);
  assert_throws_js(TypeError, () => data.append('b', fake, 'g'));
  data.append('b', Object.setPrototypeOf(new Blob(['yz']), null));
  assert_equals(data.get('b').size, 2);
  assert_equals(data.get('b').name, 'blob');
}, 'what an object is made of counts, not what it looks like');
