package dev.weir.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import dev.weir.websockets.netty.NettyMemory;
import dev.weir.websockets.netty.TransportOptions;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a connection keeps in memory does not depend on how much the other side sends or refuses to take.
 *
 * <p>A stalled connection keeps what one read of the socket brought (64 KiB at most) and what the stream holds ahead (one
 * message); a stalled writer the transport's high-water mark (128 KiB) and one chunk. The system's socket buffers are not
 * counted: where the system tells what is in them, the bounds are checked to the byte.
 *
 * <p>The flood lasts three seconds; {@code -Dweir.flood.seconds=60} makes it longer.
 */
final class BoundedMemoryTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final long FLOOD_SECONDS = Long.getLong("weir.flood.seconds", 3);

    private static final int KIB = 1 << 10;
    private static final int MIB = 1 << 20;

    /** What the other side offers, or is offered: no test gets there. */
    private static final long TEN_GIB = 10L << 30;

    /** What one read of the socket brings at most. */
    private static final int ONE_READ = 64 * KIB;

    /** Room for what the JVM does besides: classes, profiles, chunks that the allocator keeps. */
    private static final long NOISE = 8 * MIB;

    /** What the system's two buffers of a loopback connection may take. */
    private static final long SYSTEM = 64 * MIB;

    private static WebRuntime.Builder runtime() {
        return WebRuntime.builder()
                .network(NetworkAccess.builder().allow("127.0.0.1").build());
    }

    private static void begin(WebRuntime runtime, FrameServer server, String body) {
        runtime.run("""
                var outcome = 'pending';
                (async () => {
                  const url = '%s';
                  %s
                })().then((value) => { outcome = String(value); }, (error) => { outcome = `rejected: ${error}`; });
                """.formatted(server.url(), body), "test");
    }

    private static String outcome(WebRuntime runtime) {
        assertTrue(runtime.runUntil(() -> !"pending".equals(runtime.evaluate("outcome")), LONG));
        return String.valueOf(runtime.evaluate("outcome"));
    }

    private static long number(WebRuntime runtime, String expression) {
        return runtime.evaluate(expression) instanceof Number number ? number.longValue() : -1;
    }

    private static long memory() {
        return MemoryTest.usedAfterCollection() + NettyMemory.usedDirect();
    }

    private static void print(String what, long held) {
        System.out.println(what + " holds " + (held + KIB - 1) / KIB + " KiB");
    }

    /** Steps of a test that may be done again. */
    private interface Round {
        void run() throws Exception;
    }

    /**
     * Does it once, for the allocator keeps what it had to give out, and three times more: that takes nothing again. What
     * ended a moment ago may be given back a moment later.
     */
    private static void assertKeepsNothing(WebRuntime runtime, Round round) throws Exception {
        round.run();
        long once = memory();
        for (int i = 0; i < 3; i++) {
            round.run();
        }
        assertTrue(
                runtime.runUntil(() -> memory() < once + NOISE, Duration.ofSeconds(20)),
                () -> "grew from " + once + " to " + memory() + " bytes");
    }

    // ---- a server that floods

    private static final int MESSAGE = 1 * KIB;

    /** Sends numbered messages for as long as it is let, each a chain in one checksum. */
    private static final class Flood implements FrameServer.Script {
        final CompletableFuture<FrameServer.Peer> connected = new CompletableFuture<>();
        final AtomicLong sent = new AtomicLong();
        volatile long last = TEN_GIB / MESSAGE;
        volatile int checksum;

        @Override
        public void run(FrameServer.Peer peer) throws Exception {
            connected.complete(peer);
            byte[] message = new byte[MESSAGE];
            ByteBuffer words = ByteBuffer.wrap(message).order(ByteOrder.LITTLE_ENDIAN);
            int sum = 0;
            for (long number = 0; number < last; number++) {
                for (int at = 0; at < MESSAGE; at += Integer.BYTES) {
                    int word = (int) (number * 0x9E3779B9L) + at;
                    words.putInt(at, word);
                    sum = 31 * sum + word;
                }
                peer.send(FrameServer.frame(0x82, message));
                sent.incrementAndGet();
            }
            checksum = sum;
            peer.startClose();
        }
    }

    @Test
    void aServerThatFloodsIsStalledAndNothingIsLost() throws Exception {
        Flood flood = new Flood();
        try (FrameServer server = FrameServer.start(flood);
                WebRuntime runtime = runtime().build()) {
            runtime.run("var read = 0, sum = 0, pace = 'slow', goOn = null;", "counts");
            long before = memory();
            begin(runtime, server, """
                    const socket = new WebSocketStream(url);
                    const reader = (await socket.opened).readable.getReader();
                    for (;;) {
                      if (pace === 'slow') await new Promise((resolve) => setTimeout(resolve, 10));
                      if (pace === 'stopped') await new Promise((resolve) => { goOn = resolve; });
                      const { value, done } = await reader.read();
                      if (done) break;
                      const words = new Int32Array(value.slice().buffer);
                      for (let i = 0; i < words.length; i++) sum = (Math.imul(sum, 31) + words[i]) | 0;
                      read++;
                    }
                    return (await socket.closed).closeCode;
                    """);
            assertTrue(runtime.runUntil(() -> number(runtime, "read") >= 50, LONG));
            long early = memory();
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(FLOOD_SECONDS);
            assertTrue(runtime.runUntil(() -> System.nanoTime() > end, LONG.plusSeconds(FLOOD_SECONDS)));
            long late = memory();
            runtime.run("pace = 'stopped'", "stop");
            assertTrue(runtime.runUntil(() -> Boolean.TRUE.equals(runtime.evaluate("goOn !== null")), LONG));

            FrameServer.Peer peer = flood.connected.join();
            OptionalLong inSystem = settledBytesBetween(runtime, peer.port(), peer.clientPort());
            int frame = MESSAGE + FrameServer.header(0x82, MESSAGE).length;
            long underway = (flood.sent.get() - number(runtime, "read")) * frame;
            assertTrue(underway < SYSTEM, () -> "the server could write " + underway + " bytes ahead");
            inSystem.ifPresent(system -> {
                long held = underway - system;
                print("a connection whose server floods", held);
                assertTrue(held <= ONE_READ + 2 * frame, () -> "the connection holds " + held + " bytes");
            });
            assertTrue(late - early < NOISE, () -> "grew from " + early + " to " + late + " bytes");
            assertTrue(late - before < 2 * NOISE, () -> "grew from " + before + " to " + late + " bytes");

            flood.last = flood.sent.get() + 10_000;
            runtime.run("pace = 'full speed'; goOn();", "go on");
            assertEquals("1000", outcome(runtime));
            server.awaitEnd();
            assertEquals(flood.sent.get(), number(runtime, "read"));
            assertEquals(flood.checksum, number(runtime, "sum"));
        }
    }

    /** What the system keeps, once it does not change any more. */
    private static OptionalLong settledBytesBetween(WebRuntime runtime, int from, int to) {
        List<OptionalLong> samples = new CopyOnWriteArrayList<>();
        assertTrue(runtime.runUntil(
                () -> {
                    samples.add(SocketQueues.bytesBetween(from, to));
                    int count = samples.size();
                    return count > 100
                            && samples.subList(count - 100, count).stream()
                                            .distinct()
                                            .count()
                                    == 1;
                },
                LONG));
        return samples.getLast();
    }

    // ---- a server that does not read

    private static final int CHUNK = 64 * KIB;

    /** Header and mask of a client's frame of a chunk. */
    private static final int CHUNK_FRAME = CHUNK + 14;

    private static final int EMPTY_CLOSE_FRAME = 6;

    /** Reads nothing until it is told to, and then everything. */
    private static final class Sink implements FrameServer.Script {
        final CompletableFuture<FrameServer.Peer> connected = new CompletableFuture<>();
        final CompletableFuture<Boolean> mayRead = new CompletableFuture<>();

        @Override
        public void run(FrameServer.Peer peer) throws Exception {
            connected.complete(peer);
            mayRead.get();
            peer.skipToEnd();
        }
    }

    private static final String WRITES = """
            const writer = writable.getWriter();
            while (!stop && sent < limit) {
              waits = true;
              await writer.ready;
              waits = false;
              writer.write(chunk).catch((error) => { failure = error; });
              sent++;
            }
            await writer.close();
            """;

    private static final String PIPES = """
            const source = new ReadableStream({
              pull(controller) {
                waits = false;
                if (stop || sent === limit) return controller.close();
                controller.enqueue(chunk);
                sent++;
                waits = true;
              },
            }, { highWaterMark: 0 });
            await source.pipeTo(writable);
            """;

    @ParameterizedTest
    @ValueSource(strings = {WRITES, PIPES})
    void aServerThatDoesNotReadStallsWhatWritesAndNothingIsLost(String writes) throws Exception {
        Sink sink = new Sink();
        int highWaterMark = TransportOptions.defaults().highWaterMark();
        try (FrameServer server = FrameServer.start(sink);
                WebRuntime runtime = runtime().build()) {
            runtime.run(
                    "var sent = 0, waits = false, stop = false, failure = null, limit = " + TEN_GIB / CHUNK
                            + ", chunk = new Uint8Array(" + CHUNK + ");",
                    "counts");
            long before = memory();
            begin(runtime, server, "const { writable } = await new WebSocketStream(url).opened;" + writes);
            FrameServer.Peer peer = sink.connected.get(60, TimeUnit.SECONDS);
            long[] same = {-1, 0};
            assertTrue(runtime.runUntil(
                    () -> {
                        long now = number(runtime, "sent");
                        same[1] = now == same[0] ? same[1] + 1 : 0;
                        same[0] = now;
                        return now > 0 && same[1] > 300;
                    },
                    LONG));
            OptionalLong inSystem = settledBytesBetween(runtime, peer.clientPort(), peer.port());
            assertEquals(true, runtime.evaluate("waits"));
            long underway = number(runtime, "sent") * CHUNK_FRAME;
            assertTrue(underway < SYSTEM, () -> "the script could write " + underway + " bytes");
            inSystem.ifPresent(system -> {
                long held = underway - system;
                print("a connection whose server does not read", held);
                assertTrue(held > 0, "the script waits, and nothing is queued");
                assertTrue(held <= highWaterMark + CHUNK_FRAME, () -> "the connection holds " + held + " bytes");
            });
            long late = memory();
            assertTrue(late - before < 2 * NOISE, () -> "grew from " + before + " to " + late + " bytes");

            runtime.run("stop = true", "stop");
            sink.mayRead.complete(true);
            assertTrue(runtime.runUntil(
                    () -> peer.received() == number(runtime, "sent") * CHUNK_FRAME + EMPTY_CLOSE_FRAME, LONG));
            assertEquals(null, runtime.evaluate("failure"));
        }
    }

    /** The classic interface holds nobody back: what it queues is counted, and the embedder's limit ends it. */
    @Test
    void aSocketThatSendsMoreThanMayWaitIsEnded() throws Exception {
        int limit = 16 * MIB;
        AtomicLong direct = new AtomicLong();
        try (WebRuntime runtime = runtime()
                .connections(TransportOptions.defaults().withMaxQueuedBytes(limit))
                .function("sample", arguments -> {
                    direct.accumulateAndGet(NettyMemory.usedDirect(), Math::max);
                    return null;
                })
                .build()) {
            runtime.run("var most = 0;", "counts");
            long directBefore = NettyMemory.usedDirect();
            assertKeepsNothing(runtime, () -> {
                try (FrameServer server = FrameServer.start(new Sink())) {
                    begin(runtime, server, """
                            const socket = new WebSocket(url), chunk = new Uint8Array(65536);
                            await new Promise((resolve) => { socket.onopen = resolve; });
                            const closed = new Promise((resolve) => { socket.onclose = resolve; });
                            while (socket.readyState === WebSocket.OPEN) {
                              for (let i = 0; i < 4; i++) socket.send(chunk);
                              if (socket.bufferedAmount <= %d) most = Math.max(most, socket.bufferedAmount);
                              sample();
                              await new Promise((resolve) => setTimeout(resolve));
                            }
                            const { wasClean, code } = await closed;
                            return `${wasClean} ${code}`;
                            """.formatted(limit));
                    assertEquals("false 1006", outcome(runtime));
                }
            });
            assertTrue(number(runtime, "most") > limit - 8 * CHUNK, () -> "no more than " + runtime.evaluate("most"));
            // The allocator rounds what it gives up to powers of two: a chunk and its header take twice a chunk.
            assertTrue(
                    direct.get() - directBefore < 2 * limit + NOISE,
                    () -> "direct memory grew from " + directBefore + " to " + direct + " bytes");
        }
    }

    // ---- a message that is too long

    /** What the loop's thread has ever allocated on the heap, in bytes. */
    private static long allocated(WebRuntime runtime) {
        long thread = runtime.onLoop(() -> Thread.currentThread().threadId());
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getThreadAllocatedBytes(thread);
    }

    private static final String READS_ONE = """
            const socket = new WebSocketStream(url);
            const { readable } = await socket.opened;
            const [read, closed] = await Promise.allSettled([readable.getReader().read(), socket.closed]);
            return `${read.status} ${closed.reason.closeCode} ${closed.reason.message.replace(url, '')}`;
            """;

    private static final String TOO_BIG =
            "rejected 1006 : server sent a malformed frame: message too big: a message exceeds" + " the limit of "
                    + (32 << 20) + " bytes";

    /** Of 64 MiB that are announced the first bytes come; the answer does not wait for the others, nor is room made. */
    @Test
    void aMessageThatIsTooLongIsRefusedBeforeItComes() throws Exception {
        CompletableFuture<Integer> code = new CompletableFuture<>();
        try (FrameServer server = FrameServer.start(peer -> {
                    peer.send(FrameServer.header(0x82, 64 * MIB));
                    peer.send(new byte[KIB]);
                    code.complete(peer.readCloseCode());
                });
                WebRuntime runtime = runtime().build()) {
            runtime.evaluate("typeof WebSocketStream");
            long directBefore = NettyMemory.usedDirect();
            long allocatedBefore = allocated(runtime);
            begin(runtime, server, READS_ONE);
            assertEquals(TOO_BIG, outcome(runtime));
            assertEquals(1009, code.get(60, TimeUnit.SECONDS));
            long direct = NettyMemory.usedDirect() - directBefore;
            assertTrue(direct < NOISE, () -> direct + " bytes of direct memory");
            long heap = allocated(runtime) - allocatedBefore;
            assertTrue(heap < 4 * NOISE, () -> heap + " bytes of the heap");
            server.awaitEnd();
        }
    }

    /** Fragments tell nothing of the others to come: what was collected is dropped at the limit. */
    @Test
    void fragmentsThatBecomeTooLongAreDropped() throws Exception {
        try (WebRuntime runtime = runtime().build()) {
            assertKeepsNothing(runtime, () -> {
                CompletableFuture<Integer> code = new CompletableFuture<>();
                try (FrameServer server = FrameServer.start(peer -> {
                    for (int i = 0; i < 64; i++) {
                        peer.send(FrameServer.frame(i == 0 ? 0x02 : 0x00, new byte[MIB]));
                    }
                    code.complete(peer.readCloseCode());
                })) {
                    begin(runtime, server, READS_ONE);
                    assertEquals(TOO_BIG, outcome(runtime));
                    assertEquals(1009, code.get(60, TimeUnit.SECONDS));
                    server.awaitEnd();
                }
            });
        }
    }
}
