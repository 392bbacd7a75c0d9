package dev.weir.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.host.TaskLoop;
import dev.weir.websockets.netty.EchoServer;
import dev.weir.websockets.netty.NettyTaskLoop;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ConnectionsTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String ECHO = """
            (async () => {
                const wss = new WebSocketStream('ws://127.0.0.1/');
                const { readable, writable } = await wss.opened;
                const reader = readable.getReader(), writer = writable.getWriter();
                writer.write('ping');
                console.log((await reader.read()).value);
                if (globalThis.keep !== true) wss.close();
            })().catch((e) => console.log(`${e.name}: ${e.message}`));
            """;

    private final Recorder recorder = new Recorder();
    private final CompletableFuture<Void> connected = new CompletableFuture<>();
    private final EchoServer server;

    ConnectionsTest() throws IOException {
        server = EchoServer.builder()
                .replies(Map.of("ping", "pong"))
                .onConnect(peer -> connected.complete(null))
                .start();
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private NetworkAccess mapped() {
        return NetworkAccess.builder()
                .allow("ws://127.0.0.1:80")
                .hostRules("127.0.0.1:80=127.0.0.1:" + server.port())
                .build();
    }

    @Test
    void anOpenConnectionKeepsARuntimeBusyUntilItIsClosed() {
        try (WebRuntime runtime = recorder.runtime().network(mapped()).build()) {
            runtime.run(ECHO, "x.js");
            assertTrue(runtime.runUntilIdle(SOON));
            assertEquals(List.of("pong"), recorder.lines);
            runtime.run("keep = true;" + ECHO, "x.js");
            assertTrue(runtime.runUntil(() -> recorder.lines.size() == 2, SOON));
            assertFalse(runtime.runUntilIdle(Duration.ofMillis(20)));
        }
    }

    @Test
    void socketsGoOnWhileAVirtualClockStands() {
        try (WebRuntime runtime =
                recorder.runtime().network(mapped()).virtualClock().build()) {
            runtime.run(ECHO, "x.js");
            assertTrue(runtime.runUntilIdle(SOON));
            assertEquals(List.of("pong"), recorder.lines);
        }
    }

    @Test
    void withoutPermissionNothingConnects() {
        try (WebRuntime runtime = recorder.runtime().build()) {
            runtime.run(ECHO, "x.js");
            assertTrue(runtime.runUntilIdle(SOON));
            assertEquals(2, recorder.lines.size(), recorder.lines::toString);
            assertTrue(recorder.lines.get(0).startsWith("WebSocket connection to 'ws://"), recorder.lines.get(0));
            assertTrue(recorder.lines.get(1).startsWith("WebSocketError: "), recorder.lines.get(1));
            assertFalse(connected.isDone());
        }
    }

    @Test
    void aConnectionThatTheScriptGivesUpIsNoFailure() {
        try (WebRuntime runtime = recorder.runtime().network(mapped()).build()) {
            runtime.run("""
                    const controller = new AbortController();
                    new WebSocketStream('ws://example.com/', { signal: controller.signal });
                    controller.abort();
                    new WebSocketStream('ws://example.com/').close();
                    """, "x.js");
            assertTrue(runtime.runUntilIdle(SOON));
            assertEquals(List.of(), recorder.lines);
        }
    }

    @Test
    void closingARuntimeDropsItsConnectionsAndLeavesThoseOfOthers() {
        NettyTaskLoop loop = NettyTaskLoop.start("shared");
        try (WebRuntime one = recorder.runtime().network(mapped()).loop(loop).build();
                WebRuntime two = recorder.runtime().network(mapped()).loop(loop).build()) {
            one.run("keep = true;" + ECHO, "x.js");
            two.run("keep = true;" + ECHO, "x.js");
            assertTrue(one.runUntil(() -> recorder.lines.size() == 2, SOON));
            assertEquals(2, server.peers().size());
            one.close();
            assertTrue(two.runUntil(() -> server.peers().size() == 1, SOON));
        } finally {
            loop.close();
        }
    }

    @Test
    void aLoopWithoutNetworkSaysSo() {
        ScheduledExecutorService executor = Executors.newSingleThreadScheduledExecutor();
        try (WebRuntime runtime = recorder.runtime()
                .network(mapped())
                .loop(new ExecutorLoop(executor))
                .build()) {
            runtime.run(ECHO + "setTimeout(() => console.log('timer'), 1)", "x.js");
            assertTrue(runtime.runUntilIdle(SOON));
            assertEquals(3, recorder.lines.size(), recorder.lines::toString);
            assertTrue(recorder.lines.contains("timer"));
        } finally {
            executor.shutdownNow();
        }
    }

    @Test
    void aTimeoutSignalKeepsARuntimeBusyOnlyWhileSomebodyListens() {
        try (WebRuntime runtime = recorder.runtime().build()) {
            runtime.run("var signal = AbortSignal.timeout(3600000); AbortSignal.any([signal])", "x.js");
            assertTrue(runtime.runUntilIdle(SOON));
            runtime.run("AbortSignal.any([AbortSignal.timeout(5)]).onabort = () => console.log('late')", "x.js");
            assertTrue(runtime.runUntilIdle(SOON));
            assertEquals(List.of("late"), recorder.lines);
        }
    }

    /** An embedder's own serial executor. */
    private static final class ExecutorLoop implements TaskLoop {
        private final ScheduledExecutorService executor;
        private final Thread thread;

        ExecutorLoop(ScheduledExecutorService executor) {
            this.executor = executor;
            thread = CompletableFuture.supplyAsync(Thread::currentThread, executor)
                    .join();
        }

        @Override
        public void execute(Runnable task) {
            executor.execute(task);
        }

        @Override
        public Scheduled schedule(Runnable task, long delayNanos) {
            var future = executor.schedule(task, delayNanos, TimeUnit.NANOSECONDS);
            return () -> future.cancel(false);
        }

        @Override
        public boolean isCurrentThread() {
            return Thread.currentThread() == thread;
        }

        @Override
        public long nanoTime() {
            return System.nanoTime();
        }
    }
}
