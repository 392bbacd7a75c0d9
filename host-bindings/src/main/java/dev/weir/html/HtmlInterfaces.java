package dev.weir.html;

import dev.weir.bindings.InterfaceDefinition;
import java.util.List;

/** The interfaces of this package. */
public final class HtmlInterfaces {
    public static final List<InterfaceDefinition> DEFINITIONS = List.of(
            WindowOrWorkerGlobalScope.DEFINITION,
            Window.DEFINITION,
            WorkerGlobalScope.DEFINITION,
            DedicatedWorkerGlobalScope.DEFINITION,
            SharedWorkerGlobalScope.DEFINITION,
            Location.DEFINITION,
            Navigator.DEFINITION,
            Performance.DEFINITION,
            ErrorEvent.DEFINITION,
            PromiseRejectionEvent.DEFINITION,
            HashChangeEvent.DEFINITION);

    private HtmlInterfaces() {}
}
