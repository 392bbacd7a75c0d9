package dev.weir.streams;

import dev.weir.bindings.InterfaceDefinition;
import dev.weir.webidl.PlatformObject;
import dev.weir.webidl.Promise;
import dev.weir.webidl.Realm;
import dev.weir.webidl.WebException;
import org.graalvm.polyglot.HostAccess.Export;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/**
 * Writes chunks to a stream.
 *
 * @see <a href="https://streams.spec.whatwg.org/#default-writer-class">Streams, WritableStreamDefaultWriter</a>
 */
public final class WritableStreamDefaultWriter extends PlatformObject {
    public static final InterfaceDefinition DEFINITION =
            InterfaceDefinition.of("""
            [Exposed=*, ScriptState]
            interface WritableStreamDefaultWriter {
              constructor(WritableStream stream);
              readonly attribute Promise<undefined> closed;
              [Script] readonly attribute unrestricted double? desiredSize;
              [Script] readonly attribute Promise<undefined> ready;
              Promise<undefined> abort(optional any reason);
              Promise<undefined> close();
              undefined releaseLock();
              [Script] Promise<undefined> write(optional any chunk);
            };
            """).statics("WritableStreamDefaultWriter", Statics::new);

    /** [[stream]] */
    @Nullable
    WritableStream stream;
    /** [[closedPromise]] */
    Promise closedPromise;

    /** What writer.js keeps of it. */
    private final Value side;

    WritableStreamDefaultWriter(Realm realm, WritableStream stream) {
        super(realm);
        this.stream = stream;
        closedPromise = Promise.create(realm).markAsHandled();
        side = stream.realm().callFunction("writerAcquire", stream.sideOrMake());
    }

    @Override
    public String interfaceName() {
        return "WritableStreamDefaultWriter";
    }

    WritableStream stream(String operation) {
        if (stream == null) {
            throw WebException.typeError("WritableStreamDefaultWriter." + operation + ": the writer was released");
        }
        return stream;
    }

    @Export
    public Value side() {
        return side;
    }

    @Export
    public Value closed() {
        return closedPromise.value();
    }

    @Export
    public Value abort(Value reason) {
        return WritableStreamOperations.writableStreamAbort(stream("abort"), reason)
                .value();
    }

    @Export
    public Value close() {
        WritableStream target = stream("close");
        if (WritableStreamOperations.writableStreamCloseQueuedOrInFlight(target)) {
            throw WebException.typeError("WritableStreamDefaultWriter.close: the stream is closing already");
        }
        return WritableStreamOperations.writableStreamClose(target).value();
    }

    @Export
    public void releaseLock() {
        if (stream != null) {
            WritableStreamOperations.writableStreamDefaultWriterRelease(this);
        }
    }

    /** The interface object's side. */
    public static final class Statics {
        private final Realm realm;

        Statics(Realm realm) {
            this.realm = realm;
        }

        @Export
        public WritableStreamDefaultWriter construct(WritableStream stream) {
            return WritableStreamOperations.acquireWritableStreamDefaultWriter(realm, stream);
        }
    }
}
