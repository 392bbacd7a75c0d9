package dev.weir.html;

import dev.weir.abort.AbortController;
import dev.weir.abort.AbortSignal;
import dev.weir.bindings.DOMExceptionBinding;
import dev.weir.bindings.InterfaceSet;
import dev.weir.bindings.ManualLoop;
import dev.weir.bindings.Sandbox;
import dev.weir.console.Console;
import dev.weir.events.CustomEvent;
import dev.weir.events.Event;
import dev.weir.events.EventTarget;
import dev.weir.host.Embedder;
import dev.weir.host.ErrorReport;
import dev.weir.webidl.Realm;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Engine;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Source;

/** A realm whose global is a window, on a loop driven by the test. */
final class WindowRealm implements AutoCloseable, Embedder {
    private static final Engine ENGINE = Sandbox.newEngine();
    private static final InterfaceSet INTERFACES = new InterfaceSet(
            "Window",
            Stream.of(
                            List.of(
                                    DOMExceptionBinding.DEFINITION,
                                    EventTarget.DEFINITION,
                                    Event.DEFINITION,
                                    CustomEvent.DEFINITION,
                                    AbortSignal.DEFINITION,
                                    AbortController.DEFINITION),
                            HtmlInterfaces.DEFINITIONS)
                    .flatMap(List::stream)
                    .toList());

    final ManualLoop loop = new ManualLoop();
    final List<ErrorReport> reports = new ArrayList<>();
    final List<String> alerts = new ArrayList<>();
    final Context context = Sandbox.newContextBuilder(ENGINE).build();
    final Realm realm;
    final Window window;

    WindowRealm() {
        this("https://example.com:8443/dir/page.html?q=1#top");
    }

    WindowRealm(String url) {
        ScriptErrors errors = new ScriptErrors(this);
        realm = new Realm(context, loop, errors);
        DocumentUrl address;
        try {
            address = DocumentUrl.parse(url);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException(e);
        }
        window = new Window(realm, this, errors, address);
        INTERFACES.install(realm, r -> window);
        window.trackRejections();
        Console console = Console.create(
                context::eval, (level, text) -> {}, loop::nanoTime, realm.callFunction("platformObjects"));
        errors.setInspector(console::inspect, console::report);
    }

    /** Runs a script and everything that follows at once; its completion value as text, an exception as reported. */
    String run(String script) {
        String result;
        try {
            result = context.eval(Source.newBuilder("js", script, "test.js").buildLiteral())
                    .toString();
        } catch (PolyglotException e) {
            realm.reportFailure(e);
            result = "threw";
        }
        loop.runAll();
        return result;
    }

    String eval(String expression) {
        return run("try { String(" + expression + ") } catch (e) { `${e.name}: ${e.message}` }");
    }

    List<String> messages() {
        return reports.stream().map(ErrorReport::toString).toList();
    }

    @Override
    public void scriptError(ErrorReport report) {
        reports.add(report);
    }

    @Override
    public void hostFailure(Throwable failure) {
        throw new AssertionError(failure);
    }

    @Override
    public void alert(String message) {
        alerts.add(message);
    }

    @Override
    public void close() {
        context.close(true);
    }
}
