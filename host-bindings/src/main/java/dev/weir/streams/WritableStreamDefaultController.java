package dev.weir.streams;

import dev.weir.abort.AbortController;
import dev.weir.abort.AbortSignal;
import dev.weir.bindings.InterfaceDefinition;
import dev.weir.streams.WritableStream.State;
import dev.weir.webidl.PlatformObject;
import dev.weir.webidl.Promise;
import dev.weir.webidl.WebException;
import java.util.function.Consumer;
import org.graalvm.polyglot.HostAccess.Export;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the queue of a writable stream and feeds its sink, one call at a time.
 *
 * <p>A script's sink is called by writable.js: methods after which the sink may have to be called answer with {@link
 * #advance}'s code.
 *
 * @see <a href="https://streams.spec.whatwg.org/#ws-default-controller-class">Streams,
 *     WritableStreamDefaultController</a>
 */
public final class WritableStreamDefaultController extends PlatformObject {
    public static final InterfaceDefinition DEFINITION = InterfaceDefinition.of("""
            [Exposed=*, ScriptState]
            interface WritableStreamDefaultController {
              readonly attribute AbortSignal signal;
              undefined error(optional any e);
            };
            """);

    // What is to be done next; writable.js has the same numbers.
    static final int NOTHING = 0;
    static final int WRITE = 1;
    static final int CLOSE = 2;
    /** Added to the above: the ready promise of the current writer is to be resolved first. */
    static final int READY = 4;
    /** Added when the promise of the oldest pending write is to be resolved first. */
    static final int FULFILL = 8;
    /** In the place of a next step: {@link #afterWrite} tells it, once the glue has resolved that promise. */
    static final int FINISH_FIRST = 16;
    /** Added when the pipe that waits for the ready promise is to go on. */
    static final int RESUME_PIPE = 32;

    /** [[stream]] */
    final WritableStream stream;
    /** [[queue]] and [[queueTotalSize]], without the close sentinel. */
    final ChunkQueue queue = new ChunkQueue();
    /** Whether the close sentinel stands at the end of [[queue]]. */
    boolean closeQueued;
    /** [[started]] */
    boolean started;
    /** [[strategyHWM]] */
    final double strategyHWM;

    private @Nullable AbortController abortController;
    private @Nullable UnderlyingSink hostSink;
    private boolean hasScriptAbort;
    private @Nullable Value abortReason;

    WritableStreamDefaultController(
            WritableStream stream, @Nullable UnderlyingSink hostSink, double strategyHWM, boolean hasScriptAbort) {
        super(stream.realm());
        this.stream = stream;
        this.hostSink = hostSink;
        this.strategyHWM = strategyHWM;
        this.hasScriptAbort = hasScriptAbort;
    }

    @Override
    public String interfaceName() {
        return "WritableStreamDefaultController";
    }

    @Export
    public WritableStream stream() {
        return stream;
    }

    /** [[abortController]]'s signal; made when first asked for, or aborted. */
    @Export
    public AbortSignal signal() {
        if (abortController == null) {
            abortController = new AbortController(realm);
            if (abortReason != null) {
                abortController.abort(abortReason);
            }
        }
        return abortController.signal();
    }

    /** Signals abort; runs author code when a script holds the signal. */
    void signalAbort(Value reason) {
        abortReason = reason;
        if (abortController != null) {
            abortController.abort(reason);
        }
    }

    @Export
    public void error(Value e) {
        if (stream.state == State.WRITABLE) {
            WritableStreamOperations.writableStreamDefaultControllerError(this, e);
        }
    }

    boolean getBackpressure() {
        return strategyHWM - queue.totalSize <= 0;
    }

    // ---- writing

    /** The function of the kernel that gives chunks to the sink in Java. */
    @Export
    public String hostWrite() {
        return hostSink().writeSteps().function();
    }

    @Export
    public Object hostTarget() {
        return hostSink().writeSteps().target();
    }

    private UnderlyingSink hostSink() {
        if (hostSink == null) {
            throw new IllegalStateException("the stream has no sink in Java");
        }
        return hostSink;
    }

    /**
     * WritableStreamDefaultControllerWrite for a chunk whose value follows by {@link #setLastChunk}: true when the sink is
     * to be given the chunk now, and the queue need not hold it then.
     */
    boolean startWrite(double size) {
        boolean idle = started && queue.isEmpty() && stream.inFlightWriteRequest == null;
        queue.enqueue(null, size);
        WritableStreamOperations.updateBackpressureIfWritable(this);
        if (!idle || stream.state != State.WRITABLE) {
            return false;
        }
        WritableStreamOperations.writableStreamMarkFirstWriteRequestInFlight(stream);
        return true;
    }

    /** The strategy gave a chunk a size that is none. */
    void invalidSize(double size) {
        WritableStreamOperations.writableStreamDefaultControllerErrorIfNeeded(
                this, realm.rangeError("the size of a chunk must be finite and not negative, but is " + size));
    }

