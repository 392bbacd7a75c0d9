package dev.weir.encoding.codec;

import java.io.ByteArrayOutputStream;
import java.util.Map;

/**
 * Encodes EUC-KR as windows-949.
 *
 * @see <a href="https://encoding.spec.whatwg.org/#euc-kr-encoder">Encoding, EUC-KR encoder</a>
 */
final class EucKrEncoder extends TableEncoder {
    private static final class Pointers {
        static final Map<Integer, Integer> BY_CHARACTER = Indexes.pointers(Indexes.EucKr.INDEX);
    }

    EucKrEncoder() {
        super(Pointers.BY_CHARACTER);
    }

    @Override
    void appendPointer(int pointer, ByteArrayOutputStream to) {
        to.write(pointer / 190 + 0x81);
        to.write(pointer % 190 + 0x41);
    }
}
