package dev.weir.dom;

import dev.weir.bindings.InterfaceDefinition;
import org.graalvm.polyglot.HostAccess.Export;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/**
 * Goes through the nodes of a tree in tree order, and follows removals.
 *
 * @see <a href="https://dom.spec.whatwg.org/#interface-nodeiterator">DOM, NodeIterator</a>
 */
public final class NodeIterator extends Traversal {
    static final InterfaceDefinition DEFINITION = InterfaceDefinition.of("""
            [Exposed=Window]
            interface NodeIterator {
              [SameObject] readonly attribute Node root;
              readonly attribute Node referenceNode;
              readonly attribute boolean pointerBeforeReferenceNode;
              readonly attribute unsigned long whatToShow;
              readonly attribute NodeFilter? filter;
              Node? nextNode();
              Node? previousNode();
              undefined detach();
            };
            """);

    private Node reference;
    private boolean pointerBeforeReference = true;

    NodeIterator(Node root, long whatToShow, @Nullable Value filter) {
        super(root, whatToShow, filter);
        reference = root;
        NodeIterators.of(realm).add(this);
    }

    @Override
    public String interfaceName() {
        return "NodeIterator";
    }

    @Export
    public Node referenceNode() {
        return reference;
    }

    @Export
    public boolean pointerBeforeReferenceNode() {
        return pointerBeforeReference;
    }

    @Export
    public @Nullable Node nextNode() {
        return traverse(true);
    }

    @Export
    public @Nullable Node previousNode() {
        return traverse(false);
    }

    /** Does nothing, as the standard says. */
    @Export
    public void detach() {}

    /** https://dom.spec.whatwg.org/#concept-nodeiterator-traverse */
    private @Nullable Node traverse(boolean forwards) {
        Node node = reference;
        boolean before = pointerBeforeReference;
        do {
            if (before == forwards) {
                before = !before;
            } else {
                org.jsoup.nodes.Node next =
                        forwards ? Tree.following(node.raw, root.raw) : Tree.preceding(node.raw, root.raw);
                if (next == null) {
                    return null;
                }
                node = root.document().peer(next);
            }
        } while (filter(node) != FILTER_ACCEPT);
        reference = node;
        pointerBeforeReference = before;
        return node;
    }

    /** https://dom.spec.whatwg.org/#nodeiterator-pre-removing-steps */
    void preRemoving(org.jsoup.nodes.Node removed) {
        boolean aroundRoot = Tree.isInclusiveAncestor(removed, root.raw);
        if (aroundRoot || !Tree.isInclusiveAncestor(removed, reference.raw)) {
            return;
        }
        if (pointerBeforeReference) {
            org.jsoup.nodes.Node next = Tree.followingSkippingChildren(removed, root.raw);
            if (next != null) {
                reference = root.document().peer(next);
                return;
            }
            pointerBeforeReference = false;
        }
        org.jsoup.nodes.Node before = Tree.preceding(removed, root.raw);
        if (before != null) {
            reference = root.document().peer(before);
        }
    }
}
