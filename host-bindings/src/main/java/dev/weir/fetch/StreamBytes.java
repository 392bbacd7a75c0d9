package dev.weir.fetch;

import dev.weir.fileapi.BlobBytes;
import dev.weir.streams.ReadableStream;
import dev.weir.streams.StreamsForOtherSpecs;
import dev.weir.webidl.Realm;
import java.util.function.Consumer;
import org.graalvm.polyglot.HostAccess.Export;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/** Reads a stream whose chunks must be bytes. */
final class StreamBytes {
    private final Realm realm;
    private final StreamsForOtherSpecs.Reader reader;

    StreamBytes(ReadableStream stream) {
        realm = stream.realm();
        reader = StreamsForOtherSpecs.getReader(stream);
    }

    /** Reads to the end, however the bytes have come to be a stream's; one of the consumers is called. */
    void readAll(Consumer<BlobBytes> whole, Consumer<Value> failed) {
        Gathering all = new Gathering();
        long limit = realm.service(FetchEnvironment.class).maxBodySize();
        new Loop() {
            private long size;

            @Override
            void bytes(byte[] chunk) {
                size += chunk.length;
                if (size > limit) {
                    Value error = NetworkErrors.of(realm, NetworkErrors.tooLong(limit));
                    reader.cancel(error);
                    error(error);
                } else {
                    all.add(chunk);
                    next();
                }
            }

            @Override
            public void close() {
                whole.accept(all.take());
            }

            @Override
            public void error(Value error) {
                failed.accept(error);
            }
        }.next();
    }

    void cancel(Value reason) {
        reader.cancel(reason);
    }

    /**
     * Reads chunk after chunk, each when {@link #next} is called. A stream that has them all would have it call itself once for
     * each, so that a call amid another only takes note.
     */
    abstract class Loop implements StreamsForOtherSpecs.ReadSteps {
        private boolean reading;
        private boolean again;

        final void next() {
            if (reading) {
                again = true;
                return;
            }
            reading = true;
            do {
                again = false;
                reader.read(this);
            } while (again);
            reading = false;
        }

        @Override
        public final void chunk(Object chunk) {
            byte[] bytes = bytesOf(chunk);
            if (bytes == null) {
                Value error = realm.typeError("a chunk of a body's stream must be a Uint8Array");
                reader.cancel(error);
                error(error);
            } else {
                bytes(bytes);
            }
        }

        /** The next bytes. */
        abstract void bytes(byte[] chunk);
    }

    private byte @Nullable [] bytesOf(Object chunk) {
        if (!(chunk instanceof Value value)) {
            return null;
        }
        Taker taker = new Taker();
        realm.callFunction("bytesOfChunk", taker, value);
        return taker.bytes;
    }

    /** Gets the bytes of a view, of which only the glue knows the truth. */
    public static final class Taker {
        private byte @Nullable [] bytes;

        @Export
        public void take(Value buffer, long offset, int length) {
            byte[] copy = new byte[length];
            if (length > 0) {
                buffer.readBuffer(offset, copy, 0, length);
            }
            bytes = copy;
        }

        byte @Nullable [] bytes() {
            return bytes;
        }
    }
}
