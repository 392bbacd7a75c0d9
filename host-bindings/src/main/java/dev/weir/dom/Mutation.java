package dev.weir.dom;

import dev.weir.webidl.WebException;
import java.util.ArrayList;
import java.util.List;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/**
 * How trees change. Scripts that an insertion brings in run at its end, so whoever calls these must look at the tree
 * afresh afterwards.
 *
 * @see <a href="https://dom.spec.whatwg.org/#mutation-algorithms">DOM, mutation algorithms</a>
 */
final class Mutation {
    private Mutation() {}

    // ---- arguments of append() and the like

    /** The items of an array of nodes and strings: {@link Node} or {@link String}. */
    static List<Object> nodesOrTexts(Value array) {
        List<Object> items = new ArrayList<>();
        for (long i = 0; i < array.getArraySize(); i++) {
            Value item = array.getArrayElement(i);
            items.add(item.isHostObject() ? item.asHostObject() : item.asString());
        }
        return items;
    }

    /** https://dom.spec.whatwg.org/#converting-nodes-into-a-node */
    static Node toNode(Document document, List<Object> items) {
        List<Node> nodes = new ArrayList<>();
        for (Object item : items) {
            nodes.add(item instanceof Node node ? node : document.createTextNode((String) item));
        }
        if (nodes.size() == 1) {
            return nodes.get(0);
        }
        DocumentFragment fragment = document.createDocumentFragment();
        for (Node node : nodes) {
            preInsert(node, fragment, null);
        }
        return fragment;
    }

    static boolean isAmong(org.jsoup.nodes.Node raw, List<Object> items) {
        Node peer = Node.existing(raw);
        return peer != null && items.contains(peer);
    }

    static org.jsoup.nodes.@Nullable Node nextNotAmong(org.jsoup.nodes.Node raw, List<Object> items) {
        org.jsoup.nodes.Node next = raw.nextSibling();
        while (next != null && isAmong(next, items)) {
            next = next.nextSibling();
        }
        return next;
    }

    // ---- insertion

    /** https://dom.spec.whatwg.org/#concept-node-ensure-pre-insertion-validity */
    private static void ensurePreInsertValidity(Node node, Node parent, @Nullable Node child) {
        ensureParentAndNode(node, parent, child);
        if (parent instanceof Document) {
            ensureDocumentStaysValid(node, parent, child, false);
        }
    }

    private static void ensureParentAndNode(Node node, Node parent, @Nullable Node child) {
        if (!(parent instanceof ContainerNode)) {
            throw hierarchyError("a " + parent.nodeName() + " node cannot have children");
        }
        if (Tree.isInclusiveAncestor(node.raw, parent.raw) || isHostOf(node, parent)) {
            throw hierarchyError("a node cannot be put into itself or into one of its descendants");
        }
        if (child != null && child.raw.parentNode() != parent.raw) {
            throw WebException.dom("NotFoundError", "the reference node is not a child of this node");
        }
        if (node instanceof Document || node instanceof Attr) {
            throw hierarchyError("a " + node.nodeName() + " node cannot be a child");
        }
        boolean textInDocument = node instanceof Text && parent instanceof Document;
        boolean doctypeElsewhere = node instanceof DocumentType && !(parent instanceof Document);
        if (textInDocument || doctypeElsewhere) {
            throw hierarchyError("a " + node.nodeName() + " node cannot be a child of " + parent.nodeName());
        }
    }

    /** Whether the parent lies in the content of a template that lies in the node. */
    private static boolean isHostOf(Node node, Node parent) {
        Node root = parent.document().peer(parent.raw.root());
        while (root instanceof DocumentFragment fragment && fragment.host() instanceof Element host) {
            if (Tree.isInclusiveAncestor(node.raw, host.raw)) {
                return true;
            }
            root = host.document().peer(host.raw.root());
        }
        return false;
    }

    /** A document has at most one doctype, followed by at most one element; {@code replacing} leaves the child out. */
    private static void ensureDocumentStaysValid(Node node, Node parent, @Nullable Node child, boolean replacing) {
        int elements = 0;
        boolean doctype = node instanceof DocumentType;
        if (node instanceof DocumentFragment) {
            for (org.jsoup.nodes.Node n : node.raw.childNodes()) {
                if (Tree.isText(n)) {
                    throw hierarchyError("text cannot be a child of a document");
                }
                elements += Tree.isElement(n) ? 1 : 0;
            }
        } else if (node instanceof Element) {
            elements = 1;
        }
        if (elements == 0 && !doctype) {
            return;
        }
        boolean before = true;
        for (org.jsoup.nodes.Node sibling : parent.raw.childNodes()) {
            if (child != null && sibling == child.raw) {
                before = false;
                if (replacing) {
                    continue;
                }
            }
            boolean clash = doctype
                    ? sibling instanceof org.jsoup.nodes.DocumentType || (before && Tree.isElement(sibling))
                    : Tree.isElement(sibling) || (!before && sibling instanceof org.jsoup.nodes.DocumentType);
            if (clash) {
                throw hierarchyError(
                        doctype
                                ? "a doctype must be the only one and come before the document element"
                                : "a document has one element, after its doctype");
            }
        }
        if (elements > 1) {
            throw hierarchyError("a document has only one element");
        }
    }

    private static WebException hierarchyError(String message) {
        return WebException.dom("HierarchyRequestError", message);
    }

