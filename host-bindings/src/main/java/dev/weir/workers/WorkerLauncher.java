package dev.weir.workers;

import dev.weir.html.DocumentUrl;
import dev.weir.messaging.ImplicitPorts;

/** What a runtime does to run workers; it binds one as a service of each realm. */
public interface WorkerLauncher {

    /** Starts a worker and does not wait for it; on the loop of the realm that ordered it. */
    Running start(Order order);

    /**
     * What is wanted.
     *
     * @param inside the worker's end of its implicit channel
     * @param owner to be told of failures
     */
    record Order(DocumentUrl script, boolean module, String name, ImplicitPorts.Inside inside, Worker owner) {}

    /** A worker that was started. */
    interface Running {
        /** Ends it at once, from any thread; does nothing when it has ended. */
        void terminate();
    }
}
