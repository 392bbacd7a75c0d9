package dev.weir.dom;

import dev.weir.abort.AbortController;
import dev.weir.abort.AbortSignal;
import dev.weir.bindings.DOMExceptionBinding;
import dev.weir.bindings.InterfaceDefinition;
import dev.weir.bindings.InterfaceSet;
import dev.weir.bindings.ManualLoop;
import dev.weir.bindings.Sandbox;
import dev.weir.events.CustomEvent;
import dev.weir.events.Event;
import dev.weir.events.EventTarget;
import dev.weir.fileapi.FileApiInterfaces;
import dev.weir.host.Embedder;
import dev.weir.host.ErrorReport;
import dev.weir.html.DocumentUrl;
import dev.weir.html.HtmlInterfaces;
import dev.weir.html.ScriptErrors;
import dev.weir.html.Window;
import dev.weir.webidl.Realm;
import dev.weir.xhr.XhrInterfaces;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Engine;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Source;

/** A window with a document on a loop driven by the test, whose scripts come from a map. */
final class DomRealm implements AutoCloseable, Embedder, ScriptFetcher, ScriptRunner {
    static final String URL = "https://example.com/dir/page.html";
    private static final Engine ENGINE = Sandbox.newEngine();
    static final InterfaceSet INTERFACES = new InterfaceSet(
            "Window",
            Stream.of(
                            List.<InterfaceDefinition>of(
                                    DOMExceptionBinding.DEFINITION,
                                    EventTarget.DEFINITION,
                                    Event.DEFINITION,
                                    CustomEvent.DEFINITION,
                                    AbortSignal.DEFINITION,
                                    AbortController.DEFINITION),
                            FileApiInterfaces.DEFINITIONS,
                            XhrInterfaces.DEFINITIONS,
                            HtmlInterfaces.DEFINITIONS,
                            DomInterfaces.DEFINITIONS)
                    .flatMap(List::stream)
                    .toList());

    final ManualLoop loop = new ManualLoop();
    final List<ErrorReport> reports = new ArrayList<>();
    final List<String> navigations = new ArrayList<>();
    final List<String> moduleTexts = new ArrayList<>();
    /** What a fetch finds; a URL that is not here fails. */
    final Map<String, String> files = new HashMap<>();
    /** Fetches that wait for the test, when it asked for that. */
    final Map<String, Callback> waiting = new HashMap<>();

    /** What a fetch of bug.js throws, and the run of a script that has the word BUG; the failures that were reported. */
    final RuntimeException bug = new IllegalStateException("a bug of the host");

    final List<Throwable> bugs = new ArrayList<>();

    boolean fetchesWait;
    final Context context = Sandbox.newContextBuilder(ENGINE).build();
    final Realm realm;
    final Window window;
    final Document document;
    final PageView view;

    DomRealm() {
        ScriptErrors errors = new ScriptErrors(this);
        realm = new Realm(context, loop, errors);
        DocumentUrl url;
        try {
            url = DocumentUrl.parse(URL);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(e);
        }
        window = new Window(realm, this, errors, url);
        INTERFACES.install(realm, r -> window);
        document = Document.create(realm, url, window);
        window.setDocument(document);
        document.setNavigationListener(navigations::add);
        view = new PageView(document);
    }

    /** A realm whose document has loaded the markup. */
    static DomRealm page(String html) {
        DomRealm realm = new DomRealm();
        realm.load(html);
        return realm;
    }

    void load(String html) {
        new PageLoader(document, this, this).load(PageSource.of(html), () -> {});
        loop.runAll();
    }

    /** Runs a script as one task and all that follows from it; its completion value as text. */
    String run(String script) {
        String[] result = {"threw"};
        loop.execute(() -> {
            try {
                result[0] = context.eval(
                                Source.newBuilder("js", script, "test.js").buildLiteral())
                        .toString();
            } catch (PolyglotException e) {
                realm.reportFailure(e);
            }
        });
        loop.runAll();
        return result[0];
    }

    String eval(String expression) {
        return run("try { String(" + expression + ") } catch (e) { `${e.name}: ${e.message}` }");
    }

    List<String> messages() {
        return reports.stream().map(ErrorReport::message).toList();
    }

    // ---- scripts

    @Override
    public void fetch(String url, boolean module, Function<byte[], String> decoder, Callback callback) {
        if (url.endsWith("/bug.js")) {
            throw bug;
        }
        if (fetchesWait) {
            waiting.put(url.substring(url.lastIndexOf('/') + 1), callback);
        } else {
            answer(url, callback);
        }
    }

    private void answer(String url, Callback callback) {
        String text = files.get(url.substring(url.lastIndexOf('/') + 1));
        if (text == null) {
            callback.failed();
        } else {
            callback.fetched(text);
        }
    }

    /** Lets a waiting fetch end. */
    void arrive(String file) {
        Callback callback = Objects.requireNonNull(waiting.remove(file));
        loop.execute(() -> answer(file, callback));
        loop.runAll();
    }

    @Override
    public void runClassic(ScriptText script) {
        if (script.text().contains("BUG")) {
            throw bug;
        }
        try {
            context.eval(Source.newBuilder("js", script.positionedText(), script.url())
                    .buildLiteral());
        } catch (PolyglotException e) {
            realm.reportFailure(e);
        }
    }

    @Override
    public void runModule(ScriptText script) {
        moduleTexts.add(script.text());
        try {
            context.eval(Source.newBuilder("js", "(() => { 'use strict';" + script.text() + "\n})()", script.url())
                    .buildLiteral());
        } catch (PolyglotException e) {
            realm.reportFailure(e);
        }
    }

    // ---- the embedder

    @Override
    public void scriptError(ErrorReport report) {
        reports.add(report);
    }

    @Override
    public void hostFailure(Throwable failure) {
        if (failure != bug) {
            throw new AssertionError(failure);
        }
        bugs.add(failure);
    }

    @Override
    public void alert(String message) {}

    @Override
    public void close() {
        context.close(true);
    }
}
