package dev.weir.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.websockets.netty.EchoServer;
import dev.weir.websockets.netty.NettyTaskLoop;
import dev.weir.websockets.netty.TransportOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A connection that is given up, by its script or by the embedder, wherever it has got to. */
class ConnectionStagesTest {
    private static final Duration SOON = Duration.ofSeconds(30);

    /** How far a connection has got when it is given up. */
    private enum Stage {
        LOOKUP,
        CONNECTING,
        TLS,
        HANDSHAKE,
        OPEN,
        CLOSING;

        String scheme() {
            return this == TLS ? "wss" : "ws";
        }

        boolean isBeforeOpen() {
            return compareTo(OPEN) < 0;
        }
    }

    private static final String CONNECT = """
            const controller = new AbortController();
            const socket = new WebSocketStream('%s://host.test/', { signal: controller.signal });
            const tell = (what) => [() => console.log(`${what} fulfilled`), (e) => console.log(`${what} rejected ${e}`)];
            socket.opened.then(...tell('opened'));
            socket.closed.then(...tell('closed'));
            """;

    private final Recorder recorder = new Recorder();

    /** The connection is where the test wants it. */
    private final CompletableFuture<Boolean> reached = new CompletableFuture<>();

    /** The server has seen its end. */
    private final CompletableFuture<Boolean> ended = new CompletableFuture<>();

    private final List<AutoCloseable> open = new ArrayList<>();

    @AfterEach
    void stop() throws Exception {
        for (AutoCloseable one : open) {
            one.close();
        }
    }

    private TransportOptions options(Stage stage, String address) {
        return TransportOptions.defaults().withTimeouts(SOON, SOON, SOON).withResolver(host -> {
            if (stage == Stage.LOOKUP || stage == Stage.CONNECTING) {
                reached.complete(true);
            }
            return stage == Stage.LOOKUP
                    ? new CompletableFuture<>()
                    : CompletableFuture.supplyAsync(() -> List.of(address(address)));
        });
    }

    private static InetAddress address(String literal) {
        try {
            return InetAddress.getByName(literal);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    /** A runtime whose {@code host.test} leads to a server that lets a connection come to the stage and no further. */
    private WebRuntime.Builder runtime(Stage stage) throws Exception {
        int port = stage == Stage.CONNECTING ? fullPort() : server(stage).port();
        return recorder.runtime()
                .network(NetworkAccess.builder()
                        .allow("host.test")
                        .allowPrivateAddresses()
                        .hostRules("host.test=host.test:" + port)
                        .build())
                .connections(options(stage, stage == Stage.CONNECTING ? "127.0.0.2" : "127.0.0.1"));
    }

    private RawServer server(Stage stage) throws IOException {
        RawServer server = new RawServer(socket -> {
            try {
                hold(socket, stage);
            } finally {
                ended.complete(true);
            }
        });
        open.add(server);
        return server;
    }

    private void hold(Socket socket, Stage stage) throws Exception {
        if (stage == Stage.TLS) {
            socket.getInputStream().read();
        } else {
            String request = RawServer.readRequest(socket);
            if (!stage.isBeforeOpen()) {
                socket.getOutputStream().write(RawServer.answerTo(request, ""));
            }
            if (stage == Stage.CLOSING) {
                assertEquals(0x88, socket.getInputStream().read());
            }
        }
        reached.complete(true);
        RawServer.readToEnd(socket);
    }

    /** A port whose queue of connections is full, so that the system answers no further one. */
    private int fullPort() throws Exception {
        ServerSocket listening = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.2"));
        open.add(listening);
        while (true) {
            Socket filling = new Socket();
            open.add(filling);
            try {
                filling.connect(listening.getLocalSocketAddress(), 100);
            } catch (SocketTimeoutException full) {
                return listening.getLocalPort();
            }
        }
    }

    /** Connects, and comes to the stage. */
    private void come(WebRuntime runtime, Stage stage) throws Exception {
        runtime.run(CONNECT.formatted(stage.scheme()), "stages");
        if (!stage.isBeforeOpen()) {
            assertTrue(runtime.runUntil(() -> recorder.lines.contains("opened fulfilled"), SOON));
        }
        if (stage == Stage.CLOSING) {
            runtime.run("socket.close()", "closing");
        }
        reached.get(30, TimeUnit.SECONDS);
        runtime.run("", "one turn more");
    }

    private void awaitServersEnd(Stage stage) throws Exception {
        if (stage.compareTo(Stage.CONNECTING) > 0) {
            ended.get(30, TimeUnit.SECONDS);
        }
    }

    @ParameterizedTest
    @EnumSource
    void anAbortEndsAnOpeningAndNothingLater(Stage stage) throws Exception {
        try (WebRuntime runtime = runtime(stage).build()) {
            come(runtime, stage);
            runtime.run("controller.abort('enough')", "abort");
            if (stage.isBeforeOpen()) {
                assertTrue(runtime.runUntilIdle(SOON));
                assertEquals(List.of("opened rejected enough", "closed rejected enough"), recorder.lines);
                awaitServersEnd(stage);
            } else {
                assertFalse(runtime.runUntilIdle(Duration.ofMillis(50)));
                assertEquals(List.of("opened fulfilled"), recorder.lines);
                assertFalse(ended.isDone());
            }
        }
        awaitServersEnd(stage);
        assertEquals(List.of(), recorder.messages());
    }

    @ParameterizedTest
    @EnumSource
    void closingTheRuntimeEndsEverythingWithoutAWordToTheScript(Stage stage) throws Exception {
        List<Thread> before = threads();
        WebRuntime runtime = runtime(stage).build();
        try (runtime) {
            come(runtime, stage);
            recorder.lines.clear();
        }
        awaitServersEnd(stage);
        assertEquals(List.of(), recorder.lines);
        assertEquals(List.of(), recorder.messages());
        List<Thread> left = new ArrayList<>(threads());
        left.removeAll(before);
        for (Thread thread : left) {
            thread.join(TimeUnit.SECONDS.toMillis(30));
            assertFalse(thread.isAlive(), thread.getName());
        }
        assertThrows(IllegalStateException.class, () -> runtime.evaluate("1"));
    }

    /** Those of runtimes. */
    private static List<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("weir"))
                .toList();
    }

