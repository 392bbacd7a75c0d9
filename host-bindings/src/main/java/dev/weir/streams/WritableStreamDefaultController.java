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
 * What a sink is given to act on its stream. The queue is writable.js's, which calls the sink, one call at a time.
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

    /** [[stream]] */
    final WritableStream stream;

    private @Nullable AbortController abortController;
    private @Nullable UnderlyingSink hostSink;
    private final double highWaterMark;
    private boolean hasScriptAbort;
    private @Nullable Value abortReason;

    /** @param highWaterMark of a sink in Java; the glue knows that of a script's */
    WritableStreamDefaultController(
            WritableStream stream, @Nullable UnderlyingSink hostSink, double highWaterMark, boolean hasScriptAbort) {
        super(stream.realm());
        this.stream = stream;
        this.hostSink = hostSink;
        this.highWaterMark = highWaterMark;
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

    @Export
    public double highWaterMark() {
        return highWaterMark;
    }

    /** The sink has failed to write; the write's promise is rejected already. */
    @Export
    public void writeFailed(Value error) {
        if (stream.state == State.WRITABLE) {
            clearAlgorithms();
        }
        WritableStreamOperations.writableStreamDealWithRejection(stream, error);
    }

    /** The stream is erroring, and nothing is in flight any more. */
    @Export
    public void finishErroring() {
        WritableStreamOperations.writableStreamFinishErroring(stream);
    }

    @Export
    public void startFailed(Value error) {
        WritableStreamOperations.writableStreamDealWithRejection(stream, error);
    }

    // ---- closing and aborting

    /** The turn of the close sentinel has come: has the glue call the close algorithm. */
    @Export
    public void callClose() {
        WritableStreamOperations.writableStreamMarkCloseRequestInFlight(stream);
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

    /** WritableStreamDefaultControllerClearAlgorithms */
    @Export
    public void clearAlgorithms() {
        hostSink = null;
        hasScriptAbort = false;
        realm.callFunction("writableClear", stream.sideOrMake());
    }
}