    /** https://dom.spec.whatwg.org/#concept-node-pre-insert; also append, with no child. */
    static Node preInsert(Node node, Node parent, @Nullable Node child) {
        ensurePreInsertValidity(node, parent, child);
        org.jsoup.nodes.Node reference = child == null ? null : child == node ? node.raw.nextSibling() : child.raw;
        insert(node, parent, reference);
        return node;
    }

    /** https://dom.spec.whatwg.org/#concept-node-insert, without any check. */
    static void insert(Node node, Node parent, org.jsoup.nodes.@Nullable Node reference) {
        List<org.jsoup.nodes.Node> nodes;
        if (node instanceof DocumentFragment) {
            nodes = List.copyOf(node.raw.childNodes());
            for (org.jsoup.nodes.Node child : nodes) {
                removeRaw(node.document(), child);
                adoptRaw(child, node.document(), parent.document());
            }
        } else {
            adopt(node, parent.document());
            nodes = List.of(node.raw);
        }
        insertRaw(nodes, parent, reference);
    }

    /** Inserts nodes without parents, which belong to the parent's document already. */
    static void insertRaw(List<org.jsoup.nodes.Node> nodes, Node parent, org.jsoup.nodes.@Nullable Node reference) {
        if (nodes.isEmpty()) {
            return;
        }
        org.jsoup.nodes.Element container = (org.jsoup.nodes.Element) parent.raw;
        if (reference == null) {
            for (org.jsoup.nodes.Node node : nodes) {
                container.appendChild(node);
            }
        } else {
            container.insertChildren(reference.siblingIndex(), nodes);
        }
        parent.document().changes().nodesInserted(nodes, parent);
    }

    /** https://dom.spec.whatwg.org/#concept-node-adopt */
    static void adopt(Node node, Document document) {
        Document old = node.document();
        if (node.raw.parentNode() != null) {
            remove(node);
        }
        adoptRaw(node.raw, old, document);
    }

    private static void adoptRaw(org.jsoup.nodes.Node root, Document old, Document document) {
        if (old == document) {
            return;
        }
        for (org.jsoup.nodes.Node next = root; next != null; next = Tree.following(next, root)) {
            Node peer = Node.existing(next);
            if (peer != null) {
                peer.setDocument(document);
            }
        }
    }

    // ---- replacement

    /** https://dom.spec.whatwg.org/#concept-node-replace */
    static Node replace(Node child, Node node, Node parent) {
        ensureParentAndNode(node, parent, child);
        if (parent instanceof Document) {
            ensureDocumentStaysValid(node, parent, child, true);
        }
        org.jsoup.nodes.Node reference = child.raw.nextSibling();
        if (reference == node.raw) {
            reference = node.raw.nextSibling();
        }
        if (child.raw.parentNode() != null) {
            remove(child);
        }
        insert(node, parent, reference);
        return child;
    }

    /** https://dom.spec.whatwg.org/#concept-node-replace-all */
    static void replaceAll(@Nullable Node node, Node parent) {
        if (node != null) {
            adopt(node, parent.document());
        }
        removeChildren(parent);
        if (node != null) {
            insert(node, parent, null);
        }
    }

    static void removeChildren(Node parent) {
        for (org.jsoup.nodes.Node child : List.copyOf(parent.raw.childNodes()).reversed()) {
            removeRaw(parent.document(), child);
        }
    }

    static void replaceChildren(ContainerNode parent, Value nodes) {
        Node node = toNode(parent.document(), nodesOrTexts(nodes));
        ensurePreInsertValidity(node, parent, null);
        replaceAll(node, parent);
    }

    /** https://dom.spec.whatwg.org/#string-replace-all */
    static void stringReplaceAll(String text, Node parent) {
        replaceAll(text.isEmpty() ? null : parent.document().createTextNode(text), parent);
    }

    // ---- removal

    /** https://dom.spec.whatwg.org/#concept-node-pre-remove */
    static Node preRemove(Node child, Node parent) {
        if (child.raw.parentNode() != parent.raw) {
            throw WebException.dom("NotFoundError", "the node to be removed is not a child of this node");
        }
        remove(child);
        return child;
    }

    static void remove(Node node) {
        removeRaw(node.document(), node.raw);
    }

    private static void removeRaw(Document document, org.jsoup.nodes.Node raw) {
        document.changes().nodeRemoved(raw);
        raw.remove();
    }

    // ---- normalize

    /** https://dom.spec.whatwg.org/#dom-node-normalize */
    static void normalize(Node root) {
        org.jsoup.nodes.Node next = root.raw;
        while (next != null) {
            org.jsoup.nodes.Node node = next;
            next = Tree.following(node, root.raw);
            if (!Tree.isText(node) || node == root.raw) {
                continue;
            }
            Text text = (Text) root.document().peer(node);
            if (text.data().isEmpty()) {
                remove(text);
                continue;
            }
            StringBuilder data = new StringBuilder(text.data());
            List<Node> merged = new ArrayList<>();
            for (org.jsoup.nodes.Node s = node.nextSibling(); s != null && Tree.isText(s); s = s.nextSibling()) {
                data.append(Tree.textOf(s));
                merged.add(root.document().peer(s));
            }
            if (!merged.isEmpty()) {
                text.setData(data.toString());
                merged.forEach(Mutation::remove);
                next = Tree.following(node, root.raw);
            }
        }
    }
}
