package dev.weir.streams;

import dev.weir.bindings.InterfaceDefinition;
import dev.weir.streams.WritableStream.State;
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
              readonly attribute unrestricted double? desiredSize;
              [Script] readonly attribute Promise<undefined> ready;
              Promise<undefined> abort(optional any reason);
              Promise<undefined> close();
              undefined releaseLock();
              [Script] Promise<undefined> write(optional any chunk);
            };
            """).statics("WritableStreamDefaultWriter", Statics::new);

    // What startWrite() tells the glue to do; writable.js has the same numbers.
    static final int REJECT_RELEASED = 0;
    static final int REJECT_CLOSED = 1;
    static final int REJECT_STORED = 2;
    static final int QUEUED = 3;
    static final int WRITE_NOW = 4;
    static final int INVALID_SIZE = 5;

    /** [[stream]] */
    @Nullable
    WritableStream stream;
    /** [[closedPromise]] */
    Promise closedPromise;
    /** [[readyPromise]] */
    final ReadyPromise ready;

    private final WritableStream firstStream;

    WritableStreamDefaultWriter(Realm realm, WritableStream stream) {
        super(realm);
        firstStream = stream;
        closedPromise = Promise.create(realm).markAsHandled();
        ready = new ReadyPromise(stream);
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
    public WritableStream firstStream() {
        return firstStream;
    }

    /** What to do for a script that asks for {@code ready}, the promise to make above all: a code of {@link ReadyPromise}. */
    @Export
    public int readyState() {
        return ready.stateToMake();
    }

    @Export
    public Value readyError() {
        return ready.error();
    }

    @Export
    public Value keptReady() {
        return ready.kept();
    }

    @Export
    public Value closed() {
        return closedPromise.value();
    }

    @Export
    public @Nullable Double desiredSize() {
        return WritableStreamOperations.writableStreamDefaultWriterGetDesiredSize(stream("desiredSize"));
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

    // ---- write, in steps that the glue takes

    @Export
    public boolean released() {
        return stream == null;
    }

    /** WritableStreamDefaultWriterWrite for a script, from where the chunk's size is known. */
    @Export
    public int startWrite(double size) {
        return startWrite(size, firstStream.scriptWriteRequest);
    }

    /** As {@link #startWrite(double)}; where the answer is to reject, the request was not taken. */
    int startWrite(double size, WriteRequest request) {
        WritableStream target = stream;
        if (target == null) {
            return REJECT_RELEASED;
        }
        if (target.state == State.ERRORED) {
            return REJECT_STORED;
        }
        if (WritableStreamOperations.writableStreamCloseQueuedOrInFlight(target) || target.state == State.CLOSED) {
            return REJECT_CLOSED;
        }
        if (target.state == State.ERRORING) {
            return REJECT_STORED;
        }
        target.writeRequests.add(request);
        if (!ChunkQueue.isValidSize(size)) {
            return INVALID_SIZE;
        }
        return target.controller().startWrite(size) ? WRITE_NOW : QUEUED;
    }

    /** Gives the chunk queued by {@link #startWrite} its value. */
    @Export
    public void queueChunk(Value chunk) {
        firstStream.controller().setLastChunk(chunk);
    }

    /** Follows {@link #startWrite} where that found the size to be none. */
    @Export
    public void invalidSize(double size) {
        firstStream.controller().invalidSize(size);
    }

    @Export
    public Value storedError() {
        return firstStream.storedError;
    }

    /** The strategy's size function threw. */
    @Export
    public void sizeFailed(Value error) {
        WritableStreamOperations.writableStreamDefaultControllerErrorIfNeeded(firstStream.controller(), error);
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
