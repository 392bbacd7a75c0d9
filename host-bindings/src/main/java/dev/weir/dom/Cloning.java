package dev.weir.dom;

import org.jspecify.annotations.Nullable;

/**
 * How nodes are copied. The copy runs over jsoup's nodes where no peer has a state of its own, so that cloning a large
 * tree makes few peers.
 *
 * @see <a href="https://dom.spec.whatwg.org/#concept-node-clone">DOM, clone a node</a>
 */
final class Cloning {
    private Cloning() {}

    static Node clone(Node node, Document target, boolean subtree) {
        Node copy = node.cloneAlone(target);
        Document owner = copy instanceof Document d ? d : target;
        if (subtree) {
            copyChildren(node.raw, (copy instanceof ContainerNode ? copy.raw : null), node.document(), owner);
        }
        finish(node.raw, copy, subtree, owner);
        return copy;
    }

    private static void copyChildren(
            org.jsoup.nodes.Node from, org.jsoup.nodes.@Nullable Node to, Document source, Document target) {
        if (to == null) {
            return;
        }
        for (int i = 0; i < from.childNodeSize(); i++) {
            org.jsoup.nodes.Node child = from.childNode(i);
            Node peer = Node.existing(child);
            org.jsoup.nodes.Node copy;
            if (peer == null && child instanceof org.jsoup.nodes.Element element && !Tree.is(child, "template")) {
                copy = copyElement(element);
            } else if (peer == null && child instanceof org.jsoup.nodes.TextNode text) {
                copy = new org.jsoup.nodes.TextNode(text.getWholeText());
            } else {
                Node original = source.peer(child);
                Node peerCopy = original.cloneAlone(target);
                finish(child, peerCopy, true, target);
                copy = peerCopy.raw;
            }
            ((org.jsoup.nodes.Element) to).appendChild(copy);
            copyChildren(child, copy, source, target);
        }
    }

    /** The template contents and states that a copied element takes over. */
    private static void finish(org.jsoup.nodes.Node from, Node copy, boolean subtree, Document target) {
        if (copy instanceof Element element && Node.existing(from) instanceof Element original) {
            element.copyStateOf(original, subtree, target);
        }
    }

    /** A copy of an element with its attributes, without children, peer or anything else that hangs on it. */
    static org.jsoup.nodes.Element copyElement(org.jsoup.nodes.Element element) {
        org.jsoup.nodes.Element copy = new org.jsoup.nodes.Element(element.tag(), "");
        for (org.jsoup.nodes.Attribute attribute : element.attributes()) {
            copy.attributes().put(attribute.getKey(), attribute.getValue());
        }
        return copy;
    }
}
