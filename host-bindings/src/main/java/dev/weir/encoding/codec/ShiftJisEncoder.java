package dev.weir.encoding.codec;

import java.io.ByteArrayOutputStream;
import java.util.Map;

/**
 * Encodes Shift_JIS.
 *
 * @see <a href="https://encoding.spec.whatwg.org/#shift_jis-encoder">Encoding, Shift_JIS encoder</a>
 */
final class ShiftJisEncoder extends JapaneseEncoder {
    /** NEC's selection of IBM's characters, which are written where IBM has them. */
    private static final int NEC_FIRST = 8272;

    private static final int NEC_LAST = 8835;

    private static final class Pointers {
        static final Map<Integer, Integer> BY_CHARACTER = Indexes.pointers(
                i -> i >= NEC_FIRST && i <= NEC_LAST ? 0 : Indexes.Jis0208.INDEX[i],
                0,
                Indexes.Jis0208.INDEX.length,
                c -> false);
    }

    ShiftJisEncoder() {
        super(Pointers.BY_CHARACTER);
    }

    @Override
    public int encode(int codePoint, ByteArrayOutputStream to) {
        if (codePoint == 0x80) {
            to.write(0x80);
            return -1;
        }
        return super.encode(codePoint, to);
    }

    @Override
    void appendHalfwidth(int offset, ByteArrayOutputStream to) {
        to.write(0xa1 + offset);
    }

    @Override
    void appendPointer(int pointer, ByteArrayOutputStream to) {
        int lead = pointer / 188;
        appendPair(lead + (lead < 0x1f ? 0x81 : 0xc1), pointer % 188, 0x41, to);
    }
}
