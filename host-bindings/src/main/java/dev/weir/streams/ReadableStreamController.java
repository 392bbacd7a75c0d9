package dev.weir.streams;

import dev.weir.streams.ReadableStream.State;
import dev.weir.webidl.PlatformObject;
import dev.weir.webidl.Promise;
import org.graalvm.polyglot.HostAccess.Export;
import org.graalvm.polyglot.Value;

/**
 * What all kinds of readable streams' controllers do for a stream.
 *
 * @see <a href="https://streams.spec.whatwg.org/#rs-abstract-ops-used-by-controllers">Streams, interfacing with
 *     controllers</a>
 */
public abstract sealed class ReadableStreamController extends PlatformObject
        permits ReadableStreamGlueController, ReadableStreamHostController {
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

    /** [[PullSteps]] for a request of the host's. */
    abstract void pullSteps(ReadRequest request);

    /** [[CancelSteps]] */
    abstract Promise cancelSteps(Value reason);

    /** The stream is closed from now on. */
    void streamCloses() {}

    /** The stream was closed: ends the reads that only the glue knows of. */
    void finishReads() {}

    /** [[ReleaseSteps]]; the reads that only the glue knows of are rejected. */
    void readerReleased(Value error) {}

    /** How much more the queue takes, in the strategy's unit. */
    abstract double room();

    final boolean isStreamReadable() {
        return stream.state == State.READABLE;
    }
}
