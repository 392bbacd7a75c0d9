package dev.weir.streams;

import dev.weir.streams.WritableStream.PendingAbortRequest;
import dev.weir.streams.WritableStream.State;
import dev.weir.webidl.Promise;
import dev.weir.webidl.Realm;
import dev.weir.webidl.WebException;
import java.util.Objects;
import org.graalvm.polyglot.Value;

/**
 * The abstract operations of writable streams, under their names in the standard.
 *
 * @see <a href="https://streams.spec.whatwg.org/#ws-all-abstract-ops">Streams, writable stream operations</a>
 */
final class WritableStreamOperations {
    private WritableStreamOperations() {}

    // ---- working with writable streams

    static WritableStreamDefaultWriter acquireWritableStreamDefaultWriter(WritableStream stream) {
        return acquireWritableStreamDefaultWriter(stream.realm(), stream);
    }

    /** @param realm that the writer belongs to */
    static WritableStreamDefaultWriter acquireWritableStreamDefaultWriter(Realm realm, WritableStream stream) {
        if (stream.locked()) {
            throw WebException.typeError("the stream is locked to a writer already");
        }
        WritableStreamDefaultWriter writer = new WritableStreamDefaultWriter(realm, stream);
        stream.writer = writer;
        switch (stream.state) {
            case WRITABLE, ERRORING -> {}
            case CLOSED -> writer.closedPromise.resolve(null);
            case ERRORED -> writer.closedPromise.reject(stream.storedError);
        }
        return writer;
    }

    /** Makes a stream whose sink is in Java; it is started at once. */
    static WritableStream createWritableStream(Realm realm, UnderlyingSink sink, double highWaterMark) {
        WritableStream stream = new WritableStream(realm);
        stream.controller = new WritableStreamDefaultController(stream, sink, highWaterMark, false);
        stream.sideOrMake(); // which starts it
        return stream;
    }

    static Promise writableStreamAbort(WritableStream stream, Value reason) {
        Realm realm = stream.realm();
        if (stream.state == State.CLOSED || stream.state == State.ERRORED) {
            return resolved(realm);
        }
        // Author code: listeners of the signal. The state is read again after it.
        stream.controller().signalAbort(reason);
        if (stream.state == State.CLOSED || stream.state == State.ERRORED) {
            return resolved(realm);
        }
        if (stream.pendingAbortRequest != null) {
            return stream.pendingAbortRequest.promise();
        }
        boolean wasAlreadyErroring = stream.state == State.ERRORING;
        Promise promise = Promise.create(realm);
        stream.pendingAbortRequest =
                new PendingAbortRequest(promise, wasAlreadyErroring ? realm.undefined() : reason, wasAlreadyErroring);
        if (!wasAlreadyErroring) {
            writableStreamStartErroring(stream, reason);
        }
        return promise;
    }

    private static Promise resolved(Realm realm) {
        Promise promise = Promise.create(realm);
        promise.resolve(null);
        return promise;
    }

    static Promise writableStreamClose(WritableStream stream) {
        Realm realm = stream.realm();
        Promise promise = Promise.create(realm);
        if (stream.state == State.CLOSED || stream.state == State.ERRORED) {
            promise.reject(realm.typeError("the stream cannot be closed: it is "
                    + (stream.state == State.CLOSED ? "closed already" : "errored")));
            return promise;
        }
        stream.closeRequest = promise;
        realm.callFunction("writableClose", stream.sideOrMake());
        return promise;
    }

    // ---- interfacing with controllers

    static boolean writableStreamCloseQueuedOrInFlight(WritableStream stream) {
        return stream.closeRequest != null || stream.inFlightCloseRequest != null;
    }

    static void writableStreamDealWithRejection(WritableStream stream, Value error) {
        if (stream.state == State.WRITABLE) {
            writableStreamStartErroring(stream, error);
        } else {
            writableStreamFinishErroring(stream);
        }
    }

    static void writableStreamStartErroring(WritableStream stream, Value reason) {
        stream.state = State.ERRORING;
        stream.storedError = reason;
        boolean idle = stream.realm()
                .callFunction("writableErroring", stream.sideOrMake(), reason)
                .asBoolean();
        if (idle && stream.inFlightCloseRequest == null) {
            writableStreamFinishErroring(stream);
        }
    }

