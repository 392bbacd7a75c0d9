package dev.weir.fetch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.fetch.transport.HttpExchange;
import dev.weir.host.TaskLoop;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Bodies as a server sends them, with an exchange that notes what it is told. */
class NetworkBodyTest {
    private final List<String> log = new ArrayList<>();
    private int retained;

    private final TaskLoop loop = new TaskLoop() {
        @Override
        public void execute(Runnable task) {
            throw new AssertionError("there is nothing to be done later");
        }

        @Override
        public Scheduled schedule(Runnable task, long delayNanos) {
            throw new AssertionError("there is nothing to be done later");
        }

        @Override
        public boolean isCurrentThread() {
            return true;
        }

        @Override
        public long nanoTime() {
            return 0;
        }

        @Override
        public void retain() {
            retained++;
        }

        @Override
        public void release() {
            retained--;
        }
    };

    private final HttpExchange exchange = new HttpExchange() {
        @Override
        public boolean write(ByteBuffer bytes) {
            throw new AssertionError("this is about what comes");
        }

        @Override
        public void endBody() {
            throw new AssertionError("this is about what comes");
        }

        @Override
        public void pause() {
            log.add("paused");
        }

        @Override
        public void resume() {
            log.add("resumed");
        }

        @Override
        public void cancel() {
            throw new AssertionError("the owner does that");
        }
    };

    /** Notes what it is told, and takes so many chunks before it pauses. */
    private final class Recorder implements ResponseBody.Reader {
        private final NetworkBody body;
        private final ByteArrayOutputStream all = new ByteArrayOutputStream();
        int wanted = Integer.MAX_VALUE;

        Recorder(NetworkBody body) {
            this.body = body;
        }

        @Override
        public void onChunk(ByteBuffer bytes) {
            byte[] copy = new byte[bytes.remaining()];
            bytes.get(copy);
            all.writeBytes(copy);
            if (--wanted <= 0) {
                body.pause();
            }
        }

        @Override
        public void onEnd() {
            log.add("end");
        }

        @Override
        public void onFailed(String reason) {
            log.add("failed: " + reason);
        }

        String text() {
            return all.toString(StandardCharsets.ISO_8859_1);
        }
    }

    private NetworkBody body(@Nullable String codings) {
        HeaderList headers = new HeaderList();
        if (codings != null) {
            headers.append("Content-Encoding", codings);
        }
        return new NetworkBody(loop, exchange, () -> log.add("canceled"), Long.MAX_VALUE, ContentDecoding.of(headers));
    }

