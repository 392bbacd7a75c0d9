package dev.weir.streams;

import dev.weir.webidl.Promise;
import dev.weir.webidl.WebException;
import java.util.ArrayDeque;
import org.graalvm.polyglot.HostAccess.Export;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/**
 * Controls a stream whose source is in Java and gives chunks that are no bytes: keeps the queue, and asks the source for
 * more. Scripts never see it.
 *
 * @see <a href="https://streams.spec.whatwg.org/#rs-default-controller-class">Streams,
 *     ReadableStreamDefaultController</a>
 */
public final class ReadableStreamHostController extends ReadableStreamController {
    /** [[queue]], whose size is [[queueTotalSize]]: each chunk counts as one. */
    private final ArrayDeque<Object> queue = new ArrayDeque<>(2);
    /** [[started]] */
    private boolean started;
    /** [[closeRequested]] */
    private boolean closeRequested;
    /** [[pullAgain]] */
    private boolean pullAgain;
    /** [[pulling]] */
    private boolean pulling;
    /** [[strategyHWM]] */
    private final double strategyHWM;

    /** Null once the algorithms were cleared. */
    private @Nullable UnderlyingSource source;

    private @Nullable Object chunk;

    ReadableStreamHostController(ReadableStream stream, UnderlyingSource source, double strategyHWM) {
        super(stream);
        this.source = source;
        this.strategyHWM = strategyHWM;
    }

    @Override
    public String interfaceName() {
        return "ReadableStreamDefaultController";
    }

    // ---- pulling

    /**
     * ReadableStreamDefaultControllerCallPullIfNeeded up to the call of the pull algorithm: true when that is to be
     * called now.
     */
    private boolean startPullIfNeeded() {
        if (!shouldCallPull()) {
            return false;
        }
        if (pulling) {
            pullAgain = true;
            return false;
        }
        if (source == null) {
            return false;
        }
        pulling = true;
        return true;
    }

    void callPullIfNeeded() {
        if (startPullIfNeeded()) {
            pullFromHost();
        }
    }

    /** Calls the source, after {@link #startPullIfNeeded} answered true; the glue does where that is for it to begin. */
    @Export
    public void pullFromHost() {
        UnderlyingSource pulled = source;
        if (pulled == null) {
            return;
        }
        Value promise;
        do { // again when a read came from within the source's enqueue; a source that answers null is done by then
            try {
                promise = pulled.pull();
            } catch (WebException e) {
                error(realm.toValue(e));
                return;
            }
        } while (promise == null && pullSettled());
        if (promise != null) {
            realm.uponSettled(promise, value -> pullAgain(), this::error);
        }
    }

    private void pullAgain() {
        if (pullSettled()) {
            pullFromHost();
        }
    }

    /** The source is ready. */
    void start() {
        started = true;
        callPullIfNeeded();
    }

    /** The promise of the pull algorithm was fulfilled; true when to call it again. */
    private boolean pullSettled() {
        pulling = false;
        if (!pullAgain) {
            return false;
        }
        pullAgain = false;
        return startPullIfNeeded();
    }

    /** ReadableStreamDefaultControllerShouldCallPull */
    private boolean shouldCallPull() {
        return started
                && canCloseOrEnqueue()
                && (ReadableStreamOperations.readableStreamGetNumReadRequests(stream) > 0 || room() > 0);
    }

    // ---- what the source does

    /** ReadableStreamDefaultControllerCanCloseOrEnqueue */
    private boolean canCloseOrEnqueue() {
        return !closeRequested && isStreamReadable();
    }

    /** ReadableStreamDefaultControllerEnqueue; the chunk counts as one. Does nothing when it is too late. */
    void enqueue(Object chunk) {
        if (!canCloseOrEnqueue()) {
            return;
        }
        if (ReadableStreamOperations.readableStreamGetNumReadRequests(stream) > 0) {
            ReadableStreamOperations.readableStreamFulfillReadRequest(stream, chunk);
        } else {
            queue.add(chunk);
        }
        callPullIfNeeded();
    }

    /** ReadableStreamDefaultControllerClose */
    void close() {
        if (!canCloseOrEnqueue()) {
            return;
        }
        closeRequested = true;
        if (queue.isEmpty()) {
            source = null;
            ReadableStreamOperations.readableStreamClose(stream);
        }
    }

    /** ReadableStreamDefaultControllerError */
    void error(Value error) {
        if (!isStreamReadable()) {
            return;
        }
        queue.clear();
        source = null;
        ReadableStreamOperations.readableStreamError(stream, error);
    }

    // ---- what readers do

    /** What {@link #pullForGlue} found, and whether the glue is to pull then. */
    enum Found {
        PENDING,
        PENDING_PULL,
        CHUNK
    }

    /** [[PullSteps]] for a request whose chunks the glue moves. */
    Found pullForGlue(ReadRequest request) {
        if (queue.isEmpty()) {
            ReadableStreamOperations.readableStreamAddReadRequest(stream, request);
            return startPullIfNeeded() ? Found.PENDING_PULL : Found.PENDING;
        }
        // A local until all is done: the source may enqueue, or a closed promise's reaction read, meanwhile.
        Object next = queue.remove();
        afterDequeue();
        chunk = next;
        return Found.CHUNK;
    }

    /** The chunk that {@link #pullForGlue} found. */
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
        Object next = queue.remove();
        afterDequeue();
        request.chunkSteps(next);
    }

    private void afterDequeue() {
        if (closeRequested && queue.isEmpty()) {
            source = null;
            ReadableStreamOperations.readableStreamClose(stream);
        } else {
            callPullIfNeeded();
        }
    }

    /** [[CancelSteps]] */
    @Override
    Promise cancelSteps(Value reason) {
        queue.clear();
        Promise result = Promise.create(realm);
        UnderlyingSource canceled = source;
        source = null;
        Value promise = null;
        if (canceled != null) {
            try {
                promise = canceled.cancel(reason);
            } catch (WebException e) {
                promise = Promise.rejected(realm, realm.toValue(e)).deferred();
            }
        }
        if (promise == null) {
            result.resolve(null);
        } else {
            realm.uponSettled(promise, value -> result.resolve(null), result::reject);
        }
        return result;
    }

    @Override
    double room() {
        return strategyHWM - queue.size();
    }
}
