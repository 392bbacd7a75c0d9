package dev.weir.streams;

import dev.weir.bindings.InterfaceDefinition;
import dev.weir.webidl.Promise;
import org.graalvm.polyglot.HostAccess.Export;
import org.graalvm.polyglot.Value;

/**
 * Stands between the state of a stream that a script feeds, which is Java's, and its queue of chunks, which is chunks.js's.
 * Streams fed from Java have a {@link ReadableStreamHostController}.
 *
 * @see <a href="https://streams.spec.whatwg.org/#rs-default-controller-class">Streams,
 *     ReadableStreamDefaultController</a>
 */
public final class ReadableStreamDefaultController extends ReadableStreamController {
    public static final InterfaceDefinition DEFINITION =
            InterfaceDefinition.of("""
            [Exposed=*, ScriptState]
            interface ReadableStreamDefaultController {
              [Script] readonly attribute unrestricted double? desiredSize;
              [Script] undefined close();
              [Script] undefined enqueue(optional any chunk, optional any options);
              [Script] undefined error(optional any e);
            };
            dictionary ReadableStreamEnqueueOptions { sequence<object> transfer = []; };
            """).script(ReadableStreamDefaultController.class, "chunks.js");

    /** Whether it is chunks.js that closes or errors the stream, so that it need not be told. */
    private boolean glueKnows;

    ReadableStreamDefaultController(ReadableStream stream) {
        super(stream);
    }

    @Override
    public String interfaceName() {
        return "ReadableStreamDefaultController";
    }

    // ---- what chunks.js asks

    /** The stream is read from. */
    @Export
    public void disturb() {
        stream.disturbed = true;
    }

    @Export
    public void closeStream() {
        glueKnows = true;
        ReadableStreamOperations.readableStreamClose(stream);
    }

    @Export
    public void errorStream(Value error) {
        glueKnows = true;
        ReadableStreamOperations.readableStreamError(stream, error);
    }

    /** The request, one of Java's, waits for a chunk. */
    @Export
    public void addHostRequest(ReadRequest request) {
        ReadableStreamOperations.readableStreamAddReadRequest(stream, request);
    }

    /** Gives a chunk to the oldest request that waits, which is Java's. */
    @Export
    public void fulfillHostRequest(Value chunk) {
        ReadableStreamOperations.readableStreamFulfillReadRequest(stream, chunk);
    }

    /** Gives a chunk to a request that found one. */
    @Export
    public void fulfillRequest(ReadRequest request, Value chunk) {
        request.chunkSteps(chunk);
    }

    // ---- what other operations ask

    @Override
    Found pullForGlue(ReadRequest request) {
        throw new IllegalStateException("chunks.js has the queue");
    }

    @Override
    Object takeChunk() {
        throw new IllegalStateException("chunks.js has the queue");
    }

    @Override
    void pullSteps(ReadRequest request) {
        callGlue("chunksReadForHost", request);
    }

    @Override
    void streamCloses() {
        if (!glueKnows) {
            callGlue("chunksCanceled");
        }
    }

    @Override
    void finishReads() {
        if (!glueKnows) {
            callGlue("chunksFinishReads");
        }
    }

    @Override
    Promise cancelSteps(Value reason) {
        Promise result = Promise.create(realm);
        Value returned = callGlue("chunksCancel", reason);
        realm.uponReturnedSettled(returned, value -> result.resolve(null), result::reject);
        return result;
    }

    @Override
    void releaseSteps() {}

    @Override
    void rejectReads(Value error) {
        if (!glueKnows) {
            callGlue("chunksReleased", error);
        }
    }

    @Override
    double room() {
        return callGlue("chunksDesiredSize").asDouble();
    }

    private Value callGlue(String function) {
        return realm.callFunction(function, stream.sideOrMake());
    }

    private Value callGlue(String function, Object argument) {
        return realm.callFunction(function, stream.sideOrMake(), argument);
    }
}
