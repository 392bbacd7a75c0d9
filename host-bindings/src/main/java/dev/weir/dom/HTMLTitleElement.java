package dev.weir.dom;

import dev.weir.bindings.InterfaceDefinition;
import org.graalvm.polyglot.HostAccess.Export;

/**
 * The title of a document.
 *
 * @see <a href="https://html.spec.whatwg.org/#htmltitleelement">HTML, HTMLTitleElement</a>
 */
public final class HTMLTitleElement extends HTMLElement {
    public static final InterfaceDefinition DEFINITION = InterfaceDefinition.of("""
            [Exposed=Window]
            interface HTMLTitleElement : HTMLElement {
              attribute DOMString text;
            };
            """);

    HTMLTitleElement(Document document, org.jsoup.nodes.Element raw) {
        super(document, raw, "HTMLTitleElement");
    }

    @Export
    public String text() {
        return Tree.childText(raw);
    }

    @Export
    public void setText(String text) {
        Mutation.stringReplaceAll(text, this);
    }
}
