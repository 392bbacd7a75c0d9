package dev.weir.runtime;

import dev.weir.console.ConsoleOutput;
import dev.weir.cookies.CookieJar;
import dev.weir.dom.PageSource;
import dev.weir.host.Embedder;
import dev.weir.host.ErrorReport;
import dev.weir.host.TaskLoop;
import dev.weir.html.DocumentUrl;
import dev.weir.runtime.loop.VirtualClock;
import dev.weir.websockets.netty.NettyTaskLoop;
import dev.weir.websockets.netty.TransportOptions;
import java.io.IOException;
import java.net.CookieHandler;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Source;
import org.jspecify.annotations.Nullable;

/**
 * Something like a browser tab for scripts: a window, an event loop, and whatever the embedder grants.
 *
 * <p>All methods may be called from any thread; they hand the work to the runtime's loop and wait for it. Scripts, and the
 * listeners that an embedder sets, run on the loop: a listener must not block, and may call the methods that do not wait
 * for the loop to move on.
 *
 * <p>A failure of a script is reported once: to the caller, as a {@link ScriptException}, when it happens in what the
 * caller started and waits for; to {@link Builder#onError} otherwise.
 */
public final class WebRuntime implements AutoCloseable {
    private static final Duration CLOSE_TIMEOUT = Duration.ofSeconds(5);

    private final Builder options;
    private final TaskLoop loop;
    private final Runnable closeLoop;
    private final @Nullable VirtualClock clock;
    private final LoopCalls calls;
    private final Embedder embedder;
    private final RuntimeRealms realms;
    private volatile @Nullable ScriptRealm realm;
    /** Those that someone holds. */
    private final Set<Page> pages = Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

    private volatile boolean closed;

    /** What the caller who loads the page of now waits for; on the loop. */
    private @Nullable CompletableFuture<Boolean> loading;

    private WebRuntime(Builder options) {
        this.options = options;
        TaskLoop given = options.loop;
        if (given != null) {
            loop = given;
            closeLoop = () -> {};
        } else {
            NettyTaskLoop own = NettyTaskLoop.start("weir");
            loop = own;
            closeLoop = own::close;
        }
        calls = new LoopCalls(loop, this::isClosed);
        embedder =
                new Reports(options.console, options.onError, options.onHostFailure, options.onAlert, this::isClosed);
        clock = options.virtualClock ? new VirtualClock(loop.currentTimeMillis()) : null;
        realms = new RuntimeRealms(options, loop, clock, embedder);
    }

    public static Builder builder() {
        return new Builder();
    }

    // ---- running scripts

    /**
     * Runs a classic script, and the microtasks it leaves. What it started (timers, connections) goes on by itself.
     *
     * @param name what errors call the script, a path or URL say
     * @throws ScriptException when it cannot be parsed, or throws and its own {@code error} handlers do not cancel that
     */
    public void run(String script, String name) {
        Source source = Source.newBuilder("js", script, name).buildLiteral();
        onLoop(() -> {
            realm().run(source);
            return null;
        });
    }

    /**
     * Runs a classic script from a file, as {@link #run(String, String)} does.
     *
     * @throws IOException when the file cannot be read
     */
    public void runFile(Path script) throws IOException {
        Source source = Source.newBuilder(
                        "js", script.toAbsolutePath().normalize().toFile())
                .name(script.toString())
                .content(Files.readString(script))
                .build();
        onLoop(() -> {
            realm().run(source);
            return null;
        });
    }

    /**
     * Runs an ES module from a file, with what it imports. Besides the {@linkplain Builder#allowImportsFrom granted
     * folders}, it may import from its own.
     *
     * @throws ScriptException when it has failed by the time it is done or waits for something; what fails later is
     *     reported to the listener
     * @throws IOException when the file cannot be read
     */
    public void runModule(Path module) throws IOException {
        Path file = module.toRealPath();
        Path folder = file.getParent();
        if (!Files.isReadable(file) || folder == null || Files.isDirectory(file)) {
            throw new IOException("cannot read " + module);
        }
        onLoop(() -> {
            ScriptRealm current = realm();
            RuntimeRealms.grant(current.files(), folder);
            current.runModule(file);
            return null;
        });
    }

