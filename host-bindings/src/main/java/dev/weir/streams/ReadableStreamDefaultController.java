package dev.weir.streams;

import dev.weir.bindings.InterfaceDefinition;
import dev.weir.webidl.Promise;
import dev.weir.webidl.WebException;
import org.graalvm.polyglot.HostAccess.Export;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the queue of a stream that is not a byte stream, and asks its source for more.
 *
 * <p>A script's source is called by readable.js: methods that may have to pull answer whether to. A source in Java is
 * called here.
 *
 * @see <a href="https://streams.spec.whatwg.org/#rs-default-controller-class">Streams,
 *     ReadableStreamDefaultController</a>
 */
public final class ReadableStreamDefaultController extends ReadableStreamController {
    public static final InterfaceDefinition DEFINITION = InterfaceDefinition.of("""
            [Exposed=*, ScriptState]
            interface ReadableStreamDefaultController {
              readonly attribute unrestricted double? desiredSize;
              undefined close();
              [Script] undefined enqueue(optional any chunk);
              undefined error(optional any e);
            };
            """);

    // What enqueue() tells the glue to do; readable.js has the same numbers.
    static final int CANNOT = 0;
    static final int FULFILL_SCRIPT = 1;
    static final int FULFILL_HOST = 2;
    static final int QUEUE = 3;
    static final int QUEUED = 4;
    static final int QUEUED_PULL = 5;
    static final int FULFILL_PIPE = 6;
    static final int FULFILL_SCRIPT_ONLY = 7;
    static final int FULFILL_SCRIPT_PULL = 8;

    /** [[queue]] and [[queueTotalSize]] */
    final ChunkQueue queue = new ChunkQueue();
    /** [[started]] */
    boolean started;
    /** [[closeRequested]] */
    boolean closeRequested;
    /** [[pullAgain]] */
    boolean pullAgain;
    /** [[pulling]] */
    boolean pulling;
    /** [[strategyHWM]] */
    final double strategyHWM;

    /** The source in Java; null when a script is the source or the algorithms were cleared. */
    private @Nullable UnderlyingSource hostSource;
    /** Whether [[pullAlgorithm]] and [[cancelAlgorithm]] of a script's source would call anything. */
    private boolean hasScriptPull;

    private boolean hasScriptCancel;
    private @Nullable Object chunk;

    ReadableStreamDefaultController(
            ReadableStream stream,
            @Nullable UnderlyingSource hostSource,
            double strategyHWM,
            boolean hasScriptPull,
            boolean hasScriptCancel) {
        super(stream);
        this.hostSource = hostSource;
        this.strategyHWM = strategyHWM;
        this.hasScriptPull = hasScriptPull;
        this.hasScriptCancel = hasScriptCancel;
    }

    @Override
    public String interfaceName() {
        return "ReadableStreamDefaultController";
    }

    // ---- the IDL's members

    @Export
    public @Nullable Double desiredSize() {
        return ReadableStreamOperations.readableStreamDefaultControllerGetDesiredSize(this);
    }

    @Export
    public void close() {
        if (!ReadableStreamOperations.readableStreamDefaultControllerCanCloseOrEnqueue(this)) {
            throw WebException.typeError("ReadableStreamDefaultController.close: " + whyNot());
        }
        ReadableStreamOperations.readableStreamDefaultControllerClose(this);
    }

    @Export
    public void error(Value e) {
        ReadableStreamOperations.readableStreamDefaultControllerError(this, e);
    }

    private String whyNot() {
        return switch (stream.state) {
            case READABLE -> "the stream is closing already";
            case CLOSED -> "the stream is closed";
            case ERRORED -> "the stream is errored";
        };
    }

    // ---- enqueue, in steps that the glue takes

    /** What an enqueue would do now. A request that the glue will fulfill, a script's or a pipe's, is taken off the list here. */
    @Export
    public int enqueueKind() {
        if (!ReadableStreamOperations.readableStreamDefaultControllerCanCloseOrEnqueue(this)) {
            return CANNOT;
        }
        ReadableStreamGenericReader reader = stream.reader;
        if (reader == null || reader.readRequests.isEmpty()) {
            return QUEUE;
        }
        ReadRequest oldest = reader.readRequests.peek();
        if (oldest == stream.scriptReadRequest) {
            reader.readRequests.remove();
            return FULFILL_SCRIPT;
        }
        if (oldest instanceof ReadableStreamPipeTo.PipeReadRequest pipe) {
            reader.readRequests.remove();
            pipe.chunkTaken();
            return FULFILL_PIPE;
        }
        return FULFILL_HOST;
    }

    /**
     * As {@link #enqueueKind}, when the glue can fulfill a script's request without any code of a script running: the answer
     * then tells whether to pull after it.
     */
    @Export
    public int enqueueForRead() {
        int kind = enqueueKind();
        if (kind != FULFILL_SCRIPT) {
            return kind;
        }
        return startPullIfNeeded() ? FULFILL_SCRIPT_PULL : FULFILL_SCRIPT_ONLY;
    }

    /**
     * An enqueue of a chunk of size 1, done here where it only goes into the queue; otherwise {@link #enqueueKind}'s
     * answer, with nothing queued.
     */
    @Export
    public int enqueue(Value chunk) {
        int kind = enqueueKind();
        if (kind != QUEUE) {
            return kind;
        }
        queue.enqueue(chunk, 1);
        return startPullIfNeeded() ? QUEUED_PULL : QUEUED;
    }

    @Export
    public String cannotEnqueue() {
        return "ReadableStreamDefaultController.enqueue: " + whyNot();
    }

