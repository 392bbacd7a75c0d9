package dev.weir.websockets.netty;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * Checks UTF-8 that arrives in pieces, and refuses it at the first byte that no continuation can mend.
 *
 * @see <a href="https://www.unicode.org/versions/Unicode16.0.0/core-spec/chapter-3/#G27506">Unicode, table 3-7</a>
 */
final class Utf8 {
    private static final VarHandle LONGS = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final long HIGH_BITS = 0x8080808080808080L;

    /** How many continuation bytes the character begun still needs. */
    private int missing;

    /** The range of the next continuation byte: narrower than 80..BF after E0, ED, F0 and F4. */
    private int low;

    private int high;

    /** Forgets what came before. */
    void reset() {
        missing = 0;
    }

    /** Whether the text so far ends with a whole character. */
    boolean isComplete() {
        return missing == 0;
    }

    /** Takes the bytes from {@code from} to before {@code to}, and says whether they are a possible continuation. */
    boolean accept(byte[] bytes, int from, int to) {
        int at = from;
        while (at < to) {
            if (missing > 0) {
                int b = bytes[at++] & 0xff;
                if (b < low || b > high) {
                    return false;
                }
                missing--;
                low = 0x80;
                high = 0xbf;
            } else {
                at = skipAscii(bytes, at, to);
                if (at < to && !begin(bytes[at++] & 0xff)) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Decodes a whole text; null when it is not UTF-8. ASCII costs one look and one copy. */
    static @Nullable String decode(byte[] bytes, int from, int length) {
        int to = from + length;
        if (skipAscii(bytes, from, to) == to) {
            return new String(bytes, from, length, StandardCharsets.ISO_8859_1);
        }
        Utf8 check = new Utf8();
        if (!check.accept(bytes, from, to) || !check.isComplete()) {
            return null;
        }
        return new String(bytes, from, length, StandardCharsets.UTF_8);
    }

    /** The index of the first byte that is not ASCII, or {@code to}. */
    private static int skipAscii(byte[] bytes, int from, int to) {
        int at = from;
        while (at <= to - Long.BYTES && ((long) LONGS.get(bytes, at) & HIGH_BITS) == 0) {
            at += Long.BYTES;
        }
        while (at < to && bytes[at] >= 0) {
            at++;
        }
        return at;
    }

    private boolean begin(int lead) {
        low = 0x80;
        high = 0xbf;
        if (lead < 0xc2) {
            return false;
        } else if (lead < 0xe0) {
            missing = 1;
        } else if (lead < 0xf0) {
            missing = 2;
            if (lead == 0xe0) {
                low = 0xa0;
            } else if (lead == 0xed) {
                high = 0x9f;
            }
        } else if (lead < 0xf5) {
            missing = 3;
            if (lead == 0xf0) {
                low = 0x90;
            } else if (lead == 0xf4) {
                high = 0x8f;
            }
        } else {
            return false;
        }
        return true;
    }
}
