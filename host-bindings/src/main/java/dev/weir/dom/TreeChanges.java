package dev.weir.dom;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Hears of every change of the trees that belong to a document, and does what follows from it. */
final class TreeChanges {
    final ElementIndex index;
    private final Document document;
    private final NodeIterators iterators;
    private final ParsedFormOwners formOwners;

    TreeChanges(Document document) {
        this.document = document;
        index = new ElementIndex(TreeVersion.of(document.realm()));
        iterators = NodeIterators.of(document.realm());
        formOwners = ParsedFormOwners.of(document.realm());
    }

    /** Called with nodes that have just been inserted; may run scripts. */
    void nodesInserted(List<org.jsoup.nodes.Node> nodes, Node parent) {
        index.changed();
        boolean connected = Tree.isConnected(parent.raw);
        List<InsertionListener> toTell = null;
        if (connected) {
            for (org.jsoup.nodes.Node node : nodes) {
                index.added(node);
                toTell = collectListeners(node, toTell);
            }
        }
        keepRadioGroupsUnique(nodes);
        if (parent instanceof ContainerNode container) {
            container.childrenChanged();
        }
        if (toTell != null) {
            toTell.forEach(InsertionListener::becameConnected);
        }
    }

    /**
     * Those to be told of an insertion, added to those found before; a body gets its peer, whose handlers are the window's.
     */
    private @Nullable List<InsertionListener> collectListeners(
            org.jsoup.nodes.Node root, @Nullable List<InsertionListener> found) {
        List<InsertionListener> all = found;
        for (org.jsoup.nodes.Node n = root; n != null; n = Tree.following(n, root)) {
            if (Tree.is(n, "script") || Tree.is(n, "iframe")) {
                all = all == null ? new ArrayList<>() : all;
                all.add((InsertionListener) document.peer(n));
            } else if (Tree.is(n, "body")) {
                document.peer(n);
            }
        }
        return all;
    }

    /** A checked radio button that joins a group takes the place of the one that was checked there. */
    private void keepRadioGroupsUnique(List<org.jsoup.nodes.Node> inserted) {
        List<org.jsoup.nodes.Element> checked = new ArrayList<>(0);
        for (org.jsoup.nodes.Node node : inserted) {
            Tree.forEachElement(node, element -> {
                if (HTMLInputElement.isCheckedRadio(element)) {
                    checked.add(element);
                }
            });
        }
        // From the end: of those that come together the last stays checked, as if they came one after another.
        for (org.jsoup.nodes.Element radio : checked.reversed()) {
            ((HTMLInputElement) document.peer(radio)).keepGroupUnique();
        }
    }

    /** Inserts a node of a page's source at the end of a parent in a tree of this document. */
    void parserInserted(org.jsoup.nodes.Node node, org.jsoup.nodes.Element parent) {
        parent.appendChild(node);
        index.changed();
        if (Tree.isConnected(parent)) {
            index.added(node);
            if (Tree.is(node, "body")) {
                document.peer(node); // its handlers are the window's
            }
        }
        keepRadioGroupsUnique(List.of(node));
        if (Tree.is(node, "iframe") && Tree.isConnected(parent)) {
            ((HTMLIFrameElement) document.peer(node)).becameConnected();
        }
    }

    /** Called with a node that is about to be removed. */
    void nodeRemoved(org.jsoup.nodes.Node node) {
        iterators.nodeRemoved(node, document);
        formOwners.nodeRemoved(node);
        index.changed();
        if (node.root() == document.raw) {
            index.removed(node);
            document.focus().dropIn(node);
            document.frames().leave(node);
        }
    }

    void attributeChanged(Element element, String name, @Nullable String old, @Nullable String value) {
        index.changed();
        if (name.equals("form")) {
            formOwners.forget(element.rawElement);
        }
        if ((name.equals("id") || name.equals("name")) && element.raw.root() == document.raw) {
            index.attributeChanged(element.rawElement, name, old, value);
        }
    }

    void textChanged(CharacterData text) {
        index.changed();
        org.jsoup.nodes.Node parent = text.raw.parentNode();
        if (parent != null && Node.existing(parent) instanceof ContainerNode container) {
            container.childrenChanged();
        }
    }
}
