package dev.weir.encoding.codec;

import java.io.ByteArrayOutputStream;

/**
 * Encodes into ASCII and 128 other bytes.
 *
 * @see <a href="https://encoding.spec.whatwg.org/#single-byte-encoder">Encoding, single-byte encoder</a>
 */
final class SingleByteEncoder extends Encoder {
    /** The characters of the bytes from 0x80; U+FFFD where there is none. */
    private final String index;

    SingleByteEncoder(char[] index) {
        this.index = new String(index);
    }

    @Override
    public int encode(int codePoint, ByteArrayOutputStream to) {
        int pointer = codePoint == Decoder.REPLACEMENT ? -1 : index.indexOf(codePoint);
        if (codePoint >= 0x80 && pointer < 0) {
            return codePoint;
        }
        to.write(codePoint < 0x80 ? codePoint : pointer + 0x80);
        return -1;
    }
}
