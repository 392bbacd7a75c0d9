package dev.weir.dom;

import dev.weir.bindings.InterfaceDefinition;
import dev.weir.webidl.PlatformObject;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.graalvm.polyglot.HostAccess.Export;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/**
 * A live list of elements. What it holds is looked up when asked for and kept until the tree changes.
 *
 * @see <a href="https://dom.spec.whatwg.org/#interface-htmlcollection">DOM, HTMLCollection</a>
 */
public class HTMLCollection extends PlatformObject {
    public static final InterfaceDefinition DEFINITION = InterfaceDefinition.of("""
            [Exposed=Window, LegacyUnenumerableNamedProperties]
            interface HTMLCollection {
              readonly attribute unsigned long length;
              getter Element? item(unsigned long index);
              getter Element? namedItem(DOMString name);
            };
            """);

    final Node owner;
    private final Supplier<List<org.jsoup.nodes.Element>> lookUp;
    private @Nullable List<org.jsoup.nodes.Element> elements;
    /** The version of the tree that {@link #elements} is from. */
    private long version;

    HTMLCollection(Node owner, Supplier<List<org.jsoup.nodes.Element>> lookUp) {
        super(owner.realm());
        this.owner = owner;
        this.lookUp = lookUp;
    }

    static HTMLCollection children(ContainerNode parent) {
        return new HTMLCollection(parent, () -> Tree.childElements(parent.raw));
    }

    static HTMLCollection descendants(ContainerNode root, Predicate<org.jsoup.nodes.Element> filter) {
        return new HTMLCollection(
                root,
                () -> Tree.descendantElements(root.raw).stream().filter(filter).toList());
    }

    @Override
    public String interfaceName() {
        return "HTMLCollection";
    }

    final List<org.jsoup.nodes.Element> elements() {
        long now = owner.document().index().version();
        if (elements == null || version != now) {
            elements = lookUp.get();
            version = now;
        }
        return elements;
    }

    @Export
    public final int length() {
        return elements().size();
    }

    @Export
    public final @Nullable Element item(double index) {
        return index < length() ? owner.elementOrNull(elements().get((int) index)) : null;
    }

    @Export
    public @Nullable PlatformObject namedItem(String name) {
        for (org.jsoup.nodes.Element element : elements()) {
            if (hasName(element, name)) {
                return owner.elementOrNull(element);
            }
        }
        return null;
    }

    static boolean hasName(org.jsoup.nodes.Element element, String name) {
        return !name.isEmpty()
                && (name.equals(Tree.attribute(element, "id"))
                        || (Tree.isHtml(element) && name.equals(Tree.attribute(element, "name"))));
    }

    @Export
    public final int indexedCount() {
        return length();
    }

    @Export
    public final @Nullable Element indexed(double index) {
        return item(index);
    }

    @Export
    public final Value namedKeys() {
        return realm.array(List.copyOf(names(elements())));
    }

    /** The ids and names of elements, in order, each once. */
    static Set<String> names(List<org.jsoup.nodes.Element> elements) {
        Set<String> names = new LinkedHashSet<>();
        for (org.jsoup.nodes.Element element : elements) {
            names.add(element.attributes().get("id"));
            if (Tree.isHtml(element)) {
                names.add(element.attributes().get("name"));
            }
        }
        names.remove("");
        return names;
    }

    @Export
    public final @Nullable PlatformObject named(String name) {
        return namedItem(name);
    }
}
