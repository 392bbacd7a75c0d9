package dev.weir.compression;

import dev.weir.bindings.InterfaceDefinition;
import dev.weir.webidl.Realm;
import org.graalvm.polyglot.HostAccess.Export;

/**
 * A transform stream that compresses.
 *
 * @see <a href="https://compression.spec.whatwg.org/#compression-stream">Compression, CompressionStream</a>
 */
public final class CompressionStream extends CodecStream {
    public static final InterfaceDefinition DEFINITION = InterfaceDefinition.of("""
            enum CompressionFormat { "deflate", "deflate-raw", "gzip" };
            [Exposed=*]
            interface CompressionStream {
              constructor(CompressionFormat format);
            };
            CompressionStream includes GenericTransformStream;
            """)
            .statics("CompressionStream", Statics::new)
            .script(CompressionStream.class, "compression.js");

    private CompressionStream(Realm realm, CompressionFormat format) {
        super(realm, new Compressor(format));
    }

    @Override
    public String interfaceName() {
        return "CompressionStream";
    }

    /** The interface object's side. */
    public static final class Statics {
        private final Realm realm;

        Statics(Realm realm) {
            this.realm = realm;
        }

        @Export
        public CompressionStream construct(String format) {
            return new CompressionStream(realm, CompressionFormat.of(format));
        }
    }
}
