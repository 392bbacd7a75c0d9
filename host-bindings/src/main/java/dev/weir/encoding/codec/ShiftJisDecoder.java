package dev.weir.encoding.codec;

/**
 * Decodes Shift_JIS.
 *
 * @see <a href="https://encoding.spec.whatwg.org/#shift_jis-decoder">Encoding, Shift_JIS decoder</a>
 */
final class ShiftJisDecoder extends ByteByByteDecoder {
    private int lead;

    ShiftJisDecoder(boolean fatal) {
        super(fatal);
    }

    @Override
    void reset() {
        lead = 0;
    }

    @Override
    int handle(int b) {
        if (lead != 0) {
            int leadByte = lead;
            lead = 0;
            if (in(b, 0x40, 0x7e) || in(b, 0x80, 0xfc)) {
                int pointer = (leadByte - (leadByte < 0xa0 ? 0x81 : 0xc1)) * 188 + b - (b < 0x7f ? 0x40 : 0x41);
                int c = in(pointer, Indexes.EUDC_FIRST, Indexes.EUDC_LAST)
                        ? 0xe000 - Indexes.EUDC_FIRST + pointer
                        : Indexes.Jis0208.INDEX[pointer];
                if (c != 0) {
                    return c;
                }
            }
            return errorAt(b);
        }
        if (b <= 0x80) {
            return b; // the end among them
        }
        if (in(b, 0xa1, 0xdf)) {
            return 0xff61 - 0xa1 + b;
        }
        if (in(b, 0x81, 0x9f) || in(b, 0xe0, 0xfc)) {
            lead = b;
            return CONTINUE;
        }
        return ERROR;
    }
}
