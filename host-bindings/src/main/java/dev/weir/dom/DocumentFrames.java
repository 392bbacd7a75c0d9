package dev.weir.dom;

import dev.weir.html.Window;
import dev.weir.infra.Ascii;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The frames of a document that have windows, in tree order.
 *
 * @see <a href="https://html.spec.whatwg.org/#document-tree-child-navigables">HTML, document-tree child navigables</a>
 */
final class DocumentFrames {
    private final List<HTMLIFrameElement> elements = new ArrayList<>(0);

    void add(HTMLIFrameElement element) {
        elements.add(element);
    }

    void remove(HTMLIFrameElement element) {
        elements.remove(element);
    }

    int count() {
        return elements.size();
    }

    private List<HTMLIFrameElement> inOrder() {
        elements.sort((a, b) -> Tree.compareOrder(a.rawElement, b.rawElement));
        return elements;
    }

    /** The window with the index, as a property key, or else the first whose name it is; null when there is none. */
    @Nullable
    Window find(String key) {
        if (elements.isEmpty() || key.isEmpty()) {
            return null;
        }
        List<HTMLIFrameElement> frames = inOrder();
        for (int i = 0; i < frames.size(); i++) {
            if (key.equals(String.valueOf(i))) {
                return frames.get(i).contentWindow();
            }
        }
        for (HTMLIFrameElement frame : frames) {
            Window window = frame.contentWindow();
            if (window != null && key.equals(window.name())) {
                return window;
            }
        }
        return null;
    }

    /**
     * The window that a link or form in the document is for, or null where that is none of those here.
     *
     * @see <a href="https://html.spec.whatwg.org/#the-rules-for-choosing-a-navigable">HTML, choosing a navigable</a>
     */
    static @Nullable Window choose(Document document, String target) {
        if (!document.isFullyActive() || !(document.window() instanceof Window own)) {
            return null;
        }
        return switch (Ascii.lowercase(target)) {
            case "", "_self" -> own;
            case "_parent" -> own.parent();
            case "_top" -> own.top();
            case "_blank" -> null;
            default -> {
                Window nearest = named(own, target);
                Window top = own.top();
                yield nearest != null || top == null ? nearest : named(top, target);
            }
        };
    }

    /** The window itself or one in it that has the name. */
    private static @Nullable Window named(Window window, String name) {
        if (name.equals(window.name())) {
            return window;
        }
        if (window.document() instanceof Document document) {
            for (HTMLIFrameElement frame : document.frames().inOrder()) {
                Window inner = frame.contentWindow();
                Window found = inner == null ? null : named(inner, name);
                if (found != null) {
                    return found;
                }
            }
        }
        return null;
    }

    /** Ends the frames in a subtree of the document that is about to leave it. */
    void leave(org.jsoup.nodes.Node root) {
        if (elements.isEmpty()) {
            return;
        }
        List<HTMLIFrameElement> leaving = new ArrayList<>();
        Tree.forEachElement(root, element -> {
            if (Node.existing(element) instanceof HTMLIFrameElement frame) {
                leaving.add(frame);
            }
        });
        leaving.forEach(HTMLIFrameElement::leaves);
    }

    /** Ends all frames. */
    void end() {
        List.copyOf(elements).forEach(HTMLIFrameElement::leaves);
    }
}
