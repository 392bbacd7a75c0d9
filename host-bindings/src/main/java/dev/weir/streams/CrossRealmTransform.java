package dev.weir.streams;

import dev.weir.messaging.MessagePort;
import dev.weir.webidl.Promise;
import dev.weir.webidl.Realm;
import dev.weir.webidl.TransferableObject;
import dev.weir.webidl.WebException;
import org.graalvm.polyglot.HostAccess.Export;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/**
 * What joins a transferred stream with the one it was: two message ports, a writable stream at the one that sends chunks,
 * a readable stream at the other.
 *
 * <p>The reader asks for each chunk by "pull"; "chunk", "close" and "error" go the other way, "error" also back when the
 * reader cancels.
 *
 * @see <a href="https://streams.spec.whatwg.org/#transferrable-streams">Streams, transferable streams</a>
 */
final class CrossRealmTransform {
    private CrossRealmTransform() {}

    // ---- transfer steps

    static void requireUnlocked(boolean locked, String name) {
        if (locked) {
            throw WebException.dom("DataCloneError", "a locked " + name + " cannot be transferred");
        }
    }

    /** StructuredSerializeWithTransfer of an end of a stream that is being transferred. */
    static TransferableObject.DataHolder transfer(TransferableObject end) {
        if (end.isDetached()) {
            throw WebException.dom("DataCloneError", "an end of the stream was transferred already");
        }
        return end.transferSteps();
    }

    static void pipe(ReadableStream readable, WritableStream writable) {
        new ReadableStreamPipeTo(readable, writable, false, false, false, null)
                .start()
                .markAsHandled();
    }

    static ReadableStream setUpCrossRealmTransformReadable(Realm realm, MessagePort port) {
        return new Readable(realm, port).stream;
    }

    static WritableStream setUpCrossRealmTransformWritable(Realm realm, MessagePort port) {
        return new Writable(realm, port).stream;
    }

    // ---- messages

    /** Posts a message of the type; throws when the value cannot be cloned. */
    private static void packAndPostMessage(MessagePort port, String type, Value value) {
        port.post(port.realm().callFunction("crossRealmMessage", type, value));
    }

    /** As {@link #packAndPostMessage}, but a failure is also told to the other side. */
    private static void packAndPostMessageHandlingError(MessagePort port, String type, Value value) {
        try {
            packAndPostMessage(port, type, value);
        } catch (WebException e) {
            crossRealmTransformSendError(port, port.realm().toValue(e));
            throw e;
        }
    }

    private static void crossRealmTransformSendError(MessagePort port, Value error) {
        try {
            packAndPostMessage(port, "error", error);
        } catch (WebException e) {
            // The error cannot be cloned either.
        }
    }

    /** A message could not be read: tells the other side by what error both of them end, and gives it. */
    private static Value sendMessageError(Realm realm, MessagePort port) {
        Value error = realm.domException("DataCloneError", "a chunk could not be read in this realm");
        crossRealmTransformSendError(port, error);
        return error;
    }

    // ---- the reading side

    /** The source of the readable stream. */
    private static final class Readable implements UnderlyingSource, MessagePort.Receiver {
        private final Realm realm;
        private final MessagePort port;
        private final ReadableStream stream;

        Readable(Realm realm, MessagePort port) {
            this.realm = realm;
            this.port = port;
            stream = ReadableStreamOperations.createReadableStream(realm, this, 0);
            port.start(this);
        }

        @Override
        public void message(Value data) {
            Value value = data.getMember("value");
            switch (data.getMember("type").asString()) {
                case "chunk" -> StreamsForOtherSpecs.enqueue(stream, value);
                case "close" -> {
                    StreamsForOtherSpecs.close(stream);
                    port.close();
                }
                case "error" -> {
                    StreamsForOtherSpecs.error(stream, value);
                    port.close();
                }
                default -> throw new IllegalStateException("a message of an unknown type");
            }
        }

        @Override
        public void messageError() {
            StreamsForOtherSpecs.error(stream, sendMessageError(realm, port));
            port.close();
        }

        // A promise rather than null: pulls that come meanwhile are one.
        @Override
        public Value pull() {
            packAndPostMessage(port, "pull", realm.undefined());
            return resolved();
        }

        @Override
        public Value cancel(Value reason) {
            try {
                packAndPostMessageHandlingError(port, "error", reason);
            } finally {
                port.close();
            }
            return resolved();
        }

        private Value resolved() {
            Promise promise = Promise.create(realm);
            promise.resolve(null);
            return promise.deferred();
        }
    }

    // ---- the writing side

    /** The sink of the writable stream. Public, since the glue calls it. */
    public static final class Writable implements UnderlyingSink, MessagePort.Receiver {
        private final Realm realm;
        private final MessagePort port;
        private final WritableStream stream;
        /** Pending until the other side asks for a chunk; null when it has asked for one that was not written yet. */
        private @Nullable Promise backpressurePromise;

        Writable(Realm realm, MessagePort port) {
            this.realm = realm;
            this.port = port;
            backpressurePromise = Promise.create(realm);
            stream = WritableStreamOperations.createWritableStream(realm, this, 1);
            port.start(this);
        }

        @Override
        public void message(Value data) {
            switch (data.getMember("type").asString()) {
                case "pull" -> endBackpressure();
                case "error" -> {
                    StreamsForOtherSpecs.error(stream, data.getMember("value"));
                    endBackpressure();
                }
                default -> throw new IllegalStateException("a message of an unknown type");
            }
        }

        private void endBackpressure() {
            Promise promise = backpressurePromise;
            backpressurePromise = null;
            if (promise != null) {
                promise.resolve(null);
            }
        }

        @Override
        public void messageError() {
            StreamsForOtherSpecs.error(stream, sendMessageError(realm, port));
            port.close();
        }

        @Override
        public WriteSteps writeSteps() {
            return new WriteSteps("crossRealmWrite", this);
        }

        /** For the glue: writes the chunk once the other side wants one. */
        @Export
        public void write(Value chunk) {
            Promise ready = backpressurePromise;
            if (ready == null) {
                ready = Promise.create(realm);
                ready.resolve(null);
                backpressurePromise = ready;
            }
            ready.uponSettled(value -> send(chunk), reason -> {});
        }

        private void send(Value chunk) {
            backpressurePromise = Promise.create(realm);
            try {
                packAndPostMessageHandlingError(port, "chunk", chunk);
            } catch (WebException e) {
                port.close();
                StreamsForOtherSpecs.writeFailed(stream, realm.toValue(e));
                return;
            }
            StreamsForOtherSpecs.writeFinished(stream);
        }

        @Override
        public @Nullable Value close() {
            packAndPostMessage(port, "close", realm.undefined());
            port.close();
            return null;
        }

        @Override
        public @Nullable Value abort(Value reason) {
            try {
                packAndPostMessageHandlingError(port, "error", reason);
            } finally {
                port.close();
            }
            return null;
        }
    }
}
