package dev.weir.dom;

import dev.weir.dom.SelectorList.Complex;
import dev.weir.dom.SelectorList.Compound;
import dev.weir.dom.SelectorList.Simple;
import dev.weir.infra.Ascii;
import dev.weir.webidl.WebException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jsoup.nodes.Element;
import org.jspecify.annotations.Nullable;

/**
 * Reads selectors.
 *
 * @see <a href="https://drafts.csswg.org/selectors-4/#grammar">Selectors, grammar</a>
 */
final class SelectorParser extends SelectorScanner {
    private static final int MAX_NESTING = 64;
    private static final Pattern NTH = Pattern.compile(
            "\\s*(?:(even|odd)|([+-]?\\d*)n(?:\\s*([+-])\\s*(\\d+))?|([+-]?\\d+))(?:\\s+of\\s+(.+))?\\s*");
    /** Attributes of HTML whose values compare without regard to case. */
    private static final Set<String> CASELESS = Set.of(
            "accept",
            "accept-charset",
            "align",
            "alink",
            "axis",
            "bgcolor",
            "charset",
            "checked",
            "clear",
            "codetype",
            "color",
            "compact",
            "declare",
            "defer",
            "dir",
            "direction",
            "disabled",
            "enctype",
            "face",
            "frame",
            "hreflang",
            "http-equiv",
            "lang",
            "language",
            "link",
            "media",
            "method",
            "multiple",
            "nohref",
            "noresize",
            "noshade",
            "nowrap",
            "readonly",
            "rel",
            "rev",
            "rules",
            "scope",
            "scrolling",
            "selected",
            "shape",
            "target",
            "text",
            "type",
            "valign",
            "valuetype",
            "vlink");

    private final int nesting;

    private SelectorParser(String text, int nesting) {
        super(text);
        this.nesting = nesting;
        if (nesting > MAX_NESTING) {
            throw error("it is nested too deeply");
        }
    }

    static SelectorList parse(String text) {
        return new SelectorParser(text, 0).list(false);
    }

    private SelectorList list(boolean relative) {
        List<Complex> selectors = new ArrayList<>();
        do {
            selectors.add(complex(relative));
        } while (accept(','));
        if (position < text.length()) {
            throw error("unexpected '" + text.charAt(position) + "' at " + position);
        }
        return new SelectorList(selectors);
    }

    private Complex complex(boolean relative) {
        List<Compound> compounds = new ArrayList<>();
        List<Character> combinators = new ArrayList<>();
        skipSpace();
        if (relative) {
            compounds.add(new Compound(List.of((element, matching) -> element == matching.anchor()), null));
            char c = peek();
            combinators.add(isCombinator(c) ? next() : ' ');
            skipSpace();
        }
        compounds.add(compound());
        while (true) {
            boolean space = skipSpace();
            char c = peek();
            if (c == 0 || c == ',') {
                return new Complex(compounds, combinators);
            }
            if (isCombinator(c)) {
                combinators.add(next());
                skipSpace();
            } else if (space) {
                combinators.add(' ');
            } else {
                throw error("unexpected '" + c + "' at " + position);
            }
            compounds.add(compound());
        }
    }

    private static boolean isCombinator(char c) {
        return c == '>' || c == '+' || c == '~';
    }

    private Compound compound() {
        List<Simple> conditions = new ArrayList<>();
        String id = null;
        int start = position;
        Simple type = typeSelector();
        if (type != null) {
            conditions.add(type);
        }
        while (true) {
            skipComments();
            switch (peek()) {
                case '#' -> {
                    position++;
                    String wanted = name();
                    id = wanted;
                    conditions.add((element, m) -> wanted.equals(Tree.attribute(element, "id")));
                }
                case '.' -> {
                    position++;
                    String wanted = identifier();
                    conditions.add((element, m) -> hasClass(element, wanted));
                }
                case '[' -> conditions.add(attribute());
                case ':' -> conditions.add(pseudo());
                default -> {
                    if (position == start) {
                        throw error(position >= text.length() ? "it ends too early" : "unexpected '" + peek() + "'");
                    }
                    return new Compound(conditions, id);
                }
            }
        }
    }

    static boolean hasClass(Element element, String wanted) {
        String classes = element.attributes().get("class");
        int at = classes.indexOf(wanted);
        while (at >= 0) {
            int end = at + wanted.length();
            if ((at == 0 || Ascii.isWhitespace(classes.charAt(at - 1)))
                    && (end == classes.length() || Ascii.isWhitespace(classes.charAt(end)))) {
                return true;
            }
            at = classes.indexOf(wanted, at + 1);
        }
        return false;
    }

    private @Nullable Simple typeSelector() {
        String name;
        if (peek() == '*') {
            position++;
            name = "*";
        } else if (peek() == '|' && peek(1) != '|') {
            name = "";
        } else if (startsIdentifier(position)) {
            name = identifier();
        } else {
            return null;
        }
        if (peek() == '|' && peek(1) != '=' && peek(1) != '|') {
            position++;
            if (!name.equals("*") && !name.isEmpty()) {
                throw error("the namespace prefix '" + name + "' is not declared");
            }
            boolean none = name.isEmpty();
            Simple local = typeSelector();
            if (local == null) {
                throw error("a name is missing after '|'");
            }
            return none ? (element, m) -> false : local;
        }
        if (name.equals("*")) {
            return (element, m) -> true;
        }
        String lower = Ascii.lowercase(name);
        return (element, m) -> Tree.isHtml(element)
                ? element.tagName().equals(lower)
                : Names.localName(element.tagName()).equals(name);
    }

    // ---- attributes

