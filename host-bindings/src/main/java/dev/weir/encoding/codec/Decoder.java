package dev.weir.encoding.codec;

import org.jspecify.annotations.Nullable;

/**
 * Turns the bytes of one stream into text, piece by piece. A byte order mark is decoded like any other character. Not
 * for use by several threads.
 *
 * @see <a href="https://encoding.spec.whatwg.org/#decoder">Encoding, decoder</a>
 */
public abstract class Decoder {
    static final char REPLACEMENT = '\ufffd';

    /** Whether the error mode is "fatal" and not "replacement". */
    final boolean fatal;

    Decoder(boolean fatal) {
        this.fatal = fatal;
    }

    /**
     * Decodes the next bytes.
     *
     * @param flush whether these are the last ones; the decoder is as new afterwards
     * @return the text, or null when an error mode of "fatal" met an error; the decoder is as new then, too
     */
    public abstract @Nullable String decode(byte[] bytes, int offset, int length, boolean flush);
}
