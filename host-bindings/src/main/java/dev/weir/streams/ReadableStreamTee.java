package dev.weir.streams;

import dev.weir.webidl.Promise;
import dev.weir.webidl.Realm;
import dev.weir.webidl.WebException;
import java.util.List;
import org.graalvm.polyglot.HostAccess.Export;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/**
 * Two branches fed from one stream that is not a byte stream (for those see tee.js). A chunk is read when either branch
 * wants one, and goes to both.
 *
 * @see <a href="https://streams.spec.whatwg.org/#abstract-opdef-readablestreamdefaulttee">Streams,
 *     ReadableStreamDefaultTee</a>
 */
public final class ReadableStreamTee {
    private final Realm realm;
    private final ReadableStream stream;
    private final ReadableStreamDefaultReader reader;
    private final Promise cancelPromise;
    private final boolean clones;
    private final ReadRequest readRequest = new TeeReadRequest();
    private final Branch branch1;
    private final Branch branch2;
    private boolean reading;
    private boolean readAgain;

    /** @param clones whether the second branch gets clones of the chunks, since branches go to strangers */
    ReadableStreamTee(ReadableStream stream, boolean clones) {
        this.clones = clones;
        this.realm = stream.realm();
        this.stream = stream;
        this.reader = ReadableStreamOperations.acquireReadableStreamDefaultReader(stream);
        this.cancelPromise = Promise.create(realm);
        this.branch1 = new Branch(realm);
        this.branch2 = new Branch(realm);
        reader.closedPromise.uponSettled(value -> {}, this::sourceErrored);
    }

    @Export
    public ReadableStream branch1() {
        return branch1.readable;
    }

    @Export
    public ReadableStream branch2() {
        return branch2.readable;
    }

    private void sourceErrored(Value error) {
        branch1.error(error);
        branch2.error(error);
        sourceEnded();
    }

    /** Nobody will cancel the source any more; those who wait for that are done. */
    private void sourceEnded() {
        if (branch1.cancelReason == null || branch2.cancelReason == null) {
            cancelPromise.resolve(null);
        }
    }

    private void pull() {
        if (reading) {
            readAgain = true;
            return;
        }
        reading = true;
        ReadableStreamOperations.readableStreamDefaultReaderRead(reader, readRequest);
    }

    private void chunkArrived(Object chunk) {
        readAgain = false;
        Object other = chunk;
        if (clones && branch2.cancelReason == null && chunk instanceof Value value) {
            try {
                other = realm.callFunction("structuredClone", value);
            } catch (WebException e) {
                cannotClone(realm.toValue(e));
                return;
            }
        }
        branch1.enqueue(chunk);
        branch2.enqueue(other);
        reading = false;
        if (readAgain) {
            pull();
        }
    }

    private void cannotClone(Value error) {
        branch1.error(error);
        branch2.error(error);
        ReadableStreamOperations.readableStreamCancel(stream, error)
                .uponSettled(value -> cancelPromise.resolve(null), cancelPromise::reject);
    }

    private final class TeeReadRequest implements ReadRequest {
        @Override
        public void chunkSteps(Object chunk) {
            // Not at once, so that an error that comes right after the chunk reaches the branches first.
            realm.queueMicrotask(() -> chunkArrived(chunk));
        }

        @Override
        public void closeSteps() {
            reading = false;
            branch1.close();
            branch2.close();
            sourceEnded();
        }

        @Override
        public void errorSteps(Value error) {
            reading = false;
        }
    }

    /** One of the two streams that come of it; this is its source. */
    private final class Branch implements UnderlyingSource {
        final ReadableStream readable;
        /** Set once the branch is canceled. */
        @Nullable
        Value cancelReason;

        Branch(Realm realm) {
            readable = ReadableStreamOperations.createReadableStream(realm, this, 1);
        }

        @Override
        public Value pull() {
            ReadableStreamTee.this.pull();
            return realm.undefined();
        }

        @Override
        public Value cancel(Value reason) {
            cancelReason = reason;
            if (branch1.cancelReason != null && branch2.cancelReason != null) {
                Value reasons = realm.array(List.of(branch1.cancelReason, branch2.cancelReason));
                ReadableStreamOperations.readableStreamCancel(stream, reasons)
                        .uponSettled(value -> cancelPromise.resolve(null), cancelPromise::reject);
            }
            return cancelPromise.deferred();
        }

        void enqueue(Object chunk) {
            if (cancelReason == null) {
                readable.hostController().enqueue(chunk);
            }
        }

        void close() {
            if (cancelReason == null) {
                readable.hostController().close();
            }
        }

        void error(Value error) {
            readable.hostController().error(error);
        }
    }
}
