package dev.weir.dom;

import dev.weir.bindings.InterfaceDefinition;
import org.graalvm.polyglot.HostAccess.Export;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/**
 * Walks about in a tree, from the node where it is.
 *
 * @see <a href="https://dom.spec.whatwg.org/#interface-treewalker">DOM, TreeWalker</a>
 */
public final class TreeWalker extends Traversal {
    static final InterfaceDefinition DEFINITION = InterfaceDefinition.of("""
            [Exposed=Window]
            interface TreeWalker {
              [SameObject] readonly attribute Node root;
              readonly attribute unsigned long whatToShow;
              readonly attribute NodeFilter? filter;
              attribute Node currentNode;
              Node? parentNode();
              Node? firstChild();
              Node? lastChild();
              Node? previousSibling();
              Node? nextSibling();
              Node? previousNode();
              Node? nextNode();
            };
            """);

    private Node current;

    TreeWalker(Node root, long whatToShow, @Nullable Value filter) {
        super(root, whatToShow, filter);
        current = root;
    }

    @Override
    public String interfaceName() {
        return "TreeWalker";
    }

    @Export
    public Node currentNode() {
        return current;
    }

    @Export
    public void setCurrentNode(Node node) {
        current = node;
    }

    @Export
    public @Nullable Node parentNode() {
        Node node = current;
        while (node != root) {
            node = node.parentNode();
            if (node == null) {
                return null;
            }
            if (filter(node) == FILTER_ACCEPT) {
                return goTo(node);
            }
        }
        return null;
    }

    @Export
    public @Nullable Node firstChild() {
        return traverseChildren(true);
    }

    @Export
    public @Nullable Node lastChild() {
        return traverseChildren(false);
    }

    @Export
    public @Nullable Node previousSibling() {
        return traverseSiblings(false);
    }

    @Export
    public @Nullable Node nextSibling() {
        return traverseSiblings(true);
    }

    @Export
    public @Nullable Node previousNode() {
        Node node = current;
        while (node != root) {
            Node sibling = node.previousSibling();
            while (sibling != null) {
                node = sibling;
                int result = filter(node);
                while (result != FILTER_REJECT && node.lastChild() instanceof Node last) {
                    node = last;
                    result = filter(node);
                }
                if (result == FILTER_ACCEPT) {
                    return goTo(node);
                }
                sibling = node.previousSibling();
            }
            Node parent = node == root ? null : node.parentNode();
            if (parent == null) {
                return null;
            }
            node = parent;
            if (filter(node) == FILTER_ACCEPT) {
                return goTo(node);
            }
        }
        return null;
    }

    @Export
    public @Nullable Node nextNode() {
        Node node = current;
        int result = FILTER_ACCEPT;
        while (true) {
            while (result != FILTER_REJECT && node.firstChild() instanceof Node first) {
                node = first;
                result = filter(node);
                if (result == FILTER_ACCEPT) {
                    return goTo(node);
                }
            }
            Node following = followingSkippingChildren(node);
            if (following == null) {
                return null;
            }
            node = following;
            result = filter(node);
            if (result == FILTER_ACCEPT) {
                return goTo(node);
            }
        }
    }

    private @Nullable Node followingSkippingChildren(Node node) {
        org.jsoup.nodes.Node following = Tree.followingSkippingChildren(node.raw, root.raw);
        return following == null ? null : root.document().peer(following);
    }

    private Node goTo(Node node) {
        current = node;
        return node;
    }

    private static @Nullable Node childOf(Node node, boolean first) {
        return first ? node.firstChild() : node.lastChild();
    }

    private static @Nullable Node siblingOf(Node node, boolean next) {
        return next ? node.nextSibling() : node.previousSibling();
    }

    /** https://dom.spec.whatwg.org/#concept-traverse-children */
    private @Nullable Node traverseChildren(boolean first) {
        Node node = childOf(current, first);
        while (node != null) {
            int result = filter(node);
            if (result == FILTER_ACCEPT) {
                return goTo(node);
            }
            Node child = result == FILTER_SKIP ? childOf(node, first) : null;
            node = child != null ? child : siblingUpwards(node, first);
        }
        return null;
    }

    /** The sibling of the node, or of the nearest ancestor below the current node that has one. */
    private @Nullable Node siblingUpwards(Node from, boolean next) {
        Node node = from;
        while (true) {
            Node sibling = siblingOf(node, next);
            if (sibling != null) {
                return sibling;
            }
            Node parent = node.parentNode();
            if (parent == null || parent == root || parent == current) {
                return null;
            }
            node = parent;
        }
    }

    /** https://dom.spec.whatwg.org/#concept-traverse-siblings */
    private @Nullable Node traverseSiblings(boolean next) {
        Node node = current;
        if (node == root) {
            return null;
        }
        while (true) {
            Node sibling = siblingOf(node, next);
            while (sibling != null) {
                node = sibling;
                int result = filter(node);
                if (result == FILTER_ACCEPT) {
                    return goTo(node);
                }
                Node child = result == FILTER_REJECT ? null : childOf(node, next);
                sibling = child != null ? child : siblingOf(node, next);
            }
            node = node.parentNode();
            if (node == null || node == root || filter(node) == FILTER_ACCEPT) {
                return null;
            }
        }
    }
}
