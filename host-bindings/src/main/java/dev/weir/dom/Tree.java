package dev.weir.dom;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.LeafNode;
import org.jsoup.nodes.Node;
import org.jspecify.annotations.Nullable;

/** Questions about jsoup nodes that need no peers. */
final class Tree {
    /** The tag of the jsoup element that stands for a DocumentFragment. */
    static final String FRAGMENT = "#document-fragment";

    private Tree() {}

    /** Whether a jsoup element is an element to scripts, not a document or a fragment. */
    static boolean isElement(Node node) {
        return node instanceof Element e && e.tagName().charAt(0) != '#';
    }

    static boolean isText(Node node) {
        return node instanceof org.jsoup.nodes.TextNode || node instanceof org.jsoup.nodes.DataNode;
    }

    /** The data of a text node of either of jsoup's kinds. */
    static String textOf(Node node) {
        return ((LeafNode) node).nodeValue();
    }

    static boolean isConnected(Node node) {
        return node.root() instanceof org.jsoup.nodes.Document;
    }

    static boolean isInclusiveAncestor(Node ancestor, Node node) {
        for (Node next = node; next != null; next = next.parentNode()) {
            if (next == ancestor) {
                return true;
            }
        }
        return false;
    }

    static @Nullable Node firstChild(Node node) {
        return node.childNodeSize() == 0 ? null : node.childNode(0);
    }

    /** The next node in tree order inside {@code root}, or null. */
    static @Nullable Node following(Node node, Node root) {
        return node.childNodeSize() > 0 ? node.childNode(0) : followingSkippingChildren(node, root);
    }

    static @Nullable Node followingSkippingChildren(Node node, Node root) {
        for (Node next = node; next != null && next != root; next = next.parentNode()) {
            Node sibling = next.nextSibling();
            if (sibling != null) {
                return sibling;
            }
        }
        return null;
    }

    /** The last node in tree order inside {@code root}, which may be that itself. */
    static Node lastInclusiveDescendant(Node root) {
        Node last = root;
        while (last.childNodeSize() > 0) {
            last = last.childNode(last.childNodeSize() - 1);
        }
        return last;
    }

    /** The node before in tree order inside {@code root}, or null. */
    static @Nullable Node preceding(Node node, Node root) {
        if (node == root) {
            return null;
        }
        Node sibling = node.previousSibling();
        return sibling != null ? lastInclusiveDescendant(sibling) : node.parentNode();
    }

    /** Visits the elements of a subtree in tree order, its root included. The tree must not change meanwhile. */
    static void forEachElement(Node root, Consumer<Element> visitor) {
        for (Node next = root; next != null; next = following(next, root)) {
            if (isElement(next)) {
                visitor.accept((Element) next);
            }
        }
    }

    /** The elements below a node, in tree order. */
    static List<Element> descendantElements(Node root) {
        List<Element> elements = new ArrayList<>();
        forEachElement(root, element -> {
            if (element != root) {
                elements.add(element);
            }
        });
        return elements;
    }

    static List<Element> childElements(Node parent) {
        List<Element> children = new ArrayList<>();
        for (int i = 0; i < parent.childNodeSize(); i++) {
            if (parent.childNode(i) instanceof Element element) {
                children.add(element);
            }
        }
        return children;
    }

    /** The data of all text below a node, in tree order. */
    static String descendantText(Node root) {
        StringBuilder text = new StringBuilder();
        for (Node next = root; next != null; next = following(next, root)) {
            if (isText(next)) {
                text.append(textOf(next));
            }
        }
        return text.toString();
    }

    /** The data of the text nodes that are children of the node. */
    static String childText(Node parent) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < parent.childNodeSize(); i++) {
            if (isText(parent.childNode(i))) {
                text.append(textOf(parent.childNode(i)));
            }
        }
        return text.toString();
    }

    /** Negative when {@code a} comes before {@code b} in tree order; both must be in one tree. */
    static int compareOrder(Node a, Node b) {
        if (a == b) {
            return 0;
        }
        Deque<Node> pathA = path(a);
        Deque<Node> pathB = path(b);
        while (!pathA.isEmpty() && !pathB.isEmpty()) {
            Node nextA = pathA.pop();
            Node nextB = pathB.pop();
            if (nextA != nextB) {
                return Integer.compare(nextA.siblingIndex(), nextB.siblingIndex());
            }
        }
        return pathA.isEmpty() ? -1 : 1;
    }

    private static Deque<Node> path(Node node) {
        Deque<Node> path = new ArrayDeque<>();
        for (Node next = node; next != null; next = next.parentNode()) {
            path.push(next);
        }
        return path;
    }

    static boolean isHtml(Element element) {
        return element.tag().namespace().equals(org.jsoup.parser.Parser.NamespaceHtml);
    }

    /** Whether this is the HTML element of the name. */
    static boolean is(@Nullable Node node, String localName) {
        return node instanceof Element e && e.tagName().equals(localName) && isHtml(e);
    }

    /**
     * The attribute's value, or null when the element lacks it. Names that come from a script must be looked up here:
     * among the attributes jsoup keeps things of its own, the peer too, under keys that begin with a slash, as the name
     * of no attribute can.
     */
    static @Nullable String attribute(Element element, String name) {
        return !name.startsWith("/") && element.attributes().hasKey(name)
                ? element.attributes().get(name)
                : null;
    }
}
