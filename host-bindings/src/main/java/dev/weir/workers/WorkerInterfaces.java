package dev.weir.workers;

import dev.weir.bindings.InterfaceDefinition;
import java.util.List;

/** The interfaces of this package. */
public final class WorkerInterfaces {
    public static final List<InterfaceDefinition> DEFINITIONS =
            List.of(AbstractWorker.DEFINITION, Worker.DEFINITION, SharedWorker.DEFINITION);

    private WorkerInterfaces() {}
}
