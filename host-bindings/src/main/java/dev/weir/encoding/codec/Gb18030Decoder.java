package dev.weir.encoding.codec;

/**
 * Decodes gb18030 and GBK.
 *
 * @see <a href="https://encoding.spec.whatwg.org/#gb18030-decoder">Encoding, gb18030 decoder</a>
 */
final class Gb18030Decoder extends ByteByByteDecoder {
    private int firstByte;
    private int secondByte;
    private int thirdByte;

    Gb18030Decoder(boolean fatal) {
        super(fatal);
    }

    @Override
    void reset() {
        firstByte = 0;
        secondByte = 0;
        thirdByte = 0;
    }

    @Override
    int handle(int b) {
        if (b == END) {
            boolean pending = firstByte != 0;
            reset();
            return pending ? ERROR : CONTINUE;
        }
        if (thirdByte != 0) {
            return fourth(b);
        }
        if (secondByte != 0) {
            if (in(b, 0x81, 0xfe)) {
                thirdByte = b;
                return CONTINUE;
            }
            restore(b);
            restore(secondByte);
            reset();
            return ERROR;
        }
        if (firstByte != 0) {
            return afterFirst(b);
        }
        if (b <= 0x7f) {
            return b;
        }
        if (b == 0x80) {
            return 0x20ac;
        }
        if (b <= 0xfe) {
            firstByte = b;
            return CONTINUE;
        }
        return ERROR;
    }

    private int fourth(int b) {
        if (!in(b, 0x30, 0x39)) {
            restore(b);
            restore(thirdByte);
            restore(secondByte);
            reset();
            return ERROR;
        }
        int pointer = (((firstByte - 0x81) * 10 + secondByte - 0x30) * 126 + thirdByte - 0x81) * 10 + b - 0x30;
        reset();
        if (pointer >= 189_000) {
            return pointer <= 1_237_575 ? pointer - 189_000 + 0x10000 : ERROR;
        }
        char[] ranges = Indexes.Gb18030Ranges.INDEX;
        return pointer < ranges.length ? ranges[pointer] : ERROR;
    }

    private int afterFirst(int b) {
        if (in(b, 0x30, 0x39)) {
            secondByte = b;
            return CONTINUE;
        }
        int lead = firstByte;
        firstByte = 0;
        if (in(b, 0x40, 0x7e) || in(b, 0x80, 0xfe)) {
            int c = Indexes.Gb18030.INDEX[(lead - 0x81) * 190 + b - (b < 0x7f ? 0x40 : 0x41)];
            if (c != 0) {
                return c;
            }
        }
        return errorAt(b);
    }
}
