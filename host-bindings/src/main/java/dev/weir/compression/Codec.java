package dev.weir.compression;

import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Bytes in, bytes out. First {@link #input} or {@link #finish}, then {@link #next} until there is no more. */
public interface Codec {
    /** The most that one {@link #next} gives out, in bytes. */
    int OUTPUT_SIZE = 1 << 15;

    /**
     * What decompresses exactly one stream of bytes.
     *
     * @param format one of the names that {@code DecompressionStream} knows
     */
    static Codec decompressor(String format) {
        return new Decompressor(CompressionFormat.of(format));
    }

    /** Takes the next bytes, all of those before having been used up. */
    void input(byte[] bytes);

    /** There are no more bytes. Throws a TypeError when there should be. */
    void finish();

    /** Some output, good until the next call, or null when more input is needed. Throws a TypeError for bad input. */
    @Nullable
    ByteBuffer next();

    /** Gives the memory of zlib back. Does no harm a second time. */
    void close();
}
