package dev.weir.websockets.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Frames in, calls to the listener out. */
@ExtendWith(NoLeaks.class)
class ReceivingTest {
    private Wire wire = new Wire().open();

    @AfterEach
    void nothingIsLeftOver() {
        wire.close();
    }

    @Test
    void aTextFrameIsOneText() {
        wire.receive("81 05 48656c6c6f");
        wire.listener.expect("text Hello", "batch");
    }

    @Test
    void anEmptyTextFrameIsAnEmptyText() {
        wire.receive("81 00");
        wire.listener.expect("text ", "batch");
    }

    @Test
    void aBinaryFrameIsItsBytes() {
        wire.receive("82 03 00ff80");
        wire.listener.expect("binary 00ff80", "batch");
    }

    @Test
    void anEmptyBinaryFrameHasNoBytes() {
        wire.receive("82 00");
        wire.listener.expect("binary ", "batch");
    }

    @Test
    void framesThatArriveTogetherAreOneBatch() {
        wire.receive("81 01 61 82 01 62 81 01 63");
        wire.listener.expect("text a", "binary 62", "text c", "batch");
        assertEquals(1, wire.reads, "one read is asked for after the batch");
    }

    @Test
    void textOutsideAsciiIsDecoded() {
        wire.receive("81 0b c3a9 e282ac f09f9880 7a7a");
        wire.listener.expect("text é€😀zz", "batch");
    }

    @Test
    void aFrameMayArriveByteByByte() {
        wire.receiveByteByByte("81 09 c3a9 e282ac f09f9880");
        wire.listener.expect("text é€😀", "batch");
    }

    @Test
    void lengthsOfEachFormAreRead() {
        wire.receive(Wire.frame(0x82, new byte[125]));
        wire.receive(Wire.frame(0x82, new byte[126]));
        wire.receive(Wire.frame(0x82, new byte[65535]));
        wire.receive(Wire.frame(0x82, new byte[65536]));
        wire.listener.expect(
                "binary of 125",
                "batch",
                "binary of 126",
                "batch",
                "binary of 65535",
                "batch",
                "binary of 65536",
                "batch");
    }

    @Test
    void fragmentsAreJoined() {
        wire.receive("01 01 61 00 02 6263 80 01 64");
        wire.listener.expect("text abcd", "batch");
    }

    @Test
    void aCharacterMaySpanFragments() {
        wire.receive("01 01 e2 00 01 82 80 01 ac");
        wire.listener.expect("text €", "batch");
    }

    @Test
    void emptyFragmentsAreFragments() {
        wire.receive("01 00 00 00 80 01 61  02 00 80 00");
        wire.listener.expect("text a", "binary ", "batch");
    }

    @Test
    void controlFramesMayComeBetweenFragments() {
        wire.receive("02 01 01 89 01 ff 8a 00 80 01 02");
        wire.listener.expect("binary 0102", "batch");
        wire.expectSent("pong ff");
    }

    @Test
    void manyFragmentsMakeOneMessage() {
        int fragments = 70_000;
        ByteBuf all = Unpooled.buffer();
        for (int i = 0; i < fragments; i++) {
            all.writeByte(i == 0 ? 0x02 : 0x00).writeByte(1).writeByte(i);
        }
        all.writeByte(0x80).writeByte(0);
        wire.receive(all);
        wire.listener.expect("binary of " + fragments, "batch");
    }

    @Test
    void anyCutOfTheBytesGivesTheSameMessages() {
        Random random = new Random(42);
        for (int round = 0; round < 200; round++) {
            ByteBuf all = Unpooled.buffer();
            StringBuilder expected = new StringBuilder();
            for (int i = 0; i < 10; i++) {
                String text = "é".repeat(random.nextInt(200)) + "x".repeat(random.nextInt(300)) + i;
                byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
                int cut = random.nextInt(bytes.length + 1);
                ByteBuf first = Wire.frame(0x01, Arrays.copyOf(bytes, cut));
                ByteBuf second = Wire.frame(0x80, Arrays.copyOfRange(bytes, cut, bytes.length));
                all.writeBytes(first).writeBytes(second);
                expected.append(text.length() <= 40 ? "text " + text : "text of " + text.length())
                        .append('\n');
            }
            wire.listener.showBatches = false;
            while (all.isReadable()) {
                wire.receive(all.readRetainedSlice(Math.min(all.readableBytes(), 1 + random.nextInt(97))));
            }
            all.release();
            wire.listener.expect(expected.toString().strip().split("\n"));
        }
    }

