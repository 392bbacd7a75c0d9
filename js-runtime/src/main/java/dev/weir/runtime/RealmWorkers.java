package dev.weir.runtime;

import dev.weir.workers.WorkerLauncher;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Starts the workers of one realm, and knows which are shared. Only on the realm's loop unless said. */
final class RealmWorkers implements WorkerLauncher {
    private final ScriptRealm owner;
    private final Set<WorkerThread> running = ConcurrentHashMap.newKeySet();
    private volatile boolean ended;

    RealmWorkers(ScriptRealm owner) {
        this.owner = owner;
    }

    @Override
    public Running start(Order order) {
        return start(new DedicatedWorkerThread(owner.parts().maker(), owner, order));
    }

    @Override
    public void connect(Connection connection) {
        for (WorkerThread worker : running) {
            if (worker instanceof SharedWorkerThread shared && shared.take(connection)) {
                return;
            }
        }
        SharedWorkerThread made = new SharedWorkerThread(owner.parts().maker(), owner, connection);
        made.take(connection);
        start(made);
    }

    private WorkerThread start(WorkerThread worker) {
        running.add(worker);
        if (ended) { // before now, or while it was made
            worker.terminate();
        } else {
            worker.start();
        }
        return worker;
    }

    /** One has ended; any thread may call this. */
    void forget(WorkerThread worker) {
        running.remove(worker);
    }

    /** Ends all, those still to come too; any thread may call this. */
    void terminate() {
        ended = true;
        List.copyOf(running).forEach(WorkerThread::terminate);
    }
}
