package dev.weir.fileapi;

import dev.weir.encoding.codec.Utf8;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.graalvm.polyglot.HostAccess.Export;
import org.graalvm.polyglot.Value;

/**
 * The immutable bytes of a blob, in pieces that blobs made of each other share. Any thread may read them.
 */
public final class BlobBytes {
    /** No bytes at all. */
    public static final BlobBytes EMPTY = new BlobBytes(List.of());

    private final List<ByteBuffer> pieces;
    private final long size;

    private BlobBytes(List<ByteBuffer> pieces) {
        this.pieces = List.copyOf(pieces);
        long sum = 0;
        for (ByteBuffer piece : pieces) {
            sum += piece.remaining();
        }
        size = sum;
    }

    /** Takes over the array, which must not be written to any more. */
    public static BlobBytes of(byte[] bytes) {
        return bytes.length == 0 ? EMPTY : new BlobBytes(List.of(ByteBuffer.wrap(bytes)));
    }

    /** The number of bytes. */
    public long size() {
        return size;
    }

    /** The bytes from one position to another; shares their memory. */
    public BlobBytes slice(long from, long to) {
        List<ByteBuffer> parts = new ArrayList<>();
        long start = 0;
        for (ByteBuffer piece : pieces) {
            long low = Math.max(from - start, 0);
            long high = Math.min(to - start, piece.remaining());
            if (low < high) {
                parts.add(piece.slice(piece.position() + (int) low, (int) (high - low)));
            }
            start += piece.remaining();
        }
        return new BlobBytes(parts);
    }

    /**
     * A copy of all bytes.
     *
     * @throws ArithmeticException when they are too many for an array
     */
    public byte[] toArray() {
        ByteBuffer all = ByteBuffer.allocate(Math.toIntExact(size));
        pieces.forEach(piece -> all.put(piece.duplicate()));
        return all.array();
    }

    /** All bytes in one buffer that must not be written to; a copy only if there are several pieces. */
    ByteBuffer toByteBuffer() {
        return pieces.size() == 1 ? pieces.get(0).slice() : ByteBuffer.wrap(toArray());
    }

    /** The bytes read as UTF-8, without a byte order mark. */
    public String decodeUtf8() {
        return Utf8.decode(toArray());
    }

    /** For the glue, which copies piece by piece: how many there are. */
    @Export
    public int pieceCount() {
        return pieces.size();
    }

    /** For the glue: a piece. */
    @Export
    public ByteBuffer piece(int index) {
        return pieces.get(index).slice();
    }

    /** For the glue: the number of bytes of a piece. */
    @Export
    public int pieceLength(int index) {
        return pieces.get(index).remaining();
    }

    /** Collects what a blob is made of. */
    static final class Builder {
        private final List<ByteBuffer> pieces = new ArrayList<>();

        void add(BlobBytes bytes) {
            pieces.addAll(bytes.pieces);
        }

        void add(String text) {
            addBytes(text.getBytes(StandardCharsets.UTF_8));
        }

        /** Copies bytes of a buffer. */
        void add(Value buffer, int offset, int length) {
            byte[] bytes = new byte[length];
            if (length > 0) {
                buffer.readBuffer(offset, bytes, 0, length);
            }
            addBytes(bytes);
        }

        private void addBytes(byte[] bytes) {
            if (bytes.length > 0) {
                pieces.add(ByteBuffer.wrap(bytes));
            }
        }

        BlobBytes build() {
            return new BlobBytes(pieces);
        }
    }
}
