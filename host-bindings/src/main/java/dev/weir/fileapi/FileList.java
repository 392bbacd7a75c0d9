package dev.weir.fileapi;

import dev.weir.bindings.InterfaceDefinition;
import dev.weir.webidl.PlatformObject;
import dev.weir.webidl.Realm;
import dev.weir.webidl.SerializableObject;
import java.util.ArrayList;
import java.util.List;
import org.graalvm.polyglot.HostAccess.Export;
import org.jspecify.annotations.Nullable;

/**
 * The files that a form control holds.
 *
 * @see <a href="https://w3c.github.io/FileAPI/#filelist-section">File API, FileList</a>
 */
public final class FileList extends PlatformObject implements SerializableObject {
    static final InterfaceDefinition DEFINITION = InterfaceDefinition.of("""
            [Exposed=*, Serializable]
            interface FileList {
              getter File? item(unsigned long index);
              readonly attribute unsigned long length;
            };
            """);

    private final List<File> files;

    public FileList(Realm realm, List<File> files) {
        super(realm);
        this.files = List.copyOf(files);
    }

    @Override
    public String interfaceName() {
        return "FileList";
    }

    /** The files, which never change. */
    public List<File> files() {
        return files;
    }

    @Export
    public @Nullable File item(double index) {
        return index < files.size() ? files.get((int) index) : null;
    }

    @Export
    public int length() {
        return files.size();
    }

    /** For the glue: the number of indexed properties. */
    @Export
    public int indexedCount() {
        return files.size();
    }

    /** For the glue: an indexed property. */
    @Export
    public @Nullable File indexed(int index) {
        return item(index);
    }

    @Override
    public Serialized serializationSteps() {
        List<Serialized> serialized =
                files.stream().map(File::serializationSteps).toList();
        return target -> {
            List<File> copies = new ArrayList<>();
            for (Serialized file : serialized) {
                copies.add((File) file.deserializationSteps(target));
            }
            return new FileList(target, copies);
        };
    }
}
