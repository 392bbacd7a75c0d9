package dev.weir.streams;

import dev.weir.bindings.InterfaceDefinition;
import dev.weir.webidl.PlatformObject;
import dev.weir.webidl.Promise;
import dev.weir.webidl.Realm;
import dev.weir.webidl.WebException;
import java.util.ArrayDeque;
import org.graalvm.polyglot.HostAccess.Export;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/**
 * Reads chunks of any kind.
 *
 * @see <a href="https://streams.spec.whatwg.org/#default-reader-class">Streams, ReadableStreamDefaultReader</a>
 */
public final class ReadableStreamDefaultReader extends PlatformObject {
    public static final InterfaceDefinition DEFINITION =
            InterfaceDefinition.of("""
            [Exposed=*, ScriptState]
            interface ReadableStreamDefaultReader {
              constructor(ReadableStream stream);
              [Script] Promise<any> read();
              undefined releaseLock();
            };
            interface mixin ReadableStreamGenericReader {
              readonly attribute Promise<undefined> closed;
              Promise<undefined> cancel(optional any reason);
            };
            ReadableStreamDefaultReader includes ReadableStreamGenericReader;
            """).statics("ReadableStreamDefaultReader", Statics::new);

    // What read() tells the glue to do; readable.js has the same numbers.
    static final int PENDING = 0;
    static final int PENDING_PULL = 1;
    static final int CHUNK = 2;
    static final int CHUNK_PULL = 3;
    static final int CLOSED = 4;
    static final int ERRORED = 5;
    static final int RELEASED = 6;

    /** [[stream]] */
    @Nullable
    ReadableStream stream;
    /** [[closedPromise]] */
    Promise closedPromise;
    /** [[readRequests]] */
    ArrayDeque<ReadRequest> readRequests = new ArrayDeque<>(2);

    private final ReadableStream firstStream;

    ReadableStreamDefaultReader(ReadableStream stream) {
        super(stream.realm());
        firstStream = stream;
        closedPromise = Promise.create(realm).markAsHandled();
    }

    @Override
    public String interfaceName() {
        return "ReadableStreamDefaultReader";
    }

    /** The stream whose side in JavaScript holds this reader's pending reads. */
    @Export
    public ReadableStream firstStream() {
        return firstStream;
    }

    ReadableStream stream() {
        if (stream == null) {
            throw WebException.typeError("the reader was released");
        }
        return stream;
    }

    @Export
    public Value closed() {
        return closedPromise.value();
    }

    @Export
    public Value cancel(Value reason) {
        return ReadableStreamOperations.readableStreamCancel(stream(), reason).value();
    }

    /** ReadableStreamDefaultReaderRead for a script: says what to do instead of doing it, see readable.js. */
    @Export
    public int read() {
        ReadableStream source = stream;
        if (source == null) {
            return RELEASED;
        }
        source.disturbed = true;
        return switch (source.state) {
            case CLOSED -> CLOSED;
            case ERRORED -> ERRORED;
            case READABLE -> source.controller().pullForScript();
        };
    }

    /** The chunk that {@link #read} found. */
    @Export
    public @Nullable Object takeChunk() {
        return firstStream.controller().takeChunk();
    }

    @Export
    public Value storedError() {
        return firstStream.storedError;
    }

    @Export
    public void releaseLock() {
        if (stream != null) {
            ReadableStreamOperations.readableStreamDefaultReaderRelease(this);
        }
    }

    /** The interface object's side. */
    public static final class Statics {
        Statics(Realm realm) {}

        @Export
        public ReadableStreamDefaultReader construct(ReadableStream stream) {
            return ReadableStreamOperations.acquireReadableStreamDefaultReader(stream);
        }
    }
}