    @ParameterizedTest
    @EnumSource
    void endingTheLoopBelowEndsConnectionsToo(Stage stage) throws Exception {
        NettyTaskLoop loop = NettyTaskLoop.start("shared");
        try (WebRuntime runtime = runtime(stage).loop(loop).build()) {
            come(runtime, stage);
            loop.close();
            awaitServersEnd(stage);
            assertTrue(runtime.runUntilIdle(SOON));
            assertThrows(IllegalStateException.class, () -> runtime.evaluate("1"));
        }
    }

    @Test
    void aScriptMayCloseItsRuntimeWhileAMessageIsDelivered() throws Exception {
        CompletableFuture<WebRuntime> self = new CompletableFuture<>();
        try (EchoServer server = EchoServer.builder().start();
                WebRuntime runtime = recorder.runtime()
                        .network(NetworkAccess.builder().allow("127.0.0.1").build())
                        .function("stop", arguments -> {
                            self.join().close();
                            return null;
                        })
                        .build()) {
            self.complete(runtime);
            runtime.run("""
                    const socket = new WebSocket('ws://127.0.0.1:%d/');
                    socket.onopen = () => { socket.send('1'); socket.send('2'); };
                    socket.onmessage = (event) => { console.log(event.data); stop(); console.log('never'); };
                    """.formatted(server.port()), "stop");
            assertThrows(
                    IllegalStateException.class,
                    () -> runtime.runUntilIdle(SOON),
                    () -> "not closed: " + recorder.lines + recorder.messages());
            long end = System.nanoTime() + SOON.toNanos();
            while (!server.peers().isEmpty() && System.nanoTime() < end) {
                Thread.sleep(5);
            }
            assertEquals(0, server.peers().size());
            assertEquals("1", recorder.lines.getFirst());
            assertFalse(recorder.lines.contains("2"));
        }
    }

    @Test
    void anInterruptEndsTheWaitAndNothingElse() throws Exception {
        try (WebRuntime runtime = runtime(Stage.OPEN).build()) {
            come(runtime, Stage.OPEN);
            CompletableFuture<String> seen = new CompletableFuture<>();
            Thread waiting = new Thread(() -> {
                try {
                    seen.complete("idle " + runtime.runUntilIdle(SOON));
                } catch (IllegalStateException e) {
                    seen.complete(e.getMessage() + " " + Thread.currentThread().isInterrupted());
                }
            });
            waiting.start();
            waiting.interrupt();
            assertEquals("interrupted while waiting for the runtime true", seen.get(30, TimeUnit.SECONDS));
            assertEquals(2, runtime.evaluate("1 + 1"));
            assertFalse(ended.isDone());
        }
    }

    @Test
    void aThousandRacesOfOpeningAndAbortLeaveNothingBehind() throws Exception {
        try (EchoServer server = EchoServer.builder().start();
                WebRuntime runtime = recorder.runtime()
                        .network(NetworkAccess.builder().allow("127.0.0.1").build())
                        .connections(TransportOptions.defaults().withOneOpeningAtATime(false))
                        .build()) {
            runtime.run("""
                    let seed = 7;
                    const random = (limit) => (seed = seed * 48271 %% 2147483647) %% limit;
                    const counts = { opened: 0, aborted: 0, other: 0 };
                    async function race() {
                      const controller = new AbortController();
                      const socket = new WebSocketStream('ws://127.0.0.1:%d/', { signal: controller.signal });
                      const when = random(9);
                      if (when < 2) {
                        for (let i = 0; i < when; i++) await null;
                        controller.abort('enough');
                      } else {
                        setTimeout(() => controller.abort('enough'), when - 2);
                      }
                      try {
                        await socket.opened;
                        counts.opened++;
                        socket.close();
                        await socket.closed;
                      } catch (e) {
                        counts[e === 'enough' ? 'aborted' : 'other']++;
                      }
                    }
                    (async () => {
                      for (let round = 0; round < 50; round++) {
                        await Promise.all(Array.from({ length: 20 }, race));
                      }
                    })();
                    """.formatted(server.port()), "races");
            assertTrue(runtime.runUntilIdle(Duration.ofMinutes(2)));
            assertEquals("1000 0", runtime.evaluate("`${counts.opened + counts.aborted} ${counts.other}`"));
            assertEquals(true, runtime.evaluate("counts.aborted >= 100"), "those aborted at once");
            assertTrue(runtime.runUntil(() -> server.peers().isEmpty(), SOON));
            assertEquals(List.of(), recorder.messages());
        }
    }
}
