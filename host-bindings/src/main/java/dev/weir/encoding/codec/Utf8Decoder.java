package dev.weir.encoding.codec;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Decodes UTF-8.
 *
 * @see <a href="https://encoding.spec.whatwg.org/#utf-8-decoder">Encoding, UTF-8 decoder</a>
 */
public final class Utf8Decoder extends Decoder {
    private int codePoint;
    private int bytesNeeded;
    private int bytesSeen;
    private int lowerBoundary = 0x80;
    private int upperBoundary = 0xbf;

    public Utf8Decoder(boolean fatal) {
        super(fatal);
    }

    /**
     * The text where there is certainly no error in it, else null.
     *
     * <p>OPTIMIZATION: the JDK decodes many bytes at once but sees fewer errors in a row than the standard does. Text in
     * which it replaced nothing is the standard's too.
     */
    private static @Nullable String decodeIfWellFormed(byte[] bytes, int offset, int length) {
        String text = new String(bytes, offset, length, StandardCharsets.UTF_8);
        return text.indexOf(REPLACEMENT) < 0 ? text : null;
    }

    @Override
    public @Nullable String decode(byte[] bytes, int offset, int length, boolean flush) {
        int end = offset + length;
        int start = offset;
        StringBuilder text = null;
        if (bytesNeeded != 0) {
            text = new StringBuilder(length + 1);
            while (bytesNeeded != 0 && start < end) {
                start = next(bytes, start, text);
                if (start < 0) {
                    return null;
                }
            }
        }
        int whole = flush ? end : end - incompleteTail(bytes, start, end);
        String bulk = decodeIfWellFormed(bytes, start, whole - start);
        if (bulk != null) {
            if (text == null && whole == end && bytesNeeded == 0) {
                return bulk;
            }
            start = whole;
        }
        if (text == null) {
            text = new StringBuilder(length + 1);
        }
        if (bulk != null) {
            text.append(bulk);
        }
        while (start < end) {
            start = next(bytes, start, text);
            if (start < 0) {
                return null;
            }
        }
        if (flush && bytesNeeded != 0) {
            reset();
            if (fatal) {
                return null;
            }
            text.append(REPLACEMENT);
        }
        return text.toString();
    }

    /** How many bytes at the end are the beginning of a sequence that is longer than what there is. */
    private static int incompleteTail(byte[] bytes, int start, int end) {
        for (int size = 1; size <= 3 && end - size >= start; size++) {
            int b = bytes[end - size] & 0xff;
            if ((b & 0xc0) != 0x80) {
                int wanted = b >= 0xf0 ? 4 : b >= 0xe0 ? 3 : b >= 0xc0 ? 2 : 1;
                return wanted > size ? size : 0;
            }
        }
        return 0;
    }

    /** Takes one byte; the index of the one to take next, which may be the same, or -1 for a fatal error. */
    private int next(byte[] bytes, int at, StringBuilder text) {
        int b = bytes[at] & 0xff;
        if (bytesNeeded == 0) {
            if (b <= 0x7f) {
                text.append((char) b);
                return at + 1;
            }
            return lead(b) ? at + 1 : error(at + 1, text);
        }
        if (b < lowerBoundary || b > upperBoundary) {
            return error(at, text);
        }
        lowerBoundary = 0x80;
        upperBoundary = 0xbf;
        codePoint = (codePoint << 6) | (b & 0x3f);
        bytesSeen++;
        if (bytesSeen == bytesNeeded) {
            text.appendCodePoint(codePoint);
            reset();
        }
        return at + 1;
    }

    private boolean lead(int b) {
        if (b >= 0xc2 && b <= 0xdf) {
            bytesNeeded = 1;
            codePoint = b & 0x1f;
        } else if (b >= 0xe0 && b <= 0xef) {
            lowerBoundary = b == 0xe0 ? 0xa0 : 0x80;
            upperBoundary = b == 0xed ? 0x9f : 0xbf;
            bytesNeeded = 2;
            codePoint = b & 0xf;
        } else if (b >= 0xf0 && b <= 0xf4) {
            lowerBoundary = b == 0xf0 ? 0x90 : 0x80;
            upperBoundary = b == 0xf4 ? 0x8f : 0xbf;
            bytesNeeded = 3;
            codePoint = b & 0x7;
        } else {
            return false;
        }
        return true;
    }

    private int error(int continueAt, StringBuilder text) {
        reset();
        if (fatal) {
            return -1;
        }
        text.append(REPLACEMENT);
        return continueAt;
    }

    private void reset() {
        codePoint = 0;
        bytesNeeded = 0;
        bytesSeen = 0;
        lowerBoundary = 0x80;
        upperBoundary = 0xbf;
    }
}
