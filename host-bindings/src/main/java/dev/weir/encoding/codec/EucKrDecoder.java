package dev.weir.encoding.codec;

/**
 * Decodes EUC-KR as windows-949.
 *
 * @see <a href="https://encoding.spec.whatwg.org/#euc-kr-decoder">Encoding, EUC-KR decoder</a>
 */
final class EucKrDecoder extends ByteByByteDecoder {
    private int lead;

    EucKrDecoder(boolean fatal) {
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
            if (in(b, 0x41, 0xfe)) {
                int c = Indexes.EucKr.INDEX[(leadByte - 0x81) * 190 + b - 0x41];
                if (c != 0) {
                    return c;
                }
            }
            return errorAt(b);
        }
        if (b <= 0x7f) {
            return b; // the end among them
        }
        if (in(b, 0x81, 0xfe)) {
            lead = b;
            return CONTINUE;
        }
        return ERROR;
    }
}
