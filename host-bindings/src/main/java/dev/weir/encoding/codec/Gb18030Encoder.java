package dev.weir.encoding.codec;

import java.io.ByteArrayOutputStream;
import java.util.Map;

/**
 * Encodes gb18030, or GBK, which is what of it takes two bytes at most.
 *
 * @see <a href="https://encoding.spec.whatwg.org/#gb18030-encoder">Encoding, gb18030 encoder</a>
 */
final class Gb18030Encoder extends Encoder {
    /** Characters for private use whose bytes have had others since the edition of 2022, but are still written so. */
    static final Map<Integer, Integer> PRIVATE_USE = Map.ofEntries(
            Map.entry(0xe78d, 0xa6d9),
            Map.entry(0xe78e, 0xa6da),
            Map.entry(0xe78f, 0xa6db),
            Map.entry(0xe790, 0xa6dc),
            Map.entry(0xe791, 0xa6dd),
            Map.entry(0xe792, 0xa6de),
            Map.entry(0xe793, 0xa6df),
            Map.entry(0xe794, 0xa6ec),
            Map.entry(0xe795, 0xa6ed),
            Map.entry(0xe796, 0xa6f3),
            Map.entry(0xe81e, 0xfe59),
            Map.entry(0xe826, 0xfe61),
            Map.entry(0xe82b, 0xfe66),
            Map.entry(0xe82c, 0xfe67),
            Map.entry(0xe832, 0xfe6d),
            Map.entry(0xe843, 0xfe7e),
            Map.entry(0xe854, 0xfe90),
            Map.entry(0xe864, 0xfea0));

    private static final class Pointers {
        static final Map<Integer, Integer> BY_CHARACTER = Indexes.pointers(Indexes.Gb18030.INDEX);
        static final Map<Integer, Integer> OF_RANGES = Indexes.pointers(Indexes.Gb18030Ranges.INDEX);
    }

    private final boolean gbk;

    Gb18030Encoder(boolean gbk) {
        this.gbk = gbk;
    }

    @Override
    public int encode(int codePoint, ByteArrayOutputStream to) {
        if (codePoint < 0x80) {
            to.write(codePoint);
            return -1;
        }
        if (codePoint == 0xe5e5) { // its bytes are those of the ideographic space
            return codePoint;
        }
        if (gbk && codePoint == 0x20ac) {
            to.write(0x80);
            return -1;
        }
        Integer bytes = PRIVATE_USE.get(codePoint);
        if (bytes != null) {
            to.write(bytes >> 8);
            to.write(bytes);
            return -1;
        }
        Integer pointer = Pointers.BY_CHARACTER.get(codePoint);
        if (pointer != null) {
            appendPair(pointer / 190 + 0x81, pointer % 190, 0x41, to);
            return -1;
        }
        Integer range =
                codePoint >= 0x10000 ? (Integer) (189_000 + codePoint - 0x10000) : Pointers.OF_RANGES.get(codePoint);
        if (gbk || range == null) {
            return codePoint;
        }
        to.write(range / 12_600 + 0x81);
        to.write(range / 1260 % 10 + 0x30);
        to.write(range / 10 % 126 + 0x81);
        to.write(range % 10 + 0x30);
        return -1;
    }
}
