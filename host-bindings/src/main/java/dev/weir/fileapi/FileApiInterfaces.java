package dev.weir.fileapi;

import dev.weir.bindings.InterfaceDefinition;
import java.util.List;

/** Everything this package gives to a global. */
public final class FileApiInterfaces {
    public static final List<InterfaceDefinition> DEFINITIONS = List.of(
            Blob.DEFINITION,
            File.DEFINITION,
            FileList.DEFINITION,
            BlobUrls.DEFINITION,
            FileReader.DEFINITION,
            FileReaderSync.DEFINITION);

    private FileApiInterfaces() {}
}
