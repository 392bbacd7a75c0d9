package dev.weir.dom;

import dev.weir.bindings.InterfaceDefinition;
import org.graalvm.polyglot.HostAccess.Export;

/**
 * A link. Following it goes to a fragment of the document; otherwise it tells the document's navigation listener, and no
 * more.
 *
 * @see <a href="https://html.spec.whatwg.org/#htmlanchorelement">HTML, HTMLAnchorElement</a>
 */
public final class HTMLAnchorElement extends HyperlinkElement {
    public static final InterfaceDefinition DEFINITION = InterfaceDefinition.of("""
            [Exposed=Window]
            interface HTMLAnchorElement : HTMLElement {
              [Reflect] attribute DOMString target;
              [Reflect] attribute DOMString download;
              [Reflect] attribute DOMString rel;
              [SameObject, PutForwards=value] readonly attribute DOMTokenList relList;
              [Reflect] attribute DOMString hreflang;
              [Reflect] attribute DOMString type;
              [Reflect] attribute DOMString name;
              attribute DOMString text;
            };
            """);

    HTMLAnchorElement(Document document, org.jsoup.nodes.Element raw) {
        super(document, raw, "HTMLAnchorElement");
    }

    @Export
    public String text() {
        return Tree.descendantText(raw);
    }

    @Export
    public void setText(String text) {
        Mutation.stringReplaceAll(text, this);
    }
}
