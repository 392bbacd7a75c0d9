// What most scripts do while they start: the launcher runs this once after a build so that the JVM can remember what
// it loaded and linked. Nothing here may fail, wait or reach the network.
class Rehearsal {
  #count = 0;
  get count() { return this.#count; }
  static async run(steps) {
    const rehearsal = new Rehearsal();
    for await (const step of steps) rehearsal.#count += step.length;
    return rehearsal;
  }
}

async function* steps() {
  yield JSON.stringify({ list: [1, 2, 3], text: 'a-b-c'.split('-').map((part) => part.toUpperCase()) });
  yield `${[...new Map([['key', new Set([1])]]).keys()]}`.replace(/k(?<rest>\w+)/u, '$<rest>');
  await Promise.all([Promise.resolve(1), new Promise((resolve) => queueMicrotask(resolve))]);
  if (typeof setTimeout === 'function') await new Promise((resolve) => setTimeout(resolve, 1));
}

async function streams() {
  if (typeof ReadableStream !== 'function') return;
  const source = new ReadableStream({
    start(controller) {
      controller.enqueue(new Uint8Array([104, 105]));
      controller.close();
    },
  });
  await source.pipeTo(new WritableStream({ write(chunk) { console.log(chunk); } }));
}

async function events() {
  if (typeof EventTarget !== 'function') return;
  const target = new EventTarget();
  target.addEventListener('greeting', (event) => console.log(event.type));
  target.dispatchEvent(new Event('greeting'));
  new AbortController().abort();
}

Rehearsal.run(steps()).then(async ({ count }) => {
  await streams();
  await events();
  console.log('%s %d', 'rehearsed', count, { nested: { array: [1, , 'three'], map: new Map([[1, { two: 2n }]]) } });
  console.error(new Error('not a failure').message);
  console.table([{ a: 1 }, { b: 'two' }]);
});