    /** Gives the chunk to a read request of the host's. */
    @Export
    public boolean fulfillHostRequest(Value chunk) {
        ReadableStreamOperations.readableStreamFulfillReadRequest(stream, chunk, false);
        return startPullIfNeeded();
    }

    /** Queues the chunk; false when the size is no size, and nothing happened then. */
    @Export
    public boolean queueChunk(Value chunk, double size) {
        if (!ChunkQueue.isValidSize(size)) {
            return false;
        }
        queue.enqueue(chunk, size);
        return true;
    }

    /** An error of the strategy's size: errors the stream. */
    @Export
    public void enqueueFailed(Value error) {
        ReadableStreamOperations.readableStreamDefaultControllerError(this, error);
    }

    /** ReadableStreamDefaultControllerHasBackpressure */
    @Export
    public boolean hasBackpressure() {
        return !ReadableStreamOperations.readableStreamDefaultControllerShouldCallPull(this);
    }

    // ---- pulling

    /**
     * ReadableStreamDefaultControllerCallPullIfNeeded up to the call of the pull algorithm: true when that is to be
     * called now, which is for the glue to do, since its own list of pending reads has to be in order first.
     */
    @Export
    public boolean startPullIfNeeded() {
        if (!ReadableStreamOperations.readableStreamDefaultControllerShouldCallPull(this)) {
            return false;
        }
        if (pulling) {
            pullAgain = true;
            return false;
        }
        if (!hasScriptPull && hostSource == null) {
            return false;
        }
        pulling = true;
        return true;
    }

    /** As {@link #startPullIfNeeded}, for callers in Java: calls the pull algorithm as well. */
    void callPullIfNeeded() {
        if (startPullIfNeeded()) {
            pull();
        }
    }

    private void pull() {
        if (hostSource != null) {
            pullFromHost();
        } else {
            realm.callFunction("readablePull", stream.sideOrMake());
        }
    }

    /** Calls the source in Java, after {@link #startPullIfNeeded} answered true. */
    @Export
    public void pullFromHost() {
        UnderlyingSource source = hostSource;
        if (source == null) {
            return;
        }
        Value promise;
        do { // again when a read came from within the source's enqueue; a source that answers null is done by then
            try {
                promise = source.pull();
            } catch (WebException e) {
                error(realm.toValue(e));
                return;
            }
        } while (promise == null && pullSettled());
        if (promise != null) {
            realm.uponSettled(
                    promise,
                    value -> {
                        if (pullSettled()) {
                            pullFromHost();
                        }
                    },
                    this::error);
        }
    }

    /** The promise of the pull algorithm, or before that of start, was fulfilled; true when the glue is to call pull. */
    @Export
    public boolean pullSettled() {
        if (!started) {
            started = true;
            return startPullIfNeeded();
        }
        pulling = false;
        if (!pullAgain) {
            return false;
        }
        pullAgain = false;
        return startPullIfNeeded();
    }

    @Override
    Found pullForGlue(ReadRequest request) {
        if (queue.isEmpty()) {
            ReadableStreamOperations.readableStreamAddReadRequest(stream, request);
            return startPullIfNeeded() ? Found.PENDING_PULL : Found.PENDING;
        }
        // A local until all is done: a source in Java may enqueue, or a closed promise's reaction read, meanwhile.
        Object next = queue.dequeue();
        boolean pull = afterDequeue();
        if (pull && hostSource != null) {
            pullFromHost(); // no request was counted, so nothing has to wait for the glue
            pull = false;
        }
        chunk = next;
        return pull ? Found.CHUNK_PULL : Found.CHUNK;
    }

    @Override
    @Nullable
    Object takeChunk() {
        Object taken = chunk;
        chunk = null;
        return taken;
    }

    /** [[PullSteps]] for a request of the host's. */
    @Override
    void pullSteps(ReadRequest request) {
        if (queue.isEmpty()) {
            ReadableStreamOperations.readableStreamAddReadRequest(stream, request);
            callPullIfNeeded();
            return;
        }
        Object next = queue.dequeue();
        if (afterDequeue()) {
            pull();
        }
        if (next != null) {
            request.chunkSteps(next);
        }
    }

    private boolean afterDequeue() {
        if (closeRequested && queue.isEmpty()) {
            clearAlgorithms();
            ReadableStreamOperations.readableStreamClose(stream);
            return false;
        }
        return startPullIfNeeded();
    }

    /** [[CancelSteps]] */
    @Override
    Promise cancelSteps(Value reason) {
        queue.reset();
        Promise result = Promise.create(realm);
        UnderlyingSource source = hostSource;
        if (source != null) {
            Value promise;
            try {
                promise = source.cancel(reason);
            } catch (WebException e) {
                promise = Promise.rejected(realm, realm.toValue(e)).deferred();
            }
            clearAlgorithms();
            if (promise == null) {
                result.resolve(null);
            } else {
                realm.uponSettled(promise, value -> result.resolve(null), result::reject);
            }
        } else {
            Value returned = hasScriptCancel
                    ? realm.callFunction("readableCancel", stream.sideOrMake(), reason)
                    : realm.undefined();
            clearAlgorithms();
            realm.uponReturnedSettled(returned, value -> result.resolve(null), result::reject);
        }
        return result;
    }

    /** ReadableStreamDefaultControllerClearAlgorithms */
    void clearAlgorithms() {
        hostSource = null;
        hasScriptPull = false;
        hasScriptCancel = false;
        Value side = stream.side();
        if (side != null) {
            realm.callFunction("readableClear", side);
        }
    }

    /** [[ReleaseSteps]]: nothing. */
    @Override
    void releaseSteps() {}

    @Override
    double room() {
        return strategyHWM - queue.totalSize;
    }
}
