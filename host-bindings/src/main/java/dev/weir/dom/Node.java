package dev.weir.dom;

import dev.weir.bindings.InterfaceDefinition;
import dev.weir.events.Event;
import dev.weir.events.EventTarget;
import dev.weir.webidl.Realm;
import java.util.List;
import org.graalvm.polyglot.HostAccess.Export;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/**
 * A node of a document's tree: the peer of one jsoup node, which holds the tree's links and the data.
 *
 * <p>A peer is made when a script or an event first meets its node, and is kept in the jsoup node's user data, so that
 * there is one for each and both are collected together.
 *
 * @see <a href="https://dom.spec.whatwg.org/#interface-node">DOM, Node</a>
 */
public abstract class Node extends EventTarget {
    static final int ELEMENT_NODE = 1;
    static final int ATTRIBUTE_NODE = 2;
    static final int TEXT_NODE = 3;
    static final int CDATA_SECTION_NODE = 4;
    static final int COMMENT_NODE = 8;
    static final int DOCUMENT_NODE = 9;
    static final int DOCUMENT_TYPE_NODE = 10;
    static final int DOCUMENT_FRAGMENT_NODE = 11;

    private static final String PEER_KEY = "dev.weir.dom.peer";

    public static final InterfaceDefinition DEFINITION = InterfaceDefinition.of("""
            [Exposed=Window]
            interface Node : EventTarget {
              const unsigned short ELEMENT_NODE = 1;
              const unsigned short ATTRIBUTE_NODE = 2;
              const unsigned short TEXT_NODE = 3;
              const unsigned short CDATA_SECTION_NODE = 4;
              const unsigned short ENTITY_REFERENCE_NODE = 5;
              const unsigned short ENTITY_NODE = 6;
              const unsigned short PROCESSING_INSTRUCTION_NODE = 7;
              const unsigned short COMMENT_NODE = 8;
              const unsigned short DOCUMENT_NODE = 9;
              const unsigned short DOCUMENT_TYPE_NODE = 10;
              const unsigned short DOCUMENT_FRAGMENT_NODE = 11;
              const unsigned short NOTATION_NODE = 12;
              readonly attribute unsigned short nodeType;
              readonly attribute DOMString nodeName;
              readonly attribute USVString baseURI;
              readonly attribute boolean isConnected;
              readonly attribute Document? ownerDocument;
              Node getRootNode(optional GetRootNodeOptions options = {});
              readonly attribute Node? parentNode;
              readonly attribute Element? parentElement;
              boolean hasChildNodes();
              [SameObject] readonly attribute NodeList childNodes;
              readonly attribute Node? firstChild;
              readonly attribute Node? lastChild;
              readonly attribute Node? previousSibling;
              readonly attribute Node? nextSibling;
              attribute DOMString? nodeValue;
              attribute DOMString? textContent;
              undefined normalize();
              [NewObject] Node cloneNode(optional boolean subtree = false);
              boolean isEqualNode(Node? otherNode);
              boolean isSameNode(Node? otherNode);
              const unsigned short DOCUMENT_POSITION_DISCONNECTED = 0x01;
              const unsigned short DOCUMENT_POSITION_PRECEDING = 0x02;
              const unsigned short DOCUMENT_POSITION_FOLLOWING = 0x04;
              const unsigned short DOCUMENT_POSITION_CONTAINS = 0x08;
              const unsigned short DOCUMENT_POSITION_CONTAINED_BY = 0x10;
              const unsigned short DOCUMENT_POSITION_IMPLEMENTATION_SPECIFIC = 0x20;
              unsigned short compareDocumentPosition(Node other);
              boolean contains(Node? other);
              DOMString? lookupPrefix(DOMString? namespace);
              DOMString? lookupNamespaceURI(DOMString? prefix);
              boolean isDefaultNamespace(DOMString? namespace);
              Node insertBefore(Node node, Node? child);
              Node appendChild(Node node);
              Node replaceChild(Node node, Node child);
              Node removeChild(Node child);
            };
            dictionary GetRootNodeOptions { boolean composed = false; };
            interface mixin ParentNode {
              [SameObject] readonly attribute HTMLCollection children;
              readonly attribute Element? firstElementChild;
              readonly attribute Element? lastElementChild;
              readonly attribute unsigned long childElementCount;
              [Unscopable] undefined prepend((Node or DOMString)... nodes);
              [Unscopable] undefined append((Node or DOMString)... nodes);
              [Unscopable] undefined replaceChildren((Node or DOMString)... nodes);
              Element? querySelector(DOMString selectors);
              [NewObject] NodeList querySelectorAll(DOMString selectors);
            };
            interface mixin ChildNode {
              [Unscopable] undefined before((Node or DOMString)... nodes);
              [Unscopable] undefined after((Node or DOMString)... nodes);
              [Unscopable] undefined replaceWith((Node or DOMString)... nodes);
              [Unscopable] undefined remove();
            };
            interface mixin NonDocumentTypeChildNode {
              readonly attribute Element? previousElementSibling;
              readonly attribute Element? nextElementSibling;
            };
            """);

