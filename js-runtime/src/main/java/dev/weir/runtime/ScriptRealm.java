package dev.weir.runtime;

import dev.weir.bindings.Sandbox;
import dev.weir.console.Console;
import dev.weir.console.ConsoleOutput;
import dev.weir.cookies.CookieAccess;
import dev.weir.dom.Document;
import dev.weir.dom.FrameRunner;
import dev.weir.dom.PageLoader;
import dev.weir.dom.PageSource;
import dev.weir.fetch.FetchEnvironment;
import dev.weir.fileapi.BlobUrls;
import dev.weir.host.Embedder;
import dev.weir.host.ErrorReport;
import dev.weir.html.DocumentUrl;
import dev.weir.html.ExposedFunction;
import dev.weir.html.LoopTime;
import dev.weir.html.ScriptErrors;
import dev.weir.html.Window;
import dev.weir.html.WindowOrWorkerGlobalScope;
import dev.weir.html.WorkerGlobalScope;
import dev.weir.messaging.BroadcastChannels;
import dev.weir.messaging.RealmPorts;
import dev.weir.runtime.loop.RealmLoop;
import dev.weir.runtime.modules.ModuleFileSystem;
import dev.weir.runtime.modules.ModuleFiles;
import dev.weir.webidl.Agent;
import dev.weir.webidl.Realm;
import dev.weir.websockets.WebSocketEnvironment;
import dev.weir.workers.WorkerLauncher;
import java.nio.file.Path;
import java.util.Objects;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Engine;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Source;
import org.graalvm.polyglot.Value;
import org.graalvm.polyglot.io.IOAccess;
import org.jspecify.annotations.Nullable;

/**
 * A window or worker with everything that belongs to it. All methods but {@link #close} must be called on the loop.
 */
final class ScriptRealm {
    private static final AtomicInteger IMPORTERS = new AtomicInteger();

    private final AgentParts parts;
    private final RealmLoop loop;
    private final ScriptErrors errors;
    private final Realm realm;
    private final RealmTransport transport;
    private final PageScripts scripts;
    private final WindowOrWorkerGlobalScope global;
    private final Console console;
    private final RealmPorts ports = new RealmPorts();
    /** Those that were imported and not settled yet; only the loop changes it. */
    private final AtomicInteger pendingModules = new AtomicInteger();

    private final RealmWorkers workers = new RealmWorkers(this);
    private final FrameRealms frames = new FrameRealms(this);
    /** Whether this is the realm of a frame, whose context is another's. */
    private final boolean isFrame;

    private @Nullable Document document;
    private @Nullable Value importer;
    private @Nullable WorkerScripts workerScripts;

    /** What makes a realm's global object; it may use all but that of the realm. */
    private interface GlobalMaker {
        WindowOrWorkerGlobalScope make(ScriptRealm realm);
    }

    /**
     * A window, or a worker, with a context of its own.
     *
     * @param engine that is shared, or null
     * @param worker what kind of worker; null for a window
     */
    ScriptRealm(
            @Nullable Engine engine,
            AgentParts parts,
            DocumentUrl url,
            RealmTransport transport,
            @Nullable WorkerKind worker) {
        this(
                parts,
                new Agent(newContext(engine, parts), parts.files()::pathOf),
                worker == null || worker.thread() == null
                        ? null
                        : worker.thread().owner().loop(),
                transport,
                made -> worker == null ? made.newWindow(url) : made.newWorkerGlobal(worker, url));
    }

    /** The window of a frame in the document of another window. */
    ScriptRealm(ScriptRealm outer, RealmTransport transport) {
        this(
                outer.parts,
                outer.realm.agent(),
                outer.loop,
                transport,
                made -> made.newFrameWindow((Window) outer.global));
    }

    /** @param owner the loop that is not idle as long as this realm's is not, or null */
    private ScriptRealm(
            AgentParts parts,
            Agent agent,
            @Nullable RealmLoop owner,
            RealmTransport transport,
            GlobalMaker globalMaker) {
        this.parts = parts;
        this.transport = transport;
        isFrame = agent.hasRealms();
        scripts = new PageScripts(this, parts);
        loop = new RealmLoop(parts.base(), parts.clock(), this::taskFailed, owner);
        errors = new ScriptErrors(parts.embedder());
        RealmCalls calls = transport.calls();
        errors.setExhausted(calls::exhausted);
        calls.setOnExhausted(errors::reportExhaustion);
        transport.setConsole(parts.output());
        realm = new Realm(agent, loop, errors);
        realm.bindService(WebSocketEnvironment.class, transport);
        realm.bindService(FetchEnvironment.class, transport.http());
        CookieAccess cookies = transport.cookies();
        if (cookies != null) {
            realm.bindService(CookieAccess.class, cookies);
        }
        realm.bindService(RealmPorts.class, ports);
        realm.bindService(BroadcastChannels.class, parts.maker().broadcastChannels());
        global = globalMaker.make(this);
        transport.setGlobal(global);
        realm.bindService(BlobUrls.class, new BlobUrls(parts.maker().blobUrls(), global.origin()));
        realm.bindService(WindowOrWorkerGlobalScope.class, global);
        realm.bindService(WorkerLauncher.class, workers);
        if (!isFrame) {
            parts.files().setDocumentBase(this::enteredBaseUrl);
            parts.files().setBlobs(scripts::blobModule, this::entered);
        }
        global.trackRejections();
        if (parts.clock() != null) {
            realm.callFunction("followClock", new LoopTime(loop));
        }
        console =
                Console.create(realm::evaluate, parts.output(), loop::nanoTime, realm.callFunction("platformObjects"));
        console.install();
        errors.setInspector(console::inspect, console::report);
    }

