package dev.weir.websockets.netty;

import dev.weir.websockets.transport.WebSocketClosure;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.CompositeByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/**
 * Takes the bytes a server sends apart into messages and control frames.
 *
 * <p>Bytes come as the network cuts them. A message that lies whole in one buffer goes to the sink straight from there;
 * one that comes in pieces (frames, or reads) is gathered, so that every byte is copied once, and its text is checked as
 * it arrives. Memory is reserved for bytes that came, not for bytes that were announced.
 *
 * <p>A compressed message is decompressed as it arrives, into the memory where a message in pieces is gathered.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6455#section-5">RFC 6455, section 5</a>
 */
final class FrameDecoder {
    static final int CONTINUATION = 0x0;
    static final int TEXT = 0x1;
    static final int BINARY = 0x2;
    static final int CLOSE = 0x8;
    static final int PING = 0x9;
    static final int PONG = 0xa;

    /** The reserved bit that marks the first frame of a compressed message. */
    static final int RSV1 = 0x40;

    static final int MAX_CONTROL_PAYLOAD = 125;

    private static final int LENGTH_16 = 126;
    private static final int LENGTH_64 = 127;

    /** The most that is reserved for a message on the word of a frame's header alone. */
    private static final int MAX_ADVANCE = 1 << 20;

    private final ByteBufAllocator allocator;
    private final Scratch scratch;
    private final int maxMessageSize;
    private final @Nullable MessageInflater inflater;
    private final FrameSink sink;

    /** The header of the frame being read, as far as it came; complete once {@code inPayload}. */
    private final byte[] header = new byte[10];

    private int headerLength;
    private boolean inPayload;

    private int opcode;
    private boolean last;

    /** Payload bytes of this frame still to come. */
    private int remaining;

    private final byte[] control = new byte[MAX_CONTROL_PAYLOAD];
    private int controlLength;

    /** TEXT or BINARY while a message is under way, else CONTINUATION. */
    private int messageType = CONTINUATION;

    /** Whether the message under way is compressed, and how many compressed bytes of it were announced so far. */
    private boolean compressed;

    private long compressedSize;

    /** The pieces of the message so far; null while there are none. */
    private @Nullable ByteBuf message;

    private final Utf8 utf8 = new Utf8();

    /**
     * @param maxMessageSize the longest message, in bytes; of a compressed one that is its length when decompressed
     * @param inflater decompresses messages; null when no compression was agreed on
     */
    FrameDecoder(
            ByteBufAllocator allocator,
            Scratch scratch,
            int maxMessageSize,
            @Nullable MessageInflater inflater,
            FrameSink sink) {
        this.allocator = allocator;
        this.scratch = scratch;
        this.maxMessageSize = maxMessageSize;
        this.inflater = inflater;
        this.sink = sink;
    }

    /**
     * Goes on until one frame has ended or the bytes are used up.
     *
     * @throws FrameException when the server broke a rule; the decoder is then of no further use
     */
    void decode(ByteBuf in) throws FrameException {
        if (!inPayload && !readHeader(in)) {
            return;
        }
        if (opcode >= CLOSE) {
            readControl(in);
        } else {
            readData(in);
        }
    }

    /** Gives back the memory of a message under way; the decoder is then of no further use. */
    void release() {
        if (message != null) {
            message.release();
            message = null;
        }
        if (inflater != null) {
            inflater.release();
        }
    }

    // ---- header

    /** Reads as much of a header as is there; each byte is judged as soon as it came. */
    private boolean readHeader(ByteBuf in) throws FrameException {
        while (in.isReadable()) {
            byte next = in.readByte();
            header[headerLength++] = next;
            if (headerLength == 1) {
                firstByte(next);
            } else if (headerLength == 2) {
                secondByte(next);
            }
            if (headerLength >= 2 && headerLength == headerSize()) {
                remaining = requireWithinLimit(payloadLength());
                headerLength = 0;
                inPayload = true;
                return true;
            }
        }
        return false;
    }

    private void firstByte(byte first) throws FrameException {
        last = (first & 0x80) != 0;
        opcode = first & 0x0f;
        requireKnownOpcode();
        requireNoReservedBits(first & 0x70);
        if (opcode >= CLOSE) {
            requireUnfragmented();
        } else if (opcode == CONTINUATION) {
            requireMessageUnderWay();
        } else {
            requireNoMessageUnderWay();
            messageType = opcode;
            compressed = (first & RSV1) != 0;
            compressedSize = 0;
            utf8.reset();
        }
    }

    private void secondByte(byte second) throws FrameException {
        requireUnmasked(second);
        if (opcode >= CLOSE) {
            requireControlLength(second);
        }
    }

    private int headerSize() {
        return switch (header[1]) {
            case LENGTH_16 -> 4;
            case LENGTH_64 -> 10;
            default -> 2;
        };
    }

    private long payloadLength() throws FrameException {
        int kind = header[1];
        if (kind < LENGTH_16) {
            return kind;
        }
        long length = 0;
        for (int i = 2; i < headerSize(); i++) {
            length = length << 8 | (header[i] & 0xff);
        }
        requireShortestForm(kind, length);
        return length;
    }

