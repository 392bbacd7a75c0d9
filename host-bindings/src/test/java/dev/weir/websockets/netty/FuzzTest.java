package dev.weir.websockets.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import dev.weir.websockets.transport.WebSocketClosure;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.zip.Deflater;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What a server may send by accident or malice: sessions made from a seed, damaged, and cut anywhere. Whatever arrives, the
 * connection ends once, no exception escapes, and no buffer is left.
 *
 * <p>Runs as many seeds as fit into two seconds a test; {@code -Dweir.fuzz.seconds=600} makes it longer, {@code
 * -Dweir.fuzz.seed=N} runs the one that failed.
 */
@ExtendWith(NoLeaks.class)
final class FuzzTest {
    private static final long SECONDS = Long.getLong("weir.fuzz.seconds", 2);

    /** Codes that a connection ends with when nobody closed it in this test: the server's own, or one of these. */
    private static final List<Integer> OWN_CODES = List.of(1002, 1005, 1006, 1007, 1009);

    private interface Session {
        void run(Random random) throws Exception;
    }

    private static void repeat(Session session) {
        Long only = Long.getLong("weir.fuzz.seed");
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        for (long seed = only == null ? 0 : only; only == null ? System.nanoTime() < end : seed == only; seed++) {
            try {
                session.run(new Random(seed));
            } catch (Throwable failure) {
                fail("seed " + seed, failure);
            }
        }
    }

    /** Collects messages; checks what must hold of each. */
    private static final class Messages extends RecordingListener {
        final List<String> received = new ArrayList<>();
        int ends;

        @Override
        public void onOpen(String protocol, String extensions) {}

        @Override
        public void onText(String text) {
            assertEquals(text, new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8));
            assertEquals(0, ends, "a message after the end");
            received.add("text " + text);
        }

        @Override
        public void onBinary(ByteBuffer bytes) {
            assertEquals(0, ends, "a message after the end");
            byte[] copy = new byte[bytes.remaining()];
            bytes.get(copy);
            received.add("binary " + Arrays.toString(copy));
        }

        @Override
        public void onReadComplete() {}

        @Override
        public void onWritable() {}

        @Override
        public void onClosing(int code, String reason, int unsentMessages) {}

