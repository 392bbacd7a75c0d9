package dev.weir.dom;

import dev.weir.infra.Ascii;
import dev.weir.webidl.Realm;
import java.util.List;
import org.graalvm.polyglot.HostAccess.Export;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/**
 * A node that has children: a document, a fragment or an element.
 *
 * @see <a href="https://dom.spec.whatwg.org/#interface-parentnode">DOM, ParentNode</a>
 */
public abstract class ContainerNode extends Node {
    /** The jsoup node, which is an element for all nodes that have children. */
    final org.jsoup.nodes.Element rawElement;

    private @Nullable HTMLCollection children;

    ContainerNode(Realm realm, @Nullable Document document, org.jsoup.nodes.Element raw) {
        super(realm, document, raw);
        rawElement = raw;
    }

    @Export
    public final HTMLCollection children() {
        if (children == null) {
            children = HTMLCollection.children(this);
        }
        return children;
    }

    @Export
    public final @Nullable Element firstElementChild() {
        org.jsoup.nodes.Node child = Tree.firstChild(raw);
        while (child != null && !(child instanceof org.jsoup.nodes.Element)) {
            child = child.nextSibling();
        }
        return elementOrNull((org.jsoup.nodes.Element) child);
    }

    @Export
    public final @Nullable Element lastElementChild() {
        int size = raw.childNodeSize();
        org.jsoup.nodes.Node child = size == 0 ? null : raw.childNode(size - 1);
        while (child != null && !(child instanceof org.jsoup.nodes.Element)) {
            child = child.previousSibling();
        }
        return elementOrNull((org.jsoup.nodes.Element) child);
    }

    @Export
    public final int childElementCount() {
        return Tree.childElements(raw).size();
    }

    @Export
    public final void prepend(Value nodes) {
        Node node = Mutation.toNode(document(), Mutation.nodesOrTexts(nodes));
        Mutation.preInsert(node, this, firstChild());
    }

    @Export
    public final void append(Value nodes) {
        Mutation.preInsert(Mutation.toNode(document(), Mutation.nodesOrTexts(nodes)), this, null);
    }

    @Export
    public final void replaceChildren(Value nodes) {
        Mutation.replaceChildren(this, nodes);
    }

    @Export
    public final @Nullable Element querySelector(String selectors) {
        SelectorList selector = SelectorList.parse(selectors);
        return elementOrNull(selector.first(rawElement, document()));
    }

    @Export
    public final NodeList querySelectorAll(String selectors) {
        return NodeList.of(this, SelectorList.parse(selectors).all(rawElement, document()));
    }

    /** The elements with the tag name, live; {@code *} means every element. */
    @Export
    public final HTMLCollection getElementsByTagName(String qualifiedName) {
        String lower = Ascii.lowercase(qualifiedName);
        boolean any = qualifiedName.equals("*");
        return HTMLCollection.descendants(this, e -> any || e.tagName().equals(Tree.isHtml(e) ? lower : qualifiedName));
    }

    @Export
    public final HTMLCollection getElementsByTagNameNS(@Nullable String namespace, String localName) {
        boolean anyNamespace = "*".equals(namespace);
        boolean anyName = localName.equals("*");
        return HTMLCollection.descendants(
                this,
                e -> (anyNamespace || e.tag().namespace().equals(namespace))
                        && (anyName || Names.localName(e.tagName()).equals(localName)));
    }

    /** The elements that have all of the classes, live. */
    @Export
    public final HTMLCollection getElementsByClassName(String classNames) {
        List<String> wanted = Names.splitOnWhitespace(classNames);
        return HTMLCollection.descendants(this, e -> {
            List<String> classes = Names.splitOnWhitespace(e.attributes().get("class"));
            return !wanted.isEmpty() && classes.containsAll(wanted);
        });
    }

    @Override
    @Export
    public @Nullable String textContent() {
        return Tree.descendantText(raw);
    }

    @Override
    @Export
    public void setTextContent(@Nullable String text) {
        Mutation.stringReplaceAll(text == null ? "" : text, this);
    }

    /** Called when children were inserted, removed, or had their text changed. */
    void childrenChanged() {}
}
