package dev.weir.dom;

import dev.weir.bindings.InterfaceDefinition;

/**
 * A part of an image map that is a link.
 *
 * @see <a href="https://html.spec.whatwg.org/#htmlareaelement">HTML, HTMLAreaElement</a>
 */
public final class HTMLAreaElement extends HyperlinkElement {
    public static final InterfaceDefinition DEFINITION = InterfaceDefinition.of("""
            [Exposed=Window]
            interface HTMLAreaElement : HTMLElement {
              [Reflect] attribute DOMString alt;
              [Reflect] attribute DOMString coords;
              [Reflect] attribute DOMString shape;
              [Reflect] attribute DOMString target;
              [Reflect] attribute DOMString download;
              [Reflect] attribute DOMString rel;
              [SameObject, PutForwards=value] readonly attribute DOMTokenList relList;
            };
            """);

    HTMLAreaElement(Document document, org.jsoup.nodes.Element raw) {
        super(document, raw, "HTMLAreaElement");
    }
}
