package dev.weir.url;

import dev.weir.encoding.codec.Encoder;
import dev.weir.encoding.codec.Encoding;
import dev.weir.encoding.codec.Utf8;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/**
 * The code points that are written as percent signs and hexadecimal digits in one place of a URL.
 *
 * @see <a href="https://url.spec.whatwg.org/#percent-encoded-bytes">URL, percent-encoded bytes</a>
 */
enum PercentEncodeSet {
    C0_CONTROL(""),
    FRAGMENT(" \"<>`"),
    QUERY(" \"#<>"),
    SPECIAL_QUERY(" \"#<>'"),
    PATH(" \"#<>?^`{}"),
    USERINFO(" \"#<>?^`{}/:;=@[\\]|"),
    COMPONENT(" \"#<>?^`{}/:;=@[\\]|$%&+,"),
    FORM_URLENCODED(" \"#<>?^`{}/:;=@[\\]|$%&+,!'()~");

    private static final char[] HEX = "0123456789ABCDEF".toCharArray();

    /** The members below 0x40, a bit each. */
    private final long low;
    /** The members from 0x40 to 0x7f. */
    private final long high;

    /** C0 controls, everything above ASCII's visible characters, and these. */
    PercentEncodeSet(String visible) {
        long lowBits = 0xffffffffL;
        long highBits = 1L << 0x3f;
        for (int i = 0; i < visible.length(); i++) {
            char c = visible.charAt(i);
            if (c < 0x40) {
                lowBits |= 1L << c;
            } else {
                highBits |= 1L << (c - 0x40);
            }
        }
        low = lowBits;
        high = highBits;
    }

    boolean contains(int codePoint) {
        return codePoint >= 0x80 || ((codePoint < 0x40 ? low >>> codePoint : high >>> (codePoint - 0x40)) & 1) != 0;
    }

    /** https://url.spec.whatwg.org/#string-utf-8-percent-encode */
    String encode(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (contains(text.charAt(i))) {
                StringBuilder encoded = new StringBuilder(text.length() + 16).append(text, 0, i);
                encode(text, i, text.length(), encoded);
                return encoded.toString();
            }
        }
        return text;
    }

    /**
     * Encodes with the bytes of an encoding; a character that it lacks becomes the reference that HTML has for it.
     *
     * @see <a href="https://url.spec.whatwg.org/#string-percent-encode-after-encoding">URL, percent-encode after encoding</a>
     */
    String encode(String text, Encoding encoding) {
        Encoding output = encoding.outputEncoding();
        if (output == Encoding.UTF_8) {
            return encode(text);
        }
        Encoder encoder = output.newEncoder();
        StringBuilder encoded = new StringBuilder(text.length() + 16);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            int lacking = encoder.encode(c, bytes);
            if (lacking >= 0) {
                appendBytes(bytes, encoded);
                encoded.append("%26%23").append(lacking).append("%3B");
            }
            i += Character.charCount(c);
        }
        encoder.finish(bytes);
        appendBytes(bytes, encoded);
        return encoded.toString();
    }

    private void appendBytes(ByteArrayOutputStream bytes, StringBuilder to) {
        for (byte each : bytes.toByteArray()) {
            int value = each & 0xff;
            if (contains(value)) {
                appendByte(value, to);
            } else {
                to.append((char) value);
            }
        }
        bytes.reset();
    }

    /** Appends the encoded characters from {@code start} to {@code end}. */
    void encode(String text, int start, int end, StringBuilder to) {
        for (int i = start; i < end; ) {
            int c = text.codePointAt(i);
            encode(c, to);
            i += Character.charCount(c);
        }
    }

    /** https://url.spec.whatwg.org/#utf-8-percent-encode */
    void encode(int codePoint, StringBuilder to) {
        if (!contains(codePoint)) {
            to.append((char) codePoint);
        } else if (codePoint < 0x80) {
            appendByte(codePoint, to);
        } else if (codePoint < 0x800) {
            appendByte(0xc0 | (codePoint >> 6), to);
            appendByte(0x80 | (codePoint & 0x3f), to);
        } else if (codePoint < 0x10000) {
            appendByte(0xe0 | (codePoint >> 12), to);
            appendByte(0x80 | ((codePoint >> 6) & 0x3f), to);
            appendByte(0x80 | (codePoint & 0x3f), to);
        } else {
            appendByte(0xf0 | (codePoint >> 18), to);
            appendByte(0x80 | ((codePoint >> 12) & 0x3f), to);
            appendByte(0x80 | ((codePoint >> 6) & 0x3f), to);
            appendByte(0x80 | (codePoint & 0x3f), to);
        }
    }

    private static void appendByte(int value, StringBuilder to) {
        to.append('%').append(HEX[value >> 4]).append(HEX[value & 15]);
    }

    /** {@link #decodeBytes}, and the bytes read as UTF-8, a byte order mark included. */
    static String decode(String text) {
        return text.indexOf('%') < 0 ? text : Utf8.decodeWithoutBom(decodeBytes(text));
    }

    /** https://url.spec.whatwg.org/#string-percent-decode */
    static byte[] decodeBytes(String text) {
        byte[] input = text.getBytes(StandardCharsets.UTF_8);
        ByteArrayOutputStream output = new ByteArrayOutputStream(input.length);
        for (int i = 0; i < input.length; i++) {
            if (input[i] == '%' && i + 2 < input.length) {
                int high = Character.digit(input[i + 1], 16);
                int low = Character.digit(input[i + 2], 16);
                if (high >= 0 && low >= 0) {
                    output.write((high << 4) | low);
                    i += 2;
                    continue;
                }
            }
            output.write(input[i]);
        }
        return output.toByteArray();
    }
}
