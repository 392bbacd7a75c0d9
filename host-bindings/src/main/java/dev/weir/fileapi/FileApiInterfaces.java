package dev.weir.fileapi;

import dev.weir.bindings.InterfaceDefinition;
import dev.weir.xhr.ProgressEvent;
import java.util.List;

/** Everything this package gives to a global. */
public final class FileApiInterfaces {
    public static final List<InterfaceDefinition> DEFINITIONS = List.of(
            Blob.DEFINITION,
            File.DEFINITION,
            FileList.DEFINITION,
            BlobUrls.DEFINITION,
            ProgressEvent.DEFINITION,
            FileReader.DEFINITION,
            FileReaderSync.DEFINITION);

    private FileApiInterfaces() {}
}
