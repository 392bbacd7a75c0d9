package dev.weir.xhr;

import dev.weir.bindings.InterfaceDefinition;
import dev.weir.xhr.progress.ProgressEvent;
import java.util.List;

/** Everything this package and the one below it give to a global. */
public final class XhrInterfaces {
    public static final List<InterfaceDefinition> DEFINITIONS = List.of(ProgressEvent.DEFINITION, FormData.DEFINITION);

    private XhrInterfaces() {}
}
