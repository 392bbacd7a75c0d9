package dev.weir.streams;

import dev.weir.streams.ReadableStream.State;
import dev.weir.webidl.Promise;
import dev.weir.webidl.Realm;
import dev.weir.webidl.WebException;
import java.util.ArrayDeque;
import java.util.Objects;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/**
 * The abstract operations of readable streams, under their names in the standard.
 *
 * @see <a href="https://streams.spec.whatwg.org/#rs-all-abstract-ops">Streams, readable stream operations</a>
 */
final class ReadableStreamOperations {
    private ReadableStreamOperations() {}

    // ---- working with readable streams

    static ReadableStreamDefaultReader acquireReadableStreamDefaultReader(ReadableStream stream) {
        return acquireReadableStreamDefaultReader(stream.realm(), stream);
    }

    /** @param realm that the reader belongs to */
    static ReadableStreamDefaultReader acquireReadableStreamDefaultReader(Realm realm, ReadableStream stream) {
        if (stream.locked()) {
            throw WebException.typeError("the stream is locked to a reader already");
        }
        ReadableStreamDefaultReader reader = new ReadableStreamDefaultReader(realm, stream);
        readableStreamReaderGenericInitialize(reader, stream);
        return reader;
    }

    static ReadableStreamBYOBReader acquireReadableStreamBYOBReader(ReadableStream stream) {
        return acquireReadableStreamBYOBReader(stream.realm(), stream);
    }

    /** @param realm that the reader belongs to */
    static ReadableStreamBYOBReader acquireReadableStreamBYOBReader(Realm realm, ReadableStream stream) {
        if (stream.locked()) {
            throw WebException.typeError("the stream is locked to a reader already");
        }
        if (!(stream.controller() instanceof ReadableByteStreamController)) {
            throw WebException.typeError("a BYOB reader needs a byte stream");
        }
        ReadableStreamBYOBReader reader = new ReadableStreamBYOBReader(realm, stream);
        readableStreamReaderGenericInitialize(reader, stream);
        return reader;
    }

    /** Makes a byte stream whose source is in Java; it is started at once. */
    static ReadableStream createReadableByteStream(Realm realm, UnderlyingSource source, double highWaterMark) {
        ReadableStream stream = new ReadableStream(realm);
        ReadableByteStreamController controller = new ReadableByteStreamController(stream, source);
        stream.controller = controller;
        realm.callFunction("byteSetUpHost", stream, controller, highWaterMark);
        return stream;
    }

    /** Makes a stream whose source is in Java; it is started at once. */
    static ReadableStream createReadableStream(Realm realm, UnderlyingSource source, double highWaterMark) {
        ReadableStream stream = new ReadableStream(realm);
        ReadableStreamDefaultController controller = setUpReadableStreamDefaultController(
                stream, new ReadableStreamDefaultController(stream, source, highWaterMark, false, false));
        realm.queueMicrotask(() -> {
            if (controller.pullSettled()) {
                controller.pullFromHost();
            }
        });
        return stream;
    }

    // ---- interfacing with controllers

    static void readableStreamAddReadRequest(ReadableStream stream, ReadRequest request) {
        Objects.requireNonNull(stream.reader).readRequests.add(request);
    }

    static Promise readableStreamCancel(ReadableStream stream, Value reason) {
        Realm realm = stream.realm();
        stream.disturbed = true;
        if (stream.state != State.READABLE) {
            Promise settled = Promise.create(realm);
            if (stream.state == State.CLOSED) {
                settled.resolve(null);
            } else {
                settled.reject(stream.storedError);
            }
            return settled;
        }
        readableStreamClose(stream);
        if (stream.reader instanceof ReadableStreamBYOBReader) {
            realm.callFunction("byteCloseReads", stream.sideOrMake());
        }
        return stream.controller().cancelSteps(reason);
    }

    static void readableStreamClose(ReadableStream stream) {
        stream.state = State.CLOSED;
        ReadableStreamGenericReader reader = stream.reader;
        if (reader == null) {
            return;
        }
        reader.closedPromise.resolve(null);
        ArrayDeque<ReadRequest> requests = takeReadRequests(reader);
        requests.forEach(ReadRequest::closeSteps);
    }

    static void readableStreamError(ReadableStream stream, Value error) {
        stream.state = State.ERRORED;
        stream.storedError = error;
        ReadableStreamGenericReader reader = stream.reader;
        if (reader == null) {
            return;
        }
        reader.closedPromise.reject(error);
        readableStreamReaderErrorRequests(reader, stream, error);
    }

    /** Fulfills the oldest read request; it must exist. The chunk is a Value or a String, null when done. */
    static void readableStreamFulfillReadRequest(ReadableStream stream, @Nullable Object chunk, boolean done) {
        ReadRequest request = Objects.requireNonNull(stream.reader).readRequests.remove();
        if (done || chunk == null) {
            request.closeSteps();
        } else {
            request.chunkSteps(chunk);
        }
    }

