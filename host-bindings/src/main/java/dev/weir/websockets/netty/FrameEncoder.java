package dev.weir.websockets.netty;

import io.netty.buffer.ByteBuf;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Writes a client's frames: a header, a mask, and the payload masked eight bytes at a time on its way into the buffer.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6455#section-5.2">RFC 6455, sections 5.2 and 5.3</a>
 */
final class FrameEncoder {
    /** Two bytes, eight of length, four of mask. */
    static final int MAX_HEADER = 14;

    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    private FrameEncoder() {}

    static int headerSize(int length) {
        return length < 126 ? 6 : length < 1 << 16 ? 8 : 14;
    }

    /** Writes the header of an unfragmented frame. */
    static void writeHeader(ByteBuf out, int opcode, int length, int mask) {
        out.writeByte(0x80 | opcode);
        if (length < 126) {
            out.writeByte(0x80 | length);
        } else if (length < 1 << 16) {
            out.writeByte(0x80 | 126);
            out.writeShort(length);
        } else {
            out.writeByte(0x80 | 127);
            out.writeLong(length);
        }
        out.writeInt(mask);
    }

    /** Writes masked bytes from an array; the first meets the mask's first byte. */
    static void writeMasked(ByteBuf out, byte[] source, int from, int length, int mask) {
        ByteBuffer target = room(out, length);
        int start = target.position();
        long wide = widen(mask);
        int at = 0;
        for (; at <= length - Long.BYTES; at += Long.BYTES) {
            target.putLong(start + at, (long) LONGS.get(source, from + at) ^ wide);
        }
        for (; at < length; at++) {
            target.put(start + at, (byte) (source[from + at] ^ maskByte(mask, at)));
        }
        out.writerIndex(out.writerIndex() + length);
    }

    /** Writes masked bytes from a big-endian buffer; positions stay as they are. */
    static void writeMasked(ByteBuf out, ByteBuffer source, int from, int length, int mask) {
        ByteBuffer target = room(out, length);
        int start = target.position();
        long wide = widen(mask);
        int at = 0;
        for (; at <= length - Long.BYTES; at += Long.BYTES) {
            target.putLong(start + at, source.getLong(from + at) ^ wide);
        }
        for (; at < length; at++) {
            target.put(start + at, (byte) (source.get(from + at) ^ maskByte(mask, at)));
        }
        out.writerIndex(out.writerIndex() + length);
    }

    /** The buffer's own memory as the JDK sees it: its accessors are compiled to single instructions. */
    private static ByteBuffer room(ByteBuf out, int length) {
        return out.internalNioBuffer(out.writerIndex(), length);
    }

    private static long widen(int mask) {
        return (long) mask << 32 | (mask & 0xffffffffL);
    }

    private static int maskByte(int mask, int at) {
        return mask >>> (24 - 8 * (at & 3));
    }
}
