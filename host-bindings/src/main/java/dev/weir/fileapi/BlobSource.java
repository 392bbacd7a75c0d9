package dev.weir.fileapi;

import dev.weir.streams.ReadableStream;
import dev.weir.streams.StreamsForOtherSpecs;
import dev.weir.streams.UnderlyingSource;
import dev.weir.webidl.Realm;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/** Reads a blob into a byte stream, a chunk when one is wanted. */
public final class BlobSource implements UnderlyingSource {
    /** Bytes. */
    private static final int CHUNK = 65_536;

    private static final ByteBuffer NO_BYTES = ByteBuffer.allocate(0);

    private final BlobBytes.Pieces pieces;
    /** The bytes that are left, and those of them that are left of the piece begun. */
    private long left;

    private ByteBuffer piece = NO_BYTES;
    private @Nullable ReadableStream stream;

    private BlobSource(BlobBytes bytes) {
        pieces = bytes.pieces();
        left = bytes.size();
    }

    /** A stream of the bytes. */
    public static ReadableStream streamOf(Realm realm, BlobBytes bytes) {
        BlobSource source = new BlobSource(bytes);
        ReadableStream stream = StreamsForOtherSpecs.newReadableByteStream(realm, source, 0);
        source.stream = stream;
        if (bytes.size() == 0) {
            StreamsForOtherSpecs.close(stream);
        }
        return stream;
    }

    @Override
    public @Nullable Value pull() {
        ReadableStream target = stream;
        if (target != null) {
            StreamsForOtherSpecs.enqueueBytes(target, nextChunk());
            if (left == 0) {
                StreamsForOtherSpecs.close(target);
            }
        }
        return null;
    }

    private ByteBuffer nextChunk() {
        int size = (int) Math.min(CHUNK, left);
        left -= size;
        if (!piece.hasRemaining()) {
            piece = Objects.requireNonNull(pieces.next());
        }
        if (piece.remaining() >= size) {
            return take(size);
        }
        ByteBuffer chunk = ByteBuffer.allocate(size);
        while (chunk.hasRemaining()) {
            if (!piece.hasRemaining()) {
                piece = Objects.requireNonNull(pieces.next());
            }
            chunk.put(take(Math.min(piece.remaining(), chunk.remaining())));
        }
        return chunk.flip();
    }

    /** The next bytes of the piece. */
    private ByteBuffer take(int size) {
        int position = piece.position();
        piece.position(position + size);
        return piece.slice(position, size);
    }

    @Override
    public @Nullable Value cancel(Value reason) {
        return null;
    }
}