    /**
     * Whether a module has not come to its end yet, because it awaits something at its top level. If the runtime is idle,
     * nothing will come of it.
     */
    public boolean hasPendingModules() {
        ScriptRealm current = realm;
        return current != null && current.hasPendingModules();
    }

    // ---- pages

    /**
     * Loads a page from a file: builds its tree, runs its scripts where they stand, and waits until its {@code load} event
     * has been fired. Its scripts may be loaded from the file's folder and all below it, and pages from there be shown in
     * frames. From now on scripts run in this page; the one before, or the window without a page, is closed.
     *
     * <p>The file tells its encoding as it does to a browser: by a byte order mark or a {@code <meta charset>} in its first
     * 1024 bytes; otherwise it is taken for UTF-8.
     *
     * @throws IOException when the file cannot be read
     * @throws IllegalStateException when another page is loaded meanwhile, or on the loop's thread
     */
    public Page loadPage(Path file) throws IOException {
        Path real = file.toRealPath();
        PageSource source = PageSource.decode(Files.readAllBytes(real));
        Path folder = Objects.requireNonNull(real.getParent());
        DocumentUrl url = options.urlIsSet ? options.url : DocumentUrl.of(real);
        return loadPage(source, url, folder, true);
    }

    /**
     * Loads a page from its markup, as {@link #loadPage(Path)} does.
     *
     * @param url what {@code location} says and relative URLs start from; scripts of file URLs are loaded if their folder
     *     was {@linkplain Builder#allowImportsFrom granted}
     * @throws IllegalArgumentException when the URL is not absolute
     */
    public Page loadPage(String html, String url) {
        return loadPage(PageSource.of(html), url);
    }

    /**
     * Loads a page from bytes, which tell their encoding as those of a {@linkplain #loadPage(Path) file} do.
     *
     * @param url as for {@link #loadPage(String, String)}
     * @throws IllegalArgumentException when the URL is not absolute
     */
    public Page loadPage(byte[] html, String url) {
        return loadPage(PageSource.decode(html), url);
    }

    private Page loadPage(PageSource source, String url) {
        try {
            return loadPage(source, DocumentUrl.parse(url), Path.of(""), false);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("not an absolute URL: " + url, e);
        }
    }

    private Page loadPage(PageSource source, DocumentUrl url, Path folder, boolean grantFolder) {
        calls.requireOtherThread();
        CompletableFuture<Boolean> loaded = new CompletableFuture<>();
        Page page = onLoop(() -> {
            if (options.worker != null) {
                throw new IllegalStateException("a worker has no page");
            }
            ScriptRealm old = realm;
            ScriptRealm made = newRealm(url, folder);
            if (grantFolder) {
                RuntimeRealms.grant(made.files(), folder);
            }
            adopt(made);
            if (old != null) {
                old.close();
            }
            if (loading != null) {
                loading.completeExceptionally(new IllegalStateException("another page was loaded"));
            }
            loading = loaded;
            Page shown = new Page(this, made, made.load(source, () -> loaded.complete(true)));
            pages.add(shown);
            return shown;
        });
        calls.await(loaded, LoopCalls.FOREVER);
        return page;
    }

    /**
     * Evaluates a script and gives the value of its last expression: null for null and undefined, a Boolean, an Integer or
     * Double, a String; for any other value the text that {@code console.log} would show.
     *
     * @throws ScriptException when it throws
     */
    public @Nullable Object evaluate(String script) {
        return onLoop(() -> realm().evaluate(script));
    }

    // ---- waiting

