package dev.weir.dom;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jsoup.nodes.TextNode;

/** Turns what jsoup's parser made into what the standard's would have made, where scripts can see the difference. */
final class ParsedTree {
    private ParsedTree() {}

    /**
     * Moves the children of templates into their contents and makes the content of {@code noscript} text, as it is
     * in a window, where scripts run.
     *
     * @param onScript is told of every script element
     */
    static void prepare(org.jsoup.nodes.Node root, Document document, Consumer<org.jsoup.nodes.Element> onScript) {
        List<org.jsoup.nodes.Element> templates = new ArrayList<>();
        org.jsoup.nodes.Node next = root;
        while (next != null) {
            org.jsoup.nodes.Node node = next;
            if (Tree.is(node, "noscript") && document.window() != null) {
                flatten((org.jsoup.nodes.Element) node);
            }
            next = Tree.following(node, root);
            if (Tree.is(node, "template") && node != root) {
                templates.add((org.jsoup.nodes.Element) node);
                next = Tree.followingSkippingChildren(node, root);
            } else if (Tree.is(node, "script")) {
                onScript.accept((org.jsoup.nodes.Element) node);
            }
        }
        for (org.jsoup.nodes.Element template : templates) {
            prepareTemplate(template, document, onScript);
        }
    }

    /** Moves the children of a template, and of those in it, into their contents. */
    static void prepareTemplate(
            org.jsoup.nodes.Element template, Document document, Consumer<org.jsoup.nodes.Element> onScript) {
        HTMLTemplateElement peer = (HTMLTemplateElement) document.peer(template);
        for (org.jsoup.nodes.Node child : List.copyOf(template.childNodes())) {
            child.remove();
            peer.content().rawElement.appendChild(child);
        }
        prepare(peer.content().raw, document, onScript);
    }

    /** Replaces the children of a noscript element by their markup as text. */
    static void flatten(org.jsoup.nodes.Element noscript) {
        if (noscript.childNodeSize() > 0) {
            String markup = Serializer.childrenOf(noscript);
            noscript.empty();
            noscript.appendChild(new TextNode(markup));
        }
    }
}
