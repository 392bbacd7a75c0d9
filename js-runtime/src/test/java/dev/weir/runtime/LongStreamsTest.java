package dev.weir.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.weir.websockets.netty.EchoServer;
import dev.weir.websockets.netty.NettyMemory;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Streams that go on for long: what they keep does not grow with what has gone through, and what they make of garbage is
 * a matter of the messages alone.
 *
 * <p>{@code -Dweir.soak.messages=1000000} and {@code -Dweir.stream.mib=1024} make them longer.
 */
final class LongStreamsTest {
    private static final int SOAK = Integer.getInteger("weir.soak.messages", 180_000);
    private static final long STREAM = Long.getLong("weir.stream.mib", 96) << 20;
    private static final Duration LONG = Duration.ofSeconds(60).plusMillis(SOAK + (STREAM >> 12));

    private static final int KIB = 1 << 10;
    private static final int CHUNK = 64 * KIB;
    private static final long NOISE = 8 << 20;

    private static WebRuntime runtime() {
        return WebRuntime.builder()
                .network(NetworkAccess.builder().allow("127.0.0.1").build())
                .build();
    }

    /** Runs the body of an asynchronous function. */
    private static void begin(WebRuntime runtime, String body) {
        runtime.run("""
                globalThis.outcome = 'pending';
                (async () => { %s })().then((value) => { outcome = String(value); },
                    (error) => { outcome = `rejected: ${error}`; });
                """.formatted(body), "test");
    }

    private static boolean hasEnded(WebRuntime runtime) {
        return !"pending".equals(runtime.evaluate("outcome"));
    }

    private static String outcome(WebRuntime runtime) {
        assertTrue(runtime.runUntil(() -> hasEnded(runtime), LONG));
        return String.valueOf(runtime.evaluate("outcome"));
    }

    private static void connect(WebRuntime runtime, EchoServer server) {
        begin(runtime, """
                const { readable, writable } = await new WebSocketStream('ws://127.0.0.1:%d').opened;
                globalThis.reader = readable.getReader();
                globalThis.writer = writable.getWriter();
                """.formatted(server.port()));
        assertEquals("undefined", outcome(runtime));
    }

    private static long memory() {
        return MemoryTest.usedAfterCollection() + NettyMemory.usedDirect();
    }

    /** Bytes that the runtime's thread has allocated. */
    private static long allocated(WebRuntime runtime) {
        ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        return threads.getThreadAllocatedBytes(
                runtime.onLoop(() -> Thread.currentThread().threadId()));
    }

    /** The slope of the line that comes closest to the values. */
    private static double slope(List<Long> values) {
        double middle = (values.size() - 1) / 2.0;
        double covariance = 0;
        double variance = 0;
        for (int i = 0; i < values.size(); i++) {
            covariance += (i - middle) * values.get(i);
            variance += (i - middle) * (i - middle);
        }
        return covariance / variance;
    }

    /** The smallest thing that could be kept of a message is an object without fields, which takes 16 bytes. */
    @Test
    void nothingIsKeptOfMessages() throws Exception {
        try (EchoServer server = EchoServer.builder().start();
                WebRuntime runtime = runtime()) {
            runtime.run("""
                    let next = 0;
                    async function echo(count) {
                      let sent = next;
                      const end = next + count;
                      for (; next < end; next++) {
                        while (sent < end && sent < next + 64) writer.write(`message ${sent++}`);
                        const { value } = await reader.read();
                        if (value !== `message ${next}`) throw new Error(`message ${next} came back as ${value}`);
                      }
                      return next;
                    }
                    """, "echo.js");
            connect(runtime, server);
            int round = SOAK / 12;
            List<Long> kept = new ArrayList<>();
            for (int i = 1; i <= 12; i++) {
                begin(runtime, "return echo(" + round + ")");
                assertEquals(String.valueOf(i * round), outcome(runtime));
                if (i > 2) {
                    kept.add(MemoryTest.usedAfterCollection());
                }
            }
            double each = slope(kept) / round;
            System.out.printf("%d messages keep %.2f bytes of the heap each%n", SOAK, each);
            assertTrue(each < 8, () -> "each message keeps " + each + " bytes: " + kept);
        }
    }

    /** The engine interprets here, and makes most of the garbage: compiled, it is about a tenth. */
    @Test
    void anEchoMakesLittleGarbage() throws Exception {
        int count = 2_000;
        try (EchoServer server = EchoServer.builder().start();
                WebRuntime runtime = runtime()) {
            runtime.run("""
                    const chunk = new Uint8Array(1024);
                    async function echo(count) {
                      for (let i = 0; i < count; i++) {
                        writer.write(chunk);
                        const { value } = await reader.read();
                        if (value.length !== chunk.length) throw new Error(`${value.length} bytes`);
                      }
                    }
                    """, "echo.js");
            connect(runtime, server);
            long each = 0;
            for (int i = 0; i < 3; i++) {
                long before = allocated(runtime);
                begin(runtime, "return echo(" + count + ")");
                assertEquals("undefined", outcome(runtime));
                each = (allocated(runtime) - before) / count;
            }
            long last = each;
            System.out.println("an echo of 1 KiB allocates " + last + " bytes");
            assertTrue(last < 40 * KIB, () -> last + " bytes for a message of 1 KiB");
        }
    }

