package dev.weir.websockets.netty;

import io.netty.buffer.ByteBuf;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.LongBuffer;

/**
 * Writes a client's frames: a header, a mask, and the payload masked eight bytes at a time on its way into the buffer.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6455#section-5.2">RFC 6455, sections 5.2 and 5.3</a>
 */
final class FrameEncoder {
    /** Two bytes, eight of length, four of mask. */
    static final int MAX_HEADER = 14;

    /** From this length on, the bytes go by way of a block. */
    private static final int LONG = 512;

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

    /**
     * Writes masked bytes from an array; the first meets the mask's first byte.
     *
     * @param block room for some of them, what it held before is gone
     */
    static void writeMasked(ByteBuf out, byte[] source, int from, int length, int mask, long[] block) {
        ByteBuffer target = room(out, length);
        int start = target.position();
        long wide = widen(mask);
        int at = 0;
        if (length >= LONG) {
            at = maskBlocks(ByteBuffer.wrap(source, from, length).slice(), target.slice(), wide, block);
        }
        for (; at <= length - Long.BYTES; at += Long.BYTES) {
            target.putLong(start + at, (long) LONGS.get(source, from + at) ^ wide);
        }
        for (; at < length; at++) {
            target.put(start + at, (byte) (source[from + at] ^ maskByte(mask, at)));
        }
        out.writerIndex(out.writerIndex() + length);
    }

    /** Writes masked bytes from a big-endian buffer; positions stay as they are. */
    static void writeMasked(ByteBuf out, ByteBuffer source, int from, int length, int mask, long[] block) {
        ByteBuffer target = room(out, length);
        int start = target.position();
        long wide = widen(mask);
        int at = 0;
        if (length >= LONG) {
            at = maskBlocks(source.slice(from, length), target.slice(), wide, block);
        }
        for (; at <= length - Long.BYTES; at += Long.BYTES) {
            target.putLong(start + at, source.getLong(from + at) ^ wide);
        }
        for (; at < length; at++) {
            target.put(start + at, (byte) (source.get(from + at) ^ maskByte(mask, at)));
        }
        out.writerIndex(out.writerIndex() + length);
    }

    /**
     * Masks by way of an array, as many bytes as are whole longs, and answers how many that are. Copying twice costs little,
     * for it is done in bulk, and a loop over an array is fast however well it is compiled. Buffers' accessors are fast only
     * once C2 has compiled them, for which a busy start of a program can leave no time in its first half minute.
     */
    private static int maskBlocks(ByteBuffer source, ByteBuffer target, long wide, long[] block) {
        LongBuffer from = source.order(ByteOrder.nativeOrder()).asLongBuffer();
        LongBuffer to = target.order(ByteOrder.nativeOrder()).asLongBuffer();
        long mask = ByteOrder.nativeOrder() == ByteOrder.BIG_ENDIAN ? wide : Long.reverseBytes(wide);
        int longs = from.remaining();
        while (from.hasRemaining()) {
            int count = Math.min(block.length, from.remaining());
            from.get(block, 0, count);
            for (int i = 0; i < count; i++) {
                block[i] ^= mask;
            }
            to.put(block, 0, count);
        }
        return longs * Long.BYTES;
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
