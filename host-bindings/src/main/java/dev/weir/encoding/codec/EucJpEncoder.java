package dev.weir.encoding.codec;

import java.io.ByteArrayOutputStream;

/**
 * Encodes EUC-JP.
 *
 * @see <a href="https://encoding.spec.whatwg.org/#euc-jp-encoder">Encoding, EUC-JP encoder</a>
 */
final class EucJpEncoder extends JapaneseEncoder {
    EucJpEncoder() {
        super(Indexes.Jis0208Pointers.BY_CHARACTER);
    }

    @Override
    void appendHalfwidth(int offset, ByteArrayOutputStream to) {
        to.write(0x8e);
        to.write(0xa1 + offset);
    }

    @Override
    void appendPointer(int pointer, ByteArrayOutputStream to) {
        to.write(pointer / 94 + 0xa1);
        to.write(pointer % 94 + 0xa1);
    }
}