    static void writableStreamFinishErroring(WritableStream stream) {
        Realm realm = stream.realm();
        stream.state = State.ERRORED;
        Value storedError = stream.storedError;
        realm.callFunction("writableErrored", stream.sideOrMake());
        PendingAbortRequest abort = stream.pendingAbortRequest;
        if (abort == null) {
            writableStreamRejectCloseAndClosedPromiseIfNeeded(stream);
            return;
        }
        stream.pendingAbortRequest = null;
        if (abort.wasAlreadyErroring()) {
            abort.promise().reject(storedError);
            writableStreamRejectCloseAndClosedPromiseIfNeeded(stream);
            return;
        }
        stream.controller()
                .abortSteps(
                        abort.reason(),
                        value -> {
                            abort.promise().resolve(null);
                            writableStreamRejectCloseAndClosedPromiseIfNeeded(stream);
                        },
                        reason -> {
                            abort.promise().reject(reason);
                            writableStreamRejectCloseAndClosedPromiseIfNeeded(stream);
                        });
    }

    static void writableStreamFinishInFlightClose(WritableStream stream) {
        Promise request = Objects.requireNonNull(stream.inFlightCloseRequest);
        request.resolve(null);
        stream.inFlightCloseRequest = null;
        if (stream.state == State.ERRORING) {
            // The error came too late to matter: the sink has closed.
            stream.storedError = stream.realm().undefined();
            PendingAbortRequest abort = stream.pendingAbortRequest;
            if (abort != null) {
                abort.promise().resolve(null);
                stream.pendingAbortRequest = null;
            }
        }
        stream.state = State.CLOSED;
        stream.realm().callFunction("writableClosed", stream.sideOrMake());
        if (stream.writer != null) {
            stream.writer.closedPromise.resolve(null);
        }
    }

    static void writableStreamFinishInFlightCloseWithError(WritableStream stream, Value error) {
        Objects.requireNonNull(stream.inFlightCloseRequest).reject(error);
        stream.inFlightCloseRequest = null;
        PendingAbortRequest abort = stream.pendingAbortRequest;
        if (abort != null) {
            abort.promise().reject(error);
            stream.pendingAbortRequest = null;
        }
        writableStreamDealWithRejection(stream, error);
    }

    static void writableStreamMarkCloseRequestInFlight(WritableStream stream) {
        stream.inFlightCloseRequest = stream.closeRequest;
        stream.closeRequest = null;
    }

    private static void writableStreamRejectCloseAndClosedPromiseIfNeeded(WritableStream stream) {
        if (stream.closeRequest != null) {
            stream.closeRequest.reject(stream.storedError);
            stream.closeRequest = null;
        }
        if (stream.writer != null) {
            stream.writer.closedPromise.reject(stream.storedError);
        }
    }

    // ---- writers

    static Promise writableStreamDefaultWriterCloseWithErrorPropagation(WritableStreamDefaultWriter writer) {
        WritableStream stream = Objects.requireNonNull(writer.stream);
        Realm realm = stream.realm();
        if (writableStreamCloseQueuedOrInFlight(stream) || stream.state == State.CLOSED) {
            return resolved(realm);
        }
        if (stream.state == State.ERRORED) {
            Promise rejected = Promise.create(realm);
            rejected.reject(stream.storedError);
            return rejected;
        }
        return writableStreamClose(stream);
    }

    static void writableStreamDefaultWriterRelease(WritableStreamDefaultWriter writer) {
        WritableStream stream = Objects.requireNonNull(writer.stream);
        Realm realm = stream.realm();
        Value released = realm.typeError("the writer was released");
        stream.realm().callFunction("writerRelease", writer.side(), released);
        if (!writer.closedPromise.isPending()) {
            writer.closedPromise = Promise.create(realm).markAsHandled();
        }
        writer.closedPromise.reject(released);
        stream.writer = null;
        writer.stream = null;
    }

    // ---- default controllers

    static void writableStreamDefaultControllerError(WritableStreamDefaultController controller, Value error) {
        controller.clearAlgorithms();
        writableStreamStartErroring(controller.stream, error);
    }

    static void writableStreamDefaultControllerErrorIfNeeded(WritableStreamDefaultController controller, Value error) {
        if (controller.stream.state == State.WRITABLE) {
            writableStreamDefaultControllerError(controller, error);
        }
    }
}
