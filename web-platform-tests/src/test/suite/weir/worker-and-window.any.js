// META: title=The three kinds of globals that this suite is run in
// META: global=window,worker
'use strict';

test(() => {
  assert_equals(self, globalThis);
  const kinds = ['Window', 'DedicatedWorkerGlobalScope', 'SharedWorkerGlobalScope'].filter((kind) => kind in self);
  assert_equals(kinds.length, 1);
  assert_true(self instanceof self[kinds[0]], kinds[0]);
  assert_equals('WorkerGlobalScope' in self, GLOBAL.isWorker());
  assert_equals(kinds[0] === 'Window', GLOBAL.isWindow());
}, 'the global is of its kind and of no other');

test(() => {
  const descriptor = Object.getOwnPropertyDescriptor(self, '__weirTell');
  assert_equals(descriptor, undefined);
}, 'nothing of the runner is left for tests to see');
