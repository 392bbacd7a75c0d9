package dev.weir.streams;

import dev.weir.streams.WritableStream.PendingAbortRequest;
import dev.weir.streams.WritableStream.State;
import dev.weir.webidl.Promise;
import dev.weir.webidl.Realm;
import dev.weir.webidl.WebException;
import java.util.Objects;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

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
        writer.stream = stream;
        stream.writer = writer;
        switch (stream.state) {
            case WRITABLE -> {
                if (!writableStreamCloseQueuedOrInFlight(stream) && stream.backpressure) {
                    writer.ready.renew();
                }
            }
            case ERRORING -> writer.ready.reject(stream.storedError);
            case CLOSED -> writer.closedPromise.resolve(null);
            case ERRORED -> {
                writer.ready.reject(stream.storedError);
                writer.closedPromise.reject(stream.storedError);
            }
        }
        return writer;
    }

    /** Makes a stream whose sink is in Java; it is started at once. */
    static WritableStream createWritableStream(Realm realm, UnderlyingSink sink, double highWaterMark) {
        WritableStream stream = new WritableStream(realm);
        WritableStreamDefaultController controller =
                new WritableStreamDefaultController(stream, sink, highWaterMark, false);
        setUpWritableStreamDefaultController(stream, controller);
        realm.queueMicrotask(() -> {
            controller.started = true;
            controller.advanceQueueIfNeeded();
        });
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
        if (stream.writer != null && stream.backpressure && stream.state == State.WRITABLE) {
            stream.writer.ready.resolve();
        }
        stream.controller().closeQueued = true;
        stream.controller().advanceQueueIfNeeded();
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
        if (stream.writer != null) {
            stream.writer.ready.reject(reason);
        }
        if (!writableStreamHasOperationMarkedInFlight(stream) && stream.controller().started) {
            writableStreamFinishErroring(stream);
        }
    }

    static void writableStreamFinishErroring(WritableStream stream) {
        Realm realm = stream.realm();
        stream.state = State.ERRORED;
        stream.controller().errorSteps();
        Value storedError = stream.storedError;
        while (!stream.writeRequests.isEmpty()) {
            stream.writeRequests.remove().rejected(storedError);
        }
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

    static void writableStreamFinishInFlightWriteWithError(WritableStream stream, Value error) {
        WriteRequest request = stream.inFlightWriteRequest;
        stream.inFlightWriteRequest = null;
        if (request != null) {
            request.rejected(error);
        }
        writableStreamDealWithRejection(stream, error);
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

    private static boolean writableStreamHasOperationMarkedInFlight(WritableStream stream) {
        return stream.inFlightWriteRequest != null || stream.inFlightCloseRequest != null;
    }

    static void writableStreamMarkCloseRequestInFlight(WritableStream stream) {
        stream.inFlightCloseRequest = stream.closeRequest;
        stream.closeRequest = null;
    }

    static void writableStreamMarkFirstWriteRequestInFlight(WritableStream stream) {
        stream.inFlightWriteRequest = stream.writeRequests.remove();
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

    static void writableStreamUpdateBackpressure(WritableStream stream, boolean backpressure) {
        WritableStreamDefaultWriter writer = stream.writer;
        if (writer != null && backpressure != stream.backpressure) {
            if (backpressure) {
                writer.ready.renew();
            } else {
                writer.ready.resolve();
            }
        }
        stream.backpressure = backpressure;
    }

    static void updateBackpressureIfWritable(WritableStreamDefaultController controller) {
        WritableStream stream = controller.stream;
        if (!writableStreamCloseQueuedOrInFlight(stream) && stream.state == State.WRITABLE) {
            writableStreamUpdateBackpressure(stream, controller.getBackpressure());
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

    static @Nullable Double writableStreamDefaultWriterGetDesiredSize(WritableStream stream) {
        return switch (stream.state) {
            case ERRORED, ERRORING -> null;
            case CLOSED -> 0.0;
            case WRITABLE -> stream.controller().strategyHWM - stream.controller().queue.totalSize;
        };
    }

    static void writableStreamDefaultWriterRelease(WritableStreamDefaultWriter writer) {
        WritableStream stream = Objects.requireNonNull(writer.stream);
        Realm realm = stream.realm();
        Value released = realm.typeError("the writer was released");
        writer.ready.release(released);
        if (!writer.closedPromise.isPending()) {
            writer.closedPromise = Promise.create(realm).markAsHandled();
        }
        writer.closedPromise.reject(released);
        stream.writer = null;
        writer.stream = null;
    }

    // ---- default controllers

    static void setUpWritableStreamDefaultController(
            WritableStream stream, WritableStreamDefaultController controller) {
        stream.controller = controller;
        writableStreamUpdateBackpressure(stream, controller.getBackpressure());
    }

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
