package dev.weir.dom;

import java.util.Set;

/**
 * Nodes as markup.
 *
 * @see <a href="https://html.spec.whatwg.org/#serialising-html-fragments">HTML, serializing HTML fragments</a>
 */
final class Serializer {
    private static final Set<String> VOID = Set.of(
            "area",
            "base",
            "basefont",
            "bgsound",
            "br",
            "col",
            "embed",
            "frame",
            "hr",
            "img",
            "input",
            "keygen",
            "link",
            "meta",
            "param",
            "source",
            "track",
            "wbr");
    private static final Set<String> RAW_TEXT =
            Set.of("style", "script", "xmp", "iframe", "noembed", "noframes", "plaintext", "noscript");

    private Serializer() {}

    static String inner(ContainerNode node) {
        return childrenOf(node.rawElement);
    }

    static String outer(ContainerNode node) {
        StringBuilder html = new StringBuilder();
        if (node instanceof Element) {
            append(node.raw, html);
        } else {
            appendChildren(node.rawElement, html);
        }
        return html.toString();
    }

    static String childrenOf(org.jsoup.nodes.Element parent) {
        StringBuilder html = new StringBuilder();
        appendChildren(parent, html);
        return html.toString();
    }

    private static void appendChildren(org.jsoup.nodes.Element parent, StringBuilder html) {
        org.jsoup.nodes.Element container = parent;
        if (Tree.is(parent, "template") && Node.existing(parent) instanceof HTMLTemplateElement template) {
            container = template.content().rawElement;
        }
        for (int i = 0; i < container.childNodeSize(); i++) {
            append(container.childNode(i), html);
        }
    }

    private static void append(org.jsoup.nodes.Node node, StringBuilder html) {
        switch (node) {
            case org.jsoup.nodes.Element element -> appendElement(element, html);
            case org.jsoup.nodes.Comment comment ->
                html.append("<!--").append(comment.getData()).append("-->");
            case org.jsoup.nodes.DocumentType doctype ->
                html.append("<!DOCTYPE ").append(doctype.name()).append('>');
            default -> {
                if (Tree.isText(node)) {
                    appendText(node, html);
                }
            }
        }
    }

    private static void appendElement(org.jsoup.nodes.Element element, StringBuilder html) {
        html.append('<').append(element.tagName());
        for (org.jsoup.nodes.Attribute attribute : element.attributes()) {
            html.append(' ').append(attribute.getKey()).append("=\"");
            escape(attribute.getValue(), true, html);
            html.append('"');
        }
        html.append('>');
        if (!(Tree.isHtml(element) && VOID.contains(element.tagName()))) {
            appendChildren(element, html);
            html.append("</").append(element.tagName()).append('>');
        }
    }

    private static void appendText(org.jsoup.nodes.Node text, StringBuilder html) {
        boolean raw = text.parentNode() instanceof org.jsoup.nodes.Element parent
                && Tree.isHtml(parent)
                && RAW_TEXT.contains(parent.tagName());
        if (raw) {
            html.append(Tree.textOf(text));
        } else {
            escape(Tree.textOf(text), false, html);
        }
    }

    /** https://html.spec.whatwg.org/#escapingString */
    private static void escape(String text, boolean attribute, StringBuilder html) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> html.append("&amp;");
                case '\u00A0' -> html.append("&nbsp;");
                case '<' -> html.append("&lt;");
                case '>' -> html.append("&gt;");
                case '"' -> html.append(attribute ? "&quot;" : "\"");
                default -> html.append(c);
            }
        }
    }
}