    @Test
    void pingsAreAnsweredInOrderWithTheirPayload() {
        wire.receive("89 00 89 02 0102 89 01 ff");
        wire.expectSent("pong ", "pong 0102", "pong ff");
        assertEquals(1, wire.flushes, "answers go out together");
    }

    @Test
    void pongsAreIgnored() {
        wire.receive("8a 02 0102");
    }

    @Test
    void pingsThatTheServerDoesNotTakeTheAnswersToDoNotPileUp() {
        wire.stuck = true;
        byte[] payload = new byte[100];
        for (int i = 0; i < 20_000; i++) {
            payload[0] = (byte) i;
            wire.receive(Wire.frame(0x89, payload));
        }
        int limit = Wire.OPTIONS.highWaterMark() + 200;
        assertTrue(wire.stuckBytes() <= limit, "answers waiting: " + wire.stuckBytes());
        wire.unstick();
        var frames = Wire.sentFrames(wire.takeSent());
        assertTrue(frames.size() <= limit / 106, frames.size() + " answers");
        assertEquals("pong 1f", frames.getLast().substring(0, 7), "the last ping is answered");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            c1 00                | a frame has reserved bits set, and no extension was agreed on
            a1 00                | a frame has reserved bits set, and no extension was agreed on
            91 00                | a frame has reserved bits set, and no extension was agreed on
            83 00                | a frame has the unknown opcode 3
            8b 00                | a frame has the unknown opcode 11
            8f 00                | a frame has the unknown opcode 15
            09 00                | a control frame is fragmented
            08 00                | a control frame is fragmented
            89 7e                | a control frame is longer than 125 bytes
            80 00                | a continuation frame continues nothing
            00 00                | a continuation frame continues nothing
            01 00 81 00          | a new message begins before the last one ended
            01 00 02 00          | a new message begins before the last one ended
            81 80                | a frame from the server is masked
            89 80                | a frame from the server is masked
            82 7e 007d           | a frame's length 125 is not written in its shortest form
            82 7f 000000000000ffff | a frame's length 65535 is not written in its shortest form
            82 7f 8000000000000000 | a frame's length has its highest bit set
            88 01 03             | a close frame carries half a code
            88 02 03e7           | a close frame carries the code 999, which may not be sent
            88 02 03ec           | a close frame carries the code 1004, which may not be sent
            88 02 03ed           | a close frame carries the code 1005, which may not be sent
            88 02 03ee           | a close frame carries the code 1006, which may not be sent
            88 02 03f7           | a close frame carries the code 1015, which may not be sent
            88 02 0bb7           | a close frame carries the code 2999, which may not be sent
            88 02 1388           | a close frame carries the code 5000, which may not be sent
            """)
    void brokenRulesFailTheConnectionWith1002(String bytes, String message) {
        for (boolean together : new boolean[] {true, false}) {
            if (together) {
                wire.receive(bytes);
            } else {
                wire.receiveByteByByte(bytes);
            }
            wire.listener.expect(
                    "closed unclean 1006 [] unsent 0: ws://host.test/chat: server sent a malformed frame: protocol error: "
                            + message);
            wire.expectSent("close 1002 []");
            wire.close();
            wire = new Wire().open();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            81 01 80             | a text message is not UTF-8
            81 02 c080           | a text message is not UTF-8
            81 03 eda080         | a text message is not UTF-8
            81 04 f4908080       | a text message is not UTF-8
            81 02 e282           | a text message is not UTF-8
            01 02 e282 80 00     | a text message ends inside a character
            01 01 61 00 01 ff    | a text message is not UTF-8
            81 7e 1000 61 ff     | a text message is not UTF-8
            01 04 f4 90          | a text message is not UTF-8
            88 04 03e8 c080      | the reason in a close frame is not UTF-8
            """)
    void invalidTextFailsTheConnectionWith1007AsSoonAsItIsSeen(String bytes, String message) {
        wire.receive(bytes);
        wire.listener.expect(
                "closed unclean 1006 [] unsent 0: ws://host.test/chat: server sent a malformed frame: bad data: "
                        + message);
        wire.expectSent("close 1007 []");
    }

