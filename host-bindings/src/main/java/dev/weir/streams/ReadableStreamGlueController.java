package dev.weir.streams;

import dev.weir.webidl.Promise;
import java.util.Objects;
import org.graalvm.polyglot.HostAccess.Export;
import org.graalvm.polyglot.Value;

/**
 * Stands between a stream's state, which is Java's, and its queue, which is the glue's: each tells the other through this
 * what it changes. See queues.js.
 */
public abstract sealed class ReadableStreamGlueController extends ReadableStreamController
        permits ReadableStreamDefaultController, ReadableByteStreamController {
    /** Whether it is the glue that closed or errored the stream, so that it need not be told. */
    private boolean glueKnows;

    ReadableStreamGlueController(ReadableStream stream) {
        super(stream);
    }

    // ---- what the glue asks

    /** The stream is read from. */
    @Export
    public final void disturb() {
        stream.disturbed = true;
    }

    @Export
    public final void closeStream() {
        glueKnows = true;
        ReadableStreamOperations.readableStreamClose(stream);
    }

    @Export
    public final void errorStream(Value error) {
        glueKnows = true;
        ReadableStreamOperations.readableStreamError(stream, error);
    }

    /** The request, one of Java's, waits for a chunk. */
    @Export
    public final void addHostRequest(ReadRequest request) {
        ReadableStreamOperations.readableStreamAddReadRequest(stream, request);
    }

    /** Gives a chunk to the oldest request that waits, which is Java's. */
    @Export
    public final void fulfillHostRequest(Value chunk) {
        takeHostRequest().chunkSteps(chunk);
    }

    /** Takes the oldest request that waits, which is Java's, off the list; {@link #fulfillRequest} follows. */
    @Export
    public final ReadRequest takeHostRequest() {
        return Objects.requireNonNull(stream.reader).readRequests.remove();
    }

    /** Gives a chunk to a request that does not wait. */
    @Export
    public final void fulfillRequest(ReadRequest request, Value chunk) {
        request.chunkSteps(chunk);
    }

    @Export
    public final void failRequest(ReadRequest request, Value error) {
        request.errorSteps(error);
    }

    // ---- what other operations ask

    @Override
    final void pullSteps(ReadRequest request) {
        realm.callFunction("queueReadForHost", stream.sideOrMake(), request);
    }

    @Override
    final void streamCloses() {
        if (!glueKnows) {
            realm.callFunction("queueCanceled", stream.sideOrMake());
        }
    }

    @Override
    final void finishReads() {
        if (!glueKnows) {
            realm.callFunction("queueFinishReads", stream.sideOrMake());
        }
    }

    @Override
    final Promise cancelSteps(Value reason) {
        Promise result = Promise.create(realm);
        Value returned = realm.callFunction("queueCancel", stream.sideOrMake(), reason);
        realm.uponReturnedSettled(returned, value -> result.resolve(null), result::reject);
        return result;
    }

    @Override
    final void readerReleased(Value error) {
        realm.callFunction("queueReleased", stream.sideOrMake(), error);
    }

    @Override
    final double room() {
        return realm.callFunction("queueDesiredSize", stream.sideOrMake()).asDouble();
    }
}
