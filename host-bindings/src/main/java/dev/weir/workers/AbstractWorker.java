package dev.weir.workers;

import dev.weir.bindings.InterfaceDefinition;
import dev.weir.events.Event;
import dev.weir.events.EventTarget;
import dev.weir.html.DocumentUrl;
import dev.weir.html.WindowOrWorkerGlobalScope;
import dev.weir.webidl.Realm;
import dev.weir.webidl.WebException;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * What the objects have in common that stand for workers of either kind in the realms that made them.
 *
 * @see <a href="https://html.spec.whatwg.org/#the-abstractworker-mixin">HTML, AbstractWorker</a>
 */
public abstract sealed class AbstractWorker extends EventTarget permits Worker, SharedWorker {
    static final InterfaceDefinition DEFINITION = InterfaceDefinition.of("""
            interface mixin AbstractWorker {
              attribute EventHandler onerror;
            };
            enum WorkerType { "classic", "module" };
            enum RequestCredentials { "omit", "same-origin", "include" };
            dictionary WorkerOptions {
              RequestCredentials credentials = "same-origin";
              DOMString name = "";
              WorkerType type = "classic";
            };
            """);

    AbstractWorker(Realm realm) {
        super(realm);
    }

    /** Tells that the script could not be had or parsed, or may not be used; any thread may call this. */
    public final void scriptFailed() {
        post(() -> fire(Event.simple(realm, "error")));
    }

    /** Runs the steps as a task of this realm, as long as it has tasks. */
    void post(Runnable steps) {
        try {
            realm.loop().execute(steps);
        } catch (RejectedExecutionException e) {
            // This realm has ended before its worker.
        }
    }

    /** The URL of a worker's script, as a constructor was given it. */
    static DocumentUrl parseUrl(Realm realm, String scriptUrl, String interfaceName) {
        DocumentUrl base = realm.service(WindowOrWorkerGlobalScope.class).baseUrl();
        @Nullable DocumentUrl url = base.resolve(scriptUrl);
        if (url == null) {
            throw WebException.dom("SyntaxError", interfaceName + ": '" + scriptUrl + "' is not a valid URL");
        }
        return url;
    }
}
