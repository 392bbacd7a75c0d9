package dev.weir.messaging;

import dev.weir.abort.AbortController;
import dev.weir.abort.AbortSignal;
import dev.weir.bindings.DOMExceptionBinding;
import dev.weir.bindings.InterfaceSet;
import dev.weir.bindings.ManualLoop;
import dev.weir.bindings.Sandbox;
import dev.weir.events.Event;
import dev.weir.events.EventTarget;
import dev.weir.host.Embedder;
import dev.weir.host.ErrorReport;
import dev.weir.html.DocumentUrl;
import dev.weir.html.HtmlInterfaces;
import dev.weir.html.ScriptErrors;
import dev.weir.html.Window;
import dev.weir.webidl.Realm;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Engine;
import org.graalvm.polyglot.PolyglotException;

/** A window that can pass messages, on a loop driven by the test. */
final class MessagingRealm implements AutoCloseable, Embedder {
    private static final Engine ENGINE = Sandbox.newEngine();
    private static final InterfaceSet INTERFACES = new InterfaceSet(
            "Window",
            Stream.of(
                            List.of(
                                    DOMExceptionBinding.DEFINITION,
                                    EventTarget.DEFINITION,
                                    Event.DEFINITION,
                                    AbortSignal.DEFINITION,
                                    AbortController.DEFINITION,
                                    Thing.DEFINITION),
                            MessagingInterfaces.DEFINITIONS,
                            HtmlInterfaces.DEFINITIONS)
                    .flatMap(List::stream)
                    .toList());

    final ManualLoop loop = new ManualLoop();
    final List<String> reports = new ArrayList<>();
    final Context context = Sandbox.newContextBuilder(ENGINE).build();
    final Realm realm;
    final RealmPorts ports = new RealmPorts();

    MessagingRealm() {
        ScriptErrors errors = new ScriptErrors(this);
        realm = new Realm(context, loop, errors);
        realm.bindService(RealmPorts.class, ports);
        Window window = new Window(realm, this, errors, DocumentUrl.ABOUT_BLANK);
        INTERFACES.install(realm, r -> window);
        window.trackRejections();
    }

    /** The value of an expression as text, or {@code Name: message} of what it throws. */
    String eval(String expression) {
        return run("try { String(" + expression + ") } catch (e) { `${e.name}: ${e.message}` }");
    }

    /** Runs a script and all that follows; its completion value as text. */
    String run(String script) {
        String result;
        try {
            result = context.eval("js", script).toString();
        } catch (PolyglotException e) {
            result = String.valueOf(e.getMessage());
        }
        loop.runAll();
        return result;
    }

    MessagePort port(String expression) {
        return (MessagePort) Objects.requireNonNull(realm.peerOf(context.eval("js", expression)));
    }

    /** Makes a port of this realm a global variable of another realm, transferred there. */
    void sendPort(String port, MessagingRealm to, String variable) {
        MessagePort received = (MessagePort) port(port).transferSteps().transferReceivingSteps(to.realm);
        to.context.getBindings("js").putMember(variable, received.toValue());
    }

    @Override
    public void scriptError(ErrorReport report) {
        reports.add(report.toString());
    }

    @Override
    public void hostFailure(Throwable failure) {
        throw new AssertionError(failure);
    }

    @Override
    public void alert(String message) {}

    @Override
    public void close() {
        context.close(true);
        ports.close();
    }
}