    private static ByteBuffer bytes(String text) {
        return ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1));
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream coded = new ByteArrayOutputStream();
        try (OutputStream out = new GZIPOutputStream(coded)) {
            out.write(bytes);
        }
        return coded.toByteArray();
    }

    private static byte[] zlib(byte[] bytes, boolean raw) throws IOException {
        ByteArrayOutputStream coded = new ByteArrayOutputStream();
        try (OutputStream out = new DeflaterOutputStream(coded, new java.util.zip.Deflater(9, raw))) {
            out.write(bytes);
        }
        return coded.toByteArray();
    }

    @Test
    void whatComesIsHandedOn() {
        NetworkBody body = body(null);
        Recorder reader = new Recorder(body);
        body.arrived(bytes("a"));
        body.readBy(reader);
        body.arrived(bytes("b"));
        assertEquals("ab", reader.text());
        assertEquals(1, retained);
        body.ended();
        assertEquals(List.of("end"), log);
        assertEquals(0, retained);
    }

    @Test
    void aSmallBodyIsThereWheneverItIsRead() {
        NetworkBody body = body(null);
        body.arrived(bytes("a"));
        body.ended();
        assertEquals(0, retained);
        Recorder reader = new Recorder(body);
        body.readBy(reader);
        assertEquals("a", reader.text());
        assertEquals(List.of("end"), log);
    }

    @Test
    void aLargeBodyThatNobodyReadsWaitsAtTheServer() {
        NetworkBody body = body(null);
        for (int i = 0; i < 4; i++) {
            body.arrived(bytes("x".repeat(20_000)));
        }
        assertEquals(List.of("paused"), log);
        assertEquals(0, retained);
        Recorder reader = new Recorder(body);
        body.readBy(reader);
        assertEquals(80_000, reader.text().length());
        assertEquals(List.of("paused", "resumed"), log);
        assertEquals(1, retained);
        body.cancel();
        assertEquals(List.of("paused", "resumed", "canceled"), log);
        assertEquals(0, retained);
    }

    @Test
    void nothingIsLostOrDoubledByPauses() {
        NetworkBody body = body(null);
        Recorder reader = new Recorder(body);
        reader.wanted = 1;
        body.readBy(reader);
        StringBuilder sent = new StringBuilder();
        for (int i = 0; i < 100; i++) {
            body.arrived(bytes("<" + i + ">"));
            sent.append("<").append(i).append(">");
            if (i % 3 == 0) {
                reader.wanted = 2;
                body.resume();
            }
        }
        body.ended();
        assertEquals(List.of(), log);
        reader.wanted = Integer.MAX_VALUE;
        body.resume();
        assertEquals(sent.toString(), reader.text());
        assertEquals(List.of("end"), log);
    }

    @Test
    void aReaderMayPauseResumeAndCancelAmidAChunk() {
        NetworkBody body = body(null);
        List<String> seen = new ArrayList<>();
        body.arrived(bytes("a"));
        body.arrived(bytes("b"));
        body.arrived(bytes("c"));
        body.readBy(new ResponseBody.Reader() {
            @Override
            public void onChunk(ByteBuffer bytes) {
                seen.add(StandardCharsets.ISO_8859_1.decode(bytes).toString());
                body.pause();
                body.resume();
                if (seen.size() == 2) {
                    body.cancel();
                    body.resume();
                }
            }

            @Override
            public void onEnd() {
                seen.add("end");
            }

            @Override
            public void onFailed(String reason) {
                seen.add(reason);
            }
        });
        body.arrived(bytes("d"));
        body.ended();
        assertEquals(List.of("a", "b"), seen);
        assertEquals(List.of("canceled"), log);
        assertEquals(0, retained);
    }

    @Test
    void aFailureIsToldAtOnceToWhoHasPausedAndBehindTheBytesOtherwise() {
        NetworkBody body = body(null);
        Recorder reader = new Recorder(body);
        reader.wanted = 1;
        body.readBy(reader);
        body.arrived(bytes("a"));
        body.arrived(bytes("b"));
        body.failed("lost");
        assertEquals("a", reader.text());
        assertEquals(List.of("failed: lost"), log);

        log.clear();
        NetworkBody unread = body(null);
        unread.arrived(bytes("a"));
        unread.failed("lost");
        assertEquals(0, retained);
        Recorder late = new Recorder(unread);
        unread.readBy(late);
        assertEquals("a", late.text());
        assertEquals(List.of("failed: lost"), log);
    }

    @Test
    void codingsAreUndoneHoweverTheBytesAreCut() throws IOException {
        byte[] text = "some text, some text".getBytes(StandardCharsets.ISO_8859_1);
        record Coded(String codings, byte[] bytes) {}
        List<Coded> all = List.of(
                new Coded("gzip", gzip(text)),
                new Coded("X-GZIP", gzip(text)),
                new Coded("deflate", zlib(text, false)),
                new Coded("deflate", zlib(text, true)),
                new Coded("identity, gzip, ", gzip(text)),
                new Coded("deflate, gzip", gzip(zlib(text, false))),
                new Coded("gzip, deflate", zlib(gzip(text), true)),
                new Coded("br", text),
                new Coded("gzip, br", text));
        for (Coded coded : all) {
            for (int size = 1; size <= coded.bytes.length; size++) {
                log.clear();
                NetworkBody body = body(coded.codings);
                Recorder reader = new Recorder(body);
                body.readBy(reader);
                for (int at = 0; at < coded.bytes.length; at += size) {
                    body.arrived(ByteBuffer.wrap(coded.bytes, at, Math.min(size, coded.bytes.length - at)));
                }
                body.ended();
                assertEquals("some text, some text", reader.text(), coded.codings + " by " + size);
                assertEquals(List.of("end"), log, coded.codings + " by " + size);
            }
        }
        assertEquals(0, retained);
    }

    @Test
    void anEmptyBodyNeedsNoCoding() {
        NetworkBody body = body("gzip");
        body.readBy(new Recorder(body));
        body.ended();
        assertEquals(List.of("end"), log);
    }

    @Test
    void whatIsCutShortFails() throws IOException {
        byte[] coded = gzip("some text".getBytes(StandardCharsets.ISO_8859_1));
        for (String codings : List.of("gzip", "gzip, gzip")) {
            for (int length : new int[] {1, 2, 10, coded.length - 8, coded.length - 1}) {
                log.clear();
                NetworkBody body = body(codings);
                body.readBy(new Recorder(body));
                byte[] bytes = codings.equals("gzip") ? coded : gzip(coded);
                body.arrived(ByteBuffer.wrap(bytes, 0, length));
                body.ended();
                assertEquals(2, log.size(), codings + " " + length + log);
                assertEquals("canceled", log.get(0));
                assertTrue(log.get(1).startsWith("failed: the body is not coded as it says"), log.get(1));
            }
        }
        assertEquals(0, retained);
    }

    @Test
    void aBombIsUnpackedNoFasterThanItIsWanted() throws IOException {
        byte[] bomb = gzip(gzip(new byte[60 << 20]));
        assertTrue(bomb.length < 10_000);
        NetworkBody body = body("gzip, gzip");
        Recorder reader = new Recorder(body);
        reader.wanted = 1;
        body.readBy(reader);
        body.arrived(ByteBuffer.wrap(bomb));
        body.ended();
        assertTrue(reader.all.size() <= 64 << 10, "unpacked: " + reader.all.size());
        assertEquals(List.of(), log);
        reader.wanted = Integer.MAX_VALUE;
        body.resume();
        assertEquals(60 << 20, reader.all.size());
        assertEquals(List.of("end"), log);
    }

    @Test
    void aBombWhoseServerFailsIsNotUnpackedForAReaderThatHasPaused() throws IOException {
        byte[] bomb = gzip(new byte[60 << 20]);
        NetworkBody body = body("gzip");
        Recorder reader = new Recorder(body);
        reader.wanted = 1;
        body.readBy(reader);
        body.arrived(ByteBuffer.wrap(bomb, 0, bomb.length / 2));
        body.failed("lost");
        assertTrue(reader.all.size() <= 64 << 10, "unpacked: " + reader.all.size());
        assertEquals(List.of("failed: lost"), log);
    }

    @Test
    void forNobodyNothingIsUnpacked() {
        NetworkBody body = body("gzip");
        body.letGo();
        body.readBy(ResponseBody.NOBODY);
        body.arrived(bytes("this is no gzip at all"));
        assertEquals(0, retained);
        body.ended();
        assertEquals(List.of(), log);
    }

    @Test
    void whatNobodyWantsIsTakenToItsEndIfThatIsNear() {
        NetworkBody small = body(null);
        ResponseBody.discard(small);
        assertEquals(0, retained);
        small.arrived(bytes("x".repeat(60_000)));
        small.ended();
        assertEquals(List.of(), log);
        NetworkBody large = body(null);
        ResponseBody.discard(large);
        large.arrived(bytes("x".repeat(60_000)));
        large.arrived(bytes("x".repeat(60_000)));
        large.arrived(bytes("x".repeat(60_000)));
        assertEquals(List.of("canceled"), log);
        assertEquals(0, retained);
        ResponseBody.discard(Objects.requireNonNull(large));
        ResponseBody.discard(null);
    }
}
