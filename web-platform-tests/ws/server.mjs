// node server.mjs PORT NODE_MODULES: a server on the package ws that sends every message back, compressed as the query of
// the URL says, in permessage-deflate's own words. "done" is answered with the bytes of all messages, and those that the
// socket has read and written for them.
import { createServer } from 'node:http';
import { createRequire } from 'node:module';

const [port, modules] = process.argv.slice(2);
const { WebSocketServer } = createRequire(`${modules}/`)('ws');
const http = createServer((request, response) => response.writeHead(404).end());
http.on('upgrade', (request, socket, head) => {
  const query = new URL(request.url, 'http://localhost').searchParams;
  const flag = (name) => query.has(name) || undefined;
  const bits = (name) => (query.has(name) ? Number(query.get(name)) : undefined);
  const server = new WebSocketServer({
    noServer: true,
    perMessageDeflate: {
      threshold: 0,
      serverNoContextTakeover: flag('server_no_context_takeover'),
      clientNoContextTakeover: flag('client_no_context_takeover'),
      serverMaxWindowBits: bits('server_max_window_bits'),
      clientMaxWindowBits: bits('client_max_window_bits'),
    },
  });
  server.handleUpgrade(request, socket, head, (connection) => {
    let payload = 0;
    connection.on('message', (data, binary) => {
      if (!binary && data.toString() === 'done') {
        connection.send(`${payload} ${socket.bytesRead} ${socket.bytesWritten}`);
      } else {
        payload += data.length;
        connection.send(data, { binary });
      }
    });
    connection.on('error', ({ message }) => console.log(`${request.url}: ${message}`));
  });
});
http.listen(Number(port), '127.0.0.1');
