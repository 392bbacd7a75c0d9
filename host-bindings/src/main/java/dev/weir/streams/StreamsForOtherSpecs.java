package dev.weir.streams;

import dev.weir.webidl.Realm;
import org.graalvm.polyglot.Value;

/**
 * The door to streams for other specifications, whose sources and sinks are written in Java.
 *
 * @see <a href="https://streams.spec.whatwg.org/#other-specs">Streams, using streams in other specifications</a>
 */
public final class StreamsForOtherSpecs {
    private StreamsForOtherSpecs() {}

    /** A readable stream fed by the source; its chunks count one each. */
    public static ReadableStream newReadableStream(Realm realm, UnderlyingSource source, double highWaterMark) {
        return ReadableStreamOperations.createReadableStream(realm, source, highWaterMark);
    }

    /** Enqueues a chunk (a Value, or a String that becomes one when read); ignored once the stream is closed or errored. */
    public static void enqueue(ReadableStream stream, Object chunk) {
        ReadableStreamOperations.readableStreamDefaultControllerEnqueue(stream.controller(), chunk);
    }

    /** Closes the stream once its queue is read; does nothing when it is closed or errored already. */
    public static void close(ReadableStream stream) {
        ReadableStreamOperations.readableStreamDefaultControllerClose(stream.controller());
    }

    /** Errors the stream; its queue is dropped. Does nothing when it is closed or errored already. */
    public static void error(ReadableStream stream, Value error) {
        ReadableStreamOperations.readableStreamDefaultControllerError(stream.controller(), error);
    }

    /** Whether the queue is full and nobody waits for a chunk, so that the source had better pause. */
    public static boolean isFull(ReadableStream stream) {
        ReadableStreamDefaultController controller = stream.controller();
        return ReadableStreamOperations.readableStreamGetNumReadRequests(stream) == 0
                && controller.strategyHWM - controller.queue.totalSize <= 0;
    }

    /** A writable stream whose chunks go to the sink; its chunks count one each. */
    public static WritableStream newWritableStream(Realm realm, UnderlyingSink sink, double highWaterMark) {
        return WritableStreamOperations.createWritableStream(realm, sink, highWaterMark);
    }

    /** The write that {@link UnderlyingSink#write} answered with false is done. */
    public static void writeFinished(WritableStream stream) {
        stream.realm().callFunction("writableWritten", stream.sideOrMake());
    }

    /** The write that {@link UnderlyingSink#write} answered with false has failed. */
    public static void writeFailed(WritableStream stream, Value error) {
        stream.controller().writeFailed(error);
    }

    /** Errors the stream: writes that wait are rejected. Does nothing unless it is writable. */
    public static void error(WritableStream stream, Value error) {
        WritableStreamOperations.writableStreamDefaultControllerErrorIfNeeded(stream.controller(), error);
    }
}
