package dev.weir.dom;

import dev.weir.infra.Ascii;
import java.util.Set;
import org.jsoup.nodes.Element;
import org.jspecify.annotations.Nullable;

/**
 * In which direction the text of an element runs: {@code ltr} or {@code rtl}.
 *
 * @see <a href="https://html.spec.whatwg.org/#the-directionality">HTML, the directionality</a>
 */
final class Directionality {
    /** The types of inputs that {@code dir=auto} looks into, and that can submit their direction. */
    private static final Set<String> TYPES =
            Set.of("hidden", "text", "search", "tel", "url", "email", "password", "submit", "reset", "button");

    /** Elements whose text says nothing of the direction of what they are in. */
    private static final Set<String> ISOLATED = Set.of("bdi", "script", "style", "textarea");

    private Directionality() {}

    static String of(Element element) {
        for (Element e = element; e != null; e = e.parent()) {
            String dir = Tree.isHtml(e) ? Ascii.lowercase(e.attributes().get("dir")) : "";
            switch (dir) {
                case "ltr", "rtl" -> {
                    return dir;
                }
                case "auto" -> {
                    return automatic(e);
                }
                default -> {
                    if (Tree.is(e, "bdi")) {
                        return automatic(e);
                    }
                    if (FormControls.isInputOfType(e, "tel")) {
                        return "ltr";
                    }
                }
            }
        }
        return "ltr";
    }

    /** https://html.spec.whatwg.org/#auto-directionality-form-associated-elements */
    static boolean isOfValue(Element element) {
        return Tree.is(element, "textarea")
                || (Tree.is(element, "input") && TYPES.contains(HTMLInputElement.typeOf(element)));
    }

    private static String automatic(Element element) {
        String direction = isOfValue(element) ? ofText(valueOf(element)) : ofContent(element);
        return direction == null ? "ltr" : direction;
    }

    /** The value of a control, which may have no peer yet. */
    private static String valueOf(Element control) {
        Node peer = Node.existing(control);
        if (peer instanceof HTMLInputElement input) {
            return input.value();
        }
        if (peer instanceof HTMLTextAreaElement area) {
            return area.value();
        }
        return Tree.is(control, "textarea")
                ? Tree.childText(control)
                : control.attributes().get("value");
    }

    /** The direction of the first text that has one, without what stands for itself; null when none has. */
    private static @Nullable String ofContent(Element element) {
        org.jsoup.nodes.Node next = element;
        while (next != null) {
            if (Tree.isText(next)) {
                String direction = ofText(Tree.textOf(next));
                if (direction != null) {
                    return direction;
                }
            }
            next = next != element && next instanceof Element e && isIsolated(e)
                    ? Tree.followingSkippingChildren(next, element)
                    : Tree.following(next, element);
        }
        return null;
    }

    private static boolean isIsolated(Element element) {
        return Tree.isHtml(element)
                && (ISOLATED.contains(element.tagName())
                        || !isUndefined(element.attributes().get("dir")));
    }

    private static boolean isUndefined(String dir) {
        return !Set.of("ltr", "rtl", "auto").contains(Ascii.lowercase(dir));
    }

    /** The direction of the first character that has a strong one. */
    private static @Nullable String ofText(String text) {
        for (int i = 0; i < text.length(); ) {
            int c = text.codePointAt(i);
            switch (Character.getDirectionality(c)) {
                case Character.DIRECTIONALITY_LEFT_TO_RIGHT -> {
                    return "ltr";
                }
                case Character.DIRECTIONALITY_RIGHT_TO_LEFT, Character.DIRECTIONALITY_RIGHT_TO_LEFT_ARABIC -> {
                    return "rtl";
                }
                default -> i += Character.charCount(c);
            }
        }
        return null;
    }
}
