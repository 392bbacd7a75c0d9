package dev.weir.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.UnixOperatingSystemMXBean;
import dev.weir.websockets.netty.EchoServer;
import dev.weir.websockets.netty.NettyMemory;
import dev.weir.websockets.netty.NettyTaskLoop;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Many connections that are open at once, in one runtime and in many: each takes little memory and no thread.
 *
 * <p>One runtime has 5,000, or as many as the system lets a process have; {@code -Dweir.connections=9000} makes it more.
 */
final class ManyConnectionsTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final int CONNECTIONS = Integer.getInteger("weir.connections", 5_000);

    /** What a connection may take: both of its ends, for the server is in the same JVM. */
    private static final int BUDGET = 64 << 10;

    /** Opens so many, has a message echoed by each, and keeps them. */
    private static final String SCRIPT = """
            const sockets = [];
            var open = 0, echoed = 0, failure = '';
            async function connect(url, count) {
              while (sockets.length < count) {
                const number = sockets.length, socket = new WebSocketStream(url);
                sockets.push({ socket, streams: socket.opened });
                await socket.opened;
                open++;
              }
            }
            async function echo(from, to, name) {
              for (let number = from; number < to; number++) {
                const { readable, writable } = await sockets[number].streams;
                const writer = writable.getWriter(), reader = readable.getReader();
                await writer.write(`${name} ${number}`);
                const { value } = await reader.read();
                if (value !== `${name} ${number}`) throw new Error(`message ${number} came back as ${value}`);
                writer.releaseLock();
                reader.releaseLock();
                echoed++;
              }
            }
            const failed = (error) => { failure = String(error); };
            """;

    private static WebRuntime.Builder runtime() {
        return WebRuntime.builder()
                .network(NetworkAccess.builder().allow("127.0.0.1").build());
    }

    private static String url(EchoServer server) {
        return "'ws://127.0.0.1:" + server.port() + "/'";
    }

    private static void await(WebRuntime runtime, String counter, int value) {
        assertTrue(
                runtime.runUntil(() -> Integer.valueOf(value).equals(runtime.evaluate(counter)), LONG),
                () -> counter + " is " + runtime.evaluate(counter) + " " + runtime.evaluate("failure"));
    }

    private static long memory() {
        return MemoryTest.usedAfterCollection() + NettyMemory.usedDirect();
    }

    /** All but one of Netty's that comes and goes. */
    private static Set<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> !thread.getName().startsWith("globalEventExecutor"))
                .collect(Collectors.toSet());
    }

    /** As many as were asked for, if each may have its two open files. */
    private static int connections() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof UnixOperatingSystemMXBean system
                ? (int) Math.min(
                        CONNECTIONS,
                        (system.getMaxFileDescriptorCount() - system.getOpenFileDescriptorCount() - 200) / 2)
                : CONNECTIONS;
    }

    @Test
    void thousandsInOneRuntime() throws IOException {
        int count = connections();
        try (EchoServer server = EchoServer.builder().start();
                WebRuntime runtime = runtime().build()) {
            runtime.run(SCRIPT, "sockets.js");
            runtime.run("connect(" + url(server) + ", 8).catch(failed)", "first");
            await(runtime, "open", 8);
            runtime.run("echo(0, 8, 'first').catch(failed)", "first");
            await(runtime, "echoed", 8);
            long before = memory();
            Set<Thread> threads = threads();

            runtime.run(
                    "for (let i = 0; i < 16; i++) connect(" + url(server) + ", " + count + ").catch(failed)",
                    "connect");
            await(runtime, "open", count);
            assertEquals(count, server.peers().size());
            long opened = memory();
            runtime.run("echoed = 0; echo(0, " + count + ", 'echo').catch(failed)", "echo");
            await(runtime, "echoed", count);
            long used = memory();

            System.out.println("each of " + count + " connections takes " + (opened - before) / count / 1024
                    + " KiB when open, " + (used - before) / count / 1024 + " KiB when used");
            assertTrue((used - before) / count < BUDGET, () -> "each takes " + (used - before) / count + " bytes");
            Set<Thread> more = threads();
            more.removeAll(threads);
            assertEquals(Set.of(), more);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void tenInEachOfAHundredRuntimes(boolean shareLoop) throws Exception {
        List<WebRuntime> runtimes = new ArrayList<>();
        Set<Thread> before = threads();
        try (EchoServer server = EchoServer.builder().start();
                NettyTaskLoop loop = NettyTaskLoop.start("shared");
                SharedEngine engine = SharedEngine.create()) {
            for (int i = 0; i < 100; i++) {
                WebRuntime.Builder builder = runtime().engine(engine);
                WebRuntime runtime = (shareLoop ? builder.loop(loop) : builder).build();
                runtimes.add(runtime);
                runtime.run(SCRIPT, "sockets.js");
                runtime.run("connect(" + url(server) + ", 10).catch(failed)", "connect");
            }
            runtimes.forEach(runtime -> await(runtime, "open", 10));
            assertEquals(1000, server.peers().size());

            for (int i = 0; i < 100; i++) {
                runtimes.get(i).run("echo(0, 10, 'runtime " + i + "').catch(failed)", "echo");
            }
            runtimes.forEach(runtime -> await(runtime, "echoed", 10));

            for (int i = 0; i < 50; i++) {
                runtimes.get(i).close();
            }
            List<WebRuntime> left = runtimes.subList(50, 100);
            assertTrue(left.getFirst().runUntil(() -> server.peers().size() == 500, LONG));
            left.forEach(runtime -> runtime.run("echo(0, 10, 'again').catch(failed)", "echo"));
            left.forEach(runtime -> await(runtime, "echoed", 20));
            left.forEach(WebRuntime::close);
        } finally {
            runtimes.forEach(WebRuntime::close);
        }
        for (Thread thread : threads()) {
            if (!before.contains(thread) && thread.getName().startsWith("weir")) {
                thread.join(TimeUnit.SECONDS.toMillis(30));
                assertFalse(thread.isAlive(), thread.getName());
            }
        }
    }
}
