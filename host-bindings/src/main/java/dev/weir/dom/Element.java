package dev.weir.dom;

import dev.weir.bindings.InterfaceDefinition;
import dev.weir.infra.Ascii;
import dev.weir.webidl.WebException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import org.graalvm.polyglot.HostAccess.Export;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/**
 * An element. Those of other namespaces than HTML's are nothing more than this.
 *
 * <p>Nothing is laid out, so no element has a box: sizes and scroll positions read 0 and scrolling does nothing, as the
 * standard says for such elements. What would have to invent geometry, {@code getBoundingClientRect()} and the
 * {@code offset...} attributes, is absent, so that a script notices.
 *
 * @see <a href="https://dom.spec.whatwg.org/#interface-element">DOM, Element</a>
 * @see <a href="https://drafts.csswg.org/cssom-view/#extension-to-the-element-interface">CSSOM View, Element</a>
 */
public class Element extends ContainerNode {
    public static final InterfaceDefinition DEFINITION = InterfaceDefinition.of("""
            [Exposed=Window]
            interface Element : Node {
              readonly attribute DOMString? namespaceURI;
              readonly attribute DOMString? prefix;
              readonly attribute DOMString localName;
              readonly attribute DOMString tagName;
              [Reflect] attribute DOMString id;
              [Reflect=class] attribute DOMString className;
              [Reflect] attribute DOMString slot;
              [SameObject, PutForwards=value] readonly attribute DOMTokenList classList;
              boolean hasAttributes();
              [SameObject] readonly attribute NamedNodeMap attributes;
              sequence<DOMString> getAttributeNames();
              DOMString? getAttribute(DOMString qualifiedName);
              DOMString? getAttributeNS(DOMString? namespace, DOMString localName);
              undefined setAttribute(DOMString qualifiedName, DOMString value);
              undefined setAttributeNS(DOMString? namespace, DOMString qualifiedName, DOMString value);
              undefined removeAttribute(DOMString qualifiedName);
              undefined removeAttributeNS(DOMString? namespace, DOMString localName);
              boolean toggleAttribute(DOMString qualifiedName, optional boolean force);
              boolean hasAttribute(DOMString qualifiedName);
              boolean hasAttributeNS(DOMString? namespace, DOMString localName);
              Attr? getAttributeNode(DOMString qualifiedName);
              Attr? setAttributeNode(Attr attr);
              Attr removeAttributeNode(Attr attr);
              Element? closest(DOMString selectors);
              boolean matches(DOMString selectors);
              boolean webkitMatchesSelector(DOMString selectors);
              HTMLCollection getElementsByTagName(DOMString qualifiedName);
              HTMLCollection getElementsByTagNameNS(DOMString? namespace, DOMString localName);
              HTMLCollection getElementsByClassName(DOMString classNames);
              Element? insertAdjacentElement(DOMString where, Element element);
              undefined insertAdjacentText(DOMString where, DOMString data);
              undefined insertAdjacentHTML(DOMString position, DOMString string);
              attribute [LegacyNullToEmptyString] DOMString innerHTML;
              attribute [LegacyNullToEmptyString] DOMString outerHTML;
              attribute unrestricted double scrollTop;
              attribute unrestricted double scrollLeft;
              readonly attribute long scrollWidth;
              readonly attribute long scrollHeight;
              readonly attribute long clientTop;
              readonly attribute long clientLeft;
              readonly attribute long clientWidth;
              readonly attribute long clientHeight;
              undefined scrollIntoView(optional any arg);
              undefined scroll(any... options);
              undefined scrollTo(any... options);
              undefined scrollBy(any... options);
            };
            Element includes ParentNode;
            Element includes ChildNode;
            Element includes NonDocumentTypeChildNode;
            """);

    private @Nullable DOMTokenList classList;
    private @Nullable NamedNodeMap attributes;
    /** The attributes that were asked for as objects. */
    private final Map<String, Attr> attributeNodes = new HashMap<>(0);

    Element(Document document, org.jsoup.nodes.Element raw) {
        super(document.realm(), document, raw);
    }

    @Override
    public String interfaceName() {
        return "Element";
    }

    @Override
    @Export
    public final int nodeType() {
        return ELEMENT_NODE;
    }

    @Override
    @Export
    public final String nodeName() {
        return tagName();
    }

    @Export
    public final String namespaceURI() {
        return rawElement.tag().namespace();
    }

    @Export
    public final @Nullable String prefix() {
        int colon = Tree.isHtml(rawElement) ? -1 : rawElement.tagName().indexOf(':');
        return colon < 0 ? null : rawElement.tagName().substring(0, colon);
    }

    @Export
    public final String localName() {
        return Tree.isHtml(rawElement) ? rawElement.tagName() : Names.localName(rawElement.tagName());
    }

    @Export
    public final String tagName() {
        return Tree.isHtml(rawElement) ? Ascii.uppercase(rawElement.tagName()) : rawElement.tagName();
    }