    static int readableStreamGetNumReadRequests(ReadableStream stream) {
        return stream.reader == null ? 0 : stream.reader.readRequests.size();
    }

    // ---- readers

    private static void readableStreamReaderGenericInitialize(
            ReadableStreamGenericReader reader, ReadableStream stream) {
        reader.stream = stream;
        stream.reader = reader;
        switch (stream.state) {
            case READABLE -> {}
            case CLOSED -> reader.closedPromise.resolve(null);
            case ERRORED -> reader.closedPromise.reject(stream.storedError);
        }
    }

    /** ReadableStreamDefaultReaderRelease or ReadableStreamBYOBReaderRelease */
    static void readableStreamReaderRelease(ReadableStreamGenericReader reader) {
        Realm realm = reader.realm();
        ReadableStream stream = reader.stream();
        Value released = realm.typeError("the reader was released");
        if (stream.state == State.READABLE) {
            reader.closedPromise.reject(released);
        } else {
            reader.closedPromise = Promise.create(realm).markAsHandled();
            reader.closedPromise.reject(released);
        }
        stream.controller().releaseSteps();
        stream.reader = null;
        reader.stream = null;
        readableStreamReaderErrorRequests(reader, stream, realm.typeError("the reader was released"));
    }

    /** ReadableStreamDefaultReaderErrorReadRequests or ReadableStreamBYOBReaderErrorReadIntoRequests */
    private static void readableStreamReaderErrorRequests(
            ReadableStreamGenericReader reader, ReadableStream stream, Value error) {
        if (reader instanceof ReadableStreamBYOBReader) {
            stream.realm().callFunction("byteErrorReads", stream.sideOrMake(), error);
        } else {
            takeReadRequests(reader).forEach(request -> request.errorSteps(error));
        }
    }

    private static ArrayDeque<ReadRequest> takeReadRequests(ReadableStreamGenericReader reader) {
        ArrayDeque<ReadRequest> requests = reader.readRequests;
        reader.readRequests = new ArrayDeque<>(2);
        return requests;
    }

    static void readableStreamDefaultReaderRead(ReadableStreamDefaultReader reader, ReadRequest request) {
        ReadableStream stream = reader.stream();
        stream.disturbed = true;
        switch (stream.state) {
            case CLOSED -> request.closeSteps();
            case ERRORED -> request.errorSteps(stream.storedError);
            case READABLE -> stream.controller().pullSteps(request);
        }
    }

    // ---- default controllers

    static ReadableStreamDefaultController setUpReadableStreamDefaultController(
            ReadableStream stream, ReadableStreamDefaultController controller) {
        stream.controller = controller;
        return controller;
    }

    static boolean readableStreamDefaultControllerShouldCallPull(ReadableStreamDefaultController controller) {
        ReadableStream stream = controller.stream;
        if (!readableStreamDefaultControllerCanCloseOrEnqueue(controller) || !controller.started) {
            return false;
        }
        return readableStreamGetNumReadRequests(stream) > 0 || controller.strategyHWM - controller.queue.totalSize > 0;
    }

    static void readableStreamDefaultControllerClose(ReadableStreamDefaultController controller) {
        if (!readableStreamDefaultControllerCanCloseOrEnqueue(controller)) {
            return;
        }
        controller.closeRequested = true;
        if (controller.queue.isEmpty()) {
            controller.clearAlgorithms();
            readableStreamClose(controller.stream);
        }
    }

    /** Enqueues on behalf of the host; the chunk counts as one. */
    static void readableStreamDefaultControllerEnqueue(ReadableStreamDefaultController controller, Object chunk) {
        if (!readableStreamDefaultControllerCanCloseOrEnqueue(controller)) {
            return;
        }
        ReadableStream stream = controller.stream;
        if (readableStreamGetNumReadRequests(stream) > 0) {
            readableStreamFulfillReadRequest(stream, chunk, false);
        } else {
            controller.queue.enqueue(chunk, 1);
        }
        controller.callPullIfNeeded();
    }

    static void readableStreamDefaultControllerError(ReadableStreamDefaultController controller, Value error) {
        if (!controller.isStreamReadable()) {
            return;
        }
        controller.queue.reset();
        controller.clearAlgorithms();
        readableStreamError(controller.stream, error);
    }

    static @Nullable Double readableStreamDefaultControllerGetDesiredSize(ReadableStreamDefaultController controller) {
        return switch (controller.stream.state) {
            case ERRORED -> null;
            case CLOSED -> 0.0;
            case READABLE -> controller.strategyHWM - controller.queue.totalSize;
        };
    }

    static boolean readableStreamDefaultControllerCanCloseOrEnqueue(ReadableStreamDefaultController controller) {
        return !controller.closeRequested && controller.isStreamReadable();
    }
}
