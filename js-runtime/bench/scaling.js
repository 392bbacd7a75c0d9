// What streams cost where there is much of something: figures that must not grow with the amount. ns a chunk, best of
// several rounds, in pairs: little, then much. Any runtime with the Streams API.
(async () => {
  const N = globalThis.BENCH_N || 200000, ROUNDS = globalThis.BENCH_ROUNDS || 5, LONG = 5 * N;
  const source = (n) => { let i = 0; return { pull(c) { if (i < n) c.enqueue(i++); else c.close(); } }; };
  const since = (start, n) => (performance.now() - start) / n * 1e6;
  const check = (count, expected) => { if (count !== expected) throw new Error(`${count} chunks instead of ${expected}`); };
  async function take(reader, n) { for (let i = 0; i < n; i++) check((await reader.read()).value >= 0, true); }
  async function drain(stream) { const reader = stream.getReader(); let n = 0; while (!(await reader.read()).done) n++; return n; }
  // The first and the last tenth of LONG queued chunks.
  async function queue() {
    const reader = new ReadableStream({ start(c) { for (let i = 0; i < LONG; i++) c.enqueue(i); c.close(); } }).getReader();
    const tenth = LONG / 10; let start = performance.now(); await take(reader, tenth);
    const first = since(start, tenth); await take(reader, LONG - 2 * tenth);
    start = performance.now(); await take(reader, tenth); const last = since(start, tenth);
    check((await reader.read()).done, true); return [first, last];
  }
  // For each chunk of each branch, of one tee and of a tee of a tee, ten deep.
  async function tees(depth, n) {
    const branches = []; let rest = new ReadableStream(source(n));
    for (let i = 0; i < depth; i++) { const [one, other] = rest.tee(); branches.push(one); rest = other; }
    const start = performance.now(), counts = await Promise.all([...branches, rest].map(drain));
    for (const count of counts) check(count, n);
    return since(start, n * (depth + 1));
  }
  // One stream read alone, and among 10,000 that a read waits on.
  const idle = [];
  async function among(count, n) {
    while (idle.length < count) { const reader = new ReadableStream({}).getReader(); reader.read().catch(() => {}); idle.push(reader); }
    const start = performance.now(); check(await drain(new ReadableStream(source(n))), n);
    return since(start, n);
  }
  // So many pipes at once, as many chunks in all.
  async function pipes(count, n) {
    let chunks = 0; const start = performance.now();
    await Promise.all(Array.from({ length: count }, () =>
      new ReadableStream(source(n / count)).pipeTo(new WritableStream({ write() { chunks++; } }))));
    check(chunks, n); return since(start, n);
  }
  const tests = [
    [['first tenth of a long queue', 'its last tenth'], queue],
    [['tee', 'tees ten deep'], async () => [await tees(1, N / 4), await tees(10, N / 20)]],
    [['read', 'read among 10000 idle streams'], async () => {
      const figures = [await among(0, N), await among(10000, N)];
      for (const reader of idle.splice(0)) reader.cancel();
      return figures;
    }],
    [['pipe', '100 pipes at once'], async () => [await pipes(1, N), await pipes(100, N)]],
  ];
  for (const [names, run] of tests) {
    try {
      const best = [Infinity, Infinity];
      for (let k = 0; k < ROUNDS; k++) { const figures = await run(); for (const i of [0, 1]) best[i] = Math.min(best[i], figures[i]); }
      names.forEach((name, i) => console.log(`${name.padEnd(30)} ${best[i].toFixed(0)} ns/chunk`));
    } catch (e) { names.forEach((name) => console.log(`${name.padEnd(30)} FAIL ${e}`)); }
  }
})();
