package dev.weir.dom;

import dev.weir.html.DocumentUrl;
import dev.weir.webidl.PlatformObject;
import org.graalvm.polyglot.HostAccess.Export;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/**
 * Makes documents that belong to no window, and doctypes.
 *
 * @see <a href="https://dom.spec.whatwg.org/#interface-domimplementation">DOM, DOMImplementation</a>
 */
public final class DOMImplementation extends PlatformObject {
    private final Document document;

    DOMImplementation(Document document) {
        super(document.realm());
        this.document = document;
    }

    @Override
    public String interfaceName() {
        return "DOMImplementation";
    }

    @Export
    public DocumentType createDocumentType(String name, String publicId, String systemId) {
        return new DocumentType(document, new org.jsoup.nodes.DocumentType(name, publicId, systemId));
    }

    @Export
    public Document createHTMLDocument(Value title) {
        Document made = new Document(realm, DocumentUrl.ABOUT_BLANK, null);
        addSkeleton(made, title.isString() ? title.asString() : null);
        return made;
    }

    /** Makes an empty document one that a page without content has. */
    static void addSkeleton(Document made, @Nullable String title) {
        made.rawElement.appendChild(new org.jsoup.nodes.DocumentType("html", "", ""));
        Element html = made.createElementNamed("html");
        made.appendChild(html);
        Element head = made.createElementNamed("head");
        html.appendChild(head);
        if (title != null) {
            Element element = made.createElementNamed("title");
            head.appendChild(element);
            element.appendChild(made.createTextNode(title));
        }
        html.appendChild(made.createElementNamed("body"));
    }

    @Export
    public boolean hasFeature() {
        return true;
    }
}
