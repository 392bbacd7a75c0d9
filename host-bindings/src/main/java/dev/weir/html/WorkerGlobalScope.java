package dev.weir.html;

import dev.weir.bindings.InterfaceDefinition;
import dev.weir.host.Embedder;
import dev.weir.webidl.Realm;
import dev.weir.webidl.WebException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.graalvm.polyglot.HostAccess.Export;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Source;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/**
 * What workers of every kind have as their global object.
 *
 * @see <a href="https://html.spec.whatwg.org/#workerglobalscope">HTML, WorkerGlobalScope</a>
 */
public abstract class WorkerGlobalScope extends WindowOrWorkerGlobalScope {
    public static final InterfaceDefinition DEFINITION = InterfaceDefinition.of("""
            [Exposed=Worker]
            interface WorkerGlobalScope : EventTarget {
              [Script] readonly attribute any self;
              readonly attribute WorkerLocation location;
              readonly attribute WorkerNavigator navigator;
              undefined importScripts(USVString... urls);
              attribute OnErrorEventHandler onerror;
              attribute EventHandler onlanguagechange;
              attribute EventHandler onoffline;
              attribute EventHandler ononline;
              attribute EventHandler onrejectionhandled;
              attribute EventHandler onunhandledrejection;
            };
            WorkerGlobalScope includes WindowOrWorkerGlobalScope;
            """);

    private final WorkerEnvironment environment;
    private final Location location;
    private @Nullable Navigator navigator;

    WorkerGlobalScope(
            Realm realm, Embedder embedder, ScriptErrors errors, DocumentUrl url, WorkerEnvironment environment) {
        super(realm, embedder, errors, url);
        this.environment = environment;
        location = new Location(this, "WorkerLocation");
    }

    // Either kind of worker declares name and close as its own.

    @Export
    public final String name() {
        return environment.name();
    }

    @Export
    public final void close() {
        environment.close();
    }

    @Export
    public final Location location() {
        return location;
    }

    @Export
    public final Navigator navigator() {
        if (navigator == null) {
            navigator = new Navigator(realm, "WorkerNavigator");
        }
        return navigator;
    }

    /**
     * Runs classic scripts one after the other, before it returns.
     *
     * @see <a href="https://html.spec.whatwg.org/#import-scripts-into-worker-global-scope">HTML, importScripts</a>
     */
    @Export
    public final void importScripts(Value urls) {
        if (environment.isModule()) {
            throw WebException.typeError("importScripts: module scripts import what they need");
        }
        List<DocumentUrl> parsed = new ArrayList<>();
        for (long i = 0; i < urls.getArraySize(); i++) {
            String text = urls.getArrayElement(i).asString();
            DocumentUrl resolved = url().resolve(text);
            if (resolved == null) {
                throw WebException.dom("SyntaxError", "importScripts: '" + text + "' is not a valid URL");
            }
            parsed.add(resolved);
        }
        for (DocumentUrl script : parsed) {
            run(fetch(script));
        }
    }

    private Source fetch(DocumentUrl script) {
        try {
            return environment.fetchScript(script);
        } catch (IOException e) {
            throw WebException.dom(
                    "NetworkError", "importScripts: cannot load " + script.href() + ": " + e.getMessage());
        }
    }

    private void run(Source script) {
        try {
            realm.evaluate(script);
        } catch (PolyglotException e) {
            throw realm.asThrown(e);
        }
    }
}
