package dev.weir.runtime;

import dev.weir.bindings.InterfaceSet;
import dev.weir.host.Embedder;
import dev.weir.host.ErrorReport;
import dev.weir.html.DedicatedWorkerGlobalScope;
import dev.weir.html.DocumentUrl;
import dev.weir.html.ScriptErrors;
import dev.weir.html.WorkerEnvironment;
import dev.weir.html.WorkerGlobalScope;
import dev.weir.webidl.Realm;
import dev.weir.workers.WorkerLauncher;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A worker of one owner, whose messages it gets once its script has run. */
final class DedicatedWorkerThread extends WorkerThread {
    private final WorkerLauncher.Order order;
    /** Only on the worker's loop. */
    private @Nullable DedicatedWorkerGlobalScope scope;

    DedicatedWorkerThread(RealmMaker maker, ScriptRealm owner, WorkerLauncher.Order order) {
        super(maker, owner, order.script(), order.options());
        this.order = order;
    }

    @Override
    public InterfaceSet interfaces() {
        return GlobalInterfaces.OfDedicatedWorkers.SET;
    }

    @Override
    public WorkerGlobalScope newGlobal(
            Realm realm, Embedder embedder, ScriptErrors errors, DocumentUrl url, WorkerEnvironment environment) {
        DedicatedWorkerGlobalScope made =
                new DedicatedWorkerGlobalScope(realm, embedder, errors, url, environment, order.inside());
        scope = made;
        return made;
    }

    @Override
    void scriptHasRun() {
        Objects.requireNonNull(scope).start();
    }

    @Override
    void scriptFailed() {
        order.owner().scriptFailed();
    }

    /** The Worker object hears of exceptions only; rejections are reported where they are not handled. */
    @Override
    void uncaught(ErrorReport report) {
        if (report.kind() == ErrorReport.Kind.UNHANDLED_REJECTION) {
            tellOwner(() -> owner().embedder().scriptError(report));
        } else {
            order.owner().reportError(report);
        }
    }
}
