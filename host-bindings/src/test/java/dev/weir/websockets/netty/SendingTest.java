package dev.weir.websockets.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages in, frames on the wire out. */
@ExtendWith(NoLeaks.class)
class SendingTest {
    private final Wire wire = new Wire().open();

    @AfterEach
    void nothingIsLeftOver() {
        wire.close();
    }

    @Test
    void textAndBinaryBecomeMaskedFrames() {
        assertTrue(wire.connection.sendText("Hello"));
        assertTrue(wire.connection.sendText(""));
        assertTrue(wire.connection.sendText("é€😀"));
        assertTrue(wire.connection.sendBinary(ByteBuffer.wrap(new byte[] {1, 2, 3})));
        wire.turn();
        wire.expectSent("text Hello", "text ", "text é€😀", "binary 010203");
    }

    @Test
    void messagesOfOneTurnGoOutInOneFlush() {
        for (int i = 0; i < 1000; i++) {
            assertTrue(wire.connection.sendText("message " + i));
        }
        assertEquals(0, wire.flushes);
        wire.turn();
        assertEquals(1, wire.flushes);
        List<String> frames = Wire.sentFrames(wire.takeSent());
        assertEquals(1000, frames.size());
        assertEquals("text message 999", frames.getLast());
    }

    @Test
    void whatIsSentWhileMessagesAreDeliveredGoesOutAfterTheBatch() {
        wire.listener.onMessage = () -> wire.connection.sendText("answer");
        wire.listener.onReadComplete = () -> {
            assertEquals(0, wire.flushes);
            wire.connection.sendText("end");
        };
        wire.receive("81 01 61 81 01 62");
        wire.listener.expect("text a", "text b", "batch");
        wire.expectSent("text answer", "text answer", "text end");
        assertEquals(1, wire.flushes);
    }

    @ParameterizedTest
    @ValueSource(
            ints = {0, 1, 7, 8, 9, 125, 126, 127, 16_376, 16_377, 16_378, 65_535, 65_536, 131_072, 131_073, 1_000_003})
    void everyLengthArrivesWhole(int length) {
        byte[] payload = new byte[length];
        new Random(length).nextBytes(payload);
        String expected = "binary " + HexFormat.of().formatHex(payload);
        ByteBuffer array = ByteBuffer.allocate(length + 5).position(3);
        array.put(payload).flip().position(3);
        ByteBuffer direct = ByteBuffer.allocateDirect(length + 5)
                .order(ByteOrder.LITTLE_ENDIAN)
                .position(3);
        direct.put(payload).flip().position(3);
        wire.connection.sendText("before");
        for (ByteBuffer buffer : List.of(array, array.asReadOnlyBuffer(), direct)) {
            wire.connection.sendBinary(buffer);
            assertEquals(3, buffer.position(), "the caller's position stays");
        }
        wire.connection.sendText("after");
        wire.turn();
        wire.expectSent("text before", expected, expected, expected, "text after");
        if (3 * length > Wire.OPTIONS.highWaterMark()) {
            wire.listener.expect("writable");
        }
    }

    @Test
    void bytesAreCopiedBeforeTheCallReturns() {
        byte[] payload = {1, 2, 3};
        wire.connection.sendBinary(ByteBuffer.wrap(payload));
        payload[0] = 9;
        wire.turn();
        wire.expectSent("binary 010203");
    }

    @Test
    void everyMessageHasAMaskOfItsOwn() {
        for (int i = 0; i < 2000; i++) {
            wire.connection.sendBinary(ByteBuffer.wrap(new byte[4]));
        }
        wire.turn();
        ByteBuf sent = wire.takeSent();
        var masks = new HashSet<Integer>();
        while (sent.isReadable()) {
            sent.skipBytes(2);
            masks.add(sent.readInt());
            sent.skipBytes(4);
        }
        sent.release();
        assertTrue(masks.size() >= 1998, "distinct masks: " + masks.size());
    }

