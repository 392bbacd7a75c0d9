// Opens WS_COUNT WebSocketStream connections, keeps them open, and has a message echoed on each. What stands in memory
// meanwhile is measured from outside: after each line that it prints, the script waits until its server lets it go on.
(async () => {
  const count = globalThis.WS_COUNT || 10000, bases = globalThis.WS_BASES || ['ws://127.0.0.1:9100'], atOnce = 64;
  const WSS = globalThis.WebSocketStream || (await import('undici')).WebSocketStream;
  const gate = new WSS(`${bases[0]}/gate`), signals = (await gate.opened).readable.getReader();
  const tell = async (line) => { console.log(line); await signals.read(); };
  async function each(work) {
    let next = 0; const start = performance.now();
    const worker = async () => { while (next < count) await work(next++); };
    await Promise.all(Array.from({ length: atOnce }, worker));
    return ((performance.now() - start) / 1e3).toFixed(1);
  }
  const connections = [];
  try {
    await tell('READY');
    await tell(`OPEN ${await each(async (i) => {
      const socket = new WSS(`${bases[i % bases.length]}/echo`), { readable, writable } = await socket.opened;
      connections.push({ socket, reader: readable.getReader(), writer: writable.getWriter() });
    })}`);
    await tell(`ECHOED ${await each(async (i) => {
      const { reader, writer } = connections[i], message = `message ${i}`;
      await writer.write(message);
      const { value } = await reader.read();
      if (value !== message) throw new Error(`${message} came back as ${value}`);
    })}`);
    await each(async (i) => { const { socket } = connections[i]; socket.close(); await socket.closed; });
    console.log('END');
  } catch (e) { console.log(`FAIL ${e && e.stack || e}`); }
  gate.close();
})();