        @Override
        public void onClosed(WebSocketClosure end) {
            closure = end;
            ends++;
        }
    }

    // ---- frames

    @Test
    void soundSessionsArriveUnharmed() {
        repeat(random -> {
            List<String> expected = new ArrayList<>();
            boolean compressed = random.nextBoolean();
            byte[] bytes = session(random, compressed, expected);
            Messages messages = receive(random, compressed, bytes);
            assertEquals(expected, messages.received);
            assertTrue(closure(messages).wasClean(), () -> "" + closure(messages));
            assertEquals(3000, closure(messages).code());
        });
    }

    @Test
    void damagedSessionsEndWithoutHarm() {
        repeat(random -> {
            boolean compressed = random.nextBoolean();
            byte[] bytes = damaged(random, session(random, compressed, new ArrayList<>()));
            WebSocketClosure end = closure(receive(random, compressed, bytes));
            assertTrue(
                    end.wasClean() || OWN_CODES.contains(end.code()) || end.code() >= 1000,
                    () -> "an end that is none: " + end);
            if (!end.wasClean()) {
                assertNotNull(end.failure(), () -> "no reason is given: " + end);
            }
        });
    }

    @Test
    void noiseEndsWithoutHarm() {
        repeat(random -> {
            byte[] bytes = new byte[random.nextInt(2000)];
            random.nextBytes(bytes);
            closure(receive(random, random.nextBoolean(), bytes));
        });
    }

    private static WebSocketClosure closure(Messages messages) {
        assertEquals(1, messages.ends, "how often the end was told");
        return Objects.requireNonNull(messages.closure);
    }

    /** Lets the bytes arrive in pieces, with pauses of the reader's in between, and then TCP's end. */
    private static Messages receive(Random random, boolean compressed, byte[] bytes) {
        Messages messages = new Messages();
        try (Wire wire = new Wire(Wire.REQUEST, Wire.OPTIONS, messages)) {
            String extensions = compressed ? "Sec-WebSocket-Extensions: permessage-deflate\r\n" : "";
            wire.receive(Wire.ascii(Wire.answerTo(wire.begin(), extensions)));
            int most = 1 + random.nextInt(random.nextBoolean() ? 3 : 3000);
            for (int start = 0; start < bytes.length && wire.channel.isOpen(); ) {
                int length = Math.min(bytes.length - start, 1 + random.nextInt(most));
                wire.receive(Unpooled.copiedBuffer(bytes, start, length));
                start += length;
                if (random.nextInt(8) == 0) {
                    wire.connection.pause();
                    wire.turn();
                    wire.connection.resume();
                    wire.turn();
                }
            }
            if (wire.channel.isOpen()) {
                wire.serverEnds();
            }
            wire.advance(60, TimeUnit.SECONDS);
            wire.channel.checkException();
            wire.takeSent().release();
        }
        return messages;
    }

    // ---- making sessions

    /** Messages, some in fragments, with control frames anywhere, and a close frame with code 3000. */
    private static byte[] session(Random random, boolean compressed, List<String> messages) {
        ByteBuf all = Unpooled.buffer();
        Deflater deflater = new Deflater(-1, true);
        int count = random.nextInt(12);
        for (int i = 0; i < count; i++) {
            boolean text = random.nextBoolean();
            byte[] payload = text ? text(random).getBytes(StandardCharsets.UTF_8) : noise(random);
            messages.add(
                    text
                            ? "text " + new String(payload, StandardCharsets.UTF_8)
                            : "binary " + Arrays.toString(payload));
            boolean packed = compressed && random.nextBoolean();
            writeMessage(
                    random, all, (text ? 1 : 2) | (packed ? 0x40 : 0), packed ? deflate(deflater, payload) : payload);
        }
        deflater.end();
        append(all, Wire.frame(0x88, new byte[] {0x0b, (byte) 0xb8, 'b', 'y', 'e'}));
        return bytesOf(all);
    }

    private static void writeMessage(Random random, ByteBuf all, int firstByte, byte[] payload) {
        int first = firstByte;
        int start = 0;
        while (random.nextInt(3) == 0) {
            int end = start + random.nextInt(payload.length - start + 1);
            append(all, Wire.frame(first, Arrays.copyOfRange(payload, start, end)));
            first = 0;
            start = end;
            if (random.nextBoolean()) {
                append(all, Wire.frame(random.nextBoolean() ? 0x89 : 0x8a, new byte[random.nextInt(126)]));
            }
        }
        append(all, Wire.frame(first | 0x80, Arrays.copyOfRange(payload, start, payload.length)));
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        int length = random.nextInt(random.nextInt(4) == 0 ? 2000 : 100);
        for (int i = 0; i < length; i++) {
            text.appendCodePoint(
                    switch (random.nextInt(4)) {
                        case 0 -> 0x80 + random.nextInt(0x700);
                        case 1 -> 0x1f600 + random.nextInt(50);
                        default -> 32 + random.nextInt(90);
                    });
        }
        return text.toString();
    }

    private static byte[] noise(Random random) {
        byte[] bytes = new byte[random.nextInt(random.nextInt(4) == 0 ? 70_000 : 200)];
        random.nextBytes(bytes);
        return bytes;
    }

    private static byte[] deflate(Deflater deflater, byte[] bytes) {
        deflater.setInput(bytes);
        byte[] out = new byte[bytes.length * 2 + 100];
        int length = deflater.deflate(out, 0, out.length, Deflater.SYNC_FLUSH);
        return Arrays.copyOf(out, Math.max(1, length - 4)); // without the block's end, RFC 7692, section 7.2.1
    }

    private static byte[] damaged(Random random, byte[] bytes) {
        byte[] result = bytes.clone();
        for (int i = random.nextInt(4); i >= 0 && result.length > 0; i--) {
            int at = random.nextInt(Math.min(result.length, random.nextBoolean() ? 16 : result.length));
            switch (random.nextInt(4)) {
                case 0 -> result[at] ^= (byte) (1 << random.nextInt(8));
                case 1 -> result[at] = (byte) random.nextInt(256);
                case 2 -> result = Arrays.copyOf(result, at);
                default -> {
                    byte[] again = Arrays.copyOfRange(result, at, Math.min(result.length, at + random.nextInt(200)));
                    byte[] longer = Arrays.copyOf(result, result.length + again.length);
                    System.arraycopy(result, at, longer, at + again.length, result.length - at);
                    result = longer;
                }
            }
        }
        return result;
    }

    private static void append(ByteBuf all, ByteBuf frame) {
        all.writeBytes(frame);
        frame.release();
    }

    private static byte[] bytesOf(ByteBuf buffer) {
        byte[] bytes = new byte[buffer.readableBytes()];
        buffer.readBytes(bytes);
        buffer.release();
        return bytes;
    }

    // ---- the opening handshake

    @Test
    void damagedAnswersOpenOrFailTheConnection() {
        repeat(random -> {
            Messages messages = new Messages();
            try (Wire wire = new Wire(Wire.REQUEST, Wire.OPTIONS, messages)) {
                String more = random.nextBoolean() ? "X-More: " + "x".repeat(random.nextInt(9000)) + "\r\n" : "";
                byte[] answer =
                        damaged(random, Wire.answerTo(wire.begin(), more).getBytes(StandardCharsets.US_ASCII));
                int most = 1 + random.nextInt(200);
                for (int start = 0; start < answer.length && wire.channel.isOpen(); ) {
                    int length = Math.min(answer.length - start, 1 + random.nextInt(most));
                    wire.receive(Unpooled.copiedBuffer(answer, start, length));
                    start += length;
                }
                if (wire.channel.isOpen()) {
                    wire.serverEnds();
                }
                wire.advance(60, TimeUnit.SECONDS);
                wire.channel.checkException();
                wire.takeSent().release();
            }
            closure(messages);
        });
    }
}