    /** What a task throws is a bug of ours, unless it runs scripts (the listeners of an event, say) and the memory is used up. */
    private void taskFailed(Throwable failure) {
        if (failure instanceof PolyglotException end && end.isResourceExhausted()) {
            errors.reportExhaustion(end);
        } else {
            parts.embedder().hostFailure(failure);
        }
    }

    private static Context newContext(@Nullable Engine engine, AgentParts parts) {
        return Sandbox.newContextBuilder(engine)
                .allowIO(IOAccess.newBuilder()
                        .fileSystem(new ModuleFileSystem(parts.files(), parts.embedder()::hostFailure))
                        .build())
                .build();
    }

    private Window newWindow(DocumentUrl url) {
        return install(new Window(realm, parts.embedder(), errors, url));
    }

    private Window newFrameWindow(Window outer) {
        return install(new Window(realm, parts.embedder(), errors, outer));
    }

    private Window install(Window window) {
        GlobalInterfaces.WINDOW.install(realm, r -> window);
        window.setDocumentMaker(() -> newBlankDocument(window));
        realm.bindService(FrameRunner.class, frames);
        return window;
    }

    private WorkerGlobalScope newWorkerGlobal(WorkerKind worker, DocumentUrl url) {
        workerScripts = new WorkerScripts(this, worker, scripts);
        WorkerGlobalScope scope = worker.newGlobal(realm, parts.embedder(), errors, url, workerScripts);
        worker.interfaces().install(realm, r -> scope);
        return scope;
    }

    /** What runs the script of a realm that is a worker. */
    WorkerScripts workerScripts() {
        return Objects.requireNonNull(workerScripts, "this is no worker");
    }

    /** The workers that this realm has started. */
    RealmWorkers workers() {
        return workers;
    }

    Embedder embedder() {
        return parts.embedder();
    }

    ConsoleOutput output() {
        return parts.output();
    }

    String origin() {
        return global.origin();
    }

    Context context() {
        return realm.context();
    }

    Realm realm() {
        return realm;
    }

    AgentParts parts() {
        return parts;
    }

    /** The global object of a realm that is a window. */
    Window window() {
        return (Window) global;
    }

    /** What a realm that is a window shows. */
    Document document() {
        return (Document) Objects.requireNonNull(window().document(), "a window has a document");
    }

    /** Ends what is in the frames of the document, if there is one. */
    void endFrames() {
        if (document != null) {
            document.endFrames();
        }
    }

    void printError(String text) {
        transport.printError(text);
    }

    /** What inline modules import relative to. */
    DocumentUrl moduleBase() {
        return parts.files().baseIn(global.baseUrl());
    }

    /** Whose script runs, this realm's or that of a frame in it. */
    private Realm entered() {
        return Objects.requireNonNullElse(realm.agent().entered(), realm);
    }

    private DocumentUrl enteredBaseUrl() {
        return entered().service(WindowOrWorkerGlobalScope.class).baseUrl();
    }

    ScriptErrors errors() {
        return errors;
    }

    RealmLoop loop() {
        return loop;
    }

    ModuleFiles files() {
        return parts.files();
    }

    /** The document of a realm that no page was loaded into; made when a script first asks for it. */
    private Document newBlankDocument(Window window) {
        Document made = Document.createBlank(realm, window.url(), window);
        adopt(made);
        new PageLoader(made, scripts, scripts);
        return made;
    }

    /** Makes it the document that the window shows. */
    private void adopt(Document made) {
        made.setNavigationListener(url -> printError("This page cannot go to " + url));
        document = made;
    }

    /**
     * Loads a page into the realm, which shows none yet; a task at a time.
     *
     * @param loaded runs on the loop when the page's load event has been fired
     */
    Document load(PageSource source, Runnable loaded) {
        Window window = (Window) global; // nobody loads a page into a worker
        Document made = Document.create(realm, window.url(), window);
        adopt(made);
        window.setDocument(made);
        new PageLoader(made, scripts, scripts).load(source, loaded);
        return made;
    }

