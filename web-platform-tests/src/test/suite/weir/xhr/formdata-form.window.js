// META: title=The entries of forms
'use strict';

const shown = (data) => Array.from(data, ([name, value]) =>
  (typeof value === 'string' ? `${name}=${value}` : `${name}=[${value.name},${value.type},${value.size}]`)).join(' ');
const form = (controls) => {
  const made = document.createElement('form');
  made.innerHTML = controls;
  return made;
};
const marker = { name: 'marker' };

const cases = {
  'texts': ['<input name=a value=1><textarea name=b>2</textarea><input value=3>', 'a=1 b=2'],
  'disabled controls': ['<input name=a disabled><fieldset disabled><input name=b></fieldset>', ''],
  'controls in a datalist': ['<datalist><input name=a></datalist>', ''],
  'buttons': ['<button name=a></button><input type=submit name=b><input type=image name=c><input type=reset name=d>', ''],
  'what is checked': ['<input type=checkbox name=a checked><input type=checkbox name=b><input type=radio name=c value=d checked>',
    'a=on c=d'],
  'a file control': ['<input type=file name=a>', 'a=[,application/octet-stream,0]'],
  'selects': ['<select name=a><option>1<option selected>2</select><select name=b multiple><option selected>3<option selected>4'
    + '<option selected disabled>5</select>', 'a=2 b=3 b=4'],
  'directions': ['<input name=a dirname=b dir=rtl><input name=c dirname=d dir=auto value="&#x5d0;">', 'a= b=rtl c=\u05d0 d=rtl'],
  'the encoding': ['<input type=hidden name=_charset_ value=x>', '_charset_=UTF-8'],
};
for (const [what, [controls, expected]] of Object.entries(cases)) {
  test(() => assert_equals(shown(new FormData(form(controls))), expected), what);
}

test(() => {
  const owner = form('<input name=a value=1><button name=b value=2></button><input type=image name=c><button></button>');
  const { 1: named, 2: image, 3: unnamed } = owner.children;
  assert_equals(shown(new FormData(owner, named)), 'a=1 b=2');
  assert_equals(shown(new FormData(owner, image)), 'a=1 c.x=0 c.y=0');
  assert_equals(shown(new FormData(owner, unnamed)), 'a=1');
  assert_equals(shown(new FormData(owner, null)), 'a=1');
  assert_throws_js(TypeError, () => new FormData(owner, owner.children[0]));
  assert_throws_js(TypeError, () => new FormData(owner, owner));
  assert_throws_js(TypeError, () => new FormData(owner, new Text()));
  assert_throws_dom('NotFoundError', () => new FormData(owner, document.createElement('button')));
}, 'a submitter');

test(() => {
  const owner = form('<input name=a value=1>');
  const events = [];
  owner.onformdata = (event) => {
    events.push(event);
    assert_throws_dom('InvalidStateError', () => new FormData(owner));
    owner.requestSubmit();
    event.formData.set('a', '2');
    event.formData.append('b', new Blob());
  };
  const data = new FormData(owner);
  assert_equals(shown(data), 'a=2 b=[blob,,0]');
  assert_equals(events.length, 1);
  const [event] = events;
  assert_true(event instanceof FormDataEvent);
  assert_true(event.isTrusted && event.bubbles && !event.cancelable);
  assert_not_equals(event.formData, data);
  assert_equals(event.formData, event.formData);
  event.formData.delete('a');
  assert_equals(data.get('a'), '2');
}, 'the event formdata, whose listeners change what is collected');

test(() => {
  const formData = new FormData();
  const event = new FormDataEvent('x', { formData, bubbles: true });
  assert_equals(event.formData, formData);
  assert_true(event.bubbles);
  assert_throws_js(TypeError, () => new FormDataEvent('x'));
  assert_throws_js(TypeError, () => new FormDataEvent('x', {}));
  assert_throws_js(TypeError, () => new FormDataEvent('x', { formData: new URLSearchParams() }));
  assert_throws_exactly(marker, () => new FormDataEvent('x', { get formData() { throw marker; } }));
}, 'events made by scripts');

test(() => {
  const owner = form('<input name=a value=1><input name=elements value=2><input name=length value=3>');
  const input = owner.children[0];
  for (const key of ['name', 'value', 'type', 'disabled', 'form']) {
    Object.defineProperty(input, key, { get() { throw marker; } });
  }
  Object.defineProperty(owner, 'addEventListener', { get() { throw marker; } });
  assert_equals(shown(new FormData(owner)), 'a=1 elements=2 length=3');
}, 'nothing that a script puts onto elements counts');
