package dev.weir.dom;

import dev.weir.webidl.WebException;
import java.util.function.Predicate;
import org.jsoup.nodes.Element;
import org.jspecify.annotations.Nullable;

/**
 * The parts of a document that are found in its tree: doctype, head, body, title, and the collections. On the realm's
 * loop only.
 */
final class DocumentCollections {
    private final Document document;
    private @Nullable HTMLCollection images;
    private @Nullable HTMLCollection links;
    private @Nullable HTMLCollection forms;
    private @Nullable HTMLCollection scripts;

    DocumentCollections(Document document) {
        this.document = document;
    }

    private HTMLCollection of(Predicate<Element> filter) {
        return HTMLCollection.descendants(document, filter);
    }

    HTMLCollection images() {
        images = images != null ? images : of(e -> Tree.is(e, "img"));
        return images;
    }

    HTMLCollection links() {
        links = links != null
                ? links
                : of(e -> (Tree.is(e, "a") || Tree.is(e, "area"))
                        && e.attributes().hasKey("href"));
        return links;
    }

    HTMLCollection forms() {
        forms = forms != null ? forms : of(e -> Tree.is(e, "form"));
        return forms;
    }

    HTMLCollection scripts() {
        scripts = scripts != null ? scripts : of(e -> Tree.is(e, "script"));
        return scripts;
    }

    private @Nullable Element first(Predicate<Element> filter) {
        for (org.jsoup.nodes.Node n = document.raw; n != null; n = Tree.following(n, document.raw)) {
            if (n instanceof Element element && filter.test(element)) {
                return element;
            }
        }
        return null;
    }

    /** The first child of the html element with one of the names, or null. */
    private @Nullable Element childOfHtml(String name, String orName) {
        for (Element html : Tree.childElements(document.raw)) {
            if (Tree.is(html, "html")) {
                for (Element child : Tree.childElements(html)) {
                    if (Tree.is(child, name) || Tree.is(child, orName)) {
                        return child;
                    }
                }
            }
        }
        return null;
    }

    /** https://dom.spec.whatwg.org/#dom-document-doctype */
    @Nullable
    DocumentType doctype() {
        org.jsoup.nodes.Node raw = document.raw;
        for (int i = 0; i < raw.childNodeSize(); i++) {
            if (raw.childNode(i) instanceof org.jsoup.nodes.DocumentType doctype) {
                return (DocumentType) document.peer(doctype);
            }
        }
        return null;
    }

    /** https://html.spec.whatwg.org/#the-head-element-2 */
    @Nullable
    HTMLElement head() {
        return (HTMLElement) document.elementOrNull(childOfHtml("head", "head"));
    }

    /** https://html.spec.whatwg.org/#the-body-element-2 */
    @Nullable
    HTMLElement body() {
        return (HTMLElement) document.elementOrNull(childOfHtml("body", "frameset"));
    }

    /** https://html.spec.whatwg.org/#dom-document-body */
    void setBody(@Nullable HTMLElement body) {
        if (body == null || !(Tree.is(body.raw, "body") || Tree.is(body.raw, "frameset"))) {
            throw WebException.dom("HierarchyRequestError", "the body must be a body or frameset element");
        }
        HTMLElement old = body();
        dev.weir.dom.Element html = document.documentElement();
        if (old == body) {
            return;
        }
        if (old != null && old.parentNode() instanceof Node parent) {
            parent.replaceChild(body, old);
        } else if (html != null) {
            html.appendChild(body);
        } else {
            throw WebException.dom("HierarchyRequestError", "there is no document element to hold the body");
        }
    }

    /** https://html.spec.whatwg.org/#document.title */
    String title() {
        Element title = first(e -> Tree.is(e, "title"));
        return title == null
                ? ""
                : String.join(" ", Tree.childText(title).trim().split("[ \\t\\n\\f\\r]+"));
    }

    void setTitle(String text) {
        Element title = first(e -> Tree.is(e, "title"));
        Element head = childOfHtml("head", "head");
        if (title == null && head == null) {
            return;
        }
        dev.weir.dom.Element peer;
        if (title != null) {
            peer = (dev.weir.dom.Element) document.peer(title);
        } else {
            peer = document.createElementNamed("title");
            document.peer((org.jsoup.nodes.Node) java.util.Objects.requireNonNull(head))
                    .appendChild(peer);
        }
        peer.setTextContent(text);
    }
}
