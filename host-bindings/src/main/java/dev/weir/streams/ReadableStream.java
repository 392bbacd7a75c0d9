package dev.weir.streams;

import dev.weir.abort.AbortSignal;
import dev.weir.bindings.InterfaceDefinition;
import dev.weir.webidl.PlatformObject;
import dev.weir.webidl.Promise;
import dev.weir.webidl.Realm;
import dev.weir.webidl.WebException;
import org.graalvm.polyglot.HostAccess.Export;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/**
 * A stream of chunks to read.
 *
 * @see <a href="https://streams.spec.whatwg.org/#rs-class">Streams, ReadableStream</a>
 */
public final class ReadableStream extends PlatformObject {
    public static final InterfaceDefinition DEFINITION = InterfaceDefinition.of("""
            [Exposed=*, ScriptState]
            interface ReadableStream {
              [Script] constructor(optional object underlyingSource, optional QueuingStrategy strategy = {});
              readonly attribute boolean locked;
              Promise<undefined> cancel(optional any reason);
              ReadableStreamDefaultReader getReader(optional ReadableStreamGetReaderOptions options = {});
              ReadableStream pipeThrough(ReadableWritablePair transform, optional StreamPipeOptions options = {});
              Promise<undefined> pipeTo(WritableStream destination, optional StreamPipeOptions options = {});
              async_iterable<any>(optional ReadableStreamIteratorOptions options = {});
            };
            enum ReadableStreamReaderMode { "byob" };
            enum ReadableStreamType { "bytes" };
            callback UnderlyingSourceStartCallback = any (ReadableStreamDefaultController controller);
            callback UnderlyingSourcePullCallback = Promise<undefined> (ReadableStreamDefaultController controller);
            callback UnderlyingSourceCancelCallback = Promise<undefined> (optional any reason);
            dictionary UnderlyingSource {
              UnderlyingSourceStartCallback start;
              UnderlyingSourcePullCallback pull;
              UnderlyingSourceCancelCallback cancel;
              ReadableStreamType type;
              [EnforceRange] unsigned long long autoAllocateChunkSize;
            };
            dictionary ReadableStreamGetReaderOptions { ReadableStreamReaderMode mode; };
            dictionary ReadableStreamIteratorOptions { boolean preventCancel = false; };
            dictionary ReadableWritablePair {
              required ReadableStream readable;
              required WritableStream writable;
            };
            dictionary StreamPipeOptions {
              boolean preventClose = false;
              boolean preventAbort = false;
              boolean preventCancel = false;
              AbortSignal signal;
            };
            """)
            .statics("ReadableStream", Statics::new)
            .script(ReadableStream.class, "readable.js");

    enum State {
        READABLE,
        CLOSED,
        ERRORED
    }

    /** [[controller]] */
    @Nullable
    ReadableStreamDefaultController controller;
    /** [[disturbed]] */
    boolean disturbed;
    /** [[reader]] */
    @Nullable
    ReadableStreamDefaultReader reader;
    /** [[state]] */
    State state = State.READABLE;
    /** [[storedError]] */
    Value storedError = realm.undefined();
    /** A script's pending read(): its promise waits in JavaScript, here it is only counted. */
    final ReadRequest scriptReadRequest = new ScriptReadRequest();

    private @Nullable Value side;

    ReadableStream(Realm realm) {
        super(realm);
    }

    @Override
    public String interfaceName() {
        return "ReadableStream";
    }

    ReadableStreamDefaultController controller() {
        if (controller == null) {
            throw new IllegalStateException("a readable stream without a controller");
        }
        return controller;
    }

    /** The stream's side in JavaScript, see readable.js; null until something needs it. */
    @Export
    public @Nullable Value side() {
        return side;
    }

    @Export
    public void bindSide(Value side) {
        this.side = side;
    }

    Value sideOrMake() {
        return side != null ? side : realm.callFunction("readableSide", this);
    }

    /** For the constructor: a controller for a script's source. */
    @Export
    public ReadableStreamDefaultController setUpScriptController(
            double highWaterMark, boolean hasPull, boolean hasCancel) {
        return ReadableStreamOperations.setUpReadableStreamDefaultController(
                this, new ReadableStreamDefaultController(this, null, highWaterMark, hasPull, hasCancel));
    }

    @Export
    public boolean locked() {
        return reader != null;
    }

    @Export
    public Value cancel(Value reason) {
        if (locked()) {
            throw WebException.typeError("ReadableStream.cancel: the stream is locked to a reader");
        }
        return ReadableStreamOperations.readableStreamCancel(this, reason).value();
    }

    @Export
    public ReadableStreamDefaultReader getReader(Value options) {
        if (options.hasMember("mode")) {
            throw WebException.typeError("ReadableStream.getReader: a BYOB reader needs a byte stream");
        }
        return ReadableStreamOperations.acquireReadableStreamDefaultReader(this);
    }

    @Export
    public ReadableStream pipeThrough(Value transform, Value options) {
        ReadableStream readable = transform.getMember("readable").asHostObject();
        WritableStream writable = transform.getMember("writable").asHostObject();
        requireUnlocked(writable, "pipeThrough");
        pipe(writable, options).markAsHandled();
        return readable;
    }

    @Export
    public Value pipeTo(WritableStream destination, Value options) {
        requireUnlocked(destination, "pipeTo");
        return pipe(destination, options).value();
    }

    private void requireUnlocked(WritableStream destination, String operation) {
        if (locked()) {
            throw WebException.typeError("ReadableStream." + operation + ": the stream is locked to a reader");
        }
        if (destination.locked()) {
            throw WebException.typeError("ReadableStream." + operation + ": the destination is locked to a writer");
        }
    }

    private Promise pipe(WritableStream destination, Value options) {
        Value signal = options.getMember("signal");
        return new ReadableStreamPipeTo(
                        this,
                        destination,
                        options.getMember("preventClose").asBoolean(),
                        options.getMember("preventAbort").asBoolean(),
                        options.getMember("preventCancel").asBoolean(),
                        signal == null ? null : (AbortSignal) signal.asHostObject())
                .start();
    }

    /** Whether there is a controller; a stream that a script constructs gets its side first. */
    @Export
    public boolean isSetUp() {
        return controller != null;
    }

    /** The controller, for a stream whose source is in Java. */
    @Export
    public ReadableStreamDefaultController existingController() {
        return controller();
    }

    /** For the async iterator. */
    @Export
    public ReadableStreamDefaultReader acquireReader() {
        return ReadableStreamOperations.acquireReadableStreamDefaultReader(this);
    }

    private final class ScriptReadRequest implements ReadRequest {
        @Override
        public void chunkSteps(Object chunk) {
            realm.callFunction("readableFulfill", sideOrMake(), chunk);
        }

        @Override
        public void closeSteps() {
            realm.callFunction("readableFinish", sideOrMake());
        }

        @Override
        public void errorSteps(Value error) {
            realm.callFunction("readableReject", sideOrMake(), error);
        }
    }

    /** The interface object's side. */
    public static final class Statics {
        private final Realm realm;

        Statics(Realm realm) {
            this.realm = realm;
        }

        @Export
        public ReadableStream construct() {
            return new ReadableStream(realm);
        }
    }
}
