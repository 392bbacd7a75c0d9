package dev.weir.streams;

import dev.weir.webidl.PlatformObject;
import dev.weir.webidl.Promise;
import dev.weir.webidl.Realm;
import dev.weir.webidl.WebException;
import java.util.ArrayDeque;
import org.graalvm.polyglot.HostAccess.Export;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/**
 * What both kinds of readers have.
 *
 * @see <a href="https://streams.spec.whatwg.org/#generic-reader-mixin">Streams, ReadableStreamGenericReader</a>
 */
public abstract sealed class ReadableStreamGenericReader extends PlatformObject
        permits ReadableStreamDefaultReader, ReadableStreamBYOBReader {
    /** [[stream]] */
    @Nullable
    ReadableStream stream;
    /** [[closedPromise]] */
    Promise closedPromise;
    /** [[readRequests]], but a script's where the queue is the glue's: those it keeps itself. */
    ArrayDeque<ReadRequest> readRequests = new ArrayDeque<>(2);

    final ReadableStream firstStream;

    ReadableStreamGenericReader(Realm realm, ReadableStream stream) {
        super(realm);
        firstStream = stream;
        closedPromise = Promise.create(realm).markAsHandled();
    }

    /** The stream whose side in JavaScript holds this reader's pending reads. */
    @Export
    public final ReadableStream firstStream() {
        return firstStream;
    }

    final ReadableStream stream() {
        if (stream == null) {
            throw WebException.typeError("the reader was released");
        }
        return stream;
    }

    @Export
    public final boolean isReleased() {
        return stream == null;
    }

    @Export
    public final Value closed() {
        return closedPromise.value();
    }

    /** As {@link #closed}, for the glue. */
    @Export
    public final Value closedDeferred() {
        return closedPromise.deferred();
    }

    @Export
    public final Value cancel(Value reason) {
        return ReadableStreamOperations.readableStreamCancel(stream(), reason).value();
    }

    /** As {@link #cancel}, for the glue. */
    @Export
    public final Value cancelDeferred(Value reason) {
        return ReadableStreamOperations.readableStreamCancel(stream(), reason).deferred();
    }

    @Export
    public final Value storedError() {
        return firstStream.storedError;
    }

    @Export
    public final void releaseLock() {
        if (stream != null) {
            ReadableStreamOperations.readableStreamReaderRelease(this);
        }
    }
}
