package dev.weir.streams;

import dev.weir.bindings.InterfaceDefinition;
import dev.weir.webidl.Promise;
import dev.weir.webidl.WebException;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.graalvm.polyglot.HostAccess.Export;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/**
 * Stands between a byte stream's state, which is Java's, and its queue of bytes, which is bytes.js's.
 *
 * @see <a href="https://streams.spec.whatwg.org/#rbs-controller-class">Streams, ReadableByteStreamController</a>
 */
public final class ReadableByteStreamController extends ReadableStreamController {
    public static final InterfaceDefinition DEFINITION = InterfaceDefinition.of("""
            [Exposed=*, ScriptState]
            interface ReadableByteStreamController {
              [Script] readonly attribute ReadableStreamBYOBRequest? byobRequest;
              [Script] readonly attribute unrestricted double? desiredSize;
              [Script] undefined close();
              [Script] undefined enqueue(ArrayBufferView chunk);
              [Script] undefined error(optional any e);
            };
            [Exposed=*]
            interface ReadableStreamBYOBRequest {
              readonly attribute ArrayBufferView? view;
              undefined respond([EnforceRange] unsigned long long bytesWritten);
              undefined respondWithNewView(ArrayBufferView view);
            };
            """)
            .script(ReadableByteStreamController.class, "bytes.js")
            .script(ReadableByteStreamController.class, "byob.js");

    private @Nullable UnderlyingSource hostSource;
    /** The host's request that waits for what the glue takes from the queue for it. */
    private @Nullable ReadRequest takenRequest;

    ReadableByteStreamController(ReadableStream stream, @Nullable UnderlyingSource hostSource) {
        super(stream);
        this.hostSource = hostSource;
    }

    @Override
    public String interfaceName() {
        return "ReadableByteStreamController";
    }

    // ---- what bytes.js asks

    @Export
    public boolean isReadable() {
        return isStreamReadable();
    }

    /** 0 readable, 1 closed, 2 errored; bytes.js has the same numbers. */
    @Export
    public int streamState() {
        return stream.state.ordinal();
    }

    /** Whether a default reader waits for a chunk. */
    @Export
    public boolean hasReadRequests() {
        return ReadableStreamOperations.readableStreamGetNumReadRequests(stream) > 0;
    }

    /** Takes the default reader's oldest request off the list if it is a script's, which the glue fulfills then. */
    @Export
    public boolean takeScriptRequest() {
        ReadableStreamGenericReader reader = stream.reader;
        if (reader == null || reader.readRequests.peek() != stream.scriptReadRequest) {
            return false;
        }
        reader.readRequests.remove();
        return true;
    }

    /** Gives a chunk to the oldest request, which is the host's. */
    @Export
    public void fulfillHostRequest(Value chunk) {
        ReadableStreamOperations.readableStreamFulfillReadRequest(stream, chunk);
    }

    /** Takes the oldest request, which is the host's, off the list; {@link #fulfillTakenRequest} follows. */
    @Export
    public void takeHostRequest() {
        takenRequest = Objects.requireNonNull(stream.reader).readRequests.remove();
    }

    @Export
    public void fulfillTakenRequest(Value chunk) {
        ReadRequest request = Objects.requireNonNull(takenRequest);
        takenRequest = null;
        request.chunkSteps(chunk);
    }

    /** ReadableStreamAddReadRequest for a script's read. */
    @Export
    public void addScriptRequest() {
        ReadableStreamOperations.readableStreamAddReadRequest(stream, stream.scriptReadRequest);
    }

    @Export
    public void closeStream() {
        ReadableStreamOperations.readableStreamClose(stream);
    }

    @Export
    public void errorStream(Value error) {
        ReadableStreamOperations.readableStreamError(stream, error);
    }

    /** Calls the pull algorithm of a source in Java. */
    @Export
    public @Nullable Value pullHost() {
        return hostSource == null ? null : hostSource.pull();
    }

    /** Calls the cancel algorithm of a source in Java. */
    @Export
    public @Nullable Value cancelHost(Value reason) {
        UnderlyingSource source = hostSource;
        hostSource = null;
        return source == null ? null : source.cancel(reason);
    }

    // ---- what other operations ask

    @Override
    Found pullForGlue(ReadRequest request) {
        return Found.BYTES;
    }

    @Override
    @Nullable
    Object takeChunk() {
        return null;
    }

    @Override
    void pullSteps(ReadRequest request) {
        Value chunk;
        try {
            chunk = realm.callFunction("bytePullHost", stream.sideOrMake());
        } catch (WebException e) {
            request.errorSteps(realm.toValue(e));
            return;
        }
        if (chunk.isNull()) {
            ReadableStreamOperations.readableStreamAddReadRequest(stream, request);
            realm.callFunction("byteCallPull", stream.sideOrMake());
        } else {
            request.chunkSteps(chunk);
        }
    }

    @Override
    Promise cancelSteps(Value reason) {
        Promise result = Promise.create(realm);
        Value returned = realm.callFunction("byteCancel", stream.sideOrMake(), reason);
        realm.uponReturnedSettled(returned, value -> result.resolve(null), result::reject);
        return result;
    }

    @Override
    void releaseSteps() {
        realm.callFunction("byteRelease", stream.sideOrMake());
    }

    @Override
    double room() {
        return realm.callFunction("byteDesiredSize", stream.sideOrMake()).asDouble();
    }

    /** Enqueues a copy of the bytes between the buffer's position and limit; none at all are ignored. */
    void enqueue(ByteBuffer bytes) {
        if (bytes.hasRemaining()) {
            realm.callFunction("byteEnqueueHost", stream.sideOrMake(), bytes.slice(), bytes.remaining());
        }
    }

    void close() {
        realm.callFunction("byteClose", stream.sideOrMake());
    }

    void error(Value error) {
        realm.callFunction("byteError", stream.sideOrMake(), error);
    }
}
