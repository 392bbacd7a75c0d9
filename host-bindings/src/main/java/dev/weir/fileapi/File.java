package dev.weir.fileapi;

import dev.weir.bindings.InterfaceDefinition;
import dev.weir.webidl.Realm;
import org.graalvm.polyglot.HostAccess.Export;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/**
 * A blob with a name and a date.
 *
 * @see <a href="https://w3c.github.io/FileAPI/#file-section">File API, File</a>
 */
public final class File extends Blob {
    static final InterfaceDefinition DEFINITION = InterfaceDefinition.of("""
            [Exposed=*, Serializable]
            interface File : Blob {
              [Script] constructor(sequence<BlobPart> fileBits, USVString fileName, optional FilePropertyBag options = {});
              readonly attribute DOMString name;
              readonly attribute long long lastModified;
            };
            dictionary FilePropertyBag : BlobPropertyBag { long long lastModified; };
            """).statics("File", Statics::new);

    private String name;
    /** Milliseconds since 1970. */
    private double lastModified;

    /** A file; the type is taken as it is, {@code lastModified} is in milliseconds since 1970. */
    public File(Realm realm, BlobBytes bytes, String type, String name, double lastModified) {
        super(realm, bytes, type);
        this.name = name;
        this.lastModified = lastModified;
    }

    /** The date of a file that is made now, in milliseconds since 1970. */
    public static double now(Realm realm) {
        return realm.loop().currentTimeMillis();
    }

    @Override
    public String interfaceName() {
        return "File";
    }

    /** For the glue: the constructor's last step. */
    @Export
    public void finish(String type, String givenName, @Nullable Value givenDate) {
        finish(type);
        name = givenName;
        lastModified = givenDate == null || givenDate.isNull() ? now(realm) : givenDate.asDouble();
    }

    @Export
    public String name() {
        return name;
    }

    @Export
    public double lastModified() {
        return lastModified;
    }

    @Override
    public Serialized serializationSteps() {
        BlobBytes sharedBytes = content();
        String type = type();
        String copiedName = name;
        double copiedDate = lastModified;
        return target -> new File(target, sharedBytes, type, copiedName, copiedDate);
    }

    /** The interface object's side. */
    public static final class Statics {
        private final Realm realm;

        Statics(Realm realm) {
            this.realm = realm;
        }

        @Export
        public File construct() {
            return new File(realm, BlobBytes.EMPTY, "", "", 0);
        }
    }
}
