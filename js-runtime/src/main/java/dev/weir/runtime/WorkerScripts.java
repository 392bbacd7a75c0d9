package dev.weir.runtime;

import dev.weir.dom.ScriptRunner.ScriptText;
import dev.weir.fileapi.BlobUrlStore;
import dev.weir.host.ErrorReport;
import dev.weir.html.DocumentUrl;
import dev.weir.html.WorkerEnvironment;
import dev.weir.runtime.loop.RealmLoop;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Source;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/** Runs the script of a worker's realm, and does what that asks of the runtime. Only on the realm's loop. */
final class WorkerScripts implements WorkerEnvironment {
    /** The function that a worker's modules call before they run; no script finds it, as none runs that early. */
    private static final String LINKED = "__weirLinked";

    private final ScriptRealm realm;
    private final WorkerKind worker;
    private final PageScripts scripts;

    WorkerScripts(ScriptRealm realm, WorkerKind worker, PageScripts scripts) {
        this.realm = realm;
        this.worker = worker;
        this.scripts = scripts;
    }

    /**
     * Runs the worker's script.
     *
     * @param blob what has the script, or null when the URL says where it is
     * @throws IOException when the script cannot be had or parsed
     */
    void run(DocumentUrl url, BlobUrlStore.@Nullable Entry blob) throws IOException {
        ScriptText script = load(url, blob);
        if (isModule()) {
            runModule(script);
        } else {
            runClassic(PageScripts.source(script));
        }
    }

    private ScriptText load(DocumentUrl url, BlobUrlStore.@Nullable Entry blob) throws IOException {
        try {
            return blob == null
                    ? scripts.workerScript(url, isModule())
                    : PageScripts.workerScript(url, blob, isModule());
        } catch (IOException e) {
            throw new IOException(PageScripts.cannotLoad(url.href(), String.valueOf(e.getMessage())), e);
        }
    }

    private void runClassic(Source source) throws IOException {
        Value script;
        try {
            script = realm.context().parse(source);
        } catch (PolyglotException e) {
            Value thrown = e.getGuestObject();
            if (thrown == null || !e.isSyntaxError()) {
                throw e;
            }
            throw notLoaded(thrown);
        }
        realm.realm().runTask(() -> {
            try {
                script.executeVoid();
            } catch (PolyglotException e) {
                realm.realm().reportFailure(e);
            }
        });
    }

    /** The promise of a module does not tell a failure to load from one to run; what runs first in the module's place does. */
    private void runModule(ScriptText script) throws IOException {
        AtomicBoolean linked = new AtomicBoolean();
        realm.expose(LINKED, arguments -> {
            linked.set(true);
            return null;
        });
        DocumentUrl module = scripts.workerModule(script, LINKED);
        AtomicReference<@Nullable Value> failure = new AtomicReference<>();
        realm.importModule(module, reason -> {
            if (linked.get()) {
                realm.errors().reportException(reason);
            } else {
                failure.set(reason);
            }
        });
        Value reason = failure.get();
        if (reason != null) {
            throw notLoaded(reason);
        }
    }

    private IOException notLoaded(Value reason) {
        return new IOException(realm.errors()
                .describe(reason, ErrorReport.Kind.UNCAUGHT_EXCEPTION)
                .stack());
    }

    // ---- what the script asks for

    @Override
    public String name() {
        return worker.options().name();
    }

    @Override
    public boolean isModule() {
        return worker.options().isModule();
    }

    @Override
    public Source fetchScript(DocumentUrl url) throws IOException {
        return PageScripts.source(scripts.workerScript(url, false));
    }

    @Override
    public void close() {
        WorkerThread ended = worker.thread();
        if (ended == null) {
            realm.loop().close();
            return;
        }
        ended.setClosing();
        // What the task that runs now still posts is the owner's to wait for.
        RealmLoop ownersLoop = ended.owner().loop();
        ownersLoop.retain();
        realm.loop().close();
        realm.parts().base().execute(() -> {
            ended.terminate();
            ownersLoop.release();
        });
    }
}
