package dev.weir.runtime;

import dev.weir.bindings.InterfaceSet;
import dev.weir.host.Embedder;
import dev.weir.html.DedicatedWorkerGlobalScope;
import dev.weir.html.DocumentUrl;
import dev.weir.html.ScriptErrors;
import dev.weir.html.SharedWorkerGlobalScope;
import dev.weir.html.WorkerEnvironment;
import dev.weir.html.WorkerGlobalScope;
import dev.weir.webidl.Realm;
import dev.weir.workers.WorkerOptions;
import org.jspecify.annotations.Nullable;

/** What makes a realm that of a worker: a thread that some script started, or the embedder's wish for its main realm. */
interface WorkerKind {
    /** A dedicated worker without an owner. */
    WorkerKind DEDICATED = new WorkerKind() {
        @Override
        public InterfaceSet interfaces() {
            return GlobalInterfaces.OfDedicatedWorkers.SET;
        }

        @Override
        public WorkerGlobalScope newGlobal(
                Realm realm, Embedder embedder, ScriptErrors errors, DocumentUrl url, WorkerEnvironment environment) {
            return new DedicatedWorkerGlobalScope(realm, embedder, errors, url, environment, null);
        }
    };

    /** A shared worker that nobody connects to. */
    WorkerKind SHARED = new WorkerKind() {
        @Override
        public InterfaceSet interfaces() {
            return GlobalInterfaces.OfSharedWorkers.SET;
        }

        @Override
        public WorkerGlobalScope newGlobal(
                Realm realm, Embedder embedder, ScriptErrors errors, DocumentUrl url, WorkerEnvironment environment) {
            return new SharedWorkerGlobalScope(realm, embedder, errors, url, environment);
        }
    };

    /** What the worker's global object exposes. */
    InterfaceSet interfaces();

    /** The worker's global object; once, on its loop. */
    WorkerGlobalScope newGlobal(
            Realm realm, Embedder embedder, ScriptErrors errors, DocumentUrl url, WorkerEnvironment environment);

    default WorkerOptions options() {
        return WorkerOptions.DEFAULT;
    }

    /** What the worker runs on; null for the main realm. */
    default @Nullable WorkerThread thread() {
        return null;
    }
}
