package dev.weir.encoding.codec;

/**
 * Decodes Big5 with the Hong Kong characters.
 *
 * @see <a href="https://encoding.spec.whatwg.org/#big5-decoder">Encoding, Big5 decoder</a>
 */
final class Big5Decoder extends ByteByByteDecoder {
    private int lead;

    Big5Decoder(boolean fatal) {
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
            if (in(b, 0x40, 0x7e) || in(b, 0xa1, 0xfe)) {
                int c = find((leadByte - 0x81) * 157 + b - (b < 0x7f ? 0x40 : 0x62));
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

    private int find(int pointer) {
        switch (pointer) {
            case 1133, 1164 -> second = 0x304;
            case 1135, 1166 -> second = 0x30c;
            default -> {
                return Indexes.Big5.INDEX[pointer];
            }
        }
        return pointer < 1164 ? 0xca : 0xea;
    }
}
