package dev.weir.encoding.codec;

import java.io.ByteArrayOutputStream;
import java.util.Map;

/** What EUC-JP and Shift_JIS have in common, which is all but where a pointer into jis0208 goes. */
abstract class JapaneseEncoder extends TableEncoder {
    private static final int HALFWIDTH_FIRST = 0xff61;
    private static final int HALFWIDTH_LAST = 0xff9f;

    JapaneseEncoder(Map<Integer, Integer> pointers) {
        super(pointers);
    }

    abstract void appendHalfwidth(int offset, ByteArrayOutputStream to);

    static boolean isHalfwidth(int codePoint) {
        return codePoint >= HALFWIDTH_FIRST && codePoint <= HALFWIDTH_LAST;
    }

    /** Japanese has the minus sign in its full width only. */
    static int widened(int codePoint) {
        return codePoint == 0x2212 ? 0xff0d : codePoint;
    }

    @Override
    public int encode(int codePoint, ByteArrayOutputStream to) {
        if (codePoint == 0xa5) {
            to.write(0x5c);
        } else if (codePoint == 0x203e) {
            to.write(0x7e);
        } else if (isHalfwidth(codePoint)) {
            appendHalfwidth(codePoint - HALFWIDTH_FIRST, to);
        } else {
            return super.encode(widened(codePoint), to);
        }
        return -1;
    }
}
