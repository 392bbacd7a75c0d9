package dev.weir.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.host.ErrorReport;
import dev.weir.websockets.netty.EchoPeer;
import dev.weir.websockets.netty.EchoServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** WebSocket over a real socket, as a script sees it. */
class WebSocketTest {
    private static final Duration LONG = Duration.ofSeconds(30);

    private final List<ErrorReport> reports = new CopyOnWriteArrayList<>();
    private final List<String> console = new CopyOnWriteArrayList<>();
    private final List<EchoPeer> peers = new CopyOnWriteArrayList<>();
    private EchoServer server;
    private WebRuntime runtime;

    @BeforeEach
    void start() throws IOException {
        server = EchoServer.builder()
                .protocols(List.of("chat", "superchat"))
                .compression(true)
                .onConnect(peers::add)
                .start();
        runtime = newRuntime("http://127.0.0.1:" + server.port() + "/folder/page.html")
                .build();
    }

    private WebRuntime.Builder newRuntime(String url) {
        return WebRuntime.builder()
                .url(url)
                .network(NetworkAccess.allowAll())
                .onError(reports::add)
                .console((level, text) -> console.add(level + " " + text));
    }

    @AfterEach
    void stop() {
        runtime.close();
        server.close();
        assertEquals(List.of(), reports);
    }

    /** The first connection as the server sees it, which may be a moment after the script has heard of it. */
    private EchoPeer peer() {
        assertTrue(runtime.runUntil(() -> !peers.isEmpty(), LONG));
        return peers.get(0);
    }

    /** What the script writes with {@code log}, a line each, once its connections have ended. */
    private String run(String script) {
        runtime.run(
                "var lines = []; const log = (...words) => lines.push(words.join(' '));"
                        + "function watch(socket) { for (const type of ['open', 'error', 'close'])"
                        + " socket.addEventListener(type, () => log(type, socket.readyState)); return socket; }"
                        + script,
                "test");
        assertTrue(runtime.runUntilIdle(LONG));
        return String.valueOf(runtime.evaluate("lines.join('\\n')"));
    }

    @Test
    void aConversationInEvents() {
        assertEquals("""
                url ws://127.0.0.1:%1$d/folder/talk
                connecting 0
                open 1 [chat] [permessage-deflate]
                message hello ws://127.0.0.1:%1$d
                buffer 4 0,1,254,255
                blob 3 97,98,99 []
                close true 3001 done
                """.formatted(server.port()).strip(), run("""
                const socket = new WebSocket('talk', ['none', 'chat']);
                log('url', socket.url);
                log('connecting', socket.readyState);
                socket.onopen = () => {
                  log('open', socket.readyState, `[${socket.protocol}]`, `[${socket.extensions}]`);
                  socket.send('hello');
                  socket.send(new Uint8Array([9, 0, 1, 254, 255, 9]).subarray(1, 5));
                };
                socket.onmessage = async ({ data, origin }) => {
                  if (typeof data === 'string') {
                    log('message', data, origin);
                    socket.binaryType = 'arraybuffer';
                  } else if (data instanceof ArrayBuffer) {
                    log('buffer', data.byteLength, new Uint8Array(data));
                    socket.binaryType = 'blob';
                    socket.send(new Blob(['a', new Uint8Array([98]).buffer, 'c']));
                  } else {
                    log('blob', data.size, new Uint8Array(await data.arrayBuffer()), `[${data.type}]`);
                    socket.close(3001, 'done');
                  }
                };
                socket.onclose = ({ wasClean, code, reason }) => log('close', wasClean, code, reason);
                """));
    }

