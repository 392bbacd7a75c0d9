package dev.weir.streams;

import dev.weir.bindings.InterfaceDefinition;
import dev.weir.webidl.PlatformObject;
import dev.weir.webidl.Realm;
import dev.weir.webidl.TransferableObject;
import org.graalvm.polyglot.HostAccess.Export;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/**
 * A writable and a readable stream with something in between: what is written to the one is read, transformed, from the
 * other.
 *
 * <p>The two ends keep their states as any stream does; what joins them, backpressure and the transformer's algorithms,
 * is transform.js's, and this object is how it reaches the ends.
 *
 * @see <a href="https://streams.spec.whatwg.org/#ts-class">Streams, TransformStream</a>
 */
public final class TransformStream extends PlatformObject implements TransferableObject {
    public static final InterfaceDefinition DEFINITION = InterfaceDefinition.of("""
            [Exposed=*, ScriptState, Transferable]
            interface TransformStream {
              [Script] constructor(optional object transformer,
                                   optional QueuingStrategy writableStrategy = {},
                                   optional QueuingStrategy readableStrategy = {});
              readonly attribute ReadableStream readable;
              readonly attribute WritableStream writable;
            };
            callback TransformerStartCallback = any (TransformStreamDefaultController controller);
            callback TransformerFlushCallback = Promise<undefined> (TransformStreamDefaultController controller);
            callback TransformerTransformCallback = Promise<undefined> (any chunk, TransformStreamDefaultController controller);
            callback TransformerCancelCallback = Promise<undefined> (any reason);
            dictionary Transformer {
              TransformerStartCallback start;
              TransformerTransformCallback transform;
              TransformerFlushCallback flush;
              TransformerCancelCallback cancel;
              any readableType;
              any writableType;
            };
            interface mixin GenericTransformStream {
              readonly attribute ReadableStream readable;
              readonly attribute WritableStream writable;
            };
            """)
            .statics("TransformStream", Statics::new)
            .script(TransformStream.class, "transform.js");

    /** [[readable]] */
    final ReadableStream readable;
    /** [[writable]] */
    final WritableStream writable;
    /** [[Detached]] */
    private boolean detached;
    /** [[controller]]; without a meaning in a stream that was transferred, whose ends lead elsewhere. */
    final TransformStreamDefaultController controller = new TransformStreamDefaultController(this);

    private final @Nullable Transformer hostTransformer;
    private @Nullable Value side;

    TransformStream(Realm realm, @Nullable Transformer hostTransformer) {
        this(realm, new ReadableStream(realm), new WritableStream(realm), hostTransformer);
    }

    private TransformStream(
            Realm realm, ReadableStream readable, WritableStream writable, @Nullable Transformer hostTransformer) {
        super(realm);
        this.readable = readable;
        this.writable = writable;
        this.hostTransformer = hostTransformer;
    }

    /** A stream whose transformer is in Java, or that hands on what it is given when there is none. */
    static TransformStream create(Realm realm, @Nullable Transformer transformer) {
        TransformStream stream = new TransformStream(realm, transformer);
        if (transformer == null) {
            realm.callFunction("transformSetUp", stream);
        } else {
            Transformer.TransformSteps steps = transformer.transformSteps();
            realm.callFunction("transformSetUp", stream, steps.function(), steps.target());
        }
        return stream;
    }

    @Override
    public String interfaceName() {
        return "TransformStream";
    }

    @Export
    public ReadableStream readable() {
        return readable;
    }

    @Export
    public WritableStream writable() {
        return writable;
    }

    // ---- transfer

    @Override
    public boolean isDetached() {
        return detached;
    }

    @Override
    public DataHolder transferSteps() {
        CrossRealmTransform.requireUnlocked(readable.locked() || writable.locked(), "TransformStream");
        DataHolder readableHolder = CrossRealmTransform.transfer(readable);
        DataHolder writableHolder = CrossRealmTransform.transfer(writable);
        detached = true;
        return target -> new TransformStream(
                target,
                (ReadableStream) readableHolder.transferReceivingSteps(target),
                (WritableStream) writableHolder.transferReceivingSteps(target),
                null);
    }

    // ---- for transform.js

    /** The stream's side in JavaScript; null until something needs it. */
    @Export
    public @Nullable Value side() {
        return side;
    }

    @Export
    public void bindSide(Value side) {
        this.side = side;
    }

    @Export
    public TransformStreamDefaultController controller() {
        return controller;
    }

    /** Gives the writable end its controller. */
    @Export
    public WritableStreamDefaultController setUpWritable() {
        return writable.setUpScriptController(true);
    }

    @Export
    public boolean readableErrored() {
        return readable.state == ReadableStream.State.ERRORED;
    }

    @Export
    public Value readableStoredError() {
        return readable.storedError;
    }

    /** Calls the flush algorithm of a transformer in Java. */
    @Export
    public @Nullable Value hostFlush() {
        return hostTransformer == null ? null : hostTransformer.flush();
    }

    /** Calls the cancel algorithm of a transformer in Java. */
    @Export
    public @Nullable Value hostCancel(Value reason) {
        return hostTransformer == null ? null : hostTransformer.cancel(reason);
    }

    /** The interface object's side. */
    public static final class Statics {
        private final Realm realm;

        Statics(Realm realm) {
            this.realm = realm;
        }

        @Export
        public TransformStream construct() {
            return new TransformStream(realm, null);
        }
    }
}
