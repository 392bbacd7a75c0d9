
// From here on: what connects the suite's harness with the runner that runs it.
(function () {
  'use strict';
  const tell = self.__weirTell;
  delete self.__weirTell;
  if (typeof tell !== 'function') {
    return; // a page that loads the harness twice
  }
  const text = (value) => {
    try {
      return value === null || value === undefined ? '' : String(value);
    } catch {
      return '[no text]';
    }
  };
  const subtest = (kind, t) => tell(kind, text(t.name), text(t.status), text(t.message), text(t.stack));

  // The runner keeps the time: it ends a test that has nothing left to wait for, or takes too long.
  setup({ explicit_timeout: true, output: false });
  add_result_callback((t) => subtest('result', t));
  add_completion_callback((all, status) => {
    tell('end of results');
    for (let i = 0; i < all.length; i++) {
      subtest('final', all[i]);
    }
    tell('complete', text(status.status), text(status.message), text(status.stack));
  });
  const endNow = timeout;
  Object.defineProperty(self, '__weirTimeout', { value: () => endNow() });
  tell('started');
})();