    @Test
    void constantsAndDefaults() {
        assertEquals("""
                0123 0123
                blob arraybuffer arraybuffer
                 0 true
                """.strip(), run("""
                const socket = new WebSocket('ws://127.0.0.1:1/');
                log([WebSocket.CONNECTING, WebSocket.OPEN, WebSocket.CLOSING, WebSocket.CLOSED].join(''),
                    [socket.CONNECTING, socket.OPEN, socket.CLOSING, socket.CLOSED].join(''));
                const before = socket.binaryType;
                socket.binaryType = 'arraybuffer';
                const set = socket.binaryType;
                socket.binaryType = 'nonsense';
                log(before, set, socket.binaryType);
                log(socket.protocol + socket.extensions, socket.bufferedAmount, socket.onmessage === null);
                """));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            new WebSocket() | TypeError
            WebSocket('ws://127.0.0.1/') | TypeError
            new WebSocket('ws://bad host/') | SyntaxError
            new WebSocket('mailto:x') | SyntaxError
            new WebSocket('/x#part') | SyntaxError
            new WebSocket('/x', 'a b') | SyntaxError
            new WebSocket('/x', '') | SyntaxError
            new WebSocket('/x', ['chat', 'CHAT']) | SyntaxError
            new WebSocket('/x').send('early') | InvalidStateError
            new WebSocket('/x').close(1001) | InvalidAccessError
            new WebSocket('/x').close(NaN) | InvalidAccessError
            new WebSocket('/x').close('reason only') | InvalidAccessError
            new WebSocket('/x').close(1000, 'é'.repeat(62)) | SyntaxError
            new WebSocket('/x').send() | TypeError
            new WebSocket('/x').send(new Uint8Array(new SharedArrayBuffer(1))) | TypeError
            new WebSocket('/x').send(new ArrayBuffer(1, { maxByteLength: 2 })) | TypeError
            """)
    void badArgumentsThrowAtOnce(String call, String error) {
        assertEquals(error, runtime.evaluate("(() => { try { " + call + "; } catch (e) { return e.name; } })()"));
    }

    @Test
    void aPageFromHttpsMayNotConnectInTheClear() {
        try (WebRuntime secure = newRuntime("https://page.test/").build()) {
            assertEquals("SecurityError", secure.evaluate("""
                    (() => { try { new WebSocket('http://other.test/'); } catch (e) { return e.name; } })()"""));
            assertEquals("SecurityError", secure.evaluate("""
                    (() => { try { new WebSocketStream('ws://other.test/'); } catch (e) { return e.name; } })()"""));
            assertEquals("ws://127.0.0.1:1/", secure.evaluate("new WebSocket('ws://127.0.0.1:1/').url"));
        }
    }

    @Test
    void aBlockedPortFailsAsAConnectionDoes() {
        assertEquals("""
                error 3
                close 3
                """.strip(), run("watch(new WebSocket('ws://127.0.0.1:6667/'))"));
    }

    @Test
    void nameAndPasswordInTheUrlAreSentToTheServer() {
        run(
                "const s = new WebSocket(`ws://me%40home:s%C3%A9cret@127.0.0.1:${location.port}/`); s.onopen = () => s.close();");
        assertEquals("Basic bWVAaG9tZTpzw6ljcmV0", peer().header("Authorization"));
    }

    @Test
    void whatIsNoEscapeInANameIsSentAsItIs() {
        run("const s = new WebSocket(`ws://50%:a+b%zz%@127.0.0.1:${location.port}/`); s.onopen = () => s.close();");
        assertEquals(
                Base64.getEncoder().encodeToString("50%:a+b%zz%".getBytes(StandardCharsets.UTF_8)),
                peer().header("Authorization").replace("Basic ", ""));
    }

    @Test
    void refusedIsAnErrorAndThenAClose() {
        assertEquals("""
                error 3
                close 3
                1006 false []
                """.strip(), run("""
                watch(new WebSocket('ws://127.0.0.1:1/')).onclose = ({ code, wasClean, reason }) =>
                  log(code, wasClean, `[${reason}]`);
                """));
    }

    @Test
    void closingWhileConnectingFailsTheConnection() {
        assertEquals(
                """
                2
                error 3
                close 3
                """.strip(), run("const s = watch(new WebSocket('/x')); s.close(); log(s.readyState); s.close(1000);"));
    }

    @Test
    void messagesAfterCloseAreDroppedAndSendsCounted() {
        assertEquals("""
                open 1
                2 0
                2 9
                close 3
                12
                """.strip(), run("""
                const s = watch(new WebSocket('/x'));
                s.onopen = () => {
                  s.send('never heard of again');
                  setTimeout(() => {
                    s.close();
                    log(s.readyState, s.bufferedAmount);
                    s.send('é€');
                    s.send(new Uint8Array(3));
                    s.send(new Blob(['x']));
                    log(s.readyState, s.bufferedAmount);
                  }, 20);
                };
                s.onmessage = () => { if (s.readyState !== 1) log('message in', s.readyState); };
                s.onclose = () => { s.send('abc'); log(s.bufferedAmount); };
                """));
    }

    @Test
    void bufferedAmountDoesNotChangeWithinATask() {
        assertEquals("0 5 8\n0", run("""
                const s = new WebSocket('/x');
                s.onopen = () => {
                  const amounts = [s.bufferedAmount];
                  s.send('hello');
                  amounts.push(s.bufferedAmount);
                  s.send(new ArrayBuffer(3));
                  amounts.push(s.bufferedAmount);
                  log(...amounts);
                };
                let count = 0;
                s.onmessage = () => { if (++count === 2) { log(s.bufferedAmount); s.close(); } };
                """));
    }

    @Test
    void eachMessageIsATaskOfItsOwn() {
        assertEquals("a1 a2 micro b1 b2 micro", run("""
                const s = new WebSocket('/x'), order = [];
                s.onopen = () => { s.send('a'); s.send('b'); };
                s.addEventListener('message', ({ data }) => {
                  order.push(data + 1);
                  if (data === 'b') s.close();
                });
                s.addEventListener('message', ({ data }) => {
                  order.push(data + 2);
                  Promise.resolve().then(() => order.push('micro'));
                });
                s.onclose = () => log(order.join(' '));
                """));
    }

    @Test
    void whatAListenerThrowsIsReportedAndTheOthersHear() {
        run("""
                const s = new WebSocket('/x');
                s.onopen = () => s.send('x');
                s.addEventListener('message', () => { throw new Error('mine'); });
                s.addEventListener('message', () => { s.close(); });
                """);
        assertEquals("Uncaught Error: mine", reports.remove(0).message());
    }

    @Test
    void theServersCloseIsReportedAsItWas() {
        runtime.run("""
                var lines = [];
                const s = new WebSocket('/x');
                s.onopen = () => lines.push('open');
                s.onclose = ({ wasClean, code, reason }) => lines.push([wasClean, code, reason].join(' '));
                s.onerror = () => lines.push('error');
                """, "test");
        assertTrue(runtime.runUntil(() -> "open".equals(runtime.evaluate("lines.join()")), LONG));
        peer().startClose(4001, "bye");
        assertTrue(runtime.runUntilIdle(LONG));
        assertEquals("open,true 4001 bye", runtime.evaluate("lines.join()"));
    }

    @Test
    void aDroppedConnectionIsAnErrorAndUnclean() {
        runtime.run("""
                var lines = [];
                const s = new WebSocket('/x');
                s.onopen = () => lines.push('open');
                s.onclose = ({ wasClean, code, reason }) => lines.push([wasClean, code, reason].join(' '));
                s.onerror = () => lines.push('error');
                """, "test");
        assertTrue(runtime.runUntil(() -> "open".equals(runtime.evaluate("lines.join()")), LONG));
        peer().drop();
        assertTrue(runtime.runUntilIdle(LONG));
        assertEquals("open,error,false 1006 ", runtime.evaluate("lines.join()"));
        assertEquals(1, console.size(), console::toString);
    }

    @Test
    void theConsoleTellsWhyAConnectionFailed() {
        run("new WebSocket('ws://user:secret@127.0.0.1:6667/a?b')");
        assertEquals(
                List.of("ERROR WebSocket connection to 'ws://127.0.0.1:6667/a?b' failed:"
                        + " port 6667 is blocked, as in every browser"),
                console);
    }

    @Test
    void theConsoleSaysNothingOfAConnectionThatTheScriptOrTheServerCloses() {
        run("const early = new WebSocket('/x'); early.close();"
                + "const late = new WebSocket('/x'); late.onopen = () => late.close()");
        assertEquals(List.of(), console);
    }

    @Test
    void aConsoleThatFailsKeepsNoEventFromTheScript() {
        try (WebRuntime other = newRuntime("http://127.0.0.1:" + server.port() + "/")
                .console((level, text) -> {
                    throw new IllegalStateException("full");
                })
                .build()) {
            other.run("""
                    var lines = [];
                    const socket = new WebSocket('ws://127.0.0.1:1/');
                    socket.onerror = socket.onclose = ({ type }) => lines.push(type);
                    """, "test");
            assertTrue(other.runUntilIdle(LONG));
            assertEquals("error,close", other.evaluate("lines.join()"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"window", "worker"})
    void closingTheRuntimeEndsTheConnectionAndNoScriptHears(String global) throws Exception {
        WebRuntime.Builder builder = newRuntime("http://127.0.0.1:" + server.port() + "/");
        WebRuntime other = (global.equals("worker") ? builder.dedicatedWorker() : builder).build();
        other.run("""
                var opened = false;
                const s = new WebSocket('/x');
                s.onopen = () => { opened = true; };
                s.onclose = s.onerror = () => { throw new Error('heard'); };
                """, "test");
        assertTrue(other.runUntil(() -> Boolean.TRUE.equals(other.evaluate("opened")), LONG));
        EchoPeer peer = peer();
        other.close();
        peer.ended().get(30, java.util.concurrent.TimeUnit.SECONDS);
    }

    @Test
    void closeEventHasWhatItsConstructorWasGiven() {
        assertEquals("close true 4000 why|x false 0 |false", run("""
                const one = new CloseEvent('close', { wasClean: true, code: 4000, reason: 'why' });
                const other = new CloseEvent('x');
                log([one.type, one.wasClean, one.code, one.reason].join(' ') + '|'
                    + [other.type, other.wasClean, other.code, other.reason].join(' ') + '|' + other.isTrusted);
                """));
    }
}
