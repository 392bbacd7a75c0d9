package dev.weir.encoding.codec;

import java.nio.charset.StandardCharsets;

/**
 * Text as UTF-8, where the text may come from JavaScript and need not be well-formed.
 *
 * @see <a href="https://encoding.spec.whatwg.org/#utf-8-encode">Encoding, UTF-8 encode</a>
 */
public final class Utf8 {
    private Utf8() {}

    /** The bytes; a surrogate without its partner is written as U+FFFD. */
    public static byte[] encode(String text) {
        return toWellFormed(text).getBytes(StandardCharsets.UTF_8);
    }

    /**
     * The text of a whole input; broken bytes become U+FFFD, a byte order mark of UTF-8 is left out, and those of other
     * encodings are broken bytes.
     *
     * @see <a href="https://encoding.spec.whatwg.org/#utf-8-decode">Encoding, UTF-8 decode</a>
     */
    public static String decode(byte[] bytes) {
        return decode(bytes, Encoding.ofByteOrderMark(bytes) == Encoding.UTF_8 ? 3 : 0);
    }

    /** The text of a whole input; broken bytes become U+FFFD, a byte order mark stays. */
    public static String decodeWithoutBom(byte[] bytes) {
        return decode(bytes, 0);
    }

    private static String decode(byte[] bytes, int offset) {
        String text = new Utf8Decoder(false).decode(bytes, offset, bytes.length - offset, true);
        return text == null ? "" : text;
    }

    /** The text with every surrogate that has no partner replaced by U+FFFD. */
    public static String toWellFormed(String text) {
        int length = text.length();
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                if (Character.isHighSurrogate(c) && i + 1 < length && Character.isLowSurrogate(text.charAt(i + 1))) {
                    i++;
                } else {
                    return replaceLoneSurrogates(text);
                }
            }
        }
        return text;
    }

    private static String replaceLoneSurrogates(String text) {
        return text.codePoints()
                .map(c -> c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? Decoder.REPLACEMENT : c)
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }
}
