package dev.weir.compression;

import dev.weir.streams.ReadableStream;
import dev.weir.streams.StreamsForOtherSpecs;
import dev.weir.streams.TransformStream;
import dev.weir.streams.Transformer;
import dev.weir.streams.WritableStream;
import dev.weir.webidl.PlatformObject;
import dev.weir.webidl.Realm;
import java.nio.ByteBuffer;
import org.graalvm.polyglot.HostAccess.Export;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/** What both directions have in common: a transform stream around a codec, whose memory ends with the stream. */
public abstract class CodecStream extends PlatformObject implements Transformer {
    private static final byte[] NO_BYTES = new byte[0];

    private final Codec codec;
    private final TransformStream transform;
    /** Whether pieces of what came of a chunk are being given out, which may run author code. */
    private boolean delivering;
    /** Whether the codec is to be closed, at the latest when nothing is being delivered any more. */
    private boolean ended;

    CodecStream(Realm realm, Codec codec) {
        super(realm);
        this.codec = codec;
        transform = StreamsForOtherSpecs.newTransformStream(realm, this);
    }

    @Export
    public final ReadableStream readable() {
        return transform.readable();
    }

    @Export
    public final WritableStream writable() {
        return transform.writable();
    }

    /**
     * For the script: takes a chunk and gives out the first piece of what comes of it, or null.
     *
     * @param buffer an ArrayBuffer; not looked at if {@code length} is 0
     */
    @Export
    public final @Nullable ByteBuffer take(Value buffer, int offset, int length) {
        byte[] bytes = NO_BYTES;
        if (length > 0) {
            bytes = new byte[length];
            buffer.readBuffer(offset, bytes, 0, length);
        }
        delivering = true;
        codec.input(bytes);
        return next();
    }

    /** For the script: the next piece of what came of the chunk, or null. */
    @Export
    public final @Nullable ByteBuffer next() {
        ByteBuffer bytes = codec.next();
        if (bytes == null) {
            delivering = false;
            if (ended) {
                codec.close();
            }
        }
        return bytes;
    }

    /** For the script: the stream is about to be errored, and there will be no other chunk. */
    @Export
    public final void close() {
        codec.close();
    }

    @Override
    public final TransformSteps transformSteps() {
        return new TransformSteps("codecChunk", this);
    }

    @Override
    public final @Nullable Value flush() {
        try {
            codec.finish();
            for (ByteBuffer bytes = codec.next(); bytes != null; bytes = codec.next()) {
                StreamsForOtherSpecs.enqueue(transform, realm.uint8Array(bytes));
            }
        } finally {
            codec.close();
        }
        return null;
    }

    @Override
    public final @Nullable Value cancel(Value reason) {
        ended = true;
        if (!delivering) { // else the standard has made all pieces by now, and the next cannot be enqueued
            codec.close();
        }
        return null;
    }
}
