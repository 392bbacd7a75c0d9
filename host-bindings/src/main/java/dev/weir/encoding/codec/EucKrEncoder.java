package dev.weir.encoding.codec;

import java.io.ByteArrayOutputStream;
import java.util.Map;

/**
 * Encodes EUC-KR as windows-949.
 *
 * @see <a href="https://encoding.spec.whatwg.org/#euc-kr-encoder">Encoding, EUC-KR encoder</a>
 */
final class EucKrEncoder extends Encoder {
    private static final class Pointers {
        static final Map<Integer, Integer> BY_CHARACTER = Indexes.pointers(Indexes.EucKr.INDEX);
    }

    @Override
    public int encode(int codePoint, ByteArrayOutputStream to) {
        if (codePoint < 0x80) {
            to.write(codePoint);
            return -1;
        }
        Integer pointer = Pointers.BY_CHARACTER.get(codePoint);
        if (pointer == null) {
            return codePoint;
        }
        to.write(pointer / 190 + 0x81);
        to.write(pointer % 190 + 0x41);
        return -1;
    }
}
