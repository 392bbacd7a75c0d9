package dev.weir.dom;

import dev.weir.bindings.InterfaceDefinition;
import dev.weir.events.Event;
import org.graalvm.polyglot.HostAccess.Export;
import org.jspecify.annotations.Nullable;

/**
 * The caption of a control, which takes clicks for it.
 *
 * @see <a href="https://html.spec.whatwg.org/#htmllabelelement">HTML, HTMLLabelElement</a>
 */
public final class HTMLLabelElement extends HTMLElement {
    public static final InterfaceDefinition DEFINITION = InterfaceDefinition.of("""
            [Exposed=Window]
            interface HTMLLabelElement : HTMLElement {
              readonly attribute HTMLFormElement? form;
              [Reflect=for] attribute DOMString htmlFor;
              readonly attribute HTMLElement? control;
            };
            """);

    HTMLLabelElement(Document document, org.jsoup.nodes.Element raw) {
        super(document, raw, "HTMLLabelElement");
    }

    @Export
    public @Nullable HTMLFormElement form() {
        return control() instanceof FormControl control ? control.form() : null;
    }

    @Export
    public @Nullable HTMLElement control() {
        String id = Tree.attribute(rawElement, "for");
        if (id != null) {
            org.jsoup.nodes.Element named = isConnected() ? document().index().firstById(id) : null;
            return named != null && FormControls.isLabelable(named)
                    ? (HTMLElement) document().peer(named)
                    : null;
        }
        for (org.jsoup.nodes.Element element : Tree.descendantElements(raw)) {
            if (FormControls.isLabelable(element)) {
                return (HTMLElement) document().peer(element);
            }
        }
        return null;
    }

    @Override
    protected boolean hasActivationBehavior() {
        return true;
    }

    /** A click on the label, but not on something in it that takes clicks itself, is one on the control. */
    @Override
    protected void activationBehavior(Event event) {
        HTMLElement control = control();
        if (control == null || !(event.target() instanceof Node target)) {
            return;
        }
        for (org.jsoup.nodes.Node n = target.raw; n != null && n != raw; n = n.parentNode()) {
            if (Tree.isElement(n) && isInteractive((org.jsoup.nodes.Element) n)) {
                return;
            }
        }
        control.click();
    }

    private static boolean isInteractive(org.jsoup.nodes.Element element) {
        return FormControls.isLabelable(element)
                || (Tree.is(element, "a") && element.attributes().hasKey("href"));
    }
}
