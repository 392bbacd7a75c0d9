package dev.weir.fileapi;

import dev.weir.streams.ReadableStream;
import dev.weir.streams.StreamsForOtherSpecs;
import dev.weir.streams.UnderlyingSource;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/** Reads a blob into a byte stream, a chunk when one is wanted. */
final class BlobSource implements UnderlyingSource {
    /** Bytes. */
    private static final int CHUNK = 65_536;

    private final Blob blob;
    private long position;
    private @Nullable ReadableStream stream;

    private BlobSource(Blob blob) {
        this.blob = blob;
    }

    static ReadableStream streamOf(Blob blob) {
        BlobSource source = new BlobSource(blob);
        ReadableStream stream = StreamsForOtherSpecs.newReadableByteStream(blob.realm(), source, 0);
        source.stream = stream;
        if (blob.content().size() == 0) {
            StreamsForOtherSpecs.close(stream);
        }
        return stream;
    }

    @Override
    public @Nullable Value pull() {
        ReadableStream target = stream;
        if (target != null) {
            long end = Math.min(position + CHUNK, blob.content().size());
            StreamsForOtherSpecs.enqueueBytes(
                    target, blob.content().slice(position, end).toByteBuffer());
            position = end;
            if (end == blob.content().size()) {
                StreamsForOtherSpecs.close(target);
            }
        }
        return null;
    }

    @Override
    public @Nullable Value cancel(Value reason) {
        return null;
    }
}
