package dev.weir.dom;

import dev.weir.infra.Ascii;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jspecify.annotations.Nullable;

/**
 * The text of elements as a page would show it.
 *
 * <p>There is no style sheet but the one that browsers start with, of which this knows what is a block, what is not
 * shown and where white space is kept; {@code display}, {@code visibility} and {@code white-space} in a style attribute
 * count too.
 *
 * @see <a href="https://html.spec.whatwg.org/#the-innertext-idl-attribute">HTML, innerText</a>
 */
final class RenderedText {
    private static final Set<String> HIDDEN = Set.of(
            "area",
            "base",
            "basefont",
            "datalist",
            "head",
            "link",
            "meta",
            "noembed",
            "noframes",
            "noscript",
            "param",
            "rp",
            "script",
            "style",
            "template",
            "title");
    private static final Set<String> BLOCKS = Set.of(
            "address",
            "article",
            "aside",
            "blockquote",
            "body",
            "center",
            "dd",
            "details",
            "dialog",
            "dir",
            "div",
            "dl",
            "dt",
            "fieldset",
            "figcaption",
            "figure",
            "footer",
            "form",
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "header",
            "hgroup",
            "hr",
            "html",
            "legend",
            "li",
            "listing",
            "main",
            "menu",
            "nav",
            "ol",
            "optgroup",
            "option",
            "p",
            "plaintext",
            "pre",
            "search",
            "section",
            "summary",
            "table",
            "caption",
            "ul",
            "xmp");
    /** Elements that replace their content or keep it to themselves. */
    private static final Set<String> REPLACED = Set.of(
            "audio", "canvas", "iframe", "img", "input", "object", "progress", "meter", "textarea", "video", "embed");

    /** How white space in text is treated. */
    private enum Space {
        COLLAPSE,
        KEEP,
        KEEP_LINES
    }

    private final StringBuilder text = new StringBuilder();
    /** Line feeds that are due before the next character. */
    private int lineFeeds;
    /** Whether a space is due before the next character of the line. */
    private boolean space;
    /** Whether the line has something on it, so that a space may follow. */
    private boolean onLine;

    private RenderedText() {}

    /** What {@code innerText} reads as. */
    static String of(Element element) {
        if (!isShown(element)) {
            return Tree.descendantText(element);
        }
        RenderedText rendered = new RenderedText();
        Space inherited = inheritedSpace(element);
        boolean visible = visible(element);
        for (int i = 0; i < element.childNodeSize(); i++) {
            rendered.collect(element.childNode(i), inherited, visible);
        }
        return rendered.text.toString();
    }

    /** Whether the element and all it is in are shown. */
    private static boolean isShown(Element element) {
        for (Node e = element; e instanceof Element next && Tree.isElement(e); e = e.parentNode()) {
            if (display(next).equals("none")) {
                return false;
            }
        }
        return Tree.isConnected(element);
    }

    private static Space inheritedSpace(Element element) {
        List<Element> path = new ArrayList<>();
        for (Node e = element; e instanceof Element next && Tree.isElement(e); e = e.parentNode()) {
            path.add(next);
        }
        Space space = Space.COLLAPSE;
        for (Element next : path.reversed()) {
            space = space(next, space);
        }
        return space;
    }

    private static boolean visible(Element element) {
        for (Node e = element; e instanceof Element next && Tree.isElement(e); e = e.parentNode()) {
            String visibility = style(next, "visibility");
            if (visibility != null) {
                return visibility.equals("visible");
            }
        }
        return true;
    }

    private static @Nullable String style(Element element, String property) {
        if (!element.attributes().hasKey("style") || !Tree.isHtml(element)) {
            return null;
        }
        String value = CSSStyleDeclaration.valueIn(element.attributes().get("style"), property);
        return value == null ? null : value.toLowerCase(Locale.ROOT);
    }

    private static String display(Element element) {
        String name = element.tagName();
        String declared = style(element, "display");
        if (declared != null) {
            return declared;
        }
        if (!Tree.isHtml(element)) {
            return "inline";
        }
        if (HIDDEN.contains(name)
                || element.attributes().hasKey("hidden")
                || (name.equals("input") && element.attributes().get("type").equalsIgnoreCase("hidden"))
                || (name.equals("dialog") && !element.attributes().hasKey("open"))) {
            return "none";
        }
        return switch (name) {
            case "td", "th" -> "table-cell";
            case "tr" -> "table-row";
            default -> BLOCKS.contains(name) ? "block" : "inline";
        };
    }

