package dev.weir.dom;

import dev.weir.dom.SelectorList.Simple;
import dev.weir.infra.Ascii;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jspecify.annotations.Nullable;

/**
 * What selectors ask of an element with a colon. A pointer never hovers and links are never visited here.
 *
 * @see <a href="https://html.spec.whatwg.org/#pseudo-classes">HTML, pseudo-classes</a>
 */
final class PseudoClasses {
    private static final Simple NEVER = (element, m) -> false;
    private static final Set<String> TEXT_TYPES = Set.of(
            "text",
            "search",
            "url",
            "tel",
            "email",
            "password",
            "date",
            "month",
            "week",
            "time",
            "datetime-local",
            "number");

    private static final Map<String, Simple> SIMPLE = Map.ofEntries(
            Map.entry("root", (e, m) -> e.parent() instanceof org.jsoup.nodes.Document),
            Map.entry(
                    "scope",
                    (e, m) -> m.scope() == null ? e.parent() instanceof org.jsoup.nodes.Document : e == m.scope()),
            Map.entry("empty", (e, m) -> isEmpty(e)),
            Map.entry("first-child", (e, m) -> SelectorList.previous(e) == null),
            Map.entry("last-child", (e, m) -> SelectorList.next(e) == null),
            Map.entry("only-child", (e, m) -> SelectorList.previous(e) == null && SelectorList.next(e) == null),
            Map.entry("first-of-type", nth(0, 1, true, false, null)),
            Map.entry("last-of-type", nth(0, 1, true, true, null)),
            Map.entry(
                    "only-of-type",
                    (e, m) -> nth(0, 1, true, false, null).test(e, m)
                            && nth(0, 1, true, true, null).test(e, m)),
            Map.entry("link", (e, m) -> isLink(e)),
            Map.entry("any-link", (e, m) -> isLink(e)),
            Map.entry("visited", NEVER),
            Map.entry("hover", NEVER),
            Map.entry("active", NEVER),
            Map.entry("target", NEVER),
            Map.entry("fullscreen", NEVER),
            Map.entry("autofill", NEVER),
            Map.entry("before", NEVER),
            Map.entry("after", NEVER),
            Map.entry("first-line", NEVER),
            Map.entry("first-letter", NEVER),
            Map.entry("defined", (e, m) -> true),
            Map.entry("focus", (e, m) -> e == focused(m)),
            Map.entry("focus-visible", (e, m) -> e == focused(m)),
            Map.entry("focus-within", (e, m) -> focused(m) instanceof Element f && Tree.isInclusiveAncestor(e, f)),
            Map.entry("checked", (e, m) -> isChecked(e)),
            Map.entry("disabled", (e, m) -> FormControls.isDisabled(e)),
            Map.entry("enabled", (e, m) -> FormControls.canBeDisabled(e) && !FormControls.isDisabled(e)),
            Map.entry("required", (e, m) -> canBeRequired(e) && e.attributes().hasKey("required")),
            Map.entry("optional", (e, m) -> canBeRequired(e) && !e.attributes().hasKey("required")),
            Map.entry("read-write", (e, m) -> isEditable(e)),
            Map.entry("read-only", (e, m) -> !isEditable(e)),
            Map.entry("placeholder-shown", (e, m) -> showsPlaceholder(e)),
            Map.entry(
                    "indeterminate",
                    (e, m) -> dev.weir.dom.Node.existing(e) instanceof HTMLInputElement i && i.indeterminate()),
            Map.entry(
                    "open",
                    (e, m) -> e.attributes().hasKey("open") && (Tree.is(e, "details") || Tree.is(e, "dialog"))));

    private PseudoClasses() {}

    static @Nullable Simple simple(String name) {
        return SIMPLE.get(name);
    }

    private static @Nullable Element focused(SelectorList.Matching matching) {
        HTMLElement focused = matching.document().focus().holder();
        return focused == null ? null : focused.rawElement;
    }