    /** Runs a classic script of a page; a failure is reported. */
    void runAndReport(Source source) {
        realm.runTask(() -> {
            try {
                realm.evaluate(source);
            } catch (PolyglotException e) {
                realm.reportFailure(e);
            }
        });
    }

    /** Runs a module of a page; a failure is reported. */
    void importAndReport(DocumentUrl module) {
        importModule(module, reason -> {
            if (!window().closed()) { // a frame may be gone when a promise that its module awaited settles
                errors.reportException(reason);
            }
        });
    }

    /**
     * The function that imports. Each realm has its own, of a script of its own: the engine keeps the sources of modules as long
     * as the code that imported them, which the realms of an engine share where they run the same script.
     */
    private Value importer() {
        if (importer == null) {
            String name = "internal:import/" + IMPORTERS.incrementAndGet();
            // The comment keeps it out of the stacks of errors.
            String text = "(specifier) => import(specifier)\n//# sourceURL=" + name;
            importer = realm.evaluate(Source.newBuilder("js", text, name).buildLiteral());
        }
        return importer;
    }

    /** Imports a module as one task; what it rejects with, if it ever does, goes to the steps. */
    void importModule(DocumentUrl module, Consumer<Value> rejected) {
        pendingModules.incrementAndGet();
        realm.runTask(() -> realm.uponSettled(
                realm.callFunction("importModule", importer(), parts.files().specifierOf(module)),
                namespace -> pendingModules.decrementAndGet(),
                reason -> {
                    pendingModules.decrementAndGet();
                    rejected.accept(reason);
                }));
    }

    /** Whether a module, here or in a frame, has not come to its end yet. */
    boolean hasPendingModules() {
        return pendingModules.get() > 0 || frames.havePendingModules();
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
                realm.evaluate(source);
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
        importModule(DocumentUrl.of(module), outcome::rejected);
        outcome.returned = true;
        outcome.check();
    }

    /** What became of a script. */
    private final class Outcome {
        private @Nullable ErrorReport failure;
        private @Nullable PolyglotException hostFailure;
        private boolean returned;

        private void fail(PolyglotException e) {
            Value thrown = Realm.thrownBy(e);
            if (thrown == null && e.isResourceExhausted()) {
                failure = errors.describeExhaustion(e);
            } else if (thrown == null) {
                hostFailure = e;
            } else {
                fail(thrown);
            }
        }

        private void fail(Value thrown) {
            ErrorReport report = errors.describe(thrown, ErrorReport.Kind.UNCAUGHT_EXCEPTION);
            if (!errors.fireErrorEvent(thrown, report)) {
                failure = report;
            }
        }

        private void rejected(Value reason) {
            if (returned) {
                errors.reportException(reason);
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
            value = realm.evaluate(Source.newBuilder("js", script, "evaluate").buildLiteral());
        } catch (PolyglotException e) {
            Value thrown = Realm.thrownBy(e);
            if (thrown == null && e.isResourceExhausted()) {
                throw new ScriptException(errors.describeExhaustion(e));
            }
            if (thrown == null) {
                throw e;
            }
            throw new ScriptException(errors.describe(thrown, ErrorReport.Kind.UNCAUGHT_EXCEPTION));
        }
        return EvaluatedValue.toJava(value, console);
    }

    /**
     * Puts a function of the embedder's on the global object.
     *
     * @throws IllegalArgumentException when the global object has something of that name that cannot be replaced; the realm
     *     is closed then, as it lacks what its scripts need
     */
    void expose(String name, HostFunction function) {
        if (!realm.callFunction("exposeHostFunction", name, new ExposedFunction(function::call))
                .asBoolean()) {
            close();
            throw new IllegalArgumentException(
                    "no function can be named '" + name + "': the global object has that name for itself");
        }
    }

    /** Nothing of the realm begins any more; what runs goes on, without ports. Any thread may call this. */
    void stop() {
        loop.close();
        transport.silence();
        ports.close();
        frames.stop();
    }

    /**
     * Ends everything that runs here or waits to; may be called from any thread, on the loop outside of scripts only. What a
     * frame's scripts run now goes on, and the realm may be closed from there.
     */
    void close() {
        stop();
        frames.close();
        workers.terminate();
        parts.maker().blobUrls().removeAllOf(realm);
        parts.maker().broadcastChannels().removeAllOf(realm);
        try {
            parts.base().execute(transport::close);
        } catch (RejectedExecutionException e) {
            // the loop has ended, and with it what ran on it
        }
        if (!isFrame) {
            context().close(true);
        }
    }
}