    @Test
    void messagesBeforeABrokenFrameAreDelivered() {
        wire.receive("81 01 61 81 01 62 83 00 81 01 63");
        wire.listener.expect(
                "text a",
                "text b",
                "batch",
                "closed unclean 1006 [] unsent 0: ws://host.test/chat: server sent a malformed frame: protocol error: "
                        + "a frame has the unknown opcode 3");
        wire.expectSent("close 1002 []");
        wire.receive("81 01 64 83 00");
    }

    @ParameterizedTest
    @CsvSource({
        "82 7e 0401",
        "82 7f 0000000000010000",
        "82 7f 4000000000000000",
        "02 7e 0400 @1024 80 01",
        "01 7e 0400 @1024 00 7f 4000000000000000"
    })
    void aMessageOverTheLimitIsRefusedByItsHeader(String bytes) {
        wire.close();
        wire = new Wire(Wire.REQUEST, Wire.OPTIONS.withMaxMessageSize(1024)).open();
        wire.receive(bytes.replace("@1024", "61".repeat(1024)));
        wire.listener.expect("closed unclean 1006 [] unsent 0: ws://host.test/chat: server sent a malformed frame: "
                + "message too big: a message exceeds the limit of 1024 bytes");
        wire.expectSent("close 1009 []");
    }

    @Test
    void aMessageOfTheLimitIsTakenAndPingsDoNotCount() {
        wire.close();
        wire = new Wire(Wire.REQUEST, Wire.OPTIONS.withMaxMessageSize(16)).open();
        wire.receive("02 08 0001020304050607 89 7d" + "00".repeat(125) + "80 08 08090a0b0c0d0e0f");
        wire.listener.expect("binary 000102030405060708090a0b0c0d0e0f", "batch");
        wire.expectSent("pong " + "00".repeat(125));
    }

    @Test
    void memoryIsReservedForBytesThatCameNotForBytesAnnounced() {
        CountingAllocator allocator = new CountingAllocator();
        wire.channel.config().setAllocator(allocator);
        wire.close();
        wire = new Wire(Wire.REQUEST, Wire.OPTIONS.withMaxMessageSize(Integer.MAX_VALUE));
        wire.channel.config().setAllocator(allocator);
        wire.open();
        wire.receive("82 7f 000000007fffffff 0102030405");
        assertTrue(allocator.largest <= 1 << 20, "reserved " + allocator.largest);
    }

    @Test
    void aListenerThatThrowsEndsTheConnectionAndIsReported() {
        Thread thread = Thread.currentThread();
        var before = thread.getUncaughtExceptionHandler();
        var reported = new ArrayList<Throwable>();
        thread.setUncaughtExceptionHandler((where, bug) -> reported.add(bug));
        try {
            RuntimeException bug = new IllegalStateException("bug");
            wire.listener.onMessage = () -> {
                throw bug;
            };
            wire.receive("81 01 61 81 01 62");
            assertEquals(List.of(bug), reported);
        } finally {
            thread.setUncaughtExceptionHandler(before);
        }
        wire.listener.expect(
                "text a",
                "batch",
                "closed unclean 1006 [] unsent 0: ws://host.test/chat: internal error of the host; see its log");
        wire.expectSent("close 1011 []");
    }
}
