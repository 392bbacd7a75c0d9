package dev.weir.streams;

import dev.weir.abort.AbortSignal;
import dev.weir.bindings.InterfaceDefinition;
import dev.weir.messaging.MessageChannel;
import dev.weir.messaging.MessagePort;
import dev.weir.webidl.PlatformObject;
import dev.weir.webidl.Promise;
import dev.weir.webidl.Realm;
import dev.weir.webidl.TransferableObject;
import dev.weir.webidl.WebException;
import org.graalvm.polyglot.HostAccess.Export;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/**
 * A stream of chunks to read.
 *
 * @see <a href="https://streams.spec.whatwg.org/#rs-class">Streams, ReadableStream</a>
 */
public final class ReadableStream extends PlatformObject implements TransferableObject {
    public static final InterfaceDefinition DEFINITION = InterfaceDefinition.of("""
            [Exposed=*, ScriptState, Transferable]
            interface ReadableStream {
              [Script] constructor(optional object underlyingSource, optional QueuingStrategy strategy = {});
              readonly attribute boolean locked;
              Promise<undefined> cancel(optional any reason);
              [Script] static ReadableStream from(any asyncIterable);
              ReadableStreamReader getReader(optional ReadableStreamGetReaderOptions options = {});
              ReadableStream pipeThrough(ReadableWritablePair transform, optional StreamPipeOptions options = {});
              Promise<undefined> pipeTo(WritableStream destination, optional StreamPipeOptions options = {});
              [Script] sequence<ReadableStream> tee();
              async_iterable<any>(optional ReadableStreamIteratorOptions options = {});
            };
            typedef (ReadableStreamDefaultReader or ReadableStreamBYOBReader) ReadableStreamReader;
            typedef (ReadableStreamDefaultController or ReadableByteStreamController) ReadableStreamController;
            enum ReadableStreamReaderMode { "byob" };
            enum ReadableStreamType { "bytes", "owning" };
            callback UnderlyingSourceStartCallback = any (ReadableStreamController controller);
            callback UnderlyingSourcePullCallback = Promise<undefined> (ReadableStreamController controller);
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
            .script(ReadableStream.class, "queues.js")
            .script(ReadableStream.class, "readable.js")
            .script(ReadableStream.class, "iterator.js");

    enum State {
        READABLE,
        CLOSED,
        ERRORED
    }

    /** [[controller]] */
    @Nullable
    ReadableStreamController controller;
    /** [[Detached]] */
    boolean detached;
    /** [[disturbed]] */
    boolean disturbed;
    /** [[reader]] */
    @Nullable
    ReadableStreamGenericReader reader;
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

    ReadableStreamController controller() {
        if (controller == null) {
            throw new IllegalStateException("a readable stream without a controller");
        }
        return controller;
    }

    /** The controller of a stream whose source is in Java and gives no bytes. */
    ReadableStreamHostController hostController() {
        return (ReadableStreamHostController) controller();
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

    /** A controller of chunks for a script's source or for the glue's. */
    @Export
    public ReadableStreamDefaultController setUpChunkController() {
        ReadableStreamDefaultController made = new ReadableStreamDefaultController(this);
        controller = made;
        return made;
    }

    /** For the constructor and tee: a controller of bytes for a script's source or for the glue's. */
    @Export
    public ReadableByteStreamController setUpByteController() {
        ReadableByteStreamController made = new ReadableByteStreamController(this, null);
        controller = made;
        return made;
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
    public ReadableStreamGenericReader getReader(Value options) {
        return options.hasMember("mode")
                ? ReadableStreamOperations.acquireReadableStreamBYOBReader(this)
                : ReadableStreamOperations.acquireReadableStreamDefaultReader(this);
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
    public ReadableStreamController existingController() {
        return controller();
    }

    /** Begins to tee a stream that is not a byte stream. */
    @Export
    public ReadableStreamTee startTee(boolean clones) {
        return new ReadableStreamTee(this, clones);
    }

    /** For the tee of a byte stream: a stream to be a branch. */
    @Export
    public ReadableStream newStream() {
        return new ReadableStream(realm);
    }

    @Export
    public ReadableStreamBYOBReader acquireByobReader() {
        return ReadableStreamOperations.acquireReadableStreamBYOBReader(this);
    }

    /** As {@link #cancel}, for the glue, which holds the lock. */
    @Export
    public Value cancelDeferred(Value reason) {
        return ReadableStreamOperations.readableStreamCancel(this, reason).deferred();
    }

    /** For the async iterator and tees. */
    @Export
    public ReadableStreamDefaultReader acquireReader() {
        return ReadableStreamOperations.acquireReadableStreamDefaultReader(this);
    }

    // ---- transfer

    @Override
    public boolean isDetached() {
        return detached;
    }

    @Override
    public DataHolder transferSteps() {
        CrossRealmTransform.requireUnlocked(locked(), "ReadableStream");
        MessageChannel channel = new MessageChannel(realm);
        CrossRealmTransform.pipe(this, CrossRealmTransform.setUpCrossRealmTransformWritable(realm, channel.port1()));
        detached = true;
        DataHolder port = channel.port2().transferSteps();
        return target -> CrossRealmTransform.setUpCrossRealmTransformReadable(
                target, (MessagePort) port.transferReceivingSteps(target));
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
