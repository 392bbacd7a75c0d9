package dev.weir.compression;

import dev.weir.bindings.InterfaceDefinition;
import dev.weir.webidl.Realm;
import org.graalvm.polyglot.HostAccess.Export;

/**
 * A transform stream that decompresses. Broken or missing bytes, and bytes behind the end, error it with a TypeError.
 *
 * @see <a href="https://compression.spec.whatwg.org/#decompression-stream">Compression, DecompressionStream</a>
 */
public final class DecompressionStream extends CodecStream {
    public static final InterfaceDefinition DEFINITION =
            InterfaceDefinition.of("""
            [Exposed=*]
            interface DecompressionStream {
              constructor(CompressionFormat format);
            };
            DecompressionStream includes GenericTransformStream;
            """).statics("DecompressionStream", Statics::new);

    private DecompressionStream(Realm realm, CompressionFormat format) {
        super(realm, new Decompressor(format));
    }

    @Override
    public String interfaceName() {
        return "DecompressionStream";
    }

    /** The interface object's side. */
    public static final class Statics {
        private final Realm realm;

        Statics(Realm realm) {
            this.realm = realm;
        }

        @Export
        public DecompressionStream construct(String format) {
            return new DecompressionStream(realm, CompressionFormat.of(format));
        }
    }
}
