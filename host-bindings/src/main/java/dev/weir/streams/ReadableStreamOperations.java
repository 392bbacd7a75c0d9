package dev.weir.streams;

import dev.weir.streams.ReadableStream.State;
import dev.weir.webidl.Promise;
import dev.weir.webidl.Realm;
import dev.weir.webidl.WebException;
import java.util.ArrayDeque;
import java.util.Objects;
import org.graalvm.polyglot.Value;

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
        ReadableStreamHostController controller = new ReadableStreamHostController(stream, source, highWaterMark);
        stream.controller = controller;
        realm.queueMicrotask(controller::start);
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
        return stream.controller().cancelSteps(reason);
    }

    static void readableStreamClose(ReadableStream stream) {
        stream.state = State.CLOSED;
        stream.controller().streamCloses();
        ReadableStreamGenericReader reader = stream.reader;
        if (reader == null) {
            return;
        }
        reader.closedPromise.resolve(null);
        ArrayDeque<ReadRequest> requests = takeReadRequests(reader);
        requests.forEach(ReadRequest::closeSteps);
        stream.controller().finishReads();
    }

    static void readableStreamError(ReadableStream stream, Value error) {
        stream.state = State.ERRORED;
        stream.storedError = error;
        ReadableStreamGenericReader reader = stream.reader;
        if (reader == null) {
            return;
        }
        reader.closedPromise.reject(error);
        takeReadRequests(reader).forEach(request -> request.errorSteps(error));
    }

    /** Gives a chunk, a Value or a String, to the oldest read request; it must exist. */
    static void readableStreamFulfillReadRequest(ReadableStream stream, Object chunk) {
        Objects.requireNonNull(stream.reader).readRequests.remove().chunkSteps(chunk);
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
        stream.reader = null;
        reader.stream = null;
        Value unanswered = realm.typeError("the reader was released");
        takeReadRequests(reader).forEach(request -> request.errorSteps(unanswered));
        stream.controller().readerReleased(unanswered);
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
}
