package dev.weir.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Bodies that come and go bit by bit: whoever is slow makes the other side wait, and memory stays bounded. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FetchStreamsTest {
    private static final String REFUSED = "TypeError: fetch: the network failed, or refused";
    /** More than all the buffers on the way hold, in bytes. */
    private static final long MUCH = 64L << 20;

    /** Writes a body without end, and counts what the socket takes. */
    private static void flood(OutputStream out, String fields, AtomicLong taken) throws Exception {
        out.write(("HTTP/1.1 200 OK\r\nContent-Length: 1000000000000\r\n" + fields + "\r\n")
                .getBytes(StandardCharsets.US_ASCII));
        byte[] piece = new byte[64 << 10];
        Arrays.fill(piece, (byte) 'x');
        while (taken.get() < MUCH) {
            out.write(piece);
            taken.addAndGet(piece.length);
        }
    }

    /** Waits until the count stands still, and gives it. */
    private static long settled(AtomicLong count) throws InterruptedException {
        long before = -1;
        for (int i = 0; i < 100 && before != count.get(); i++) {
            before = count.get();
            TimeUnit.MILLISECONDS.sleep(200);
        }
        return count.get();
    }

    @Test
    void aServerWaitsForWhoeverReadsSlowly() throws Exception {
        AtomicLong taken = new AtomicLong();
        try (FetchServer server = new FetchServer((request, out) -> flood(out, "", taken));
                FetchPage page = new FetchPage(server.url())) {
            assertEquals("true", page.run("""
                    globalThis.reader = (await fetch('/')).body.getReader();
                    return (await reader.read()).value.length > 0;
                    """));
            long stalled = settled(taken);
            assertTrue(stalled < MUCH, "the server has sent everything");
            assertEquals("8388608", page.run("""
                    let count = 0;
                    while (count < 8 << 20) count += (await reader.read()).value.length;
                    return Math.min(count, 8 << 20);
                    """));
            assertTrue(settled(taken) > stalled);
            assertEquals("undefined", page.run("return reader.cancel()"));
            page.becomesIdle();
        }
    }

    @Test
    void aResponseThatNobodyReadsIsNoReasonToWait() throws Exception {
        AtomicLong taken = new AtomicLong();
        try (FetchServer server = new FetchServer((request, out) -> flood(out, "", taken));
                FetchPage page = new FetchPage(server.url())) {
            assertEquals("200", page.run("globalThis.kept = await fetch('/'); return kept.status"));
            page.becomesIdle();
            assertTrue(settled(taken) < MUCH, "the server has sent everything");
            assertEquals("undefined", page.run("return kept.body.cancel()"));
            page.becomesIdle();
        }
    }

    @Test
    void responsesThatScriptsDropMakeRoomForOthers() throws Exception {
        try (FetchServer server = new FetchServer((request, out) -> flood(out, "", new AtomicLong()));
                FetchPage page = new FetchPage(server.url())) {
            page.run("globalThis.long = new AbortController().signal");
            for (int i = 0; i < 20; i++) {
                assertEquals("200", page.run("return (await fetch('/', { signal: long })).status"));
                System.gc();
                TimeUnit.MILLISECONDS.sleep(20);
            }
            assertTrue(server.open.size() <= 6, () -> server.open.size() + " connections");
        }
    }

    @Test
    void aRuntimeIsNotIdleWhileItWaitsForAnAnswer() throws Exception {
        CountDownLatch answer = new CountDownLatch(1);
        try (FetchServer server = new FetchServer((request, out) -> {
                    answer.await();
                    out.write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\na".getBytes(StandardCharsets.US_ASCII));
                    out.flush();
                    TimeUnit.MILLISECONDS.sleep(200);
                    out.write('b');
                });
                FetchPage page = new FetchPage(server.url())) {
            page.start("return (await fetch('/')).text()");
            assertFalse(page.runtime.runUntilIdle(Duration.ofMillis(300)));
            answer.countDown();
            page.becomesIdle();
            assertEquals("ab", page.runtime.evaluate("result"));
        }
    }

    @Test
    void aStreamIsSentAsItGrowsAndNoFasterThanItIsTaken() throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        AtomicLong chunks = new AtomicLong();
        Recorder recorder = new Recorder();
        try (FetchServer server = new FetchServer((request, out) -> {
                    long count = request.chunk().length;
                    goOn.await();
                    for (byte[] chunk = request.chunk(); chunk.length > 0; chunk = request.chunk()) {
                        count += chunk.length;
                        for (byte each : chunk) {
                            assertEquals(chunk[0], each);
                        }
                    }
                    out.write(FetchServer.answer("200 OK", "", "" + count));
                });
                FetchPage page = new FetchPage(
                        recorder,
                        recorder.runtime()
                                .url(server.url())
                                .function("pulled", arguments -> {
                                    chunks.incrementAndGet();
                                    return null;
                                })
                                .network(NetworkAccess.builder()
                                        .allow("127.0.0.1")
                                        .build()))) {
            page.start("""
                    let left = 1024; // 64 MiB
                    const body = new ReadableStream({
                      pull(c) {
                        pulled();
                        if (left-- === 0) c.close(); else c.enqueue(new Uint8Array(65536).fill(left));
                      },
                    });
                    return (await fetch('/', { method: 'POST', duplex: 'half', body })).text();
                    """);
            long before = settled(chunks);
            assertTrue(before > 1 && before < 1000, before + " chunks were pulled");
            goOn.countDown();
            assertEquals("" + MUCH, page.result());
            page.becomesIdle();
        }
    }

    @Test
    void aStreamThatFailsFailsTheFetchWithItsOwnError() throws Exception {
        try (FetchServer server = new FetchServer((request, out) -> {
                    while (request.chunk().length > 0) {
                        // an end never comes
                    }
                });
                FetchPage page = new FetchPage(server.url())) {
            String fetch = "await fetch('/', { method: 'POST', duplex: 'half', body: new ReadableStream({ %s }) })";
            assertEquals("RangeError: mine", page.run(fetch.formatted("pull(c) { throw new RangeError('mine'); }")));
            assertEquals("RangeError: mine", page.run(fetch.formatted("""
                    async pull(c) {
                      if (this.begun) throw new RangeError('mine');
                      this.begun = true;
                      c.enqueue(new Uint8Array(1));
                    }
                    """)));
            assertEquals(
                    "TypeError: a chunk of a body's stream must be a Uint8Array",
                    page.run(fetch.formatted("pull(c) { c.enqueue('text'); }")));
            page.becomesIdle();
        }
    }

    @Test
    void bytesThatAreDetachedOrEmptyEndNothing() throws Exception {
        try (FetchServer server =
                        new FetchServer((request, out) -> out.write(FetchServer.answer("200 OK", "", request.body())));
                FetchPage page = new FetchPage(server.url())) {
            assertEquals("ab", page.run("""
                    const gone = new Uint8Array([120, 121]);
                    const chunks = [new Uint8Array([97]), new Uint8Array(0), gone, new Uint8Array([120, 98]).subarray(1)];
                    structuredClone(gone.buffer, { transfer: [gone.buffer] });
                    const body = new ReadableStream({
                      pull(c) { if (chunks.length === 0) c.close(); else c.enqueue(chunks.shift()); },
                    });
                    return (await fetch('/', { method: 'POST', duplex: 'half', body })).text();
                    """));
        }
    }

    // ---- codings

    private static byte[] coded(String coding, byte[] bytes) throws IOException {
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        try (OutputStream out = coding.equals("gzip") ? new GZIPOutputStream(all) : new DeflaterOutputStream(all)) {
            out.write(bytes);
        }
        return all.toByteArray();
    }

    @Test
    void codedBodiesAreUndoneAndMustBeWhole() throws Exception {
        byte[] text = "text, ".repeat(10_000).getBytes(StandardCharsets.US_ASCII);
        try (FetchServer server = new FetchServer((request, out) -> {
                    String coding = request.path().substring(1, request.path().indexOf('?'));
                    byte[] bytes = coded(coding, text);
                    int length = request.path().endsWith("?cut") ? bytes.length - 5 : bytes.length;
                    out.write(FetchServer.answer(
                            "200 OK", "Content-Encoding: " + coding + "\r\n", Arrays.copyOf(bytes, length)));
                });
                FetchPage page = new FetchPage(server.url())) {
            for (String coding : new String[] {"gzip", "deflate"}) {
                assertEquals(
                        "60000 true",
                        page.run("const r = await fetch('/" + coding + "?whole'); const { length } = await r.text();"
                                + "return `${length} ${r.headers.get('content-length') < 60000}`"));
                assertEquals(REFUSED, page.run("return (await (await fetch('/" + coding + "?cut')).text()).length"));
                assertTrue(
                        page.recorder.lines.getLast().startsWith("fetch: the body is not coded as it says: "),
                        page.recorder.lines::toString);
            }
            page.becomesIdle();
        }
    }

    @Test
    void aBombIsUnpackedNoFasterThanItIsRead() throws Exception {
        byte[] bomb = coded("gzip", new byte[256 << 20]);
        try (FetchServer server = new FetchServer(
                        (request, out) -> out.write(FetchServer.answer("200 OK", "Content-Encoding: gzip\r\n", bomb)));
                FetchPage page = new FetchPage(server.url())) {
            assertEquals("true", page.run("""
                    globalThis.reader = (await fetch('/')).body.getReader();
                    return (await reader.read()).value.length <= 65536;
                    """));
            System.gc();
            long before = used();
            TimeUnit.MILLISECONDS.sleep(500);
            System.gc();
            assertTrue(used() - before < 32 << 20, "it was unpacked into memory");
            assertEquals("true undefined", page.run("""
                    let count = 0;
                    for (let i = 0; i < 100; i++) count += (await reader.read()).value.length;
                    return `${count >= 100 && count <= 6553600} ${await reader.cancel()}`;
                    """));
            page.becomesIdle();
        }
    }

    private static long used() {
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }
}