    /** The node of the tree that this is the peer of. */
    final org.jsoup.nodes.Node raw;
    /** [[node document]]; null only while a Document is being made, whose node document is itself. */
    private @Nullable Document document;

    private @Nullable NodeList childNodes;

    Node(Realm realm, @Nullable Document document, org.jsoup.nodes.Node raw) {
        super(realm);
        this.document = document;
        this.raw = raw;
        raw.attributes().userData(PEER_KEY, this);
    }

    /** The node document; for a document, itself. */
    Document document() {
        return document != null ? document : (Document) this;
    }

    void setDocument(Document document) {
        this.document = document;
    }

    /** The peer of a jsoup node if it has one already. */
    static @Nullable Node existing(org.jsoup.nodes.Node raw) {
        return (Node) raw.attributes().userData(PEER_KEY);
    }

    final @Nullable Node peerOrNull(org.jsoup.nodes.@Nullable Node other) {
        return other == null ? null : document().peer(other);
    }

    final @Nullable Element elementOrNull(org.jsoup.nodes.@Nullable Element other) {
        return other == null ? null : (Element) document().peer(other);
    }

    // ---- what nodes are

    @Export
    public abstract int nodeType();

    @Export
    public abstract String nodeName();

    @Export
    public final String baseURI() {
        return document().baseUrl().href();
    }

    @Export
    public @Nullable String nodeValue() {
        return null;
    }

    /** Does nothing for nodes that have no value. */
    @Export
    public void setNodeValue(@Nullable String value) {}

    @Export
    public @Nullable String textContent() {
        return null;
    }

    @Export
    public void setTextContent(@Nullable String text) {}

    @Export
    public @Nullable Document ownerDocument() {
        return document();
    }

    // ---- links

    @Export
    public final boolean isConnected() {
        return Tree.isConnected(raw);
    }

    @Export
    public final Node getRootNode(Value options) {
        return document().peer(raw.root());
    }

    @Export
    public @Nullable Node parentNode() {
        return peerOrNull(raw.parentNode());
    }

    @Export
    public final @Nullable Element parentElement() {
        return raw.parentNode() instanceof org.jsoup.nodes.Element parent && Tree.isElement(parent)
                ? elementOrNull(parent)
                : null;
    }

    @Export
    public final boolean hasChildNodes() {
        return raw.childNodeSize() > 0;
    }

    @Export
    public final NodeList childNodes() {
        if (childNodes == null) {
            childNodes = NodeList.children(this);
        }
        return childNodes;
    }

    @Export
    public final @Nullable Node firstChild() {
        return raw.childNodeSize() == 0 ? null : peerOrNull(raw.childNode(0));
    }

    @Export
    public final @Nullable Node lastChild() {
        int size = raw.childNodeSize();
        return size == 0 ? null : peerOrNull(raw.childNode(size - 1));
    }

    @Export
    public final @Nullable Node previousSibling() {
        return peerOrNull(raw.previousSibling());
    }

    @Export
    public final @Nullable Node nextSibling() {
        return peerOrNull(raw.nextSibling());
    }

    @Export
    public final @Nullable Element previousElementSibling() {
        org.jsoup.nodes.Node sibling = raw.previousSibling();
        while (sibling != null && !(sibling instanceof org.jsoup.nodes.Element)) {
            sibling = sibling.previousSibling();
        }
        return elementOrNull((org.jsoup.nodes.Element) sibling);
    }

    @Export
    public final @Nullable Element nextElementSibling() {
        org.jsoup.nodes.Node sibling = raw.nextSibling();
        while (sibling != null && !(sibling instanceof org.jsoup.nodes.Element)) {
            sibling = sibling.nextSibling();
        }
        return elementOrNull((org.jsoup.nodes.Element) sibling);
    }

