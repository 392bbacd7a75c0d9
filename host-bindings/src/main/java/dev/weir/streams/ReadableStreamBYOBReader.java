package dev.weir.streams;

import dev.weir.bindings.InterfaceDefinition;
import dev.weir.webidl.Realm;
import org.graalvm.polyglot.HostAccess.Export;

/**
 * Reads bytes into buffers that its user brings.
 *
 * @see <a href="https://streams.spec.whatwg.org/#byob-reader-class">Streams, ReadableStreamBYOBReader</a>
 */
public final class ReadableStreamBYOBReader extends ReadableStreamGenericReader {
    public static final InterfaceDefinition DEFINITION =
            InterfaceDefinition.of("""
            [Exposed=*, ScriptState]
            interface ReadableStreamBYOBReader {
              constructor(ReadableStream stream);
              [Script] Promise<any> read(ArrayBufferView view, optional ReadableStreamBYOBReaderReadOptions options = {});
              undefined releaseLock();
            };
            dictionary ReadableStreamBYOBReaderReadOptions { [EnforceRange] unsigned long long min = 1; };
            ReadableStreamBYOBReader includes ReadableStreamGenericReader;
            """).statics("ReadableStreamBYOBReader", Statics::new);

    /** What {@link #startRead} answers for a reader that was released; bytes.js has the same number. */
    private static final int RELEASED = 3;

    ReadableStreamBYOBReader(Realm realm, ReadableStream stream) {
        super(realm, stream);
    }

    @Override
    public String interfaceName() {
        return "ReadableStreamBYOBReader";
    }

    /** ReadableStreamBYOBReaderRead up to where the view matters: the stream's state, or 3 when there is no stream. */
    @Export
    public int startRead() {
        ReadableStream source = stream;
        if (source == null) {
            return RELEASED;
        }
        source.disturbed = true;
        return source.state.ordinal();
    }

    /** The interface object's side. */
    public static final class Statics {
        private final Realm realm;

        Statics(Realm realm) {
            this.realm = realm;
        }

        @Export
        public ReadableStreamBYOBReader construct(ReadableStream stream) {
            return ReadableStreamOperations.acquireReadableStreamBYOBReader(realm, stream);
        }
    }
}
