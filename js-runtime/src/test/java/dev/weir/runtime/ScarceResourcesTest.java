package dev.weir.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weir.websockets.netty.EchoPeer;
import dev.weir.websockets.netty.EchoServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** A process that runs out of something loses the connection that wanted it, and says so; others go on. */
final class ScarceResourcesTest {
    private static final int MIB = 1 << 20;

    /** What the scripts share; all that they do later is done once at first, while classes can be loaded. */
    private static final String COMMON = """
            const connect = async (path = '') => {
              const socket = new WebSocketStream(`${url}/${path}`), { readable, writable } = await socket.opened;
              return { socket, reader: readable.getReader(), writer: writable.getWriter() };
            };
            const echoes = async ({ reader, writer }) => {
              await writer.write('ping');
              const { value } = await reader.read();
              if (value !== 'ping') throw new Error(`no echo, but ${value}`);
            };
            const close = async ({ socket }) => { socket.close(); await socket.closed; };
            const classic = (to, opened) => new Promise((resolve) => {
              const events = [], socket = new WebSocket(to);
              socket.onopen = () => { events.push('open'); opened(socket); };
              socket.onerror = () => events.push('error');
              socket.onclose = ({ code, wasClean }) => resolve([...events, 'close', code, wasClean].join(' '));
            });
            const failureOf = (promise) => promise.then(() => 'no failure',
                (error) => `${error.name} ${error.message.replace(/ws:.*?: /, '')}`);
            const untilOpen = async () => {
              for (;;) {
                try { return await connect(); } catch (error) { await new Promise((resolve) => setTimeout(resolve, 5)); }
              }
            };
            async function rehearse() {
              const connection = await connect();
              await echoes(connection);
              await close(connection);
              await classic(url, (socket) => { socket.send(new Uint8Array(8)); socket.close(); });
              await classic(nowhere, () => {});
              await failureOf(new WebSocketStream(nowhere).opened);
              await new Promise((resolve) => setTimeout(resolve, 1));
            }
            """;

    private final EchoServer server =
            EchoServer.builder().onConnect(this::serve).start();
    private final List<EchoPeer> greedy = new CopyOnWriteArrayList<>();

    ScarceResourcesTest() throws IOException {}

    private void serve(EchoPeer peer) {
        if (peer.resource().equals("/greedy")) {
            greedy.add(peer);
        }
        if (peer.resource().equals("/big")) {
            peer.sendBinary(new byte[24 * MIB]);
        }
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private List<String> write(Path folder, String script) throws IOException {
        int unused;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            unused = socket.getLocalPort();
        }
        Path file = folder.resolve("script.js");
        Files.writeString(file, """
                (async () => {
                const url = 'ws://127.0.0.1:%d', nowhere = 'ws://127.0.0.1:%d';
                %s
                await rehearse();
                %s
                })().catch((error) => console.log(`failed: ${error}`));
                """.formatted(server.port(), unused, COMMON, script));
        return List.of(file.toString());
    }

    @Test
    @EnabledOnOs({OS.LINUX, OS.MAC})
    void aProcessWithoutFileDescriptorsLeftOpensNoMoreConnectionsUntilItHasSome(@TempDir Path folder) throws Exception {
        List<String> arguments = write(folder, """
                const open = [];
                let failure = 'no failure';
                while (failure === 'no failure' && open.length < 1000) {
                  failure = await failureOf(connect().then((connection) => open.push(connection)));
                }
                console.log(failure);
                console.log((await Promise.all([1, 2, 3].map(() => failureOf(connect())))).join('; '));
                console.log(await classic(url, (socket) => socket.close()));
                for (const connection of open) await echoes(connection);
                console.log('others go on');
                for (const connection of open.splice(0, 10)) await close(connection);
                for (let i = 0; i < 10; i++) open.push(await untilOpen());
                for (const connection of open) await echoes(connection);
                console.log('opened again');
                for (const connection of open) await close(connection);
                """);
        String failure = "WebSocketError could not connect: too many open files";
        assertEquals(
                List.of(
                        failure,
                        failure + "; " + failure + "; " + failure,
                        "error close 1006 false",
                        "others go on",
                        "opened again",
                        "idle",
                        "closed"),
                ChildJvm.runWithFiles(250, ScarceResources.class, arguments));
    }