    // ---- payload

    private void readControl(ByteBuf in) throws FrameException {
        int count = Math.min(remaining, in.readableBytes());
        in.readBytes(control, controlLength, count);
        controlLength += count;
        remaining -= count;
        if (remaining > 0) {
            return;
        }
        int length = controlLength;
        controlLength = 0;
        inPayload = false;
        switch (opcode) {
            case PING -> sink.ping(control, length);
            case CLOSE -> sink.close(closeFrame(control, length));
            default -> {} // a pong asks for nothing
        }
    }

    private static ClosingHandshake.Frame closeFrame(byte[] payload, int length) throws FrameException {
        if (length == 0) {
            return new ClosingHandshake.Frame(WebSocketClosure.NO_STATUS, "");
        }
        requireRoomForCode(length);
        int code = (payload[0] & 0xff) << 8 | (payload[1] & 0xff);
        requireSendableCode(code);
        String reason = requireUtf8(Utf8.decode(payload, 2, length - 2), "the reason in a close frame");
        return new ClosingHandshake.Frame(code, reason);
    }

    private void readData(ByteBuf in) throws FrameException {
        int count = Math.min(remaining, in.readableBytes());
        boolean ends = last && count == remaining;
        if (compressed && inflater != null) {
            inflate(inflater, in, count, ends);
        } else if (ends && message == null) {
            inPayload = false;
            deliver(in, count);
            in.skipBytes(count);
            return;
        } else if (count > 0) {
            gather(in, count);
        }
        remaining -= count;
        if (remaining == 0) {
            inPayload = false;
            if (ends && message != null) {
                ByteBuf whole = message;
                message = null;
                try {
                    deliverGathered(whole);
                } finally {
                    whole.release();
                }
            }
        }
    }

    /** Hands over a message that lies whole in the buffer from its reader index on. */
    private void deliver(ByteBuf in, int length) throws FrameException {
        int type = messageType;
        messageType = CONTINUATION;
        if (type == BINARY) {
            sink.binary(in.nioBuffer(in.readerIndex(), length));
        } else if (in.hasArray()) {
            sink.text(requireUtf8(
                    Utf8.decode(in.array(), in.arrayOffset() + in.readerIndex(), length), "a text message"));
        } else {
            // Only an array can become a string without a detour; this one is used again for every message.
            byte[] bytes = scratch.atLeast(length);
            in.getBytes(in.readerIndex(), bytes, 0, length);
            sink.text(requireUtf8(Utf8.decode(bytes, 0, length), "a text message"));
        }
    }

    private void deliverGathered(ByteBuf whole) throws FrameException {
        int type = messageType;
        messageType = CONTINUATION;
        if (type == TEXT && !utf8.isComplete()) {
            throw FrameException.badData("a text message ends inside a character");
        }
        if (type == BINARY) {
            sink.binary(whole.nioBuffer());
        } else {
            sink.text(new String(whole.array(), whole.arrayOffset(), whole.readableBytes(), StandardCharsets.UTF_8));
        }
    }

    private void gather(ByteBuf in, int count) throws FrameException {
        ByteBuf target = message;
        if (target == null) {
            // A frame's whole length at once, so that its bytes are never moved again: within reason.
            target = allocator.heapBuffer(
                    Math.min(Math.max(count, remaining), Math.max(count, MAX_ADVANCE)), maxMessageSize);
            message = target;
        } else if (target.writableBytes() < count) {
            int wanted = Math.max(
                    target.writerIndex() + Math.min(remaining, Math.max(count, MAX_ADVANCE)), target.capacity());
            long doubled = Math.max(wanted, 2L * target.capacity());
            target.capacity((int) Math.min(doubled, maxMessageSize));
        }
        int from = target.writerIndex();
        target.writeBytes(in, count);
        requireText(target, from);
    }

    /** Takes so many bytes of a compressed message, and its end when they are the last. */
    private void inflate(MessageInflater stream, ByteBuf in, int count, boolean ends) throws FrameException {
        ByteBuf target = message;
        if (target == null) {
            target = allocator.heapBuffer(
                    Math.min(Math.max(256, 4 * Math.min(count, MAX_ADVANCE)), maxMessageSize), maxMessageSize);
            message = target;
        }
        int from = target.writerIndex();
        stream.inflate(in.nioBuffer(in.readerIndex(), count), target);
        in.skipBytes(count);
        if (ends) {
            stream.endMessage(target);
        }
        requireText(target, from);
    }

    // ---- looking ahead

    /** The close frame in bytes that were not decoded yet, if there is a good one; nothing changes. */
    ClosingHandshake.@Nullable Frame closeFrameAhead(Collection<ByteBuf> undecoded) {
        CompositeByteBuf all = allocator.compositeBuffer(undecoded.size() + 1);
        try {
            all.addComponent(true, Unpooled.wrappedBuffer(begun()));
            undecoded.forEach(bytes -> all.addComponent(true, bytes.retainedSlice()));
            return findClose(all);
        } catch (FrameException e) {
            return null; // it will be told when it is decoded
        } finally {
            all.release();
        }
    }

