package dev.weir.dom;

import dev.weir.infra.Ascii;
import dev.weir.webidl.WebException;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.jsoup.parser.Parser;
import org.jspecify.annotations.Nullable;

/**
 * Names of elements and attributes, and sets of tokens.
 *
 * @see <a href="https://dom.spec.whatwg.org/#namespaces">DOM, namespaces</a>
 */
final class Names {
    private static final String XMLNS = "http://www.w3.org/2000/xmlns/";

    private Names() {}

    static List<String> splitOnWhitespace(String text) {
        List<String> tokens = new ArrayList<>();
        int start = -1;
        for (int i = 0; i <= text.length(); i++) {
            boolean space = i == text.length() || Ascii.isWhitespace(text.charAt(i));
            if (space && start >= 0) {
                String token = text.substring(start, i);
                if (!tokens.contains(token)) {
                    tokens.add(token);
                }
                start = -1;
            } else if (!space && start < 0) {
                start = i;
            }
        }
        return tokens;
    }

    static String stripWhitespace(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && Ascii.isWhitespace(text.charAt(start))) {
            start++;
        }
        while (end > start && Ascii.isWhitespace(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }

    /** https://infra.spec.whatwg.org/#normalize-newlines; what the HTML parser does to its input first. */
    static String normalizeNewlines(String text) {
        return text.indexOf('\r') < 0 ? text : text.replace("\r\n", "\n").replace('\r', '\n');
    }

    /** https://dom.spec.whatwg.org/#valid-element-local-name */
    static boolean isElementName(String name) {
        if (name.isEmpty()) {
            return false;
        }
        char first = name.charAt(0);
        for (int i = 1; i < name.length(); i++) {
            char c = name.charAt(i);
            boolean allowed = Ascii.isAlpha(first)
                    ? !Ascii.isWhitespace(c) && c != 0 && c != '/' && c != '>'
                    : Ascii.isAlpha(c)
                            || (c >= '0' && c <= '9')
                            || c == '-'
                            || c == '.'
                            || c == ':'
                            || c == '_'
                            || c >= 0x80;
            if (!allowed) {
                return false;
            }
        }
        return Ascii.isAlpha(first) || first == ':' || first == '_' || first >= 0x80;
    }

    /** https://dom.spec.whatwg.org/#valid-attribute-local-name */
    static boolean isAttributeName(String name) {
        for (int i = 0; i < name.length(); i++) {
            char c = name.charAt(i);
            if (Ascii.isWhitespace(c) || c == 0 || c == '/' || c == '=' || c == '>') {
                return false;
            }
        }
        return !name.isEmpty();
    }

    static void requireElementName(String name) {
        if (!isElementName(name)) {
            throw WebException.dom("InvalidCharacterError", "'" + name + "' is not a valid element name");
        }
    }

    static void requireAttributeName(String name) {
        if (!isAttributeName(name)) {
            throw WebException.dom("InvalidCharacterError", "'" + name + "' is not a valid attribute name");
        }
    }

    /**
     * Requires that a valid name fits its namespace.
     *
     * @see <a href="https://dom.spec.whatwg.org/#validate-and-extract">DOM, validate and extract</a>
     */
    static void requireNamespace(@Nullable String namespace, String qualifiedName) {
        int colon = qualifiedName.indexOf(':');
        if (colon == 0 || (colon > 0 && colon == qualifiedName.length() - 1)) {
            throw WebException.dom("InvalidCharacterError", "'" + qualifiedName + "' has a colon at its end");
        }
        String prefix = colon < 0 ? null : qualifiedName.substring(0, colon);
        if (prefix != null && (namespace == null || namespace.isEmpty())) {
            throw WebException.dom("NamespaceError", "a name with a prefix needs a namespace");
        }
        if ("xml".equals(prefix) && !Parser.NamespaceXml.equals(namespace)) {
            throw WebException.dom("NamespaceError", "the prefix xml belongs to the namespace of XML");
        }
        boolean declares = qualifiedName.equals("xmlns") || "xmlns".equals(prefix);
        if (declares != XMLNS.equals(namespace)) {
            throw WebException.dom("NamespaceError", "xmlns and its namespace belong together");
        }
    }

    /** The part of a qualified name after its prefix. */
    static String localName(String qualifiedName) {
        return qualifiedName.substring(qualifiedName.indexOf(':') + 1);
    }

    /** Parses as HTML does for integers: leading whitespace, a sign, digits, and anything after them. */
    static OptionalInt parseInteger(String text) {
        int i = 0;
        while (i < text.length() && Ascii.isWhitespace(text.charAt(i))) {
            i++;
        }
        int start = i;
        if (i < text.length() && (text.charAt(i) == '-' || text.charAt(i) == '+')) {
            i++;
        }
        int digits = i;
        while (i < text.length() && text.charAt(i) >= '0' && text.charAt(i) <= '9') {
            i++;
        }
        if (i == digits || i - digits > 10) {
            return OptionalInt.empty();
        }
        long value = Long.parseLong(text.substring(start, i));
        return value == (int) value ? OptionalInt.of((int) value) : OptionalInt.empty();
    }
}
