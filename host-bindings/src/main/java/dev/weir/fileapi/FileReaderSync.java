package dev.weir.fileapi;

import dev.weir.bindings.InterfaceDefinition;
import dev.weir.webidl.PlatformObject;
import dev.weir.webidl.Realm;
import org.graalvm.polyglot.HostAccess.Export;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/**
 * Reads a blob at once, in workers.
 *
 * @see <a href="https://w3c.github.io/FileAPI/#FileReaderSync">File API, FileReaderSync</a>
 */
public final class FileReaderSync extends PlatformObject {
    static final InterfaceDefinition DEFINITION = InterfaceDefinition.of("""
            [Exposed=(DedicatedWorker,SharedWorker)]
            interface FileReaderSync {
              constructor();
              ArrayBuffer readAsArrayBuffer(Blob blob);
              DOMString readAsBinaryString(Blob blob);
              DOMString readAsText(Blob blob, optional DOMString encoding);
              DOMString readAsDataURL(Blob blob);
            };
            """).statics("FileReaderSync", Statics::new);

    private FileReaderSync(Realm realm) {
        super(realm);
    }

    @Override
    public String interfaceName() {
        return "FileReaderSync";
    }

    @Export
    public Value readAsArrayBuffer(Blob blob) {
        return blob.toArrayBuffer();
    }

    @Export
    public Object readAsBinaryString(Blob blob) {
        return PackageData.BINARY_STRING.of(blob, null);
    }

    @Export
    public Object readAsText(Blob blob, @Nullable String encoding) {
        return PackageData.TEXT.of(blob, encoding);
    }

    @Export
    public Object readAsDataURL(Blob blob) {
        return PackageData.DATA_URL.of(blob, null);
    }

    /** The interface object's side. */
    public static final class Statics {
        private final Realm realm;

        Statics(Realm realm) {
            this.realm = realm;
        }

        @Export
        public FileReaderSync construct() {
            return new FileReaderSync(realm);
        }
    }
}
