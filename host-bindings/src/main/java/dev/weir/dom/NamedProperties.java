package dev.weir.dom;

import java.util.List;
import org.graalvm.polyglot.HostAccess.Export;
import org.jsoup.nodes.Element;
import org.jspecify.annotations.Nullable;

/**
 * Elements as globals: what the object behind a window's prototype asks for names that nothing else has.
 *
 * @see <a href="https://html.spec.whatwg.org/#named-access-on-the-window-object">HTML, named access on the Window
 *     object</a>
 */
public final class NamedProperties {
    private final Document document;

    NamedProperties(Document document) {
        this.document = document;
    }

    @Export
    public boolean has(String name) {
        return !document.index().namedOnWindow(name).isEmpty();
    }

    /** The element with the id or name, a collection when there are several, or null. */
    @Export
    public @Nullable Object get(String name) {
        List<Element> found = document.index().namedOnWindow(name);
        return switch (found.size()) {
            case 0 -> null;
            case 1 -> document.peer(found.get(0));
            default -> new HTMLCollection(document, () -> document.index().namedOnWindow(name));
        };
    }
}
