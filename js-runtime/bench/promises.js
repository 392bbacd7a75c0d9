// The loops of streams.js without streams: only the promises, reactions and calls of the script's own functions that each
// chunk needs, whoever implements streams, in the fewest microtasks. What a runtime takes for these is the least that its
// streams can take; ns a chunk.
(async () => {
  const N = globalThis.BENCH_N || 200000, ROUNDS = globalThis.BENCH_ROUNDS || 8;
  const expected = (n) => n * (n - 1) / 2;
  const settled = Promise.resolve();
  const loops = {
    // A call of pull, what follows when that is settled, and the promise of the read.
    async read(n) {
      let s = 0, i = 0, pulls = 0;
      const pull = () => i++, pulled = () => { pulls++; };
      for (;;) {
        const chunk = pull();
        settled.then(pulled);
        const { value, done } = await Promise.resolve({ value: chunk, done: chunk === n });
        if (done) return s;
        s += value;
      }
    },
    // The promise of the read.
    async queued(n) {
      let s = 0;
      for (let i = 0; ; i++) {
        const { value, done } = await Promise.resolve({ value: i, done: i === n });
        if (done) return s;
        s += value;
      }
    },
    // The wait for ready, the promise of the write, a call of write, and what follows when that is settled.
    async write(n) {
      let s = 0, resolve;
      const take = (r) => { resolve = r; }, write = (chunk) => { s += chunk; }, written = () => resolve();
      for (let i = 0; i < n; i++) {
        await settled;
        new Promise(take);
        write(i);
        settled.then(written);
      }
      return s;
    },
    // Calls of pull, transform and write, what follows each, and two moves from one stream to the next.
    pipe: (n) => new Promise((resolve) => {
      let s = 0, i = 0, pulls = 0, transforms = 0, chunk;
      const pull = () => i++, transform = (c) => c, write = (c) => { s += c; };
      const pulled = () => { pulls++; }, transformed = () => { transforms++; };
      const read = () => { chunk = pull(); settled.then(pulled); settled.then(moved); };
      const moved = () => { chunk = transform(chunk); settled.then(transformed); settled.then(movedOn); };
      const movedOn = () => { write(chunk); settled.then(written); };
      const written = () => { if (i < n) read(); else resolve(s); };
      read();
    }),
    // As read, by for await.
    async iterate(n) {
      let s = 0, i = 0, pulls = 0;
      const pull = () => i++, pulled = () => { pulls++; };
      const iterator = {
        next() { const chunk = pull(); settled.then(pulled); return Promise.resolve({ value: chunk, done: chunk === n }); },
        [Symbol.asyncIterator]() { return this; },
      };
      for await (const chunk of iterator) s += chunk;
      return s;
    },
    // The transfer of the buffer, the views, a call of pull, what follows it, and the promise of the read.
    async bytes(n) {
      const chunk = new Uint8Array(1024); let i = 0, s = 0, pulls = 0;
      const pull = (view) => { i++; view.set(chunk.subarray(0, view.byteLength)); }, pulled = () => { pulls++; };
      for (let buffer = new ArrayBuffer(1024); ;) {
        const own = new Uint8Array(buffer).buffer.transfer();
        pull(new Uint8Array(own, 0, 1024));
        settled.then(pulled);
        const { value, done } = await Promise.resolve({ value: new Uint8Array(own, 0, 1024), done: i > n });
        if (done) break; s += value.byteLength; buffer = value.buffer;
      }
      if (s !== n * 1024) throw new Error(`bytes: ${s}`);
      return expected(n);
    },
  };
  for (const [name, loop] of Object.entries(loops)) {
    let best = Infinity;
    for (let k = 0; k < ROUNDS; k++) {
      const t = performance.now(); const sum = await loop(N); const ns = (performance.now() - t) / N * 1e6;
      if (sum !== expected(N)) throw new Error(`wrong sum ${sum}`);
      best = Math.min(best, ns);
    }
    console.log(`${name.padEnd(8)} ${best.toFixed(0)} ns/chunk`);
  }
})();
