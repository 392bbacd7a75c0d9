package dev.weir.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.host.ErrorReport;
import dev.weir.websockets.netty.EchoPeer;
import dev.weir.websockets.netty.EchoServer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** WebSocketStream over a real socket, as a script sees it. */
class WebSocketStreamTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    private final List<ErrorReport> reports = new CopyOnWriteArrayList<>();
    private final List<EchoPeer> peers = new CopyOnWriteArrayList<>();
    private EchoServer server;
    private WebRuntime runtime;

    @BeforeEach
    void start() throws IOException {
        server = EchoServer.builder()
                .protocols(List.of("chat", "superchat"))
                .onConnect(peers::add)
                .start();
        runtime = WebRuntime.builder()
                .url("http://127.0.0.1:" + server.port() + "/folder/page.html")
                .network(NetworkAccess.builder()
                        .allow("127.0.0.1")
                        .hostRules("127.0.0.1:1=127.0.0.1:1")
                        .build())
                .onError(reports::add)
                .build();
    }

    @AfterEach
    void stop() {
        runtime.close();
        server.close();
        assertEquals(List.of(), reports);
    }

    private void begin(String body) {
        runtime.run(
                "var outcome = 'pending'; (async () => {" + body
                        + "\n})().then((v) => { outcome = String(v); }, (e) => { outcome = 'rejected: ' + e; });",
                "test");
    }

    private String outcome() {
        assertTrue(runtime.runUntil(() -> !"pending".equals(runtime.evaluate("outcome")), LONG));
        return String.valueOf(runtime.evaluate("outcome"));
    }

    private String run(String body) {
        begin(body);
        return outcome();
    }

    private EchoPeer peer() {
        assertTrue(runtime.runUntil(() -> !peers.isEmpty(), LONG));
        return peers.get(0);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            new WebSocketStream() | TypeError
            new WebSocketStream('ws://bad host/') | SyntaxError
            new WebSocketStream('ftp://127.0.0.1/') | SyntaxError
            new WebSocketStream('/x#part') | SyntaxError
            new WebSocketStream('/x', { protocols: 'chat' }) | TypeError
            new WebSocketStream('/x', { protocols: ['chat', 'chat'] }) | SyntaxError
            new WebSocketStream('/x', { protocols: ['a b'] }) | SyntaxError
            new WebSocketStream('/x', { signal: {} }) | TypeError
            new WebSocketError('', { closeCode: 1001 }) | InvalidAccessError
            new WebSocketError('', { reason: 'x'.repeat(124) }) | SyntaxError
            """)
    void whatIsWrongIsRefusedAtOnce(String expression, String name) {
        assertEquals(name, runtime.evaluate("try { " + expression + "; 'no error' } catch (e) { e.name }"));
    }

    @Test
    void urlsAreResolvedAndBecomeWs() {
        assertEquals(
                "ws://127.0.0.1:" + server.port() + "/folder/chat?x",
                run("const s = new WebSocketStream('chat?x'); await s.opened; s.close(); return s.url;"));
    }

    @Test
    void textAndBytesComeBackAsTheyWere() {
        assertEquals("string grüß \uD83D\uDE00 Uint8Array 0,1,255 chat ", run("""
                        const socket = new WebSocketStream('/', { protocols: ['chat'] });
                        const { readable, writable, protocol, extensions } = await socket.opened;
                        const reader = readable.getReader(), writer = writable.getWriter();
                        await writer.write('grüß \\u{1F600}');
                        const text = (await reader.read()).value;
                        await writer.write(new Uint8Array([9, 0, 1, 255]).subarray(1));
                        const bytes = (await reader.read()).value;
                        socket.close();
                        return [typeof text, text, bytes.constructor.name, bytes.join(), protocol, extensions].join(' ');"""));
    }

    @Test
    void closingWithACodeTellsTheServerAndBothStreams() {
        assertEquals("3001 bye true InvalidStateError", run("""
                        const socket = new WebSocketStream('/');
                        const { readable, writable } = await socket.opened;
                        const reader = readable.getReader(), writer = writable.getWriter();
                        socket.close({ closeCode: 3001, reason: 'bye' });
                        socket.close({ closeCode: 3002 });
                        const { closeCode, reason } = await socket.closed;
                        const { done } = await reader.read();
                        const error = await writer.closed.catch((e) => e);
                        return [closeCode, reason, done, error.name].join(' ');"""));
    }

    @Test
    void aReasonAloneSendsCode1000AndNothingSendsNone() {
        assertEquals("1000 1005", run("""
                        const first = new WebSocketStream('/'), second = new WebSocketStream('/');
                        await Promise.all([first.opened, second.opened]);
                        first.close({ reason: 'over' });
                        second.close();
                        return [(await first.closed).closeCode, (await second.closed).closeCode].join(' ');"""));
    }

    @Test
    void closingTheWritableWaitsForTheHandshake() {
        assertEquals("1005 closed", run("""
                        const socket = new WebSocketStream('/');
                        const writer = (await socket.opened).writable.getWriter();
                        await writer.close();
                        await writer.closed;
                        return (await socket.closed).closeCode + ' closed';"""));
    }

    @Test
    void cancelAndAbortSendTheCodeOfAWebSocketErrorOnly() {
        assertEquals("3003 why 1005", run("""
                        const first = new WebSocketStream('/'), second = new WebSocketStream('/');
                        const { readable } = await first.opened, { writable } = await second.opened;
                        await readable.cancel(new WebSocketError('', { closeCode: 3003, reason: 'why' }));
                        await writable.abort({ closeCode: 3004 });
                        const { closeCode, reason } = await first.closed;
                        return [closeCode, reason, (await second.closed).closeCode].join(' ');"""));
    }

    @Test
    void aServerThatClosesEndsTheReadable() {
        begin("""
                const socket = new WebSocketStream('/');
                const { readable } = await socket.opened;
                const chunks = [];
                for await (const chunk of readable) chunks.push(chunk);
                const { closeCode, reason } = await socket.closed;
                return [chunks.join(), closeCode, reason].join(' ');""");
        peer().sendText("a");
        peer().sendText("b");
        peer().startClose(1001, "going");
        assertEquals("a,b 1001 going", outcome());
    }

    @Test
    void aConnectionThatBreaksRejectsEverythingWithOneError() {
        begin("""
                const socket = new WebSocketStream('/');
                const { readable, writable } = await socket.opened;
                const errors = await Promise.all([
                    socket.closed, readable.getReader().read(), writable.getWriter().closed].map((p) => p.catch((e) => e)));
                const [e] = errors;
                return [errors.every((x) => x === e), e instanceof WebSocketError, e.name, e.closeCode, e.code].join(' ');""");
        peer().drop();
        assertEquals("true true WebSocketError 1006 0", outcome());
    }

    @Test
    void whatCannotBeReachedRejectsOpenedAndClosed() {
        assertEquals("true WebSocketError", run("""
                        const socket = new WebSocketStream('ws://127.0.0.1:1/');
                        const [a, b] = await Promise.all([socket.opened.catch((e) => e), socket.closed.catch((e) => e)]);
                        return (a === b) + ' ' + a.name;"""));
    }

    @Test
    void anAbortedSignalRejectsBothWithItsReason() {
        assertEquals("early,early,late,late", run("""
                        const controller = new AbortController();
                        const first = new WebSocketStream('/', { signal: AbortSignal.abort('early') });
                        const second = new WebSocketStream('/', { signal: controller.signal });
                        controller.abort('late');
                        const reasons = [];
                        for (const p of [first.opened, first.closed, second.opened, second.closed]) {
                            reasons.push(await p.catch((e) => e));
                        }
                        return reasons.join();"""));
    }

    @Test
    void anAbortAfterTheHandshakeHasNoEffect() {
        assertEquals("still here", run("""
                        const controller = new AbortController();
                        const socket = new WebSocketStream('/', { signal: controller.signal });
                        const { readable, writable } = await socket.opened;
                        controller.abort();
                        await writable.getWriter().write('still here');
                        const { value } = await readable.getReader().read();
                        socket.close();
                        return value;"""));
    }

    @Test
    void sharedAndResizableBuffersAreRefused() {
        assertEquals("TypeError TypeError TypeError", run("""
                        const names = [];
                        for (const chunk of [new SharedArrayBuffer(1), new Uint8Array(new SharedArrayBuffer(1)), new ArrayBuffer(1, { maxByteLength: 2 })]) {
                            const { writable } = await new WebSocketStream('/').opened;
                            names.push((await writable.getWriter().write(chunk).catch((e) => e)).name);
                        }
                        return names.join(' ');"""));
    }

    @Test
    void aServerThatDoesNotReadStallsTheWriter() {
        begin("""
                const socket = new WebSocketStream('/');
                globalThis.socket = socket;
                const { writable } = await socket.opened;
                const writer = writable.getWriter();
                globalThis.sent = 0;
                const chunk = new Uint8Array(65536);
                for (let i = 0; i < 4096; i++) { await writer.ready; writer.write(chunk).catch(() => {}); sent++; }
                return 'never stalled';""");
        peer().stopReading();
        Object[] last = {-1};
        int[] same = {0};
        assertTrue(runtime.runUntil(
                () -> {
                    Object now = runtime.evaluate("globalThis.sent");
                    same[0] = now != null && now.equals(last[0]) ? same[0] + 1 : 0;
                    last[0] = now;
                    return same[0] > 300;
                },
                LONG));
        assertTrue((Integer) last[0] < 1024, () -> "the writer went on to " + last[0]);
        peer().drop();
        runtime.runUntilIdle(LONG);
    }
}
