package dev.weir.compression;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;

/** Compresses one stream. */
final class Compressor implements Codec {
    private static final byte[] GZIP_HEADER = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 0xff};
    private static final int GZIP_TRAILER_SIZE = 8;

    private final Deflater deflater;
    private final boolean gzip;
    private final CRC32 checksum = new CRC32();
    private final byte[] output = new byte[OUTPUT_SIZE];
    /** What of the wrapping is at the start of the output and waits for bytes to go out with. */
    private int pending;

    private boolean trailerWritten;

    Compressor(CompressionFormat format) {
        deflater = new Deflater(Deflater.DEFAULT_COMPRESSION, format.isRawForZlib());
        gzip = format == CompressionFormat.GZIP;
        if (gzip) {
            System.arraycopy(GZIP_HEADER, 0, output, 0, GZIP_HEADER.length);
            pending = GZIP_HEADER.length;
        }
    }

    @Override
    public void input(byte[] bytes) {
        if (gzip) {
            checksum.update(bytes);
        }
        deflater.setInput(bytes);
    }

    @Override
    public void finish() {
        deflater.finish();
    }

    @Override
    public @Nullable ByteBuffer next() {
        int size = pending + deflater.deflate(output, pending, output.length - GZIP_TRAILER_SIZE - pending);
        if (size == pending && !deflater.finished()) {
            return null;
        }
        pending = 0;
        if (gzip && deflater.finished() && !trailerWritten) {
            trailerWritten = true;
            ByteBuffer.wrap(output, size, GZIP_TRAILER_SIZE)
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .putInt((int) checksum.getValue())
                    .putInt((int) deflater.getBytesRead());
            size += GZIP_TRAILER_SIZE;
        }
        return size == 0 ? null : ByteBuffer.wrap(output, 0, size).slice();
    }

    @Override
    public void close() {
        deflater.end();
    }
}
