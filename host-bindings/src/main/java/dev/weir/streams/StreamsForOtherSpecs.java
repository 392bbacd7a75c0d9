package dev.weir.streams;

import dev.weir.webidl.Realm;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import org.graalvm.polyglot.Value;

/**
 * The door to streams for other specifications, whose sources and sinks are written in Java.
 *
 * @see <a href="https://streams.spec.whatwg.org/#other-specs">Streams, using streams in other specifications</a>
 */
public final class StreamsForOtherSpecs {
    private StreamsForOtherSpecs() {}

    /** A readable stream fed by the source; its chunks count one each. */
    public static ReadableStream newReadableStream(Realm realm, UnderlyingSource source, double highWaterMark) {
        return ReadableStreamOperations.createReadableStream(realm, source, highWaterMark);
    }

    /** Enqueues a chunk (a Value, or a String that becomes one when read); ignored once the stream is closed or errored. */
    public static void enqueue(ReadableStream stream, Object chunk) {
        stream.hostController().enqueue(chunk);
    }

    /**
     * A readable byte stream fed by the source.
     *
     * @param highWaterMark in bytes
     */
    public static ReadableStream newReadableByteStream(Realm realm, UnderlyingSource source, double highWaterMark) {
        return ReadableStreamOperations.createReadableByteStream(realm, source, highWaterMark);
    }

    /**
     * Enqueues a copy of the bytes between the buffer's position and limit into a byte stream; ignored when there are none
     * and once the stream is closed or errored.
     */
    public static void enqueueBytes(ReadableStream stream, ByteBuffer bytes) {
        byteController(stream).enqueue(bytes);
    }

    private static ReadableByteStreamController byteController(ReadableStream stream) {
        return (ReadableByteStreamController) stream.controller();
    }

    /** Closes the stream once its queue is read; does nothing when it is closed or errored already. */
    public static void close(ReadableStream stream) {
        switch (stream.controller()) {
            case ReadableStreamHostController c -> c.close();
            case ReadableByteStreamController c -> c.close();
            case ReadableStreamDefaultController c -> throw notFedFromJava();
        }
    }

    /** Errors the stream; its queue is dropped. Does nothing when it is closed or errored already. */
    public static void error(ReadableStream stream, Value error) {
        switch (stream.controller()) {
            case ReadableStreamHostController c -> c.error(error);
            case ReadableByteStreamController c -> c.error(error);
            case ReadableStreamDefaultController c -> throw notFedFromJava();
        }
    }

    private static IllegalStateException notFedFromJava() {
        return new IllegalStateException("a stream that a script feeds");
    }

    /** Whether the queue is full and nobody waits for a chunk, so that the source had better pause. */
    public static boolean isFull(ReadableStream stream) {
        return ReadableStreamOperations.readableStreamGetNumReadRequests(stream) == 0
                && stream.controller().room() <= 0;
    }

    // ---- reading what a script, or anybody, has made

    /** Whether it was read from or canceled. */
    public static boolean isDisturbed(ReadableStream stream) {
        return stream.disturbed;
    }

    /** Whether there is something to come. */
    public static boolean isReadable(ReadableStream stream) {
        return stream.state == ReadableStream.State.READABLE;
    }

    /** What a read finds; any of the steps may be called before the read returns. */
    public interface ReadSteps {
        /** @param chunk a {@code Value} or a String */
        void chunk(Object chunk);

        void close();

        void error(Value error);
    }

    /** Reads a stream in Java. */
    public static final class Reader {
        private final ReadableStreamDefaultReader reader;

        private Reader(ReadableStream stream) {
            reader = ReadableStreamOperations.acquireReadableStreamDefaultReader(stream);
        }

