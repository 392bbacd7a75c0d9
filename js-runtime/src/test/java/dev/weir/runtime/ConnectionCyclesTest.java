package dev.weir.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.websockets.netty.EchoPeer;
import dev.weir.websockets.netty.EchoServer;
import dev.weir.websockets.netty.NettyMemory;
import java.io.File;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * Connections that come and go leave nothing: no thread, no file descriptor, no memory.
 *
 * <p>There are 5,000 of them; {@code -Dweir.cycles=100000} makes it more.
 */
final class ConnectionCyclesTest {
    private static final int CYCLES = Integer.getInteger("weir.cycles", 5_000);
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final long NOISE = 8 << 20;

    /** What the JVM opens for itself meanwhile: archives of classes, say. */
    private static final int FEW = 16;

    /** Each way for a connection to end, one after the other; eight scripts' worth at a time. */
    private static final String SCRIPT = """
            var ended = 0, wrong = [];
            const ends = {
              async byUs(socket) { socket.close({ closeCode: 3000 }); return (await socket.closed).closeCode === 3000; },
              async byServer(socket) { return (await socket.closed).closeCode === 1001; },
              async dropped(socket) { return (await socket.closed.catch((error) => error)).closeCode === 1006; },
              async canceled(socket, { readable }) { await readable.cancel(); return (await socket.closed).closeCode === 1005; },
            };
            async function cycles(count) {
              for (; count > 0; count--) {
                const [name, end] = Object.entries(ends)[count % 4];
                const socket = new WebSocketStream(`${base}/${name}`);
                if (!await end(socket, await socket.opened)) wrong.push(name);
                ended++;
              }
            }
            const start = (count) => {
              for (let i = 0; i < 8; i++) cycles(count / 8).catch((error) => wrong.push(String(error)));
            };
            """;

    /** Threads, open files (0 where the system does not tell) and bytes in use. */
    private record Usage(int threads, int files, long bytes) {
        static Usage now() {
            String[] files = new File("/proc/self/fd").list();
            return new Usage(
                    Thread.getAllStackTraces().size(),
                    files == null ? 0 : files.length,
                    MemoryTest.usedAfterCollection() + NettyMemory.usedDirect());
        }

        boolean isAbout(Usage base) {
            return threads <= base.threads && files <= base.files + FEW && bytes <= base.bytes + NOISE;
        }
    }

    private static void serve(EchoPeer peer) {
        switch (peer.resource()) {
            case "/byServer" -> peer.startClose(1001, "");
            case "/dropped" -> peer.drop();
            default -> {} // the client's turn
        }
    }

    @Test
    void connectionsThatCameAndWentLeaveNothing() throws IOException {
        try (EchoServer server = EchoServer.builder()
                        .onConnect(ConnectionCyclesTest::serve)
                        .start();
                WebRuntime runtime = WebRuntime.builder()
                        .network(NetworkAccess.builder().allow("127.0.0.1").build())
                        .build()) {
            runtime.run("const base = 'ws://127.0.0.1:" + server.port() + "';" + SCRIPT, "cycles.js");
            cycle(runtime, server, 800);
            Usage base = Usage.now();
            cycle(runtime, server, CYCLES);
            assertTrue(
                    runtime.runUntil(() -> Usage.now().isAbout(base), Duration.ofSeconds(20)),
                    () -> base + " became " + Usage.now());
        }
    }

    private static void cycle(WebRuntime runtime, EchoServer server, int count) {
        int rounds = count / 8 * 8;
        runtime.run("ended = 0; start(" + rounds + ");", "start.js");
        assertTrue(
                runtime.runUntil(
                        () -> Integer.valueOf(rounds).equals(runtime.evaluate("ended")), LONG.plusMillis(20L * rounds)),
                () -> "only " + runtime.evaluate("ended + ' ' + wrong"));
        assertEquals("", runtime.evaluate("wrong.join()"));
        assertTrue(runtime.runUntil(() -> server.peers().isEmpty(), LONG));
    }
}