    /**
     * Waits until nothing is left to wait for: no task, no timer (with a virtual clock: none that is due), no open
     * connection.
     *
     * @return false when the time is over first
     * @throws IllegalStateException on the loop's thread, or when the runtime is closed, meanwhile too
     */
    public boolean runUntilIdle(Duration timeout) {
        calls.requireOpen();
        long begin = System.nanoTime();
        for (ScriptRealm current = realm; current != null; current = realm) {
            CompletableFuture<@Nullable Void> idle = current.loop().whenIdle();
            try {
                if (calls.await(idle, timeout.minusNanos(System.nanoTime() - begin)) == null) {
                    return false;
                }
            } finally {
                current.loop().forget(idle);
            }
            if (isCurrent(current)) {
                return true;
            }
        }
        return true;
    }

    /**
     * Completes, on the loop, when nothing is left to wait for, as {@link #runUntilIdle} tells, or, in {@link #close}, when
     * the runtime is closed; at once when nothing has run yet.
     */
    public CompletableFuture<@Nullable Void> whenIdle() {
        ScriptRealm current = realm;
        return current == null
                ? CompletableFuture.completedFuture(null)
                : current.loop().whenIdle().thenCompose(idle -> whenIdleAfter(current));
    }

    /** A realm has nothing left to wait for: it is idle, or another took its place, which is waited for then. */
    private CompletableFuture<@Nullable Void> whenIdleAfter(ScriptRealm idle) {
        return isCurrent(idle) ? CompletableFuture.completedFuture(null) : whenIdle();
    }

    /**
     * Waits until a condition holds. It is asked on the loop, about every millisecond, and so may use this runtime.
     *
     * @return false when the time is over first
     * @throws IllegalStateException on the loop's thread, or when the runtime is closed, meanwhile too
     */
    public boolean runUntil(BooleanSupplier condition, Duration timeout) {
        return calls.awaitCondition(condition, timeout);
    }

    /**
     * Moves the clock of a runtime that has a {@linkplain Builder#virtualClock() virtual} one. Timers that become due run
     * in their order; connections go on in real time.
     *
     * @throws IllegalStateException when the clock is a real one, or on the loop's thread
     */
    public void advance(Duration time) {
        if (clock == null) {
            throw new IllegalStateException("only a runtime with a virtual clock can be advanced");
        }
        calls.await(onLoop(this::realm).loop().advance(time), LoopCalls.FOREVER);
    }

    // ---- the loop

    /** Runs the steps on the loop and waits for what they return. */
    <T extends @Nullable Object> T onLoop(Supplier<T> steps) {
        return calls.onLoop(steps);
    }

    /** For tests: what the steps make of the realm's context, on the loop. */
    <T extends @Nullable Object> T inRealm(Function<Context, T> steps) {
        return onLoop(() -> steps.apply(realm().context()));
    }

    /** Whether scripts run in the realm, and not in one that took its place. */
    boolean isCurrent(ScriptRealm candidate) {
        return realm == candidate;
    }

    /** The realm of now; on the loop. */
    private ScriptRealm realm() {
        ScriptRealm current = realm;
        if (current == null) {
            current = newRealm(options.url, Path.of(""));
            adopt(current);
        }
        return current;
    }

    private ScriptRealm newRealm(DocumentUrl url, Path base) {
        calls.requireOpen();
        return realms.newRealm(url, base);
    }

    /** Makes it the realm of now, unless the runtime was closed while the realm was being made. */
    private void adopt(ScriptRealm made) {
        synchronized (this) {
            if (!closed) {
                realm = made;
                return;
            }
        }
        made.close();
        throw LoopCalls.closedException(null);
    }

    /** Whether {@link #close} was called. */
    public boolean isClosed() {
        return closed;
    }

