
// From here on: what connects the suite's harness with the runner that runs it.
(function () {
  'use strict';
  const tell = self.__weirTell;
  const read = self.__weirRead;
  delete self.__weirTell;
  delete self.__weirRead;
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

  // Many tests read their data with fetch(). Where the runtime has none they get one that reads the suite's files only.
  if (typeof fetch === 'undefined') {
    const base = String(location.href);
    const bytes = (url) => {
      const binary = read(url, base);
      if (binary === undefined) {
        throw new TypeError(`fetch: cannot read ${url}`);
      }
      return Uint8Array.from(binary, (c) => c.charCodeAt(0));
    };
    const utf8 = (array) => {
      let escaped = '';
      for (let i = 0; i < array.length; i++) {
        escaped += `%${array[i].toString(16).padStart(2, '0')}`;
      }
      return decodeURIComponent(escaped);
    };
    Object.defineProperty(self, 'fetch', {
      configurable: true,
      writable: true,
      value: async function fetch(url) {
        const body = bytes(String(url));
        return {
          ok: true,
          status: 200,
          arrayBuffer: async () => body.slice().buffer,
          bytes: async () => body.slice(),
          text: async () => utf8(body),
          json: async () => JSON.parse(utf8(body)),
        };
      },
    });
  }
})();