    @Override
    @Export
    public final @Nullable String lookupPrefix(@Nullable String namespace) {
        return namespace != null && namespace.equals(namespaceURI()) ? prefix() : null;
    }

    @Override
    Node cloneAlone(Document target) {
        return target.peer(Cloning.copyElement(rawElement));
    }

    /** Takes over what cloning copies besides attributes and children. */
    void copyStateOf(Element original, boolean subtree, Document target) {}

    // ---- attributes

    private String attributeName(String qualifiedName) {
        return Tree.isHtml(rawElement) ? Ascii.lowercase(qualifiedName) : qualifiedName;
    }

    final List<String> attributeNames() {
        List<String> names = new ArrayList<>();
        for (org.jsoup.nodes.Attribute attribute : rawElement.attributes()) {
            names.add(attribute.getKey());
        }
        return names;
    }

    final boolean sameAttributes(Element other) {
        List<String> names = attributeNames();
        return names.size() == other.rawElement.attributes().size()
                && names.stream()
                        .allMatch(name ->
                                rawElement.attributes().get(name).equals(Tree.attribute(other.rawElement, name)));
    }

    /** Every change of an attribute comes through here; null removes it. */
    final void changeAttribute(String name, @Nullable String value) {
        String old = Tree.attribute(rawElement, name);
        if (value != null) {
            rawElement.attributes().put(name, value);
        } else if (old != null) {
            rawElement.attributes().remove(name);
            Attr attr = attributeNodes.remove(name);
            if (attr != null) {
                attr.setOwner(null, old);
            }
        } else {
            return;
        }
        document().changes().attributeChanged(this, name, old, value);
        attributeChanged(name, old, value);
    }

    /** Called after an attribute was set, changed or removed. */
    void attributeChanged(String name, @Nullable String old, @Nullable String value) {}

    /** Takes notice of the attributes that the element has when its peer is made. */
    void attributesPresent() {}

    @Export
    public final boolean hasAttributes() {
        return !rawElement.attributes().isEmpty();
    }

    @Export
    public final NamedNodeMap attributes() {
        if (attributes == null) {
            attributes = new NamedNodeMap(this);
        }
        return attributes;
    }

    @Export
    public final Value getAttributeNames() {
        return realm.array(attributeNames());
    }

    @Export
    public final @Nullable String getAttribute(String qualifiedName) {
        return Tree.attribute(rawElement, attributeName(qualifiedName));
    }

    /** Attributes have no namespaces here; with one, the name is looked for as it stands after a prefix. */
    @Export
    public final @Nullable String getAttributeNS(@Nullable String namespace, String localName) {
        return Tree.attribute(rawElement, attributeKeyNS(namespace, localName));
    }

    private String attributeKeyNS(@Nullable String namespace, String localName) {
        if (namespace == null || namespace.isEmpty()) {
            return localName;
        }
        return attributeNames().stream()
                .filter(name -> name.indexOf(':') > 0 && Names.localName(name).equals(localName))
                .findFirst()
                .orElse(localName + " "); // a name that no attribute has
    }

    @Export
    public final void setAttribute(String qualifiedName, String value) {
        Names.requireAttributeName(qualifiedName);
        changeAttribute(attributeName(qualifiedName), value);
    }

    @Export
    public final void setAttributeNS(@Nullable String namespace, String qualifiedName, String value) {
        Names.requireAttributeName(qualifiedName);
        Names.requireNamespace(namespace, qualifiedName);
        changeAttribute(qualifiedName, value);
    }

    @Export
    public final void removeAttribute(String qualifiedName) {
        changeAttribute(attributeName(qualifiedName), null);
    }

    @Export
    public final void removeAttributeNS(@Nullable String namespace, String localName) {
        changeAttribute(attributeKeyNS(namespace, localName), null);
    }

    @Export
    public final boolean toggleAttribute(String qualifiedName, Value force) {
        Names.requireAttributeName(qualifiedName);
        String name = attributeName(qualifiedName);
        boolean has = Tree.attribute(rawElement, name) != null;
        boolean wanted = force.isBoolean() ? force.asBoolean() : !has;
        if (wanted != has) {
            changeAttribute(name, wanted ? "" : null);
        }
        return wanted;
    }

    @Export
    public final boolean hasAttribute(String qualifiedName) {
        return getAttribute(qualifiedName) != null;
    }

    @Export
    public final boolean hasAttributeNS(@Nullable String namespace, String localName) {
        return getAttributeNS(namespace, localName) != null;
    }

    @Export
    public final @Nullable Attr getAttributeNode(String qualifiedName) {
        return attributeNode(attributeName(qualifiedName));
    }

    final @Nullable Attr attributeNode(String name) {
        String value = Tree.attribute(rawElement, name);
        if (value == null) {
            return null;
        }
        return attributeNodes.computeIfAbsent(name, key -> {
            Attr attr = new Attr(document(), key, value);
            attr.setOwner(this, value);
            return attr;
        });
    }

