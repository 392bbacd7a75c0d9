package dev.weir.bindings;

import dev.weir.webidl.ErrorReporter;
import dev.weir.webidl.Realm;
import java.util.ArrayList;
import java.util.List;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Engine;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Value;

/** A realm with some interfaces on a loop driven by the test. */
public final class TestRealm implements AutoCloseable {
    private static final Engine ENGINE = Sandbox.newEngine();

    public final ManualLoop loop = new ManualLoop();
    public final List<String> reports = new ArrayList<>();
    public final Context context =
            Sandbox.newContextBuilder(ENGINE).option("js.graal-builtin", "true").build();
    public final Realm realm = new Realm(context, loop, new ErrorReporter() {
        @Override
        public void reportException(Value error) {
            reports.add(String.valueOf(error));
        }

        @Override
        public void reportExhaustion(PolyglotException end) {
            reports.add("out of memory: " + end.getMessage());
        }

        @Override
        public void reportHostFailure(Throwable failure) {
            failure.printStackTrace();
            reports.add("host failure: " + failure);
        }
    });

    public TestRealm(InterfaceSet interfaces) {
        interfaces.install(realm);
    }

    /** The completion value of a script as text; an exception as {@code Name: message}. */
    public String eval(String script) {
        try {
            return context.eval("js", script).toString();
        } catch (PolyglotException e) {
            return e.isHostException() ? "HOST " + e.asHostException() : String.valueOf(e.getMessage());
        }
    }

    /** Runs an async function's body to its end on the loop and returns what it returned as text. */
    public String async(String body) {
        Value outcome = context.eval(
                "js",
                "(() => { const outcome = { text: 'pending' }; (async () => {" + body
                        + "})().then((v) => { outcome.text = String(v); }, (e) => { outcome.text = 'rejected: ' + e; }); return outcome; })()");
        loop.runAll();
        return outcome.getMember("text").asString();
    }

    @Override
    public void close() {
        context.close(true);
    }
}