    private Simple attribute() {
        position++;
        skipSpace();
        if (peek() == '*' && peek(1) == '|') {
            position += 2;
        } else if (peek() == '|' && peek(1) != '=') {
            position++;
        }
        String name = identifier();
        if (peek() == '|' && peek(1) != '=') {
            throw error("the namespace prefix '" + name + "' is not declared");
        }
        skipSpace();
        if (closes(']')) {
            return (element, m) -> attributeOf(element, name) != null;
        }
        char operator = peek();
        if (operator == '=') {
            position++;
        } else if ("~|^$*".indexOf(operator) >= 0 && peek(1) == '=') {
            position += 2;
        } else {
            throw error("unexpected '" + operator + "' in an attribute selector");
        }
        skipSpace();
        String value = peek() == '"' || peek() == '\'' ? string() : identifier();
        skipSpace();
        char flag = Character.toLowerCase(peek());
        if (flag == 'i' || flag == 's') {
            position++;
            skipSpace();
        }
        if (!closes(']')) {
            throw error("']' is missing");
        }
        boolean caseless = flag == 'i' || (flag != 's' && CASELESS.contains(Ascii.lowercase(name)));
        return (element, m) -> {
            String actual = attributeOf(element, name);
            boolean ignoreCase = caseless && (flag == 'i' || Tree.isHtml(element));
            return actual != null
                    && compare(
                            operator,
                            ignoreCase ? Ascii.lowercase(actual) : actual,
                            ignoreCase ? Ascii.lowercase(value) : value);
        };
    }

    private static @Nullable String attributeOf(Element element, String name) {
        return Tree.attribute(element, Tree.isHtml(element) ? Ascii.lowercase(name) : name);
    }

    private static boolean compare(char operator, String actual, String value) {
        return switch (operator) {
            case '=' -> actual.equals(value);
            case '~' -> !value.isEmpty() && Names.splitOnWhitespace(actual).contains(value);
            case '|' -> actual.equals(value) || actual.startsWith(value + "-");
            case '^' -> !value.isEmpty() && actual.startsWith(value);
            case '$' -> !value.isEmpty() && actual.endsWith(value);
            default -> !value.isEmpty() && actual.contains(value);
        };
    }

    // ---- pseudo-classes

    private Simple pseudo() {
        position++;
        if (accept(':')) {
            identifier();
            if (peek() == '(') {
                argument();
            }
            return (element, m) -> false; // a pseudo-element is no element of the tree
        }
        String name = identifier().toLowerCase(Locale.ROOT);
        if (peek() == '(') {
            return functional(name, argument());
        }
        Simple simple = PseudoClasses.simple(name);
        if (simple == null) {
            throw error("there is no pseudo-class ':" + name + "' here");
        }
        return simple;
    }

    private Simple functional(String name, String argument) {
        return switch (name) {
            case "is", "where", "matches", "-webkit-any" -> {
                SelectorList forgiving = forgiving(argument);
                yield forgiving::matches;
            }
            case "not" -> {
                SelectorList list = new SelectorParser(argument, nesting + 1).list(false);
                yield (element, m) -> !list.matches(element, m);
            }
            case "has" -> {
                SelectorList list = new SelectorParser(argument, nesting + 1).list(true);
                yield list::hasRelative;
            }
            case "nth-child", "nth-last-child", "nth-of-type", "nth-last-of-type" -> nth(name, argument);
            case "lang" -> PseudoClasses.lang(argument);
            case "dir" -> PseudoClasses.dir(Names.stripWhitespace(argument));
            default -> throw error("there is no pseudo-class ':" + name + "()' here");
        };
    }

    /** A list whose invalid members are left out instead of making all of it invalid. */
    private SelectorList forgiving(String argument) {
        List<SelectorList> valid = new ArrayList<>();
        SelectorParser splitter = new SelectorParser(argument, nesting + 1);
        while (splitter.position < argument.length()) {
            int start = splitter.position;
            splitter.skipUntil(',');
            try {
                valid.add(new SelectorParser(argument.substring(start, splitter.position), nesting + 1).list(false));
            } catch (WebException e) {
                // forgiven
            }
            splitter.position++;
        }
        Simple any = (element, m) -> valid.stream().anyMatch(list -> list.matches(element, m));
        return new SelectorList(List.of(new Complex(List.of(new Compound(List.of(any), null)), List.of())));
    }

    private Simple nth(String name, String argument) {
        Matcher nth = NTH.matcher(Ascii.lowercase(argument));
        if (!nth.matches()) {
            throw error("':" + name + "()' needs something like 2n+1");
        }
        int a = 0;
        int b = 0;
        if (nth.group(1) != null) {
            a = 2;
            b = nth.group(1).equals("odd") ? 1 : 0;
        } else if (nth.group(2) != null) {
            a = switch (nth.group(2)) {
                case "", "+" -> 1;
                case "-" -> -1;
                default -> number(nth.group(2));
            };
            b = nth.group(4) == null ? 0 : number(nth.group(3) + nth.group(4));
        } else {
            b = number(nth.group(5));
        }
        boolean ofType = name.endsWith("of-type");
        SelectorList of = null;
        if (nth.group(6) != null) {
            if (ofType) {
                throw error("':" + name + "()' takes no 'of'");
            }
            of = new SelectorParser(argument.substring(nth.start(6), nth.end(6)), nesting + 1).list(false);
        }
        return PseudoClasses.nth(a, b, ofType, name.startsWith("nth-last"), of);
    }

    private int number(String digits) {
        try {
            return Integer.parseInt(digits);
        } catch (NumberFormatException e) {
            throw error("a number is too large");
        }
    }

    /** The text between parentheses, which are skipped. */
    private String argument() {
        position++;
        int start = position;
        skipUntil(')');
        String argument = text.substring(start, position);
        closes(')');
        return argument;
    }
}
