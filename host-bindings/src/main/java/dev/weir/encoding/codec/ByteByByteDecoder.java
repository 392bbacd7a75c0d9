package dev.weir.encoding.codec;

import org.jspecify.annotations.Nullable;

/** A decoder whose handler the standard describes for one byte after the other, some of which are read again. */
abstract class ByteByByteDecoder extends Decoder {
    /** What a handler is given after the last byte. */
    static final int END = -1;

    /** What a handler answers that needs another byte, or that has none to expect after {@link #END}. */
    static final int CONTINUE = -1;

    static final int ERROR = -2;

    /** Bytes to read again before the others, the next one last. */
    private final int[] restored = new int[4];

    private int restoredSize;
    /** A code point to follow the one that the handler answers with, or 0. */
    int second;

    ByteByByteDecoder(boolean fatal) {
        super(fatal);
    }

    /** The code point that the byte completes, {@link #CONTINUE}, or {@link #ERROR}. */
    abstract int handle(int b);

    /** Forgets everything. */
    abstract void reset();

    /** Lets the byte be read again, before those restored until now. */
    final void restore(int b) {
        if (b != END) {
            restored[restoredSize++] = b;
        }
    }

    /** What most handlers do with a trail byte that fits nothing: one of ASCII stands for itself. */
    final int errorAt(int b) {
        if (b >= 0 && b <= 0x7f) {
            restore(b);
        }
        return ERROR;
    }

    @Override
    public final @Nullable String decode(byte[] bytes, int offset, int length, boolean flush) {
        StringBuilder text = new StringBuilder(length);
        int end = offset + length;
        int at = offset;
        while (true) {
            int b;
            if (restoredSize > 0) {
                b = restored[--restoredSize];
            } else if (at < end) {
                b = bytes[at++] & 0xff;
            } else if (flush) {
                b = END;
            } else {
                return text.toString();
            }
            int result = handle(b);
            if (result >= 0) {
                text.appendCodePoint(result);
                if (second != 0) {
                    text.appendCodePoint(second);
                    second = 0;
                }
            } else if (result == ERROR) {
                if (fatal) {
                    restoredSize = 0;
                    reset();
                    return null;
                }
                text.append(REPLACEMENT);
            } else if (b == END) {
                reset();
                return text.toString();
            }
        }
    }

    static boolean in(int b, int low, int high) {
        return b >= low && b <= high;
    }
}
