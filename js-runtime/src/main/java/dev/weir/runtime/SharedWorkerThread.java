package dev.weir.runtime;

import dev.weir.bindings.InterfaceSet;
import dev.weir.host.Embedder;
import dev.weir.host.ErrorReport;
import dev.weir.html.DocumentUrl;
import dev.weir.html.ScriptErrors;
import dev.weir.html.SharedWorkerGlobalScope;
import dev.weir.html.WorkerEnvironment;
import dev.weir.html.WorkerGlobalScope;
import dev.weir.webidl.Realm;
import dev.weir.workers.WorkerLauncher.Connection;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * A worker that whatever runs in its owner connects to. Its owner set has never more than that one realm, as no other could
 * construct a SharedWorker; the worker ends with it at once: the between-loads shared worker timeout is nought.
 *
 * <p>Until then it lives, whether or not anyone still holds a port of it. It keeps its owner from being idle as a dedicated
 * worker does: as long as it has a task, a timer or a connection of its own. An open port alone is nothing to wait for.
 *
 * @see <a href="https://html.spec.whatwg.org/#the-worker's-lifetime">HTML, the worker's lifetime</a>
 */
final class SharedWorkerThread extends WorkerThread {
    private final DocumentUrl constructorUrl;
    /** The owner takes it for a moment only: it must not wait for the realm that is being made. */
    private final Object lock = new Object();
    /** Those that came before the script had run; null once it has. Guarded by the lock. */
    private @Nullable List<Connection> waiting = new ArrayList<>();
    /** Set before the script runs. Guarded by the lock. */
    private @Nullable SharedWorkerGlobalScope scope;

    SharedWorkerThread(RealmMaker maker, ScriptRealm owner, Connection first) {
        super(maker, owner, first.script(), first.options());
        constructorUrl = first.script();
    }

    /**
     * Takes a connection that is this worker's: of its URL and name, before it is closed or failed to load. One that does not
     * fit the worker's type or credentials is told so.
     *
     * @return whether the connection is this worker's
     */
    boolean take(Connection connection) {
        SharedWorkerGlobalScope target;
        synchronized (lock) {
            if (isClosing()
                    || !connection.script().href().equals(constructorUrl.href())
                    || !connection.options().name().equals(options().name())) {
                return false;
            }
            if (!connection.options().equals(options())) {
                connection.owner().scriptFailed();
                return true;
            }
            if (waiting != null) {
                waiting.add(connection);
                return true;
            }
            target = Objects.requireNonNull(scope);
        }
        connect(target, connection);
        return true;
    }

    private static void connect(SharedWorkerGlobalScope scope, Connection connection) {
        try {
            // Not as one task of the realm's: microtasks run after each listener.
            scope.realm().loop().execute(() -> scope.connect(connection.insidePort()));
        } catch (RejectedExecutionException e) {
            // It was closed in between, as if before it came to this task.
        }
    }

    @Override
    public InterfaceSet interfaces() {
        return GlobalInterfaces.OfSharedWorkers.SET;
    }

    @Override
    public WorkerGlobalScope newGlobal(
            Realm realm, Embedder embedder, ScriptErrors errors, DocumentUrl url, WorkerEnvironment environment) {
        SharedWorkerGlobalScope made = new SharedWorkerGlobalScope(realm, embedder, errors, url, environment);
        synchronized (lock) {
            scope = made;
        }
        return made;
    }

    private List<Connection> takeWaiting() {
        synchronized (lock) {
            List<Connection> all = waiting == null ? List.of() : waiting;
            waiting = null;
            return all;
        }
    }

    @Override
    void scriptHasRun() {
        synchronized (lock) { // whoever comes now comes after these
            SharedWorkerGlobalScope target = Objects.requireNonNull(scope);
            takeWaiting().forEach(connection -> connect(target, connection));
        }
    }

    /**
     * Tells all who wait. NON-STANDARD: the standard tells the first only, and leaves the others waiting for good; browsers do not.
     */
    @Override
    void scriptFailed() {
        takeWaiting().forEach(connection -> connection.owner().scriptFailed());
    }

    /** No SharedWorker object learns of what its worker's script throws. */
    @Override
    void uncaught(ErrorReport report) {
        tellOwner(() -> owner().embedder().scriptError(report));
    }
}
