package dev.weir.encoding.codec;

import java.io.ByteArrayOutputStream;
import java.util.Map;
import java.util.Set;

/**
 * Encodes Big5 without the Hong Kong characters.
 *
 * @see <a href="https://encoding.spec.whatwg.org/#big5-encoder">Encoding, Big5 encoder</a>
 */
final class Big5Encoder extends TableEncoder {
    private static final int HONG_KONG_END = (0xa1 - 0x81) * 157;
    /** Those that are in the index twice and are written as the second. */
    private static final Set<Integer> LAST = Set.of(0x2550, 0x255e, 0x2561, 0x256a, 0x5341, 0x5345);

    private static final class Pointers {
        static final Map<Integer, Integer> BY_CHARACTER =
                Indexes.pointers(i -> Indexes.Big5.INDEX[i], HONG_KONG_END, Indexes.Big5.INDEX.length, LAST::contains);
    }

    Big5Encoder() {
        super(Pointers.BY_CHARACTER);
    }

    @Override
    void appendPointer(int pointer, ByteArrayOutputStream to) {
        appendPair(pointer / 157 + 0x81, pointer % 157, 0x62, to);
    }
}
