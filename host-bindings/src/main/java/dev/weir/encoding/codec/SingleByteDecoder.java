package dev.weir.encoding.codec;

import org.jspecify.annotations.Nullable;

/**
 * Decodes encodings of ASCII and 128 other characters, a byte each.
 *
 * @see <a href="https://encoding.spec.whatwg.org/#single-byte-decoder">Encoding, single-byte decoder</a>
 */
final class SingleByteDecoder extends Decoder {
    /** The characters of the bytes from 0x80; U+FFFD where there is none. */
    private final char[] index;

    SingleByteDecoder(char[] index, boolean fatal) {
        super(fatal);
        this.index = index;
    }

    @Override
    public @Nullable String decode(byte[] bytes, int offset, int length, boolean flush) {
        char[] text = new char[length];
        for (int i = 0; i < length; i++) {
            int b = bytes[offset + i];
            text[i] = b >= 0 ? (char) b : index[b + 0x80];
            if (fatal && text[i] == REPLACEMENT) {
                return null;
            }
        }
        return new String(text);
    }
}