    /** The one side floods, the other takes what comes; every sixteenth of the way it is looked what is kept. */
    @Test
    void aPipeBetweenSocketsKeepsNothing() throws Exception {
        byte[] frame = FrameServer.frame(0x82, new byte[CHUNK]);
        long chunks = STREAM / CHUNK;
        long clientsBytes = chunks * (CHUNK + 14) + 6;
        Drain drain = new Drain(clientsBytes);
        try (FrameServer from = FrameServer.start(peer -> {
                    for (long i = 0; i < chunks; i++) {
                        peer.send(frame);
                    }
                    peer.startClose();
                });
                FrameServer to = FrameServer.start(drain);
                WebRuntime runtime = runtime()) {
            runtime.evaluate("typeof WebSocketStream");
            long before = memory();
            begin(runtime, """
                    const from = new WebSocketStream('%s'), to = new WebSocketStream('%s');
                    await (await from.opened).readable.pipeTo((await to.opened).writable);
                    return (await to.closed).closeCode;
                    """.formatted(from.url(), to.url()));
            List<Long> kept = new ArrayList<>();
            assertTrue(runtime.runUntil(
                    () -> {
                        if (drain.received() > (kept.size() + 1) * clientsBytes / 17) {
                            kept.add(memory() - before);
                        }
                        return hasEnded(runtime);
                    },
                    LONG));
            assertEquals("1000", outcome(runtime));
            assertEquals(clientsBytes, drain.received());
            assertTrue(kept.size() >= 4, "the pipe is over before it could be looked at");
            long most = kept.stream().mapToLong(Long::longValue).max().orElseThrow();
            System.out.println("a pipe of " + (STREAM >> 20) + " MiB keeps " + most / KIB + " KiB");
            assertTrue(most < NOISE, () -> "kept: " + kept);
        }
    }

    /** Takes what a client sends to its close frame, and answers that. */
    private static final class Drain implements FrameServer.Script {
        private final long bytes;
        private volatile FrameServer.@Nullable Peer peer;

        Drain(long bytes) {
            this.bytes = bytes;
        }

        long received() {
            FrameServer.Peer now = peer;
            return now == null ? 0 : now.received();
        }

        @Override
        public void run(FrameServer.Peer connected) throws Exception {
            peer = connected;
            connected.skip(bytes);
            connected.startClose();
        }
    }

    /** One buffer goes to and fro between a reader and a byte source: its bytes are never copied to another. */
    @Test
    void aBufferThatIsReadIntoAgainAndAgainIsNotCopied() {
        int count = (int) (STREAM / CHUNK) / 2;
        try (WebRuntime runtime = runtime()) {
            runtime.run("""
                    let buffer = new ArrayBuffer(%d), filled = 0;
                    const stream = new ReadableStream({
                      type: 'bytes',
                      pull(controller) {
                        const { view } = controller.byobRequest;
                        view[0] = view[view.length - 1] = ++filled;
                        controller.byobRequest.respond(view.length);
                      },
                    });
                    const reader = stream.getReader({ mode: 'byob' });
                    async function read(count) {
                      let total = 0;
                      for (let i = 0; i < count; i++) {
                        const { value } = await reader.read(new Uint8Array(buffer));
                        if (buffer.byteLength !== 0) throw new Error('the buffer is still there');
                        if (value[0] !== (filled & 255) || value.at(-1) !== value[0]) throw new Error('other bytes');
                        total += value.length;
                        buffer = value.buffer;
                      }
                      return total;
                    }
                    """.formatted(CHUNK), "byob.js");
            begin(runtime, "return read(500)");
            assertEquals(String.valueOf(500L * CHUNK), outcome(runtime));
            long before = memory();
            List<Long> each = new ArrayList<>();
            for (int i = 0; i < 2; i++) {
                long start = allocated(runtime);
                begin(runtime, "return read(" + count + ")");
                assertEquals(String.valueOf((long) count * CHUNK), outcome(runtime));
                each.add((allocated(runtime) - start) / count);
            }
            long grown = memory() - before;
            System.out.println("a read of 64 KiB into a buffer of its own allocates " + each + " bytes");
            assertTrue(each.getLast() < CHUNK * 3 / 4, () -> "bytes allocated by a read: " + each);
            assertTrue(each.getLast() < each.getFirst() * 3 / 2, () -> "grows: " + each);
            assertTrue(grown < NOISE, () -> grown + " bytes more are kept");
        }
    }
}
