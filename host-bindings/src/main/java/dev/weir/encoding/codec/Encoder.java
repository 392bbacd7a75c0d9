package dev.weir.encoding.codec;

import java.io.ByteArrayOutputStream;

/**
 * Turns code points into the bytes of one text. Not for use by several threads.
 *
 * @see <a href="https://encoding.spec.whatwg.org/#encoder">Encoding, encoder</a>
 */
public abstract class Encoder {
    Encoder() {}

    /**
     * Appends the bytes of the next code point. Where the encoding has none, only what gets it back to ASCII may be
     * appended, so that the caller can write something else in ASCII.
     *
     * @param codePoint not a surrogate
     * @return the code point that cannot be encoded, or -1
     */
    public abstract int encode(int codePoint, ByteArrayOutputStream to);

    /** Appends what ends a text. */
    public void finish(ByteArrayOutputStream to) {}

    /** Two bytes, of which the second counts from 0x40, and from {@code restOffset} where that would reach DEL. */
    static void appendPair(int lead, int trail, int restOffset, ByteArrayOutputStream to) {
        to.write(lead);
        to.write(trail + (trail < 0x3f ? 0x40 : restOffset));
    }
}
