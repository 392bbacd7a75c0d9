package dev.weir.streams;

import dev.weir.streams.ReadableStream.State;
import dev.weir.webidl.PlatformObject;
import dev.weir.webidl.Promise;
import org.graalvm.polyglot.HostAccess.Export;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/**
 * What all kinds of readable streams' controllers do for a stream.
 *
 * @see <a href="https://streams.spec.whatwg.org/#rs-abstract-ops-used-by-controllers">Streams, interfacing with
 *     controllers</a>
 */
public abstract sealed class ReadableStreamController extends PlatformObject
        permits ReadableStreamDefaultController, ReadableStreamHostController, ReadableByteStreamController {
    /** [[stream]] */
    final ReadableStream stream;

    ReadableStreamController(ReadableStream stream) {
        super(stream.realm());
        this.stream = stream;
    }

    @Export
    public final ReadableStream stream() {
        return stream;
    }

    /** What {@link #pullForGlue} found, and whether the glue is to pull then. */
    enum Found {
        PENDING,
        PENDING_PULL,
        CHUNK,
        /** Nothing was done: the queue of a byte stream is the glue's. */
        BYTES
    }

    /** [[PullSteps]] for a request whose chunks the glue moves. */
    abstract Found pullForGlue(ReadRequest request);

    /** The chunk that {@link #pullForGlue} found. */
    @Nullable
    abstract Object takeChunk();

    /** [[PullSteps]] for a request of the host's. */
    abstract void pullSteps(ReadRequest request);

    /** [[CancelSteps]] */
    abstract Promise cancelSteps(Value reason);

    /** [[ReleaseSteps]] */
    abstract void releaseSteps();

    /** The stream is closed from now on. */
    void streamCloses() {}

    /** The stream was closed: ends the reads that only the glue knows of. */
    void finishReads() {}

    /** The reader was released: rejects the reads that only the glue knows of. */
    void rejectReads(Value error) {}

    /** How much more the queue takes, in the strategy's unit. */
    abstract double room();

    final boolean isStreamReadable() {
        return stream.state == State.READABLE;
    }
}
