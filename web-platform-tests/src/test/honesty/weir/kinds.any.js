// META: global=window,worker
test(() => {
  assert_true(self instanceof (self.SharedWorkerGlobalScope ?? self.DedicatedWorkerGlobalScope ?? Window));
  assert_equals(GLOBAL.isWorker(), 'importScripts' in self);
}, typeof SharedWorkerGlobalScope);