        /** Asks for one chunk. */
        public void read(ReadSteps steps) {
            ReadableStreamOperations.readableStreamDefaultReaderRead(reader, new ReadRequest() {
                @Override
                public void chunkSteps(Object chunk) {
                    steps.chunk(chunk);
                }

                @Override
                public void closeSteps() {
                    steps.close();
                }

                @Override
                public void errorSteps(Value error) {
                    steps.error(error);
                }
            });
        }

        /** Nothing more is wanted of the stream. */
        public void cancel(Value reason) {
            ReadableStreamOperations.readableStreamCancel(reader.firstStream(), reason)
                    .markAsHandled();
        }
    }

    /** Locks the stream. Throws a TypeError when it is locked. */
    public static Reader getReader(ReadableStream stream) {
        return new Reader(stream);
    }

    /** Cancels a stream, which must not be locked. */
    public static void cancel(ReadableStream stream, Value reason) {
        ReadableStreamOperations.readableStreamCancel(stream, reason).markAsHandled();
    }

    /** Two branches, the second with clones of the chunks that the first has. Throws a TypeError when the stream is locked. */
    public static List<ReadableStream> tee(ReadableStream stream) {
        Realm realm = stream.realm();
        Value branches = realm.callFunction("teeStream", stream, stream.sideOrMake());
        return List.of(
                (ReadableStream) Objects.requireNonNull(realm.peerOf(branches.getArrayElement(0))),
                (ReadableStream) Objects.requireNonNull(realm.peerOf(branches.getArrayElement(1))));
    }

    /**
     * Another stream with what is left of this one, which is locked then.
     *
     * @see <a href="https://streams.spec.whatwg.org/#readablestream-create-a-proxy">Streams, create a proxy</a>
     */
    public static ReadableStream proxyOf(ReadableStream stream) {
        TransformStream identity = newIdentityTransformStream(stream.realm());
        new ReadableStreamPipeTo(stream, identity.writable(), false, false, false, null)
                .start()
                .markAsHandled();
        return identity.readable();
    }

    // ---- writable streams

    /** A writable stream whose chunks go to the sink; its chunks count one each. */
    public static WritableStream newWritableStream(Realm realm, UnderlyingSink sink, double highWaterMark) {
        return WritableStreamOperations.createWritableStream(realm, sink, highWaterMark);
    }

    /** The write that {@link UnderlyingSink#writeSteps} answered with false is done. */
    public static void writeFinished(WritableStream stream) {
        stream.realm().callFunction("writableWritten", stream.sideOrMake());
    }

    /** The write that {@link UnderlyingSink#writeSteps} answered with false has failed. */
    public static void writeFailed(WritableStream stream, Value error) {
        stream.realm().callFunction("writableWriteFailed", stream.sideOrMake(), error);
    }

    /** Errors the stream: writes that wait are rejected. Does nothing unless it is writable. */
    public static void error(WritableStream stream, Value error) {
        WritableStreamOperations.writableStreamDefaultControllerErrorIfNeeded(stream.controller(), error);
    }

    /**
     * A transform stream whose transformer is in Java. An interface that includes {@code GenericTransformStream} has one
     * and returns its two ends as {@code readable} and {@code writable}.
     */
    public static TransformStream newTransformStream(Realm realm, Transformer transformer) {
        return TransformStream.create(realm, transformer);
    }

    /** A transform stream that hands on what it is given. */
    public static TransformStream newIdentityTransformStream(Realm realm) {
        return TransformStream.create(realm, null);
    }

    /**
     * Enqueues a chunk (a Value, String or number) to be read from the readable end. Throws a TypeError when that is
     * closed or errored.
     */
    public static void enqueue(TransformStream stream, Object chunk) {
        stream.realm().callFunction("transformEnqueue", stream, chunk);
    }

    /** Errors both ends. */
    public static void error(TransformStream stream, Value error) {
        stream.realm().callFunction("transformError", stream, error);
    }

    /** Closes the readable end and errors the writable one. */
    public static void terminate(TransformStream stream) {
        stream.realm().callFunction("transformTerminate", stream);
    }
}
