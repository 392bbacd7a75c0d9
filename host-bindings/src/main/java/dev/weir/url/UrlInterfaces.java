package dev.weir.url;

import dev.weir.bindings.InterfaceDefinition;
import java.util.List;

/** What this package exposes. */
public final class UrlInterfaces {
    public static final List<InterfaceDefinition> DEFINITIONS = List.of(URL.DEFINITION, URLSearchParams.DEFINITION);

    private UrlInterfaces() {}
}
