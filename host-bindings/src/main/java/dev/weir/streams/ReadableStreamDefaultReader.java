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

    private final ReadFindings findings;

    ReadableStreamDefaultReader(Realm realm, ReadableStream stream) {
        super(realm, stream);
        findings = ReadFindings.of(realm);
    }

    @Override
    public String interfaceName() {
        return "ReadableStreamDefaultReader";
    }

    /**
     * ReadableStreamDefaultReaderRead for a script, where the queue is not the glue's: the chunk, or else what to do, see
     * {@link ReadFindings}.
     */
    @Export
    public @Nullable Object read() {
        ReadableStream source = stream;
        if (source == null) {
            return findings.release;
        }
        source.disturbed = true;
        return switch (source.state) {
            case CLOSED -> findings.end;
            case ERRORED -> findings.error;
            case READABLE -> {
                ReadableStreamHostController controller = source.hostController();
                yield switch (controller.pullForGlue(source.scriptReadRequest)) {
                    case PENDING -> findings.nothing;
                    case PENDING_PULL -> findings.nothingPull;
                    case CHUNK -> controller.takeChunk();
                };
            }
        };
    }

    /** The chunk that a pipe found. */
    @Export
    public @Nullable Object takeChunk() {
        return firstStream.hostController().takeChunk();
    }

    /** The interface object's side. */
    public static final class Statics {
        private final Realm realm;

        Statics(Realm realm) {
            this.realm = realm;
        }

        @Export
        public ReadableStreamDefaultReader construct(ReadableStream stream) {
            return ReadableStreamOperations.acquireReadableStreamDefaultReader(realm, stream);
        }
    }
}
