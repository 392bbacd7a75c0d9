package dev.weir.fetch;

import dev.weir.fetch.FetchRequest.Upload;
import dev.weir.fileapi.BlobBytes;
import dev.weir.fileapi.BlobSource;
import dev.weir.streams.ReadableStream;
import dev.weir.streams.StreamsForOtherSpecs;
import dev.weir.webidl.Realm;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/**
 * The body of a request or a response: bytes at hand, bytes on their way, or a script's stream. The stream that scripts see of
 * the first two is made when one looks, since most only want the whole.
 *
 * @see <a href="https://fetch.spec.whatwg.org/#concept-body">Fetch, bodies</a>
 */
public final class Body {
    private final Realm realm;
    /** The bytes, where they are known; a body can be sent again then. */
    private final @Nullable BlobBytes bytes;
    /** What comes, as long as no stream was made for it. */
    private @Nullable ResponseBody incoming;

    private @Nullable ReadableStream stream;
    /** What sends the stream. */
    private @Nullable StreamUpload upload;
    /** Whether the whole was read before there was a stream. */
    private boolean used;
    /** Why nothing will come, where nobody had begun to read. */
    private @Nullable Value failure;
    /** How {@link #incoming} is given up with an error of a script's; set by whoever reads it. */
    private Consumer<Value> onError = error -> {};

    private Body(
            Realm realm, @Nullable BlobBytes bytes, @Nullable ResponseBody incoming, @Nullable ReadableStream stream) {
        this.realm = realm;
        this.bytes = bytes;
        this.incoming = incoming;
        this.stream = stream;
    }

    static Body of(Realm realm, BlobBytes bytes) {
        return new Body(realm, bytes, null, null);
    }

    static Body of(Realm realm, ResponseBody incoming) {
        return new Body(realm, null, incoming, null);
    }

    static Body of(ReadableStream stream) {
        return new Body(stream.realm(), null, null, stream);
    }

    /** The bytes, where they are at hand. */
    @Nullable
    BlobBytes bytes() {
        return bytes;
    }

    /** Whether a stream has to be read for it. */
    boolean isStream() {
        return bytes == null;
    }

    /** The stream that scripts see. */
    ReadableStream stream() {
        ReadableStream made = stream;
        if (made == null) {
            made = used ? usedUpStream() : newStream();
            stream = made;
        }
        return made;
    }

    private ReadableStream newStream() {
        if (bytes != null) {
            return BlobSource.streamOf(realm, bytes);
        }
        IncomingSource source = new IncomingSource(realm, Objects.requireNonNull(incoming), this);
        onError = source::error;
        if (failure != null) {
            source.error(failure);
        }
        return source.stream();
    }

    /** What a script finds that looks for the stream after all was read. */
    private ReadableStream usedUpStream() {
        ReadableStream made = BlobSource.streamOf(realm, BlobBytes.EMPTY);
        StreamsForOtherSpecs.getReader(made).read(new StreamsForOtherSpecs.ReadSteps() {
            @Override
            public void chunk(Object chunk) {}

            @Override
            public void close() {}

            @Override
            public void error(Value error) {}
        });
        return made;
    }

    boolean isDisturbed() {
        return used || (stream != null && StreamsForOtherSpecs.isDisturbed(stream));
    }

    /** https://fetch.spec.whatwg.org/#body-unusable */
    boolean isUnusable() {
        return isDisturbed() || (stream != null && stream.locked());
    }

    /** Another body with the same bytes; https://fetch.spec.whatwg.org/#concept-body-clone. */
    Body copy() {
        if (bytes != null && stream == null) {
            return of(realm, bytes);
        }
        List<ReadableStream> branches = StreamsForOtherSpecs.tee(stream());
        stream = branches.get(0);
        return new Body(realm, bytes, null, branches.get(1));
    }

    /**
     * A body for another request, after which this one is used up.
     *
     * @see <a href="https://fetch.spec.whatwg.org/#dom-request">Fetch, Request constructor, steps 38 to 40</a>
     */
    Body take() {
        ReadableStream seen = stream;
        if (seen == null) {
            used = true;
            return new Body(realm, bytes, incoming, null);
        }
        return new Body(realm, bytes, null, StreamsForOtherSpecs.proxyOf(seen));
    }

    /**
     * Reads all. One of the consumers is called, in a later turn of the loop unless all is there.
     *
     * @see <a href="https://fetch.spec.whatwg.org/#body-fully-read">Fetch, fully read</a>
     */
    void readAll(Consumer<BlobBytes> whole, Consumer<Value> failed) {
        if (stream != null) {
            new StreamBytes(stream).readAll(whole, failed);
            return;
        }
        if (failure != null) {
            failed.accept(failure); // again and again, since nothing was read
            return;
        }
        used = true;
        if (bytes != null) {
            whole.accept(bytes);
        } else {
            WholeReader reader = new WholeReader(Objects.requireNonNull(incoming), whole, failed);
            onError = reader::error;
            reader.start();
        }
    }

    /** Gives up what has not come, with this error for whoever reads it; of a script's stream nothing is given up. */
    void error(Value error) {
        ResponseBody coming = incoming;
        if (coming == null) {
            return;
        }
        if (stream == null && !used) {
            failure = error;
            coming.cancel();
        } else {
            onError.accept(error);
        }
    }

    /** Nobody will read it: a script's stream hears why. */
    void cancel(Value reason) {
        if (upload != null) {
            upload.cancel(reason);
        } else if (stream != null && StreamsForOtherSpecs.isReadable(stream) && !stream.locked()) {
            StreamsForOtherSpecs.cancel(stream, reason);
        }
    }

    /** What is sent of it; after that it is used up. */
    Upload upload(Consumer<Value> failed) {
        if (bytes != null) {
            used = true;
            return new BytesUpload(bytes);
        }
        upload = new StreamUpload(realm, stream(), failed);
        return upload;
    }

    /** Puts all bytes together as they come; not static, since whoever ends this body from outside knows nothing but it. */
    private final class WholeReader implements ResponseBody.Reader {
        private final ResponseBody coming;
        private final Consumer<BlobBytes> whole;
        private final Consumer<Value> failed;
        private final Gathering all = new Gathering();
        private boolean done;

        WholeReader(ResponseBody coming, Consumer<BlobBytes> whole, Consumer<Value> failed) {
            this.coming = coming;
            this.whole = whole;
            this.failed = failed;
        }

        void start() {
            coming.readBy(this);
        }

        @Override
        public void onChunk(ByteBuffer bytes) {
            all.add(bytes);
        }

        @Override
        public void onEnd() {
            end(() -> whole.accept(all.take()));
        }

        @Override
        public void onFailed(String reason) {
            end(() -> failed.accept(NetworkErrors.of(realm, reason)));
        }

        @Override
        public boolean keepsAll() {
            return true;
        }

        void error(Value error) {
            coming.cancel();
            end(() -> failed.accept(error));
        }

        private void end(Runnable steps) {
            if (!done) {
                done = true;
                realm.runTask(steps);
                all.drop();
            }
        }
    }
}
