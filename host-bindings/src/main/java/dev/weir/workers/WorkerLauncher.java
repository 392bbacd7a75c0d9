package dev.weir.workers;

import dev.weir.html.DocumentUrl;
import dev.weir.messaging.ImplicitPorts;
import dev.weir.webidl.TransferableObject;

/** What a runtime does to run workers; it binds one as a service of each realm. Called on the loop of that realm. */
public interface WorkerLauncher {

    /** Starts a dedicated worker and does not wait for it. */
    Running start(Order order);

    /**
     * Connects to the shared worker of that script and name, which it starts when there is none; does not wait for either.
     *
     * @see <a href="https://html.spec.whatwg.org/#shared-worker-manager">HTML, shared worker manager</a>
     */
    void connect(Connection connection);

    /**
     * A dedicated worker that is wanted.
     *
     * @param inside the worker's end of its implicit channel
     * @param owner to be told of failures
     */
    record Order(DocumentUrl script, WorkerOptions options, ImplicitPorts.Inside inside, Worker owner) {}

    /**
     * A connection to a shared worker that is wanted.
     *
     * @param insidePort the worker's end of the channel, on its way there
     * @param owner to be told when there is no connection
     */
    record Connection(
            DocumentUrl script, WorkerOptions options, TransferableObject.DataHolder insidePort, SharedWorker owner) {}

    /** A worker that was started. */
    interface Running {
        /** Ends it at once, from any thread; does nothing when it has ended. */
        void terminate();
    }
}
