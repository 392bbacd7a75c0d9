package dev.weir.dom;

import dev.weir.bindings.InterfaceDefinition;
import dev.weir.infra.Ascii;
import dev.weir.webidl.PlatformObject;
import dev.weir.webidl.WebException;
import java.util.List;
import org.graalvm.polyglot.HostAccess.Export;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/**
 * The {@code data-} attributes of an element: {@code dataset}.
 *
 * @see <a href="https://html.spec.whatwg.org/#domstringmap">HTML, DOMStringMap</a>
 */
public final class DOMStringMap extends PlatformObject {
    public static final InterfaceDefinition DEFINITION = InterfaceDefinition.of("""
            [Exposed=Window, LegacyOverrideBuiltIns]
            interface DOMStringMap {
              getter DOMString (DOMString name);
              setter undefined (DOMString name, DOMString value);
              deleter undefined (DOMString name);
            };
            """);

    private final Element element;

    DOMStringMap(Element element) {
        super(element.realm());
        this.element = element;
    }

    @Override
    public String interfaceName() {
        return "DOMStringMap";
    }

    /** {@code fooBar} becomes {@code data-foo-bar}; null for names that no attribute can stand for. */
    private static @Nullable String attributeOf(String name) {
        StringBuilder attribute = new StringBuilder("data-");
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (c == '-' && i + 1 < name.length() && name.charAt(i + 1) >= 'a' && name.charAt(i + 1) <= 'z') {
                return null;
            }
            if (c >= 'A' && c <= 'Z') {
                attribute.append('-').append((char) (c + 32));
            } else {
                attribute.append(c);
            }
        }
        return attribute.toString();
    }

    private static @Nullable String nameOf(String attribute) {
        if (!attribute.startsWith("data-") || !attribute.equals(Ascii.lowercase(attribute))) {
            return null;
        }
        StringBuilder name = new StringBuilder();
        for (int i = 5; i < attribute.length(); i++) {
            char c = attribute.charAt(i);
            char next = i + 1 < attribute.length() ? attribute.charAt(i + 1) : 0;
            if (c == '-' && next >= 'a' && next <= 'z') {
                name.append((char) (next - 32));
                i++;
            } else {
                name.append(c);
            }
        }
        return name.toString();
    }

    @Export
    public Value namedKeys() {
        List<String> names = element.attributeNames().stream()
                .map(DOMStringMap::nameOf)
                .filter(name -> name != null)
                .toList();
        return realm.array(names);
    }

    @Export
    public @Nullable String named(String name) {
        String attribute = attributeOf(name);
        return attribute == null ? null : Tree.attribute(element.rawElement, attribute);
    }

    @Export
    public void setNamed(String name, String value) {
        String attribute = attributeOf(name);
        if (attribute == null) {
            throw WebException.dom("SyntaxError", "'" + name + "' has a hyphen before a lower-case letter");
        }
        Names.requireAttributeName(attribute);
        element.changeAttribute(attribute, value);
    }

    @Export
    public void deleteNamed(String name) {
        String attribute = attributeOf(name);
        if (attribute != null) {
            element.changeAttribute(attribute, null);
        }
    }
}