    private static Space space(Element element, Space inherited) {
        String declared = style(element, "white-space");
        if (declared == null) {
            return switch (element.tagName()) {
                case "pre", "textarea", "listing", "plaintext", "xmp" -> Tree.isHtml(element) ? Space.KEEP : inherited;
                default -> inherited;
            };
        }
        return switch (declared) {
            case "pre", "pre-wrap", "break-spaces" -> Space.KEEP;
            case "pre-line" -> Space.KEEP_LINES;
            case "normal", "nowrap" -> Space.COLLAPSE;
            default -> inherited;
        };
    }

    /** https://html.spec.whatwg.org/#rendered-text-collection-steps */
    private void collect(Node node, Space inherited, boolean inheritedVisible) {
        if (Tree.isText(node)) {
            if (inheritedVisible) {
                append(Tree.textOf(node), inherited);
            }
            return;
        }
        if (!(node instanceof Element element)) {
            return;
        }
        String display = display(element);
        if (display.equals("none")) {
            return;
        }
        if (Tree.is(element, "br")) {
            space = false;
            breakLine();
            return;
        }
        if (Tree.isHtml(element) && REPLACED.contains(element.tagName())) {
            collectReplaced();
            return;
        }
        int breaks = Tree.is(element, "p") ? 2 : isBlock(display) ? 1 : 0;
        require(breaks);
        String visibility = style(element, "visibility");
        boolean visible = visibility == null ? inheritedVisible : visibility.equals("visible");
        Space own = space(element, inherited);
        for (int i = 0; i < element.childNodeSize(); i++) {
            collect(element.childNode(i), own, visible);
        }
        if (display.equals("table-cell") && SelectorList.next(element) != null) {
            flush();
            space = false;
            text.append('\t');
            onLine = false;
        } else if (display.equals("table-row") && hasRowAfter(element)) {
            breakLine();
        }
        require(breaks);
    }

    /** A replaced element stands like a letter: a space before it is kept. */
    private void collectReplaced() {
        if (space && onLine) {
            flush();
        }
        onLine = true;
    }

    private static boolean isBlock(String display) {
        return switch (display) {
            case "block", "flex", "grid", "flow-root", "list-item", "table", "table-caption" -> true;
            default -> false;
        };
    }

    private static boolean hasRowAfter(Element row) {
        Element table = row.parent();
        while (table != null && !Tree.is(table, "table")) {
            table = table.parent();
        }
        if (table == null) {
            return SelectorList.next(row) != null;
        }
        for (Node n = Tree.followingSkippingChildren(row, table); n != null; n = Tree.following(n, table)) {
            if (Tree.is(n, "tr")) {
                return true;
            }
        }
        return false;
    }

    /** Asks for at least so many line feeds between what is there and what may come. */
    private void require(int breaks) {
        if (breaks > 0) {
            lineFeeds = Math.max(lineFeeds, breaks);
            space = false;
            onLine = false;
        }
    }

    private void breakLine() {
        flush();
        text.append('\n');
        space = false;
        onLine = false;
    }

    /** Writes what is due; line feeds at the very start are never due. */
    private void flush() {
        if (lineFeeds > 0) {
            if (!text.isEmpty()) {
                text.repeat('\n', lineFeeds);
            }
            lineFeeds = 0;
        }
        if (space) {
            text.append(' ');
            space = false;
        }
    }

    private void append(String data, Space treatment) {
        for (int i = 0; i < data.length(); i++) {
            char c = data.charAt(i);
            boolean lineFeed = c == '\n' || c == '\r';
            if (treatment == Space.KEEP || !Ascii.isWhitespace(c)) {
                flush();
                text.append(c);
                onLine = !lineFeed;
            } else if (treatment == Space.KEEP_LINES && lineFeed) {
                breakLine();
            } else if (onLine) {
                space = true;
            }
        }
    }

    /** Text as nodes, with a {@code br} for each line break. */
    static DocumentFragment toFragment(Document document, String text) {
        DocumentFragment fragment = new DocumentFragment(document);
        String[] lines = text.split("\r\n|\n|\r", -1);
        for (int i = 0; i < lines.length; i++) {
            if (i > 0) {
                fragment.rawElement.appendChild(document.createElementNamed("br").raw);
            }
            if (!lines[i].isEmpty()) {
                fragment.rawElement.appendChild(document.createTextNode(lines[i]).raw);
            }
        }
        return fragment;
    }
}
