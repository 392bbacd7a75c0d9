package dev.weir.dom;

import dev.weir.bindings.InterfaceDefinition;
import dev.weir.events.Event;
import java.util.List;
import org.graalvm.polyglot.HostAccess.Export;

/**
 * A button.
 *
 * @see <a href="https://html.spec.whatwg.org/#htmlbuttonelement">HTML, HTMLButtonElement</a>
 */
public final class HTMLButtonElement extends FormControl {
    public static final InterfaceDefinition DEFINITION = InterfaceDefinition.of("""
            [Exposed=Window]
            interface HTMLButtonElement : HTMLElement {
              [Reflect] attribute boolean disabled;
              attribute DOMString type;
              [Reflect] attribute DOMString value;
              [Reflect] attribute boolean formNoValidate;
            };
            """);

    HTMLButtonElement(Document document, org.jsoup.nodes.Element raw) {
        super(document, raw, "HTMLButtonElement");
    }

    @Export
    public String type() {
        return reflectedEnum("type", List.of("submit", "reset", "button"), "submit", "submit");
    }

    @Export
    public void setType(String type) {
        setAttribute("type", type);
    }

    @Override
    boolean isFocusableByItself() {
        return true;
    }

    @Override
    protected boolean hasActivationBehavior() {
        return true;
    }

    @Override
    protected void activationBehavior(Event event) {
        HTMLFormElement form = isDisabled() ? null : form();
        if (form != null && form.isConnected()) {
            switch (type()) {
                case "submit" -> form.submitWith(this);
                case "reset" -> form.reset();
                default -> {}
            }
        }
    }
}
