package dev.weir.dom;

import dev.weir.bindings.InterfaceDefinition;
import org.graalvm.polyglot.HostAccess.Export;
import org.jspecify.annotations.Nullable;

/**
 * A group of controls, which it can disable together.
 *
 * @see <a href="https://html.spec.whatwg.org/#htmlfieldsetelement">HTML, HTMLFieldSetElement</a>
 */
public final class HTMLFieldSetElement extends FormControl {
    public static final InterfaceDefinition DEFINITION = InterfaceDefinition.of("""
            [Exposed=Window]
            interface HTMLFieldSetElement : HTMLElement {
              [Reflect] attribute boolean disabled;
              readonly attribute DOMString type;
              [SameObject] readonly attribute HTMLCollection elements;
            };
            [Exposed=Window]
            interface HTMLLegendElement : HTMLElement {
              [Reflect] attribute DOMString align;
            };
            """);

    private @Nullable HTMLCollection elements;

    HTMLFieldSetElement(Document document, org.jsoup.nodes.Element raw) {
        super(document, raw, "HTMLFieldSetElement");
    }

    @Export
    public String type() {
        return "fieldset";
    }

    @Export
    public HTMLCollection elements() {
        if (elements == null) {
            elements = HTMLCollection.descendants(this, FormControls::isListed);
        }
        return elements;
    }
}