    void setLastChunk(Value chunk) {
        if (!queue.isEmpty()) {
            queue.setLast(chunk);
        }
    }

    /** The chunk at the head of the queue, whose write {@link #advance} has begun. */
    @Export
    public @Nullable Object peekChunk() {
        return queue.peek();
    }

    /**
     * The sink has finished a write, or before the first its start: whether to resolve the promise of a script's write
     * and the ready promise, and the next step of {@link #advance}; or {@link #FINISH_FIRST}, with the first half of it
     * done.
     */
    @Export
    public int writeFinished() {
        if (!started) {
            started = true;
            return advance();
        }
        WriteRequest request = stream.inFlightWriteRequest;
        stream.inFlightWriteRequest = null;
        int fulfil = NOTHING;
        if (request == stream.scriptWriteRequest) {
            fulfil = FULFILL;
        } else if (request != null) {
            request.fulfilled();
        }
        // What follows may run author code, which is to find the write's promise resolved.
        return stream.state == State.WRITABLE ? fulfil + afterWrite() : fulfil + FINISH_FIRST;
    }

    /** What follows a finished write: what settling the ready promise asks for, and the next step of {@link #advance}. */
    @Export
    public int afterWrite() {
        WritableStreamDefaultWriter writer = stream.writer;
        queue.dequeue();
        if (writer == null) {
            WritableStreamOperations.updateBackpressureIfWritable(this);
            return advance();
        }
        writer.ready.beginGlueStep();
        WritableStreamOperations.updateBackpressureIfWritable(this);
        int ready = writer.ready.endGlueStep();
        return ready + advance();
    }

    @Export
    public void writeFailed(Value error) {
        if (stream.state == State.WRITABLE) {
            clearAlgorithms();
        }
        WritableStreamOperations.writableStreamFinishInFlightWriteWithError(stream, error);
    }

    /**
     * WritableStreamDefaultControllerAdvanceQueueIfNeeded up to the call of the sink: says which of its algorithms the
     * glue is to call.
     */
    @Export
    public int advance() {
        if (!started || stream.inFlightWriteRequest != null) {
            return NOTHING;
        }
        if (stream.state == State.ERRORING) {
            WritableStreamOperations.writableStreamFinishErroring(stream);
            return NOTHING;
        }
        if (!queue.isEmpty()) {
            WritableStreamOperations.writableStreamMarkFirstWriteRequestInFlight(stream);
            return WRITE;
        }
        if (closeQueued) {
            closeQueued = false;
            WritableStreamOperations.writableStreamMarkCloseRequestInFlight(stream);
            return CLOSE;
        }
        return NOTHING;
    }

    /** As {@link #advance}, for callers in Java: lets the glue do what is to be done. */
    void advanceQueueIfNeeded() {
        int next = advance();
        if (next != NOTHING) {
            realm.callFunction("writableAdvance", stream.sideOrMake(), next);
        }
    }

    @Export
    public void startFailed(Value error) {
        started = true;
        WritableStreamOperations.writableStreamDealWithRejection(stream, error);
    }

    // ---- closing and aborting

    /** Has the glue call the close algorithm. */
    @Export
    public void callClose() {
        realm.callFunction("writableCallClose", stream.sideOrMake());
    }

    /** Calls the close algorithm of a sink in Java. */
    @Export
    public @Nullable Value closeHost() {
        return hostSink == null ? null : hostSink.close();
    }

    @Export
    public void closeFinished() {
        WritableStreamOperations.writableStreamFinishInFlightClose(stream);
    }

    @Export
    public void closeFailed(Value error) {
        WritableStreamOperations.writableStreamFinishInFlightCloseWithError(stream, error);
    }

    /** [[AbortSteps]]; runs one of the consumers, in a microtask, when the abort algorithm's promise settles. */
    void abortSteps(Value reason, Consumer<Value> fulfilled, Consumer<Value> rejected) {
        UnderlyingSink sink = hostSink;
        if (sink != null) {
            Value promise;
            try {
                promise = sink.abort(reason);
            } catch (WebException e) {
                promise = Promise.rejected(realm, realm.toValue(e)).deferred();
            }
            clearAlgorithms();
            realm.uponSettled(promise == null ? realm.undefined() : promise, fulfilled, rejected);
        } else {
            Value returned = hasScriptAbort
                    ? realm.callFunction("writableAbort", stream.sideOrMake(), reason)
                    : realm.undefined();
            clearAlgorithms();
            realm.uponReturnedSettled(returned, fulfilled, rejected);
        }
    }

    /** [[ErrorSteps]] */
    void errorSteps() {
        queue.reset();
        closeQueued = false;
    }

    /** WritableStreamDefaultControllerClearAlgorithms */
    @Export
    public void clearAlgorithms() {
        hostSink = null;
        hasScriptAbort = false;
        Value side = stream.side();
        if (side != null) {
            realm.callFunction("writableClear", side);
        }
    }
}
