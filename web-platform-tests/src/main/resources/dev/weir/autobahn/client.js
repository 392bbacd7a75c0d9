// The client of Autobahn's fuzzing server: sends every message back, in kind, until the server closes.
// The host sets base, agent, api and limit (milliseconds), and hears through report(kind, number, text).

const apis = {
  WebSocketStream: {
    async echo(url) {
      const socket = new WebSocketStream(url);
      try {
        const { readable, writable } = await socket.opened;
        await readable.pipeTo(writable);
      } catch {
        // A case may end in a failure of the connection: the server judges, not the client.
      }
      await socket.closed.catch(() => {});
    },
    async first(url) {
      const { readable } = await new WebSocketStream(url).opened;
      return (await readable.getReader().read()).value;
    },
  },
  WebSocket: {
    echo: (url) => new Promise((resolve) => {
      const socket = new WebSocket(url);
      socket.binaryType = 'arraybuffer';
      socket.onmessage = ({ data }) => socket.send(data);
      socket.onclose = resolve;
    }),
    first: (url) => new Promise((resolve, reject) => {
      const socket = new WebSocket(url);
      let message;
      socket.onmessage = ({ data }) => { message ??= data; };
      socket.onclose = () => resolve(message);
      socket.onerror = () => reject(new Error(`no answer from ${url}`));
    }),
  },
};
const { echo, first } = apis[api];

function within(promise, what) {
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error(`${what} did not end in time`)), limit);
  });
  return Promise.race([promise, late]).finally(() => clearTimeout(timer));
}

(async () => {
  const count = Number(await within(first(`${base}/getCaseCount`), 'asking for the number of cases'));
  report('count', count, '');
  for (let number = 1; number <= count; number++) {
    const { id } = JSON.parse(await within(first(`${base}/getCaseInfo?case=${number}`), `asking about case ${number}`));
    report('case', number, id);
    try {
      await within(echo(`${base}/runCase?case=${number}&agent=${agent}`), `case ${id}`);
      const status = first(`${base}/getCaseStatus?case=${number}&agent=${agent}`);
      report('behavior', number, JSON.parse(await within(status, `the verdict on case ${id}`)).behavior);
    } catch (error) {
      report('missing', number, String(error));
    }
  }
  await within(echo(`${base}/updateReports?agent=${agent}`), 'writing the report');
  report('end', count, '');
})();