    private static boolean isEmpty(Element element) {
        for (int i = 0; i < element.childNodeSize(); i++) {
            Node child = element.childNode(i);
            if (child instanceof Element
                    || (Tree.isText(child) && !Tree.textOf(child).isEmpty())) {
                return false;
            }
        }
        return true;
    }

    private static boolean isLink(Element element) {
        return element.attributes().hasKey("href") && (Tree.is(element, "a") || Tree.is(element, "area"));
    }

    private static boolean isChecked(Element element) {
        dev.weir.dom.Node peer = dev.weir.dom.Node.existing(element);
        if (Tree.is(element, "option")) {
            return peer instanceof HTMLOptionElement option
                    ? option.selected()
                    : element.attributes().hasKey("selected");
        }
        String type = Ascii.lowercase(element.attributes().get("type"));
        return Tree.is(element, "input")
                && (type.equals("checkbox") || type.equals("radio"))
                && (peer instanceof HTMLInputElement input
                        ? input.checked()
                        : element.attributes().hasKey("checked"));
    }

    private static boolean canBeRequired(Element element) {
        return Tree.is(element, "input") || Tree.is(element, "select") || Tree.is(element, "textarea");
    }

    private static boolean isEditable(Element element) {
        boolean text = Tree.is(element, "textarea")
                || (Tree.is(element, "input") && TEXT_TYPES.contains(HTMLInputElement.typeOf(element)));
        if (text) {
            return !element.attributes().hasKey("readonly") && !FormControls.isDisabled(element);
        }
        String editable = Tree.attribute(element, "contenteditable");
        return editable != null && !editable.equalsIgnoreCase("false");
    }

    private static boolean showsPlaceholder(Element element) {
        if (!element.attributes().hasKey("placeholder")) {
            return false;
        }
        return switch (dev.weir.dom.Node.existing(element)) {
            case HTMLInputElement input -> input.value().isEmpty();
            case HTMLTextAreaElement area -> area.value().isEmpty();
            case null ->
                Tree.is(element, "input")
                        ? element.attributes().get("value").isEmpty()
                        : Tree.is(element, "textarea")
                                && Tree.childText(element).isEmpty();
            default -> false;
        };
    }

    /** {@code a*n + b}, counted from 1 among siblings of the same type, or among those that the list matches. */
    static Simple nth(int a, int b, boolean ofType, boolean fromEnd, @Nullable SelectorList of) {
        return (element, matching) -> {
            if (of != null && !of.matches(element, matching)) {
                return false;
            }
            int place = 1;
            Element sibling = fromEnd ? SelectorList.next(element) : SelectorList.previous(element);
            while (sibling != null) {
                boolean counts = ofType
                        ? sibling.tagName().equals(element.tagName())
                        : of == null || of.matches(sibling, matching);
                place += counts ? 1 : 0;
                sibling = fromEnd ? SelectorList.next(sibling) : SelectorList.previous(sibling);
            }
            int distance = place - b;
            return a == 0 ? distance == 0 : distance % a == 0 && distance / a >= 0;
        };
    }

    /** The language that the nearest {@code lang} attribute says begins with one of the ranges. */
    static Simple lang(String argument) {
        List<String> ranges = List.of(argument.toLowerCase(Locale.ROOT).split(",")).stream()
                .map(range -> Names.stripWhitespace(range).replace("\"", "").replace("'", ""))
                .toList();
        return (element, m) -> {
            for (Element e = element; e != null; e = e.parent()) {
                String lang = Tree.attribute(e, "lang");
                if (lang != null) {
                    String actual = lang.toLowerCase(Locale.ROOT);
                    return ranges.stream().anyMatch(r -> actual.equals(r) || actual.startsWith(r + "-"));
                }
            }
            return false;
        };
    }

    static Simple dir(String direction) {
        return (element, m) -> Directionality.of(element).equals(direction);
    }
}
