package dev.weir.encoding;

import dev.weir.bindings.InterfaceDefinition;
import java.util.List;

/** What this package exposes; to be listed with the definitions of {@code dev.weir.streams}. */
public final class EncodingInterfaces {
    public static final List<InterfaceDefinition> DEFINITIONS = List.of(
            TextEncoder.DEFINITION, TextDecoder.DEFINITION, TextEncoderStream.DEFINITION, TextDecoderStream.DEFINITION);

    private EncodingInterfaces() {}
}