    @Export
    public final boolean contains(@Nullable Node other) {
        return other != null && Tree.isInclusiveAncestor(raw, other.raw);
    }

    @Export
    public final int compareDocumentPosition(Node other) {
        return NodeComparison.position(this, other);
    }

    @Export
    public final boolean isSameNode(@Nullable Node other) {
        return other == this;
    }

    @Export
    public final boolean isEqualNode(@Nullable Node other) {
        return other != null && NodeComparison.equal(this, other);
    }

    @Export
    public @Nullable String lookupPrefix(@Nullable String namespace) {
        return null;
    }

    /** Only the namespaces that the parser knows exist; attributes do not declare any. */
    @Export
    public final @Nullable String lookupNamespaceURI(@Nullable String prefix) {
        Element element =
                this instanceof Element e ? e : this instanceof Document d ? d.documentElement() : parentElement();
        return (prefix == null || prefix.isEmpty()) && element != null ? element.namespaceURI() : null;
    }

    @Export
    public final boolean isDefaultNamespace(@Nullable String namespace) {
        String actual = lookupNamespaceURI(null);
        return namespace == null || namespace.isEmpty() ? actual == null : namespace.equals(actual);
    }

    // ---- changes

    @Export
    public final Node insertBefore(Node node, @Nullable Node child) {
        return Mutation.preInsert(node, this, child);
    }

    @Export
    public final Node appendChild(Node node) {
        return Mutation.preInsert(node, this, null);
    }

    @Export
    public final Node replaceChild(Node node, Node child) {
        return Mutation.replace(child, node, this);
    }

    @Export
    public final Node removeChild(Node child) {
        return Mutation.preRemove(child, this);
    }

    @Export
    public final void normalize() {
        Mutation.normalize(this);
    }

    @Export
    public Node cloneNode(boolean subtree) {
        return Cloning.clone(this, document(), subtree);
    }

    /** A copy of this node alone for a document; its children are not copied. */
    abstract Node cloneAlone(Document target);

    // ---- ChildNode

    @Export
    public final void before(Value nodes) {
        org.jsoup.nodes.Element parent = (org.jsoup.nodes.Element) raw.parentNode();
        if (parent != null) {
            List<Object> given = Mutation.nodesOrTexts(nodes);
            org.jsoup.nodes.Node previous = raw.previousSibling();
            while (previous != null && Mutation.isAmong(previous, given)) {
                previous = previous.previousSibling();
            }
            Node node = Mutation.toNode(document(), given);
            org.jsoup.nodes.Node anchor = previous == null ? Tree.firstChild(parent) : previous.nextSibling();
            Mutation.preInsert(node, document().peer(parent), peerOrNull(anchor));
        }
    }

    @Export
    public final void after(Value nodes) {
        org.jsoup.nodes.Node parent = raw.parentNode();
        if (parent != null) {
            List<Object> given = Mutation.nodesOrTexts(nodes);
            org.jsoup.nodes.Node anchor = Mutation.nextNotAmong(raw, given);
            Node node = Mutation.toNode(document(), given);
            Mutation.preInsert(node, document().peer(parent), peerOrNull(anchor));
        }
    }

    @Export
    public final void replaceWith(Value nodes) {
        org.jsoup.nodes.Node parent = raw.parentNode();
        if (parent != null) {
            List<Object> given = Mutation.nodesOrTexts(nodes);
            org.jsoup.nodes.Node anchor = Mutation.nextNotAmong(raw, given);
            Node node = Mutation.toNode(document(), given);
            if (raw.parentNode() == parent) {
                Mutation.replace(this, node, document().peer(parent));
            } else {
                Mutation.preInsert(node, document().peer(parent), peerOrNull(anchor));
            }
        }
    }

    @Export
    public void remove() {
        if (raw.parentNode() != null) {
            Mutation.remove(this);
        }
    }

    // ---- events

    @Override
    protected @Nullable EventTarget getTheParent(Event event) {
        return peerOrNull(raw.parentNode());
    }

    @Override
    protected final boolean isPageWide() {
        Document page = document();
        return raw == page.raw || this == page.documentElement() || this == page.body();
    }

    @Override
    protected boolean isActivation(Event event) {
        return event instanceof MouseEvent && event.type().equals("click");
    }
}