    @Export
    public final @Nullable Attr setAttributeNode(Attr attr) {
        Element owner = attr.ownerElement();
        if (owner == this) {
            return attr;
        }
        if (owner != null) {
            throw WebException.dom("InUseAttributeError", "the attribute belongs to another element");
        }
        Attr old = attributeNode(attr.name());
        if (old != null) {
            old.setOwner(null, old.value());
        }
        String value = attr.value();
        attributeNodes.put(attr.name(), attr);
        attr.setOwner(this, value);
        changeAttribute(attr.name(), value);
        return old;
    }

    @Export
    public final Attr removeAttributeNode(Attr attr) {
        if (attr.ownerElement() != this) {
            throw WebException.dom("NotFoundError", "the attribute does not belong to this element");
        }
        changeAttribute(attr.name(), null);
        return attr;
    }

    // ---- reflection (https://html.spec.whatwg.org/#reflecting-content-attributes-in-idl-attributes)

    @Export
    public final String reflectedAttribute(String name) {
        return rawElement.attributes().get(name);
    }

    @Export
    public final void setBooleanAttribute(String name, boolean present) {
        changeAttribute(name, present ? "" : null);
    }

    /** The URL that the attribute refers to, or its text when it is none; empty without the attribute. */
    @Export
    public final String reflectedUrl(String name) {
        String value = Tree.attribute(rawElement, name);
        return value == null ? "" : document().resolve(value).orElse(value);
    }

    @Export
    public final int reflectedInteger(String name) {
        OptionalInt value = Names.parseInteger(rawElement.attributes().get(name));
        return value.isPresent() ? value.getAsInt() : defaultInteger(name);
    }

    /** What an integer attribute reads as when it is absent or no number. */
    int defaultInteger(String name) {
        return 0;
    }

    /** An attribute limited to known values: the one that is there, or a default. */
    final String reflectedEnum(String name, List<String> known, String missing, String invalid) {
        String value = Tree.attribute(rawElement, name);
        if (value == null) {
            return missing;
        }
        String lower = Ascii.lowercase(value);
        return known.contains(lower) ? lower : invalid;
    }

    @Export
    public final DOMTokenList classList() {
        if (classList == null) {
            classList = new DOMTokenList(this, "class");
        }
        return classList;
    }

    // ---- selectors

    @Export
    public final @Nullable Element closest(String selectors) {
        SelectorList selector = SelectorList.parse(selectors);
        for (org.jsoup.nodes.Node e = raw; e != null && Tree.isElement(e); e = e.parentNode()) {
            if (selector.matches((org.jsoup.nodes.Element) e, rawElement, document())) {
                return elementOrNull((org.jsoup.nodes.Element) e);
            }
        }
        return null;
    }

    @Export
    public final boolean matches(String selectors) {
        return SelectorList.parse(selectors).matches(rawElement, rawElement, document());
    }

    @Export
    public final boolean webkitMatchesSelector(String selectors) {
        return matches(selectors);
    }

    // ---- markup

    /** Where children that markup makes go: the element itself, unless it is a template. */
    ContainerNode markupContainer() {
        return this;
    }

    @Export
    public final String innerHTML() {
        return Serializer.inner(this);
    }

    @Export
    public final void setInnerHTML(String markup) {
        Markup.setInner(this, markup);
    }

    @Export
    public final String outerHTML() {
        return Serializer.outer(this);
    }

    @Export
    public final void setOuterHTML(String markup) {
        Markup.setOuter(this, markup);
    }

    @Export
    public final void insertAdjacentHTML(String position, String markup) {
        Markup.insertAdjacent(this, position, markup);
    }

    @Export
    public final @Nullable Element insertAdjacentElement(String where, Element element) {
        return (Element) Markup.insertAdjacentNode(this, where, element);
    }

    @Export
    public final void insertAdjacentText(String where, String data) {
        Markup.insertAdjacentNode(this, where, document().createTextNode(data));
    }

    // ---- boxes, of which there are none

    @Export
    public final double scrollTop() {
        return 0;
    }

    @Export
    public final void setScrollTop(double value) {}

    @Export
    public final double scrollLeft() {
        return 0;
    }

    @Export
    public final void setScrollLeft(double value) {}

    @Export
    public final int scrollWidth() {
        return 0;
    }

    @Export
    public final int scrollHeight() {
        return 0;
    }

    @Export
    public final int clientTop() {
        return 0;
    }

    @Export
    public final int clientLeft() {
        return 0;
    }

    @Export
    public final int clientWidth() {
        return 0;
    }

    @Export
    public final int clientHeight() {
        return 0;
    }

    @Export
    public final void scrollIntoView(Value options) {}

    @Export
    public final void scroll(Value options) {}

    @Export
    public final void scrollTo(Value options) {}

    @Export
    public final void scrollBy(Value options) {}
}
