// META: title=The two kinds of globals that this suite is run in
'use strict';

test(() => {
  assert_equals(self, globalThis);
  const [kind, other] = GLOBAL.isWindow() ? ['Window', 'WorkerGlobalScope'] : ['DedicatedWorkerGlobalScope', 'Window'];
  assert_true(self instanceof self[kind], kind);
  assert_equals(typeof self[other], 'undefined', other);
}, 'the global is of its kind and of no other');

test(() => {
  const descriptor = Object.getOwnPropertyDescriptor(self, '__weirTell');
  assert_equals(descriptor, undefined);
}, 'nothing of the runner is left for tests to see');
