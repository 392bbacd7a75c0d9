package dev.weir.dom;

import dev.weir.webidl.Realm;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;

/** The node iterators of a realm, which are told of removals as long as somebody holds them. */
final class NodeIterators {
    private final List<WeakReference<NodeIterator>> iterators = new ArrayList<>();

    static NodeIterators of(Realm realm) {
        return realm.agent().serviceOrMade(NodeIterators.class, NodeIterators::new);
    }

    void add(NodeIterator iterator) {
        iterators.removeIf(reference -> reference.get() == null);
        iterators.add(new WeakReference<>(iterator));
    }

    /** A node of the document is about to be removed. */
    void nodeRemoved(org.jsoup.nodes.Node node, Document document) {
        for (WeakReference<NodeIterator> reference : iterators) {
            NodeIterator iterator = reference.get();
            if (iterator != null && iterator.root().document() == document) {
                iterator.preRemoving(node);
            }
        }
    }
}
