package dev.weir.dom;

import dev.weir.bindings.InterfaceDefinition;
import dev.weir.events.Event;
import dev.weir.events.EventTarget;
import org.graalvm.polyglot.HostAccess.Export;
import org.jspecify.annotations.Nullable;

/**
 * An attribute as an object. While it belongs to an element its value lives there.
 *
 * @see <a href="https://dom.spec.whatwg.org/#interface-attr">DOM, Attr</a>
 */
public final class Attr extends Node {
    public static final InterfaceDefinition DEFINITION = InterfaceDefinition.of("""
            [Exposed=Window]
            interface Attr : Node {
              readonly attribute DOMString? namespaceURI;
              readonly attribute DOMString? prefix;
              readonly attribute DOMString localName;
              readonly attribute DOMString name;
              attribute DOMString value;
              readonly attribute Element? ownerElement;
              readonly attribute boolean specified;
            };
            """);

    private final String name;
    private @Nullable Element ownerElement;
    /** The value while there is no owner. */
    private String value;

    Attr(Document document, String name, String value) {
        super(document.realm(), document, new org.jsoup.nodes.TextNode(""));
        this.name = name;
        this.value = value;
    }

    /** Ties this to an element, which keeps the value from now on, or unties it, keeping the value it had. */
    void setOwner(@Nullable Element owner, String lastValue) {
        ownerElement = owner;
        value = lastValue;
    }

    int indexInElement() {
        return ownerElement == null ? -1 : ownerElement.attributeNames().indexOf(name);
    }

    @Override
    public String interfaceName() {
        return "Attr";
    }

    @Override
    @Export
    public int nodeType() {
        return ATTRIBUTE_NODE;
    }

    @Override
    @Export
    public String nodeName() {
        return name;
    }

    /** Always null: the parser's few namespaced attributes (xlink, xml) read as plain ones with a colon. */
    @Export
    public @Nullable String namespaceURI() {
        return null;
    }

    @Export
    public @Nullable String prefix() {
        return null;
    }

    @Export
    public String localName() {
        return name;
    }

    @Export
    public String name() {
        return name;
    }

    @Export
    public String value() {
        String current = ownerElement == null ? null : ownerElement.getAttribute(name);
        return current == null ? value : current;
    }

    @Export
    public void setValue(String value) {
        if (ownerElement == null) {
            this.value = value;
        } else {
            ownerElement.changeAttribute(name, value);
        }
    }

    @Export
    public @Nullable Element ownerElement() {
        return ownerElement;
    }

    @Export
    public boolean specified() {
        return true;
    }

    @Override
    @Export
    public @Nullable String nodeValue() {
        return value();
    }

    @Override
    @Export
    public void setNodeValue(@Nullable String value) {
        setValue(value == null ? "" : value);
    }

    @Override
    @Export
    public @Nullable String textContent() {
        return value();
    }

    @Override
    @Export
    public void setTextContent(@Nullable String text) {
        setNodeValue(text);
    }

    @Override
    @Export
    public @Nullable Node parentNode() {
        return null;
    }

    @Override
    protected @Nullable EventTarget getTheParent(Event event) {
        return null;
    }

    @Override
    Node cloneAlone(Document target) {
        return new Attr(target, name, value());
    }
}
