package dev.weir.compression;

import dev.weir.webidl.WebException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/** Decompresses one stream: exactly one member, and nothing behind it. */
final class Decompressor implements Codec {
    private enum Stage {
        HEADER,
        BODY,
        TRAILER,
        END
    }

    private static final byte[] NO_BYTES = new byte[0];

    private final Inflater inflater;
    private final boolean gzip;
    private final GzipHeader header = new GzipHeader();
    private final CRC32 checksum = new CRC32();
    private final byte[] output = new byte[OUTPUT_SIZE];
    private byte[] input = NO_BYTES;
    /** What of the input was used up, for as long as zlib has not got it. */
    private int position;

    private Stage stage;
    /** Checksum and size, the first byte lowest, and how many of the eight bytes were there. */
    private long trailer;

    private int trailerSize;

    Decompressor(CompressionFormat format) {
        inflater = new Inflater(format.isRawForZlib());
        gzip = format == CompressionFormat.GZIP;
        stage = gzip ? Stage.HEADER : Stage.BODY;
    }

    @Override
    public void input(byte[] bytes) {
        input = bytes;
        position = 0;
        if (stage == Stage.BODY) {
            inflater.setInput(bytes);
        }
    }

    @Override
    public @Nullable ByteBuffer next() {
        if (stage == Stage.HEADER) {
            readHeader();
        }
        if (stage == Stage.BODY) {
            int size = inflate();
            if (inflater.finished()) {
                position = input.length - inflater.getRemaining();
                stage = gzip ? Stage.TRAILER : Stage.END;
            }
            if (size > 0) {
                return ByteBuffer.wrap(output, 0, size).slice();
            }
        }
        if (stage == Stage.TRAILER) {
            readTrailer();
        }
        if (stage == Stage.END && position < input.length) {
            throw WebException.typeError("there are bytes behind the end of the compressed data");
        }
        return null;
    }

    private void readHeader() {
        while (position < input.length && !header.isComplete()) {
            header.take(input[position++] & 0xff);
        }
        if (header.isComplete()) {
            stage = Stage.BODY;
            inflater.setInput(input, position, input.length - position);
        }
    }

    private int inflate() {
        int size;
        try {
            size = inflater.inflate(output);
        } catch (DataFormatException e) {
            throw WebException.typeError("the compressed data is broken: " + e.getMessage());
        }
        if (inflater.needsDictionary()) {
            throw WebException.typeError("the compressed data needs a dictionary");
        }
        if (gzip) {
            checksum.update(output, 0, size);
        }
        return size;
    }

    private void readTrailer() {
        while (position < input.length && trailerSize < 8) {
            trailer |= (input[position++] & 0xffL) << (8 * trailerSize);
            trailerSize++;
        }
        if (trailerSize == 8) {
            if ((trailer & 0xffffffffL) != checksum.getValue()) {
                throw WebException.typeError("the checksum of the decompressed data is wrong");
            }
            if (trailer >>> 32 != (inflater.getBytesWritten() & 0xffffffffL)) {
                throw WebException.typeError("the decompressed data has another size than the gzip trailer says");
            }
            stage = Stage.END;
        }
    }

    @Override
    public void finish() {
        if (stage != Stage.END) {
            throw WebException.typeError("the compressed data ends too early");
        }
    }

    @Override
    public void close() {
        inflater.end();
    }
}
