package dev.weir.dom;

import dev.weir.bindings.InterfaceDefinition;
import dev.weir.webidl.PlatformObject;
import dev.weir.webidl.WebException;
import java.util.List;
import org.graalvm.polyglot.HostAccess.Export;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/**
 * The attributes of an element, live.
 *
 * @see <a href="https://dom.spec.whatwg.org/#interface-namednodemap">DOM, NamedNodeMap</a>
 */
public final class NamedNodeMap extends PlatformObject {
    public static final InterfaceDefinition DEFINITION = InterfaceDefinition.of("""
            [Exposed=Window, LegacyUnenumerableNamedProperties]
            interface NamedNodeMap {
              readonly attribute unsigned long length;
              getter Attr? item(unsigned long index);
              getter Attr? getNamedItem(DOMString qualifiedName);
              Attr? getNamedItemNS(DOMString? namespace, DOMString localName);
              Attr? setNamedItem(Attr attr);
              Attr removeNamedItem(DOMString qualifiedName);
            };
            """);

    private final Element element;

    NamedNodeMap(Element element) {
        super(element.realm());
        this.element = element;
    }

    @Override
    public String interfaceName() {
        return "NamedNodeMap";
    }

    @Export
    public int length() {
        return element.rawElement.attributes().size();
    }

    @Export
    public @Nullable Attr item(double index) {
        List<String> names = element.attributeNames();
        return index < names.size() ? element.getAttributeNode(names.get((int) index)) : null;
    }

    @Export
    public @Nullable Attr getNamedItem(String qualifiedName) {
        return element.getAttributeNode(qualifiedName);
    }

    @Export
    public @Nullable Attr getNamedItemNS(@Nullable String namespace, String localName) {
        return namespace == null || namespace.isEmpty() ? element.attributeNode(localName) : null;
    }

    @Export
    public @Nullable Attr setNamedItem(Attr attr) {
        return element.setAttributeNode(attr);
    }

    @Export
    public Attr removeNamedItem(String qualifiedName) {
        Attr attr = element.getAttributeNode(qualifiedName);
        if (attr == null) {
            throw WebException.dom("NotFoundError", "there is no attribute named '" + qualifiedName + "'");
        }
        return element.removeAttributeNode(attr);
    }

    @Export
    public int indexedCount() {
        return length();
    }

    @Export
    public @Nullable Attr indexed(double index) {
        return item(index);
    }

    @Export
    public Value namedKeys() {
        return realm.array(element.attributeNames());
    }

    @Export
    public @Nullable Attr named(String name) {
        return element.attributeNode(name);
    }
}
