package dev.weir.websockets.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** permessage-deflate: negotiation, the vectors of RFC 7692, section 7.2.3, and what goes beyond them. */
@ExtendWith(NoLeaks.class)
class CompressionTest {
    private static final String FAILED = "closed unclean 1006 [] unsent 0: ws://host.test/chat: ";

    private static final String HELLO = "Hello Hello Hello Hello Hello";

    private Wire wire = new Wire();

    @AfterEach
    void nothingIsLeftOver() {
        wire.close();
    }

    private void open() {
        wire.open("permessage-deflate");
    }

    // ---- negotiation

    @Test
    void compressionIsOfferedWithTheServersChoiceOfWindow() {
        assertTrue(
                wire.begin().contains("\r\nSec-WebSocket-Extensions: permessage-deflate; client_max_window_bits\r\n"));
    }

    @Test
    void anEmbedderMaySwitchItOff() {
        wire.close();
        wire = new Wire(Wire.REQUEST, Wire.OPTIONS.withCompression(Compression.off()));
        String request = wire.begin();
        assertFalse(request.contains("Sec-WebSocket-Extensions"), request);
        wire.receive(Wire.ascii(Wire.answerTo(request, "Sec-WebSocket-Extensions: permessage-deflate\r\n")));
        wire.listener.expect(FAILED + "server chose the extension \"permessage-deflate\", which was not offered");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "permessage-deflate",
                "permessage-deflate; server_no_context_takeover",
                "permessage-deflate; client_no_context_takeover; server_no_context_takeover",
                "permessage-deflate; server_max_window_bits=8; client_max_window_bits=15",
                "permessage-deflate;client_max_window_bits=8",
                "permessage-deflate ; server_max_window_bits = \"10\"",
                "permessage-deflate; client_max_window_bits=\"1\\2\"",
                ", permessage-deflate ,",
            })
    void goodAnswersAreReportedAsTheServerWroteThem(String answer) {
        wire.open(answer);
    }

    @Test
    void theAnswerMayStandInSeveralHeaders() {
        wire.receive(Wire.ascii(Wire.answerTo(
                wire.begin(), "Sec-WebSocket-Extensions:\r\nSec-WebSocket-Extensions: permessage-deflate\r\n")));
        wire.listener.expect("open [] [, permessage-deflate]");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '\0', textBlock = """
            permessage-deflate, permessage-deflate                     | server chose the extension permessage-deflate twice
            Permessage-Deflate                                         | server chose the extension "Permessage-Deflate", which was not offered
            permessage-deflate, x-other                                | server chose the extension "x-other", which was not offered
            permessage-deflate; client_max_window_bits                 | server's answer to permessage-deflate cannot be used: "client_max_window_bits" must be a number from 8 to 15
            permessage-deflate; server_max_window_bits                 | server's answer to permessage-deflate cannot be used: "server_max_window_bits" must be a number from 8 to 15
            permessage-deflate; server_max_window_bits=7               | server's answer to permessage-deflate cannot be used: "server_max_window_bits=7" must be a number from 8 to 15
            permessage-deflate; client_max_window_bits=16              | server's answer to permessage-deflate cannot be used: "client_max_window_bits=16" must be a number from 8 to 15
            permessage-deflate; client_max_window_bits=99999           | server's answer to permessage-deflate cannot be used: "client_max_window_bits=99999" must be a number from 8 to 15
            permessage-deflate; client_max_window_bits=010             | server's answer to permessage-deflate cannot be used: "client_max_window_bits=010" must be a number from 8 to 15
            permessage-deflate; server_no_context_takeover=1           | server's answer to permessage-deflate cannot be used: "server_no_context_takeover=1" takes no value
            permessage-deflate; foo                                    | server's answer to permessage-deflate cannot be used: "foo" is unknown
            permessage-deflate; client_no_context_takeover; client_no_context_takeover | server's answer to permessage-deflate cannot be used: "client_no_context_takeover" is given twice
            permessage-deflate; client_max_window_bits=                | server's Sec-WebSocket-Extensions header is malformed: "permessage-deflate; client_max_window_bits="
            permessage-deflate; client_max_window_bits=""              | server's Sec-WebSocket-Extensions header is malformed: "permessage-deflate; client_max_window_bits=""\"
            permessage-deflate; client_max_window_bits="1              | server's Sec-WebSocket-Extensions header is malformed: "permessage-deflate; client_max_window_bits="1"
            permessage-deflate;                                        | server's Sec-WebSocket-Extensions header is malformed: "permessage-deflate;"
            permessage-deflate foo                                     | server's Sec-WebSocket-Extensions header is malformed: "permessage-deflate foo"
            ;                                                          | server's Sec-WebSocket-Extensions header is malformed: ";"
            """)
    void badAnswersFailTheConnection(String answer, String failure) {
        wire.receive(Wire.ascii(Wire.answerTo(wire.begin(), "Sec-WebSocket-Extensions: " + answer + "\r\n")));
        wire.listener.expect(FAILED + failure);
    }

    // ---- the vectors of the RFC

    @Test
    void aCompressedMessageInOneFrame() {
        open();
        wire.receive("c1 07 f248cdc9c90700");
        wire.listener.expect("text Hello", "batch");
    }

    @Test
    void aCompressedMessageInTwoFrames() {
        open();
        wire.receive("41 03 f248cd 80 04 c9c90700");
        wire.listener.expect("text Hello", "batch");
    }

    @Test
    void aSecondMessageMayReferToTheFirst() {
        open();
        wire.receive("c1 07 f248cdc9c90700 c1 05 f200110000");
        wire.listener.expect("text Hello", "text Hello", "batch");
    }

    @Test
    void aBlockWithoutCompression() {
        open();
        wire.receive("c1 0b 000500faff48656c6c6f00");
        wire.listener.expect("text Hello", "batch");
    }

    @Test
    void aFinalBlockEndsOneStreamAndTheNextBegins() {
        open();
        wire.receive("c1 08 f348cdc9c9070000 c1 07 f248cdc9c90700");
        wire.listener.expect("text Hello", "text Hello", "batch");
    }

    @Test
    void twoBlocksInOneMessage() {
        open();
        wire.receive("c1 0d f248050000 00ffff cac9c90700");
        wire.listener.expect("text Hello", "batch");
    }

    @Test
    void anEmptyMessageIsOneByte() {
        open();
        wire.receive("c1 01 00 c2 01 00");
        wire.listener.expect("text ", "binary ", "batch");
    }

    // ---- receiving

    @Test
    void messagesMayAlsoComeUncompressed() {
        open();
        wire.receive("c1 07 f248cdc9c90700 81 01 61 c1 05 f200110000 82 00");
        wire.listener.expect("text Hello", "text a", "text Hello", "binary ", "batch");
    }

    @Test
    void controlFramesMayComeBetweenFragmentsAndByteByByte() {
        open();
        wire.receiveByteByByte("42 03 f248cd 89 01 ff 00 00 8a 00 00 02 c9c9 80 02 0700");
        wire.listener.expect("binary 48656c6c6f", "batch");
        wire.expectSent("pong ff");
    }

    @Test
    void aFragmentThatEndsWithoutABlocksEndIsContinued() {
        open();
        wire.receive("41 07 f248cdc9c90700 80 00");
        wire.listener.expect("text Hello", "batch");
    }

    @Test
    void withoutContextTakeoverEachMessageBeginsAnew() {
        wire.open("permessage-deflate; server_no_context_takeover");
        wire.receive("c1 07 f248cdc9c90700 c1 07 f248cdc9c90700");
        wire.listener.expect("text Hello", "text Hello", "batch");
        wire.receive("c1 05 f200110000");
        wire.listener.expect(FAILED + "server sent a malformed frame: bad data: a compressed message cannot be"
                + " decompressed: invalid distance too far back");
        wire.expectSent("close 1007 []");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            41 03 f248cd c0 04 c9c90700 | 1002 | protocol error: a frame that begins no message has the bit for compression set
            c9 00                       | 1002 | protocol error: a frame that begins no message has the bit for compression set
            c8 00                       | 1002 | protocol error: a frame that begins no message has the bit for compression set
            a1 00                       | 1002 | protocol error: a frame has reserved bits set, and no extension was agreed on
            e1 00                       | 1002 | protocol error: a frame has reserved bits set, and no extension was agreed on
            c1 04 ffffffff              | 1007 | bad data: a compressed message cannot be decompressed: invalid block type
            """)
    void whatBreaksTheRulesFailsTheConnection(String frames, int code, String failure) {
        open();
        wire.receive(frames);
        wire.listener.expect(FAILED + "server sent a malformed frame: " + failure);
        wire.expectSent("close " + code + " []");
    }

    @Test
    void invalidTextIsNoticedBeforeItsMessageEnds() {
        open();
        wire.receive(Wire.frame(0x41, deflated(new byte[] {'a', (byte) 0xff}, 15)));
        wire.listener.expect(FAILED + "server sent a malformed frame: bad data: a text message is not UTF-8");
        wire.expectSent("close 1007 []");
    }

    @Test
    void aBombEndsAtTheLimitOfMessages() {
        wire.close();
        wire = new Wire(Wire.REQUEST, Wire.OPTIONS.withMaxMessageSize(100_000));
        open();
        byte[] bomb = deflated(new byte[64 << 20], 15);
        assertTrue(bomb.length < 70_000);
        wire.receive(Wire.frame(0xc2, bomb));
        wire.listener.expect(FAILED + "server sent a malformed frame: message too big: a message exceeds the limit of"
                + " 100000 bytes when decompressed");
        wire.expectSent("close 1009 []");
    }

    @Test
    void aMessageOfJustTheLimitIsNotTooBig() {
        wire.close();
        wire = new Wire(Wire.REQUEST, Wire.OPTIONS.withMaxMessageSize(100_000));
        open();
        byte[] noise = new byte[100_000];
        new Random(1).nextBytes(noise);
        wire.receive(Wire.frame(0xc2, deflated(noise, 15)));
        wire.receive(Wire.frame(0xc2, deflated(new byte[100_000], 15)));
        wire.listener.expect("binary of 100000", "batch", "binary of 100000", "batch");
        wire.receive(Wire.frame(0xc2, deflated(new byte[100_001], 15)));
        wire.listener.expect(FAILED + "server sent a malformed frame: message too big: a message exceeds the limit of"
                + " 100000 bytes when decompressed");
        wire.expectSent("close 1009 []");
    }

    @Test
    void compressedBytesAreLimitedToo() {
        wire.close();
        wire = new Wire(Wire.REQUEST, Wire.OPTIONS.withMaxMessageSize(1000));
        open();
        byte[] nothing = new byte[5 * 500]; // empty blocks
        for (int i = 0; i < nothing.length; i += 5) {
            nothing[i + 3] = nothing[i + 4] = (byte) 0xff;
        }
        wire.receive(Wire.frame(0x42, Arrays.copyOf(nothing, 1500)));
        wire.listener.expect();
        wire.receive(Wire.frame(0x00, Arrays.copyOf(nothing, 1500)));
        wire.listener.expect(FAILED + "server sent a malformed frame: message too big: a compressed message exceeds the"
                + " limit of 1000 bytes");
        wire.expectSent("close 1009 []");
    }

    @Test
    void whatOneReadBroughtIsDeliveredInBatchesOfBoundedSize() {
        open();
        byte[] million = deflated(new byte[1 << 20], 15);
        ByteBuf all = Unpooled.buffer();
        for (int i = 0; i < 3; i++) {
            all.writeBytes(Wire.frame(0xc2, million));
        }
        wire.listener.onReadComplete = wire.connection::pause;
        wire.receive(all);
        wire.listener.expect("binary of 1048576", "batch");
        wire.connection.resume();
        wire.turn();
        wire.listener.expect("binary of 1048576", "batch");
        wire.connection.resume();
        wire.turn();
        wire.listener.expect("binary of 1048576", "batch");
    }

    @Test
    void anyCutOfTheBytesGivesTheSameMessages() throws Exception {
        Random random = new Random(7);
        for (int bits = 9; bits <= 15; bits++) {
            wire.close();
            wire = new Wire();
            open();
            wire.listener.showBatches = false;
            Deflater deflater = new Deflater(-1, true);
            for (int round = 0; round < 50; round++) {
                String text = words(random, random.nextInt(3000));
                byte[] payload = deflate(deflater, text.getBytes(StandardCharsets.UTF_8));
                int cut = random.nextInt(payload.length + 1);
                ByteBuf all = Unpooled.wrappedBuffer(
                        Wire.frame(0x41, Arrays.copyOf(payload, cut)),
                        Wire.frame(0x80, Arrays.copyOfRange(payload, cut, payload.length)));
                while (all.isReadable()) {
                    wire.receive(all.readRetainedSlice(Math.min(all.readableBytes(), 1 + random.nextInt(97))));
                }
                all.release();
                wire.listener.expect(text.length() <= 40 ? "text " + text : "text of " + text.length());
            }
            deflater.end();
        }
    }

    // ---- sending

    @Test
    void messagesGoOutCompressedAndReferToThoseBefore() throws Exception {
        open();
        wire.connection.sendText(HELLO);
        wire.connection.sendText(HELLO);
        wire.turn();
        List<String> frames = Wire.sentFrames(wire.takeSent());
        assertEquals(HELLO, inflated(payload(frames.get(0)), new byte[0]));
        assertEquals(HELLO, inflated(payload(frames.get(1)), HELLO.getBytes(StandardCharsets.UTF_8)));
        assertTrue(payload(frames.get(1)).length < payload(frames.get(0)).length, "the second refers to the first");
        assertEquals(2, frames.size());
    }

    @Test
    void withoutContextTakeoverEachIsCompressedByItself() throws Exception {
        wire.open("permessage-deflate; client_no_context_takeover");
        wire.connection.sendText(HELLO);
        wire.connection.sendBinary(ByteBuffer.wrap(HELLO.getBytes(StandardCharsets.UTF_8)));
        wire.turn();
        List<String> frames = Wire.sentFrames(wire.takeSent());
        assertEquals(HELLO, inflated(payload(frames.get(0)), new byte[0]));
        assertEquals(frames.get(0).replace("compressed 1", "compressed 2"), frames.get(1));
        assertEquals(2, frames.size());
    }

    @Test
    void whatDoesNotGetShorterGoesAsItIs() throws Exception {
        open();
        wire.connection.sendText("");
        wire.connection.sendText("abc");
        wire.connection.sendText(HELLO);
        wire.turn();
        List<String> frames = Wire.sentFrames(wire.takeSent());
        assertEquals(List.of("text ", "text abc"), frames.subList(0, 2));
        assertEquals(HELLO, inflated(payload(frames.get(2)), new byte[0]));
    }

    @Test
    void anEmbedderMaySayWhatIsTooShort() throws Exception {
        wire.close();
        wire = new Wire(
                Wire.REQUEST, Wire.OPTIONS.withCompression(new Compression(true, 9, HELLO.length() + 1, 1 << 20)));
        open();
        wire.connection.sendText(HELLO);
        wire.connection.sendText(HELLO + "!");
        wire.turn();
        List<String> frames = Wire.sentFrames(wire.takeSent());
        assertEquals("text " + HELLO, frames.get(0));
        assertEquals(HELLO + "!", inflated(payload(frames.get(1)), new byte[0]));
    }

    @Test
    void bufferedAmountCountsBytesBeforeCompression() {
        open();
        wire.stuck = true;
        wire.connection.sendBinary(ByteBuffer.allocate(10_000));
        assertEquals(10_000, wire.connection.bufferedAmount());
        wire.turn();
        assertTrue(wire.stuckBytes() < 100);
        wire.unstick();
        assertEquals(0, wire.connection.bufferedAmount());
        assertTrue(wire.takeSent().readableBytes() < 100);
    }

    /** What a server with a window of so many bits makes of it: zlib's check of distances, done by hand. */
    @ParameterizedTest
    @ValueSource(ints = {8, 9, 10, 11, 12, 13, 14, 15})
    void noReferenceReachesBeyondTheServersWindow(int bits) throws Exception {
        for (boolean resets : new boolean[] {false, true}) {
            wire.close();
            wire = new Wire();
            wire.open("permessage-deflate; client_max_window_bits=" + bits
                    + (resets ? "; client_no_context_takeover" : ""));
            Random random = new Random(bits);
            ByteArrayOutputStream seen = new ByteArrayOutputStream();
            for (int i = 0; i < 100; i++) {
                String text = words(random, random.nextInt(i < 95 ? 1000 : 100_000));
                wire.connection.sendText(text);
                wire.turn();
                for (String frame : Wire.sentFrames(wire.takeSent())) {
                    if (frame.startsWith("text ")) {
                        assertEquals("text " + text, frame);
                        continue;
                    }
                    byte[] payload = payload(frame);
                    byte[] window = seen.toByteArray();
                    int from = resets ? window.length : Math.max(0, window.length - (1 << bits));
                    assertEquals(text, inflated(payload, Arrays.copyOfRange(window, from, window.length)));
                    seen.write(text.getBytes(StandardCharsets.UTF_8));
                }
            }
        }
    }

    // ---- helpers

    private static byte[] payload(String frame) {
        assertTrue(frame.startsWith("compressed "), frame);
        return HexFormat.of().parseHex(frame.substring("compressed 1 ".length()));
    }

    private static String words(Random random, int length) {
        StringBuilder text = new StringBuilder();
        while (text.length() < length) {
            text.append(Integer.toString(random.nextInt(300), 36)).append("é ");
        }
        return text.toString();
    }

    private static byte[] deflated(byte[] bytes, int level) {
        Deflater deflater = new Deflater(Math.min(level, 9), true);
        try {
            return deflate(deflater, bytes);
        } finally {
            deflater.end();
        }
    }

    private static byte[] deflate(Deflater deflater, byte[] bytes) {
        deflater.setInput(bytes);
        byte[] out = new byte[bytes.length * 2 + 100];
        int length = deflater.deflate(out, 0, out.length, Deflater.SYNC_FLUSH);
        assertTrue(length < out.length);
        return Arrays.copyOf(out, length - 4);
    }

    private static String inflated(byte[] payload, byte[] window) throws Exception {
        Inflater inflater = new Inflater(true);
        try {
            if (window.length > 0) {
                inflater.setDictionary(window);
            }
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            byte[] whole = Arrays.copyOf(payload, payload.length + 4);
            whole[payload.length + 2] = whole[payload.length + 3] = (byte) 0xff;
            inflater.setInput(whole);
            byte[] chunk = new byte[8192];
            for (int count = inflater.inflate(chunk); count > 0; count = inflater.inflate(chunk)) {
                out.write(chunk, 0, count);
            }
            return out.toString(StandardCharsets.UTF_8);
        } finally {
            inflater.end();
        }
    }
}