    /** The classic interface queues as much as it is given. */
    @Test
    void aMessageThatFindsNoDirectMemoryEndsItsConnectionOnly(@TempDir Path folder) throws Exception {
        List<String> arguments = write(folder, """
                const other = await connect(), big = await connect(), mib = new Uint8Array(1 << 20);
                console.log(await classic(url, (socket) => { for (let i = 0; i < 32; i++) socket.send(mib); }));
                console.log(await failureOf(big.writer.write(new Uint8Array(24 << 20))));
                console.log(await failureOf(big.socket.closed));
                await echoes(other);
                console.log('others go on');
                const later = await connect();
                await echoes(later);
                console.log('opened again');
                await close(other);
                await close(later);
                """);
        String failure = "WebSocketError no memory is left for a message to be sent";
        assertEquals(
                List.of(
                        "open error close 1006 false",
                        failure,
                        failure,
                        "others go on",
                        "opened again",
                        "idle",
                        "closed"),
                ChildJvm.run(ScarceResources.class, List.of("-XX:MaxDirectMemorySize=12m"), arguments));
    }

    /** What the script keeps and a big message are too much for the heap together; each alone is not. */
    @Test
    void aMessageThatFindsNoHeapEndsItsConnectionOnly(@TempDir Path folder) throws Exception {
        List<String> arguments = write(folder, """
                const other = await connect();
                let kept = [], failure = 'no failure';
                while (failure === 'no failure' && kept.length < 100) {
                  const { socket, reader } = await connect('big');
                  failure = await failureOf(reader.read().then(({ value }) => kept.push(value)));
                  socket.close();
                }
                console.log(kept.length > 0, failure);
                kept = [];
                await echoes(other);
                console.log('others go on');
                const { socket, reader } = await connect('big');
                console.log((await reader.read()).value.length);
                socket.close();
                await socket.closed;
                await close(other);
                """);
        assertEquals(
                List.of(
                        "reported Uncaught out of memory: Java heap space",
                        "true WebSocketError no memory is left",
                        "others go on",
                        String.valueOf(24 * MIB),
                        "idle",
                        "closed"),
                ChildJvm.run(ScarceResources.class, List.of("-Xmx192m", "-XX:+UseSerialGC"), arguments));
    }

    /** Each message comes amid garbage, of which there is many times in all what is left of the heap. */
    @Test
    void nothingIsLostWhileGarbageIsCollectedAllTheTime(@TempDir Path folder) throws Exception {
        List<String> arguments = write(folder, """
                const { socket, reader, writer } = await connect();
                const count = 3000, chunk = new Int32Array(1024), live = [];
                const reads = (async () => {
                  for (let i = 0; i < count; i++) {
                    live[i % 50] = new Uint8Array(100_000);
                    const words = new Int32Array((await reader.read()).value.slice().buffer);
                    if (words.length !== 1024 || words[0] !== i || words[1023] !== i * 7) throw new Error(`${i} is lost`);
                  }
                  return 'all came back';
                })();
                for (let i = 0; i < count; i++) {
                  chunk[0] = i;
                  chunk[1023] = i * 7;
                  await writer.ready;
                  writer.write(chunk);
                }
                console.log(await reads);
                socket.close();
                """);
        assertEquals(
                List.of("all came back", "idle", "closed"),
                ChildJvm.run(ScarceResources.class, List.of("-Xmx48m", "-XX:+UseSerialGC"), arguments));
    }

