package dev.weir.encoding.codec;

import java.io.ByteArrayOutputStream;
import java.util.Map;

/** Encodes ASCII as it is, and the rest by where it stands in an index. */
abstract class TableEncoder extends Encoder {
    /** The pointers into the index, by their characters. */
    private final Map<Integer, Integer> pointers;

    TableEncoder(Map<Integer, Integer> pointers) {
        this.pointers = pointers;
    }

    abstract void appendPointer(int pointer, ByteArrayOutputStream to);

    @Override
    public int encode(int codePoint, ByteArrayOutputStream to) {
        if (codePoint < 0x80) {
            to.write(codePoint);
            return -1;
        }
        Integer pointer = pointers.get(codePoint);
        if (pointer == null) {
            return codePoint;
        }
        appendPointer(pointer, to);
        return -1;
    }
}
