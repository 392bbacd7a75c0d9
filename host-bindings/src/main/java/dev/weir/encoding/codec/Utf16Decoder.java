package dev.weir.encoding.codec;

import org.jspecify.annotations.Nullable;

/**
 * Decodes UTF-16 of either byte order. A code unit that is no character becomes one U+FFFD, so the text has as many
 * code units as the bytes.
 *
 * @see <a href="https://encoding.spec.whatwg.org/#shared-utf-16-decoder">Encoding, shared UTF-16 decoder</a>
 */
final class Utf16Decoder extends Decoder {
    private final boolean bigEndian;
    /** The first byte of a code unit whose second has not come, or -1. */
    private int leadByte = -1;
    /** A high surrogate whose partner has not come, or 0. */
    private char leadSurrogate;

    private char[] units = new char[0];
    private int size;
    private boolean failed;

    Utf16Decoder(boolean bigEndian, boolean fatal) {
        super(fatal);
        this.bigEndian = bigEndian;
    }

    @Override
    public @Nullable String decode(byte[] bytes, int offset, int length, boolean flush) {
        units = new char[length / 2 + 3];
        size = 0;
        failed = false;
        int end = offset + length;
        int at = offset;
        if (leadByte >= 0 && at < end) {
            unit(leadByte, bytes[at]);
            leadByte = -1;
            at++;
        }
        for (; at + 1 < end; at += 2) {
            unit(bytes[at], bytes[at + 1]);
        }
        if (at < end) {
            leadByte = bytes[at] & 0xff;
        }
        if (flush && (leadByte >= 0 || leadSurrogate != 0)) {
            leadByte = -1;
            leadSurrogate = 0;
            error();
        }
        if (failed && fatal) {
            leadByte = -1;
            leadSurrogate = 0;
            return null;
        }
        return new String(units, 0, size);
    }

    private void unit(int first, int second) {
        int high = bigEndian ? first : second;
        int low = bigEndian ? second : first;
        char unit = (char) (((high & 0xff) << 8) | (low & 0xff));
        if (leadSurrogate != 0) {
            if (Character.isLowSurrogate(unit)) {
                units[size++] = leadSurrogate;
                units[size++] = unit;
                leadSurrogate = 0;
                return;
            }
            leadSurrogate = 0;
            error();
        }
        if (Character.isHighSurrogate(unit)) {
            leadSurrogate = unit;
        } else if (Character.isLowSurrogate(unit)) {
            error();
        } else {
            units[size++] = unit;
        }
    }

    private void error() {
        failed = true;
        units[size++] = REPLACEMENT;
    }
}