    @Test
    void aServerThatDoesNotReadFillsTheQueueAndStallsTheWriter() {
        wire.stuck = true;
        String message = "x".repeat(1000);
        int accepted = 0;
        boolean room = true;
        while (room) {
            room = wire.connection.sendText(message);
            accepted++;
            if (accepted % 10 == 0) {
                wire.turn();
            }
        }
        int high = Wire.OPTIONS.highWaterMark();
        assertEquals(high / 1008 + 1, accepted, "frames of 1008 bytes until the mark is passed");
        assertEquals(accepted, wire.connection.unsentMessages());
        assertEquals(accepted * 1000L, wire.connection.bufferedAmount());
        assertFalse(wire.connection.sendText(message), "still full");
        wire.turn();
        wire.listener.expect();

        wire.unstick();
        wire.listener.expect("writable");
        assertEquals(0, wire.connection.unsentMessages());
        assertEquals(0, wire.connection.bufferedAmount());
        assertTrue(wire.connection.sendText("more"));
        wire.turn();
        List<String> frames = Wire.sentFrames(wire.takeSent());
        assertEquals(accepted + 2, frames.size());
        assertEquals("text more", frames.getLast());
    }

    @Test
    void aWriterThatAlwaysWritesWhenItCanLeavesTheLoopItsTurns() {
        String message = "x".repeat(200_000);
        int[] rounds = {0};
        wire.listener.onWritable = () -> {
            if (++rounds[0] < 100) {
                wire.connection.sendText(message);
                assertTrue(wire.connection.unsentMessages() > 0, "sent in a later turn, not on this stack");
            }
        };
        wire.connection.sendText(message);
        wire.turn();
        assertEquals(100, rounds[0]);
        String[] calls = new String[100];
        Arrays.fill(calls, "writable");
        wire.listener.expect(calls);
        assertEquals(100, Wire.sentFrames(wire.takeSent()).size());
    }

    @Test
    void aQueueMuchLongerThanTheMarkIsSentInOrder() {
        for (int i = 0; i < 10_000; i++) {
            wire.connection.sendText(i + "x".repeat(i % 300));
        }
        wire.turn();
        List<String> frames = Wire.sentFrames(wire.takeSent());
        for (int i = 0; i < 10_000; i++) {
            assertEquals("text " + i + "x".repeat(i % 300), frames.get(i));
        }
        wire.listener.expect("writable");
    }

    @Test
    void randomTextsArriveAsTheyWere() {
        Random random = new Random(7);
        for (int round = 0; round < 500; round++) {
            String text = random.ints(random.nextInt(400), 0, 0x110000)
                    .filter(c -> c < 0xd800 || c > 0xdfff)
                    .map(c -> random.nextInt(4) == 0 ? c : c & 0x7f)
                    .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                    .toString();
            wire.connection.sendText(text);
            wire.turn();
            assertEquals(List.of("text " + text), Wire.sentFrames(wire.takeSent()));
            wire.receive(Wire.textFrame(text));
            wire.listener.expect(text.length() <= 40 ? "text " + text : "text of " + text.length(), "batch");
        }
    }

    @Test
    void nothingCanBeSentBeforeTheConnectionIsOpen() {
        try (Wire unopened = new Wire()) {
            assertThrows(IllegalStateException.class, () -> unopened.connection.sendText("a"));
            assertThrows(IllegalStateException.class, () -> unopened.connection.sendBinary(ByteBuffer.allocate(1)));
            assertEquals(0, unopened.connection.unsentMessages());
        }
    }

    @Test
    void theBufferedAmountFallsWhileABigMessageLeaves() {
        wire.stuck = true;
        int size = 1 << 20;
        wire.connection.sendBinary(ByteBuffer.allocate(size));
        wire.turn();
        assertEquals(size, wire.connection.bufferedAmount());
        long before = size;
        for (int taken = 0; taken < 4; taken++) {
            wire.takeSome();
            long now = wire.connection.bufferedAmount();
            assertTrue(now < before, now + " of " + before);
            before = now;
        }
        assertEquals(1, wire.connection.unsentMessages());
        wire.unstick();
        wire.listener.expect("writable");
        assertEquals(0, wire.connection.bufferedAmount());
        assertEquals(0, wire.connection.unsentMessages());
        wire.takeSent().release();
    }
}
