package dev.weir.dom;

import dev.weir.bindings.InterfaceDefinition;
import org.graalvm.polyglot.HostAccess.Export;

/**
 * Nodes to be copied, which are no part of the document.
 *
 * @see <a href="https://html.spec.whatwg.org/#htmltemplateelement">HTML, HTMLTemplateElement</a>
 */
public final class HTMLTemplateElement extends HTMLElement {
    public static final InterfaceDefinition DEFINITION = InterfaceDefinition.of("""
            [Exposed=Window]
            interface HTMLTemplateElement : HTMLElement {
              readonly attribute DocumentFragment content;
            };
            """);

    private final DocumentFragment content;

    HTMLTemplateElement(Document document, org.jsoup.nodes.Element raw) {
        super(document, raw, "HTMLTemplateElement");
        content = DocumentFragment.contentOf(this);
    }

    @Export
    public DocumentFragment content() {
        return content;
    }

    @Override
    ContainerNode markupContainer() {
        return content;
    }

    @Override
    void copyStateOf(Element original, boolean subtree, Document target) {
        if (subtree) {
            DocumentFragment copy =
                    (DocumentFragment) Cloning.clone(((HTMLTemplateElement) original).content, target, true);
            Mutation.insert(copy, content, null);
        }
    }
}