    /** A script that is ended amid a message ends its connection: of what it had still to do, nobody else would know. */
    @Test
    void aScriptThatUsesUpTheHeapIsEndedAndReportedAndOthersGoOn(@TempDir Path folder) throws Exception {
        List<String> arguments = new ArrayList<>(write(folder, """
                globalThis.useUp = () => { const kept = []; try { for (;;) kept.push(new Uint8Array(1 << 20)); } catch { console.log('caught'); } };
                const other = await connect(), greedy = await connect('greedy');
                greedy.reader.read().then(useUp);
                greedy.writer.write('message');
                console.log(await failureOf(greedy.socket.closed));
                console.log(await classic(url + '/greedy', (socket) => { socket.onmessage = useUp; socket.send('message'); }));
                setTimeout(useUp);
                await new Promise((resolve) => setTimeout(resolve, 1));
                await echoes(other);
                console.log('others go on');
                await close(other);
                """));
        arguments.add("useUp()");
        String failure = "Uncaught out of memory: Java heap space";
        assertEquals(
                List.of(
                        "reported " + failure,
                        "WebSocketError no memory is left",
                        "reported " + failure,
                        "open error close 1006 false",
                        "reported " + failure,
                        "others go on",
                        "idle",
                        "thrown " + failure,
                        "closed"),
                ChildJvm.run(ScarceResources.class, List.of("-Xmx96m", "-XX:+UseSerialGC"), arguments));
        assertEquals(
                List.of("1011 ", "1011 "),
                greedy.stream()
                        .map(peer -> peer.closeReceived()
                                .orTimeout(30, TimeUnit.SECONDS)
                                .join())
                        .toList());
    }

    /** Both what the host gathers and what a script keeps amid a chunk. */
    @Test
    void aResponseForWhichThereIsNoHeapEndsItsRequestOnly(@TempDir Path folder) throws Exception {
        byte[] chunk = ("10000\r\n" + "x".repeat(1 << 16) + "\r\n").getBytes(StandardCharsets.US_ASCII);
        try (FetchServer endless = new FetchServer((request, out) -> {
            out.write("HTTP/1.1 200 OK\r\nAccess-Control-Allow-Origin: *\r\nTransfer-Encoding: chunked\r\n\r\n"
                    .getBytes(StandardCharsets.US_ASCII));
            int chunks = request.path().equals("/endless")
                    ? Integer.MAX_VALUE
                    : request.path().equals("/much") ? 640 : 1;
            for (int i = 0; i < chunks; i++) {
                out.write(chunk);
            }
            out.write("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
        })) {
            List<String> arguments = write(folder, """
                    const get = (path) => fetch(`%s/${path}`);
                    globalThis.useUp = () => { const kept = []; try { for (;;) kept.push(new Uint8Array(1 << 20)); } catch { console.log('caught'); } };
                    const length = async () => console.log((await (await get('short')).text()).length);
                    await length();
                    console.log(await failureOf(get('endless').then((response) => response.text())));
                    await length();
                    console.log(await failureOf(get('much').then((response) => response.text())));
                    await length();
                    const reader = (await get('endless')).body.getReader();
                    reader.read().then(useUp);
                    console.log(await failureOf(reader.closed));
                    await length();
                    """.formatted(endless.url()));
            assertEquals(
                    List.of(
                            "65536",
                            "TypeError fetch: the network failed, or refused",
                            "65536",
                            "TypeError fetch: the network failed, or refused",
                            "65536",
                            "reported Uncaught out of memory: Java heap space",
                            "TypeError fetch: the network failed, or refused",
                            "65536",
                            "idle",
                            "closed"),
                    ChildJvm.run(ScarceResources.class, List.of("-Xmx96m", "-XX:+UseSerialGC"), arguments));
        }
    }

    @Test
    void listenersThatUseUpTheHeapHoldNoPageUp(@TempDir Path folder) throws Exception {
        Path page = Files.writeString(folder.resolve("page.html"), """
                <!doctype html><body><script>
                const useUp = () => { const kept = []; for (;;) kept.push(new Uint8Array(1 << 20)); };
                const frame = document.createElement('iframe');
                frame.srcdoc = 'page';
                frame.onload = useUp;
                document.body.append(frame);
                addEventListener('DOMContentLoaded', useUp);
                addEventListener('load', () => { console.log('load'); useUp(); });
                </script>""");
        String report = "reported Uncaught out of memory: Java heap space";
        assertEquals(
                List.of(report, report, "load", report, "idle", "complete", "closed"),
                ChildJvm.run(
                        ScarceResources.class,
                        List.of("-Xmx96m", "-XX:+UseSerialGC"),
                        List.of(page.toString(), "document.readyState")));
    }
}
