package dev.weir.dom;

import java.util.Objects;

/**
 * How two nodes relate.
 *
 * @see <a href="https://dom.spec.whatwg.org/#dom-node-comparedocumentposition">DOM, compareDocumentPosition</a>
 * @see <a href="https://dom.spec.whatwg.org/#concept-node-equals">DOM, node equality</a>
 */
final class NodeComparison {
    private static final int DISCONNECTED = 0x01;
    private static final int PRECEDING = 0x02;
    private static final int FOLLOWING = 0x04;
    private static final int CONTAINS = 0x08;
    private static final int CONTAINED_BY = 0x10;
    private static final int IMPLEMENTATION_SPECIFIC = 0x20;

    private NodeComparison() {}

    /** Where {@code other} is, seen from {@code node}. */
    static int position(Node node, Node other) {
        if (node == other) {
            return 0;
        }
        org.jsoup.nodes.Node a = place(other);
        org.jsoup.nodes.Node b = place(node);
        if (a == b) {
            // Two attributes of one element, or an attribute and its element.
            if (!(node instanceof Attr)) {
                return CONTAINED_BY | FOLLOWING;
            }
            if (!(other instanceof Attr)) {
                return CONTAINS | PRECEDING;
            }
            boolean otherFirst = ((Attr) node).indexInElement() > ((Attr) other).indexInElement();
            return IMPLEMENTATION_SPECIFIC | (otherFirst ? PRECEDING : FOLLOWING);
        }
        if (a.root() != b.root()) {
            // Any order will do, as long as it stays the same.
            boolean otherFirst = System.identityHashCode(a.root()) < System.identityHashCode(b.root());
            return DISCONNECTED | IMPLEMENTATION_SPECIFIC | (otherFirst ? PRECEDING : FOLLOWING);
        }
        if (!(other instanceof Attr) && Tree.isInclusiveAncestor(a, b)) {
            return CONTAINS | PRECEDING;
        }
        if (!(node instanceof Attr) && Tree.isInclusiveAncestor(b, a)) {
            return CONTAINED_BY | FOLLOWING;
        }
        return Tree.compareOrder(a, b) < 0 ? PRECEDING : FOLLOWING;
    }

    /** The node in the tree that a node stands at: an attribute's is its element. */
    private static org.jsoup.nodes.Node place(Node node) {
        return node instanceof Attr attr && attr.ownerElement() != null
                ? Objects.requireNonNull(attr.ownerElement()).raw
                : node.raw;
    }

    /** Whether two trees have the same shape and data. */
    static boolean equal(Node a, Node b) {
        if (a == b) {
            return true;
        }
        if (a.nodeType() != b.nodeType() || !a.nodeName().equals(b.nodeName()) || !sameData(a, b)) {
            return false;
        }
        int size = a.raw.childNodeSize();
        if (size != b.raw.childNodeSize()) {
            return false;
        }
        for (int i = 0; i < size; i++) {
            if (!equal(a.document().peer(a.raw.childNode(i)), b.document().peer(b.raw.childNode(i)))) {
                return false;
            }
        }
        return true;
    }

    private static boolean sameData(Node a, Node b) {
        if (a instanceof Element ea && b instanceof Element eb) {
            return Objects.equals(ea.namespaceURI(), eb.namespaceURI())
                    && ea.localName().equals(eb.localName())
                    && ea.sameAttributes(eb);
        }
        if (a instanceof DocumentType da && b instanceof DocumentType db) {
            return da.publicId().equals(db.publicId()) && da.systemId().equals(db.systemId());
        }
        return Objects.equals(a.nodeValue(), b.nodeValue());
    }
}
