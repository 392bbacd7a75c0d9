package dev.weir.encoding.codec;

/**
 * Decodes EUC-JP.
 *
 * @see <a href="https://encoding.spec.whatwg.org/#euc-jp-decoder">Encoding, EUC-JP decoder</a>
 */
final class EucJpDecoder extends ByteByByteDecoder {
    private boolean jis0212;
    private int lead;

    EucJpDecoder(boolean fatal) {
        super(fatal);
    }

    @Override
    void reset() {
        jis0212 = false;
        lead = 0;
    }

    @Override
    int handle(int b) {
        if (lead == 0) {
            if (b <= 0x7f) {
                return b; // the end among them
            }
            if (b == 0x8e || b == 0x8f || in(b, 0xa1, 0xfe)) {
                lead = b;
                return CONTINUE;
            }
            return ERROR;
        }
        if (lead == 0x8e && in(b, 0xa1, 0xdf)) {
            lead = 0;
            return 0xff61 - 0xa1 + b;
        }
        if (lead == 0x8f && in(b, 0xa1, 0xfe)) {
            jis0212 = true;
            lead = b;
            return CONTINUE;
        }
        int leadByte = lead;
        char[] index = jis0212 ? Indexes.Jis0212.INDEX : Indexes.Jis0208.INDEX;
        reset();
        if (in(leadByte, 0xa1, 0xfe) && in(b, 0xa1, 0xfe)) {
            int c = index[(leadByte - 0xa1) * 94 + b - 0xa1];
            if (c != 0) {
                return c;
            }
        }
        return errorAt(b);
    }
}
