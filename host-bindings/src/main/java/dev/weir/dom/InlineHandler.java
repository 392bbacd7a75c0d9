package dev.weir.dom;

import dev.weir.events.EventHandler;
import dev.weir.webidl.Realm;
import dev.weir.webidl.WebException;
import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Source;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/**
 * The source of an event handler that stands in an attribute, {@code onclick="..."}; compiled when first needed.
 *
 * @see <a href="https://html.spec.whatwg.org/#getting-the-current-value-of-the-event-handler">HTML, the handler's
 *     current value</a>
 */
final class InlineHandler implements EventHandler.Compiler {
    private final HTMLElement element;
    private final String type;
    private final String body;

    InlineHandler(HTMLElement element, String type, String body) {
        this.element = element;
        this.type = type;
        this.body = body;
    }

    @Override
    public @Nullable Value compile() {
        Realm realm = element.realm();
        boolean error = type.equals("error") && element.eventHandlerOwner(type) != element;
        String parameters = error ? "event, source, lineno, colno, error" : "event";
        try {
            // Alone first: a body such as "}); (() => {" would compile in the text below, but is no function body.
            realm.callFunction("checkFunctionBody", parameters, body);
            // The function has its name from a property: a named function expression would bind that name around the
            // body, and so hide the element's property there.
            String text = "(function () { with (arguments[0]) with (arguments[1]) with (arguments[2]) return { on"
                    + type + ": function (" + parameters + ") {\n" + body + "\n} }.on" + type + "; })";
            Value scope = realm.evaluate(
                    Source.newBuilder("js", text, element.document().url().href())
                            .buildLiteral());
            Element form = element instanceof FormControl control ? control.form() : null;
            boolean onWindow = element.eventHandlerOwner(type) != element;
            Value none = realm.callFunction("emptyScope");
            return scope.execute(
                    onWindow ? none : element.document().toValue(),
                    onWindow || form == null ? none : form.toValue(),
                    onWindow ? none : element.toValue());
        } catch (WebException e) {
            realm.reporter().reportException(realm.toValue(e));
        } catch (PolyglotException e) {
            realm.reportFailure(e);
        }
        return null;
    }
}
