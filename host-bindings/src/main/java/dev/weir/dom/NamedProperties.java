package dev.weir.dom;

import dev.weir.html.Window;
import dev.weir.webidl.Realm;
import java.util.List;
import org.graalvm.polyglot.HostAccess.Export;
import org.jsoup.nodes.Element;
import org.jspecify.annotations.Nullable;

/**
 * Elements and frames as globals: what the object behind a window's prototype asks for names that nothing else has.
 *
 * @see <a href="https://html.spec.whatwg.org/#named-access-on-the-window-object">HTML, named access on the Window
 *     object</a>
 */
public final class NamedProperties {
    private @Nullable Document shown;

    private NamedProperties() {}

    /** Puts one behind the prototype of the realm's window. */
    static NamedProperties install(Realm realm) {
        NamedProperties made = new NamedProperties();
        realm.callFunction("installNamedProperties", made);
        return made;
    }

    /** Says which document the window shows. */
    void setDocument(Document document) {
        shown = document;
    }

    @Export
    public boolean has(String name) {
        Document document = shown;
        return document != null
                && (document.frames().find(name) != null
                        || !document.index().namedOnWindow(name).isEmpty());
    }

    /** The window of a frame; or the element with the id or name, a collection when there are several; or null. */
    @Export
    public @Nullable Object get(String name) {
        Document document = shown;
        if (document == null) {
            return null;
        }
        Window window = document.frames().find(name);
        if (window != null) {
            return window;
        }
        List<Element> found = document.index().namedOnWindow(name);
        return switch (found.size()) {
            case 0 -> null;
            case 1 -> document.peer(found.get(0));
            default -> new HTMLCollection(document, () -> document.index().namedOnWindow(name));
        };
    }
}