    /** What was read of a frame whose end is missing, as if it had not been; of a message's frame only its length counts. */
    private byte[] begun() {
        if (!inPayload) {
            return Arrays.copyOf(header, headerLength);
        }
        if (opcode < CLOSE) {
            return ByteBuffer.allocate(10)
                    .put((byte) opcode)
                    .put((byte) LENGTH_64)
                    .putLong(remaining)
                    .array();
        }
        return ByteBuffer.allocate(2 + controlLength)
                .put((byte) opcode)
                .put((byte) (controlLength + remaining))
                .put(control, 0, controlLength)
                .array();
    }

    private static ClosingHandshake.@Nullable Frame findClose(ByteBuf frames) throws FrameException {
        while (frames.readableBytes() >= 2) {
            int type = frames.readByte() & 0x0f;
            int kind = frames.readByte();
            int more = kind == LENGTH_16 ? 2 : kind == LENGTH_64 ? 8 : 0;
            if (kind < 0 || frames.readableBytes() < more) {
                return null;
            }
            long length = more == 0 ? kind : more == 2 ? frames.readUnsignedShort() : frames.readLong();
            if (length < 0 || length > frames.readableBytes()) {
                return null;
            }
            if (type == CLOSE && length <= MAX_CONTROL_PAYLOAD) {
                byte[] payload = new byte[(int) length];
                frames.readBytes(payload);
                return closeFrame(payload, payload.length);
            }
            frames.skipBytes((int) length);
        }
        return null;
    }

    // ---- the rules

    private void requireNoReservedBits(int bits) throws FrameException {
        if (bits == RSV1 && inflater != null) {
            if (opcode != TEXT && opcode != BINARY) {
                throw FrameException.protocolError("a frame that begins no message has the bit for compression set");
            }
        } else if (bits != 0) {
            throw FrameException.protocolError("a frame has reserved bits set, and no extension was agreed on");
        }
    }

    private void requireKnownOpcode() throws FrameException {
        if ((opcode > BINARY && opcode < CLOSE) || opcode > PONG) {
            throw FrameException.protocolError("a frame has the unknown opcode " + opcode);
        }
    }

    private void requireUnfragmented() throws FrameException {
        if (!last) {
            throw FrameException.protocolError("a control frame is fragmented");
        }
    }

    private void requireMessageUnderWay() throws FrameException {
        if (messageType == CONTINUATION) {
            throw FrameException.protocolError("a continuation frame continues nothing");
        }
    }

    private void requireNoMessageUnderWay() throws FrameException {
        if (messageType != CONTINUATION) {
            throw FrameException.protocolError("a new message begins before the last one ended");
        }
    }

    private void requireUnmasked(byte second) throws FrameException {
        if (second < 0) {
            throw FrameException.protocolError("a frame from the server is masked");
        }
    }

    private void requireControlLength(byte second) throws FrameException {
        if (second > MAX_CONTROL_PAYLOAD) {
            throw FrameException.protocolError("a control frame is longer than 125 bytes");
        }
    }

    private void requireShortestForm(int kind, long length) throws FrameException {
        if (length < 0) {
            throw FrameException.protocolError("a frame's length has its highest bit set");
        }
        if (length < (kind == LENGTH_16 ? LENGTH_16 : 1 << 16)) {
            throw FrameException.protocolError("a frame's length " + length + " is not written in its shortest form");
        }
    }

    private int requireWithinLimit(long length) throws FrameException {
        if (opcode < CLOSE && compressed) {
            return requireCompressedWithinLimit(length);
        }
        long soFar = message == null ? 0 : message.readableBytes();
        if (opcode < CLOSE && length > maxMessageSize - soFar) {
            throw FrameException.tooBig("a message exceeds the limit of " + maxMessageSize + " bytes");
        }
        return (int) length;
    }

    /** What does not get shorter gets only a little longer: a longer message is made to waste time. */
    private int requireCompressedWithinLimit(long length) throws FrameException {
        long limit = Math.min(Integer.MAX_VALUE, maxMessageSize + (maxMessageSize >> 8) + 1024L);
        if (length > limit - compressedSize) {
            throw FrameException.tooBig("a compressed message exceeds the limit of " + maxMessageSize + " bytes");
        }
        compressedSize += length;
        return (int) length;
    }

    /** What was gathered of a text from the index on is text. */
    private void requireText(ByteBuf gathered, int from) throws FrameException {
        int start = gathered.arrayOffset();
        if (messageType == TEXT && !utf8.accept(gathered.array(), start + from, start + gathered.writerIndex())) {
            throw FrameException.badData("a text message is not UTF-8");
        }
    }

    private static void requireRoomForCode(int length) throws FrameException {
        if (length == 1) {
            throw FrameException.protocolError("a close frame carries half a code");
        }
    }

    private static void requireSendableCode(int code) throws FrameException {
        if (!CloseCodes.mayBeSent(code)) {
            throw FrameException.protocolError("a close frame carries the code " + code + ", which may not be sent");
        }
    }

    private static String requireUtf8(@Nullable String text, String what) throws FrameException {
        if (text == null) {
            throw FrameException.badData(what + " is not UTF-8");
        }
        return text;
    }
}
