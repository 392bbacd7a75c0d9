package dev.weir.compression;

import dev.weir.bindings.InterfaceDefinition;
import java.util.List;

/** What this package exposes; to be listed with the definitions of {@code dev.weir.streams}. */
public final class CompressionInterfaces {
    public static final List<InterfaceDefinition> DEFINITIONS =
            List.of(CompressionStream.DEFINITION, DecompressionStream.DEFINITION);

    private CompressionInterfaces() {}
}