    /**
     * Ends everything at once: scripts that run, timers, connections, and the loop's thread if it is the runtime's own.
     * Calls that wait end with an IllegalStateException. A script inside one very long builtin operation, or one that catches
     * every end of the stack without the Graal compiler, may outlive this method, which waits for five seconds at most, and
     * keeps its loop from others; on the loop's thread it does not wait, and what runs there runs a moment longer.
     */
    @Override
    public void close() {
        ScriptRealm current;
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
            current = realm;
        }
        if (current != null) {
            current.stop(); // at once: a script that closes its runtime gets no further message
        }
        Thread closer = new Thread(this::end, "weir-close");
        closer.setDaemon(true);
        closer.start();
        if (!loop.isCurrentThread()) {
            try {
                closer.join(CLOSE_TIMEOUT.toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private void end() {
        calls.endAll(); // first: to end a script is to wait for it
        try {
            ScriptRealm current;
            synchronized (this) {
                current = realm;
            }
            if (current != null) {
                current.close();
            }
            // Who holds the runtime, or a page of it, holds nothing of what its scripts held.
            realm = null;
            synchronized (pages) {
                pages.forEach(Page::release);
                pages.clear();
            }
        } finally {
            closeLoop.run();
        }
    }

    /** Collects what a runtime is to be like. Not to be used again after {@link #build}. */
    public static final class Builder {
        private @Nullable TaskLoop loop;

        @Nullable
        SharedEngine engine;

        private boolean virtualClock;
        private DocumentUrl url = DocumentUrl.ABOUT_BLANK;
        private boolean urlIsSet;
        final List<Path> importRoots = new ArrayList<>();
        private final List<X509Certificate> trusted = new ArrayList<>();
        NetworkAccess network = NetworkAccess.denyAll();
        private @Nullable CookieHandler cookies;
        private TransportOptions connections = TransportOptions.defaults();
        ConsoleOutput console = new StandardOutput();
        final Map<String, HostFunction> functions = new LinkedHashMap<>();
        ResourceLoader resources = url -> {
            throw new IOException("scripts come from files, blobs and data: URLs, unless the embedder loads others");
        };

        @Nullable
        WorkerKind worker;

        private @Nullable Consumer<ErrorReport> onError;
        private @Nullable Consumer<String> onAlert;
        private @Nullable Consumer<Throwable> onHostFailure;

        private Builder() {}

        /**
         * Runs scripts on the embedder's own loop instead of a thread of the runtime's; it is not closed with the runtime.
         * A {@link NettyTaskLoop} may serve many runtimes; on a loop of another kind no connection can be made.
         */
        public Builder loop(TaskLoop loop) {
            this.loop = loop;
            return this;
        }

        /** Shares an engine with other runtimes; without this the runtime's scripts, each page and each worker have their own. */
        public Builder engine(SharedEngine engine) {
            this.engine = engine;
            return this;
        }

        /**
         * Makes the time of timers, timeouts, {@code performance.now()} and {@code Date} stand still but for {@link
         * WebRuntime#advance}; it starts with the time of now. Workers follow the real time, and so do connections and
         * cookies.
         */
        public Builder virtualClock() {
            virtualClock = true;
            return this;
        }

        /**
         * Sets what {@code location} says and relative URLs start from. Unless set, that is about:blank for scripts that
         * run without a page, and the file's own URL for a page from a file.
         *
         * @throws IllegalArgumentException when it is not an absolute URL
         */
        public Builder url(String url) {
            try {
                this.url = DocumentUrl.parse(url);
                urlIsSet = true;
            } catch (URISyntaxException e) {
                throw new IllegalArgumentException("not an absolute URL: " + url, e);
            }
            return this;
        }

        /**
         * Lets scripts be imported, and be loaded by pages, from a folder and all below it; none unless granted. Pages of files
         * may also show, and so read, the files there in frames whose names end in {@code .html} or {@code .htm}.
         */
        public Builder allowImportsFrom(Path folder) {
            importRoots.add(folder);
            return this;
        }

        /**
         * Says where scripts come from whose URLs are not of files; from nowhere unless set. What modules import it is not
         * asked for: that comes from files, blobs and data: URLs.
         */
        public Builder resources(ResourceLoader loader) {
            resources = loader;
            return this;
        }

        /**
         * Gives scripts a global function of the embedder's, on the window itself: frames and workers have none. It takes the
         * place of what has the name; where that cannot be replaced ({@code location}, say) no script will run: what would run
         * one throws an IllegalArgumentException.
         *
         * <p>What the function throws is a {@linkplain #onHostFailure failure of the host's}; its script gets an Error that says
         * no more than that.
         */
        public Builder function(String name, HostFunction function) {
            functions.put(Objects.requireNonNull(name, "name"), Objects.requireNonNull(function, "function"));
            return this;
        }

        /**
         * Makes the global object that of a dedicated worker, which nobody owns: no window, no page, but {@code
         * importScripts}.
         */
        public Builder dedicatedWorker() {
            worker = WorkerKind.DEDICATED;
            return this;
        }

        /** Makes the global object that of a shared worker, which nobody connects to; see {@link #dedicatedWorker}. */
        public Builder sharedWorker() {
            worker = WorkerKind.SHARED;
            return this;
        }

        /** Says where scripts may connect to: nowhere unless set. */
        public Builder network(NetworkAccess network) {
            this.network = network;
            return this;
        }

        /**
         * Says how connections are made and what they are limited to: sizes of messages and of responses read as a
         * whole, queued bytes, numbers of connections,
         * times, pings, compression, HTTP/2, proxy, client certificates. The numbers hold for each realm: a worker has its
         * own.
         */
        public Builder connections(TransportOptions options) {
            connections = options;
            return this;
        }

        /** Trusts certificates (of authorities, or of servers themselves) besides those that the JDK trusts. */
        public Builder trust(Collection<X509Certificate> certificates) {
            trusted.addAll(certificates);
            return this;
        }

        /**
         * Grants cookies, to the handshakes of WebSockets and to {@code document.cookie}; without this there are none. A
         * {@link CookieJar} keeps to the rules of browsers; runtimes that are given the same one share their cookies.
         * By these rules scripts without a page are of no site, and get {@code SameSite=None} cookies only, unless they are
         * given {@linkplain #url a URL}.
         *
         * <p>The handler is called on the loop and on those of workers, and must not block. What it throws fails the
         * connection, or is a {@linkplain #onHostFailure failure of the host's} in {@code document.cookie}. It is asked
         * with URIs of http and https for requests, and of {@code javascript} and {@code javascripts} for scripts, which
         * are not to see {@code HttpOnly} cookies.
         */
        public Builder cookies(CookieHandler handler) {
            cookies = handler;
            return this;
        }

        /** Takes what scripts print; System.out and System.err unless set. Called on the loop. */
        public Builder console(ConsoleOutput console) {
            this.console = console;
            return this;
        }

        /**
         * Is told of every failure that no caller and no handler of the script learns of: uncaught exceptions of timers
         * and listeners, unhandled rejections, one by one, and that a script was ended because it has used up the memory.
         * Called on the loop; without it they are printed to the console.
         */
        public Builder onError(Consumer<ErrorReport> listener) {
            onError = listener;
            return this;
        }

        /**
         * Is told of failures of the runtime itself, which are bugs, and of what the embedder's own listeners and loaders
         * throw; called on the loop. Without it they are logged.
         */
        public Builder onHostFailure(Consumer<Throwable> listener) {
            onHostFailure = listener;
            return this;
        }

        /** Is given what scripts {@code alert}; called on the loop. Without it the console prints it. */
        public Builder onAlert(Consumer<String> listener) {
            onAlert = listener;
            return this;
        }

        TransportOptions connections() {
            TransportOptions all = connections;
            if (!trusted.isEmpty()) {
                all = all.withTls(all.tls().alsoTrusting(trusted));
            }
            return cookies == null ? all : all.withCookies(cookies);
        }

        public WebRuntime build() {
            return new WebRuntime(this);
        }
    }
}
