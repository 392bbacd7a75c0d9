package dev.weir.streams;

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
 * A stream that chunks are written to.
 *
 * @see <a href="https://streams.spec.whatwg.org/#ws-class">Streams, WritableStream</a>
 */
public final class WritableStream extends PlatformObject implements TransferableObject {
    public static final InterfaceDefinition DEFINITION = InterfaceDefinition.of("""
            [Exposed=*, ScriptState, Transferable]
            interface WritableStream {
              [Script] constructor(optional object underlyingSink, optional QueuingStrategy strategy = {});
              readonly attribute boolean locked;
              Promise<undefined> abort(optional any reason);
              Promise<undefined> close();
              WritableStreamDefaultWriter getWriter();
            };
            callback UnderlyingSinkStartCallback = any (WritableStreamDefaultController controller);
            callback UnderlyingSinkWriteCallback = Promise<undefined> (any chunk, WritableStreamDefaultController controller);
            callback UnderlyingSinkCloseCallback = Promise<undefined> ();
            callback UnderlyingSinkAbortCallback = Promise<undefined> (optional any reason);
            dictionary UnderlyingSink {
              UnderlyingSinkStartCallback start;
              UnderlyingSinkWriteCallback write;
              UnderlyingSinkCloseCallback close;
              UnderlyingSinkAbortCallback abort;
              any type;
            };
            """)
            .statics("WritableStream", Statics::new)
            .script(WritableStream.class, "writable.js")
            .script(WritableStream.class, "writer.js");

    enum State {
        WRITABLE,
        ERRORING,
        ERRORED,
        CLOSED
    }

    /** [[pendingAbortRequest]] */
    record PendingAbortRequest(Promise promise, Value reason, boolean wasAlreadyErroring) {}

    /** [[closeRequest]] */
    @Nullable
    Promise closeRequest;
    /** [[controller]] */
    @Nullable
    WritableStreamDefaultController controller;
    /** [[Detached]] */
    boolean detached;
    /** [[inFlightCloseRequest]] */
    @Nullable
    Promise inFlightCloseRequest;
    /** [[pendingAbortRequest]] */
    @Nullable
    PendingAbortRequest pendingAbortRequest;
    /** [[state]] */
    State state = State.WRITABLE;
    /** [[storedError]] */
    Value storedError = realm.undefined();
    /** [[writer]] */
    @Nullable
    WritableStreamDefaultWriter writer;

    private @Nullable Value side;

    WritableStream(Realm realm) {
        super(realm);
    }

    @Override
    public String interfaceName() {
        return "WritableStream";
    }

    WritableStreamDefaultController controller() {
        if (controller == null) {
            throw new IllegalStateException("a writable stream without a controller");
        }
        return controller;
    }

    /** The stream's side in JavaScript, see writable.js; null until it is set up. */
    @Export
    public @Nullable Value side() {
        return side;
    }

    @Export
    public void bindSide(Value side) {
        this.side = side;
    }

    Value sideOrMake() {
        return side != null ? side : realm.callFunction("writableSide", this);
    }

    /** For the constructor: a controller for a script's sink. */
    @Export
    public WritableStreamDefaultController setUpScriptController(boolean hasAbort) {
        WritableStreamDefaultController made = new WritableStreamDefaultController(this, null, 0, hasAbort);
        controller = made;
        return made;
    }

    /** Whether there is a controller; a stream that a script constructs gets its side first. */
    @Export
    public boolean isSetUp() {
        return controller != null;
    }

    /** The controller, for a stream whose sink is in Java. */
    @Export
    public WritableStreamDefaultController existingController() {
        return controller();
    }

    @Export
    public boolean locked() {
        return writer != null;
    }

    @Export
    public Value abort(Value reason) {
        if (locked()) {
            throw WebException.typeError("WritableStream.abort: the stream is locked to a writer");
        }
        return WritableStreamOperations.writableStreamAbort(this, reason).value();
    }

    @Export
    public Value close() {
        if (locked()) {
            throw WebException.typeError("WritableStream.close: the stream is locked to a writer");
        }
        if (WritableStreamOperations.writableStreamCloseQueuedOrInFlight(this)) {
            throw WebException.typeError("WritableStream.close: the stream is closing already");
        }
        return WritableStreamOperations.writableStreamClose(this).value();
    }

    @Export
    public WritableStreamDefaultWriter getWriter() {
        return WritableStreamOperations.acquireWritableStreamDefaultWriter(this);
    }

    // ---- transfer

    @Override
    public boolean isDetached() {
        return detached;
    }

    @Override
    public DataHolder transferSteps() {
        CrossRealmTransform.requireUnlocked(locked(), "WritableStream");
        MessageChannel channel = new MessageChannel(realm);
        CrossRealmTransform.pipe(CrossRealmTransform.setUpCrossRealmTransformReadable(realm, channel.port1()), this);
        detached = true;
        DataHolder port = channel.port2().transferSteps();
        return target -> CrossRealmTransform.setUpCrossRealmTransformWritable(
                target, (MessagePort) port.transferReceivingSteps(target));
    }

    /** The interface object's side. */
    public static final class Statics {
        private final Realm realm;

        Statics(Realm realm) {
            this.realm = realm;
        }

        @Export
        public WritableStream construct() {
            return new WritableStream(realm);
        }
    }
}
