package dev.weir.streams;

import dev.weir.bindings.InterfaceDefinition;
import dev.weir.webidl.Realm;
import org.graalvm.polyglot.HostAccess.Export;
import org.jspecify.annotations.Nullable;

/**
 * Reads chunks of any kind.
 *
 * @see <a href="https://streams.spec.whatwg.org/#default-reader-class">Streams, ReadableStreamDefaultReader</a>
 */
public final class ReadableStreamDefaultReader extends ReadableStreamGenericReader {
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

    /** A byte stream: bytes.js goes on from here. */
    static final int BYTES = 7;

    ReadableStreamDefaultReader(ReadableStream stream) {
        super(stream);
    }

    @Override
    public String interfaceName() {
        return "ReadableStreamDefaultReader";
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
            case READABLE -> source.controller().pullForGlue(source.scriptReadRequest);
        };
    }

    /** The chunk that {@link #read} found. */
    @Export
    public @Nullable Object takeChunk() {
        return firstStream.controller().takeChunk();
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
