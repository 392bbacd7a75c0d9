package dev.weir.runtime;

import dev.weir.bindings.Sandbox;
import dev.weir.console.Console;
import dev.weir.console.ConsoleOutput;
import dev.weir.dom.Document;
import dev.weir.dom.PageLoader;
import dev.weir.host.Embedder;
import dev.weir.host.ErrorReport;
import dev.weir.host.TaskLoop;
import dev.weir.html.DocumentUrl;
import dev.weir.html.ScriptErrors;
import dev.weir.html.Window;
import dev.weir.runtime.loop.RealmLoop;
import dev.weir.runtime.loop.VirtualClock;
import dev.weir.runtime.modules.ModuleFiles;
import dev.weir.webidl.Realm;
import dev.weir.websockets.WebSocketEnvironment;
import java.nio.file.Path;
import java.util.concurrent.RejectedExecutionException;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Engine;
import org.graalvm.polyglot.HostAccess.Export;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Source;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.io.IOAccess;
import org.jspecify.annotations.Nullable;

/**
 * A window with everything that belongs to it. All methods but {@link #close} must be called on the loop.
 */
final class ScriptRealm {
    private final Context context;
    private final RealmLoop loop;
    private final Realm realm;
    private final Window window;
    private final Console console;
    private final ModuleFiles files;
    private final TaskLoop base;
    private final RealmTransport transport;
    private final PageScripts scripts;

    ScriptRealm(
            Engine engine,
            TaskLoop base,
            @Nullable VirtualClock clock,
            DocumentUrl url,
            ModuleFiles files,
            RealmTransport transport,
            Embedder embedder,
            ConsoleOutput output) {
        this.files = files;
        this.transport = transport;
        this.base = base;
        scripts = new PageScripts(this, files, embedder);
        context = Sandbox.newContextBuilder(engine)
                .allowIO(IOAccess.newBuilder().fileSystem(files).build())
                .build();
        loop = new RealmLoop(base, clock, embedder::hostFailure);
        ScriptErrors errors = new ScriptErrors(embedder);
        realm = new Realm(context, loop, errors);
        realm.bindService(WebSocketEnvironment.class, transport);
        window = new Window(realm, embedder, errors, url);
        GlobalInterfaces.WINDOW.install(realm, r -> window);
        window.trackRejections();
        window.setDocumentMaker(this::newBlankDocument);
        console = Console.create(context, output, loop::nanoTime);
        console.install();
    }

    Context context() {
        return context;
    }

    RealmLoop loop() {
        return loop;
    }

    Window window() {
        return window;
    }

    ModuleFiles files() {
        return files;
    }

    /** The document of a realm that no page was loaded into; made when a script first asks for it. */
    private Document newBlankDocument() {
        Document document = Document.createBlank(realm, window.url(), window);
        new PageLoader(document, scripts, scripts);
        return document;
    }

    /**
     * Loads a page into the realm, which is new; a task at a time.
     *
     * @param loaded runs on the loop when the page's load event has been fired
     */
    Document load(String html, Runnable loaded) {
        Document document = Document.create(realm, window.url(), window);
        window.setDocument(document);
        new PageLoader(document, scripts, scripts).load(html, loaded);
        return document;
    }

    /** Runs a classic script of a page; a failure is reported. */
    void runAndReport(Source source) {
        realm.runTask(() -> {
            try {
                context.eval(source);
            } catch (PolyglotException e) {
                realm.reportFailure(e);
            }
        });
    }

    /** Runs a module of a page; a failure is reported. */
    void importAndReport(Path module) {
        Outcome outcome = new Outcome();
        outcome.returned = true;
        realm.runTask(() -> realm.callFunction("importModule", module.toString(), outcome));
    }

    /**
     * Runs a classic script as one task.
     *
     * @throws ScriptException when it fails and its {@code error} event is not cancelled
     * @see <a href="https://html.spec.whatwg.org/#run-a-classic-script">HTML, run a classic script</a>
     */
    void run(Source source) {
        Outcome outcome = new Outcome();
        realm.runTask(() -> {
            try {
                context.eval(source);
            } catch (PolyglotException e) {
                outcome.fail(e);
            }
        });
        outcome.check();
    }

    /**
     * Runs the module at the path, with what it imports, until it waits for something or is done.
     *
     * @throws ScriptException when it has failed by then; a later failure is reported like any uncaught exception
     */
    void runModule(Path module) {
        Outcome outcome = new Outcome();
        realm.runTask(() -> realm.callFunction("importModule", module.toString(), outcome));
        outcome.returned = true;
        outcome.check();
    }

    /** What became of a script; also what the glue calls when a module's evaluation is over. */
    public final class Outcome {
        private @Nullable ErrorReport failure;
        private @Nullable PolyglotException hostFailure;
        private boolean returned;

        private void fail(PolyglotException e) {
            Value thrown = e.isHostException() || e.isCancelled() || e.isExit() ? null : e.getGuestObject();
            if (thrown == null) {
                hostFailure = e;
            } else {
                fail(thrown);
            }
        }

        private void fail(Value thrown) {
            ErrorReport report = window.errors().describe(thrown, ErrorReport.Kind.UNCAUGHT_EXCEPTION);
            if (!window.errors().fireErrorEvent(thrown, report)) {
                failure = report;
            }
        }

        @Export
        public void fulfilled(Value namespace) {}

        @Export
        public void rejected(Value reason) {
            if (returned) {
                window.errors().reportException(reason);
            } else {
                fail(reason);
            }
        }

        private void check() {
            if (hostFailure != null) {
                throw hostFailure;
            }
            if (failure != null) {
                throw new ScriptException(failure);
            }
        }
    }

    /**
     * The value of a script's last expression as a Java value.
     *
     * @throws ScriptException when it throws; the script's own handlers are not asked
     */
    @Nullable
    Object evaluate(String script) {
        Value value;
        try {
            value = context.eval(Source.newBuilder("js", script, "evaluate").buildLiteral());
        } catch (PolyglotException e) {
            Value thrown = e.isHostException() || e.isCancelled() || e.isExit() ? null : e.getGuestObject();
            if (thrown == null) {
                throw e;
            }
            throw new ScriptException(window.errors().describe(thrown, ErrorReport.Kind.UNCAUGHT_EXCEPTION));
        }
        if (value.isNull()) {
            return null;
        }
        if (value.isBoolean()) {
            return value.asBoolean();
        }
        if (value.isString()) {
            return value.asString();
        }
        if (value.isNumber() && value.fitsInInt()) {
            return value.asInt();
        }
        if (value.isNumber() && value.fitsInDouble()) {
            return value.asDouble();
        }
        return console.inspect(value);
    }

    /** Ends everything that runs here or waits to; may be called from any thread, on the loop outside of scripts only. */
    void close() {
        loop.close();
        try {
            base.execute(transport::close);
        } catch (RejectedExecutionException e) {
            // the loop has ended, and with it what ran on it
        }
        context.close(true);
    }
}
