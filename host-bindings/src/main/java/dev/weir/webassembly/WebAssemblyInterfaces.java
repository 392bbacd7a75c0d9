package dev.weir.webassembly;

import dev.weir.bindings.InterfaceDefinition;
import java.util.List;

/** Everything this package gives to a global, whose responses are those of {@link dev.weir.fetch.Response}. */
public final class WebAssemblyInterfaces {
    public static final List<InterfaceDefinition> DEFINITIONS =
            List.of(InterfaceDefinition.of("").script(WebAssemblyInterfaces.class, "streaming.js"));

    private WebAssemblyInterfaces() {}
}
