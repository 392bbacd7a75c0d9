package dev.weir.dom;

import dev.weir.infra.Ascii;
import dev.weir.webidl.WebException;

/**
 * The characters of a selector, read as CSS reads names, strings and comments.
 *
 * @see <a href="https://drafts.csswg.org/css-syntax-3/#tokenization">CSS Syntax, tokenization</a>
 */
abstract class SelectorScanner {
    final String text;
    int position;

    SelectorScanner(String text) {
        this.text = text;
    }

    final WebException error(String why) {
        return WebException.dom("SyntaxError", "'" + text + "' is not a valid selector: " + why);
    }

    /** Moves to the character, over strings, escapes and whatever brackets enclose. */
    final void skipUntil(char end) {
        int depth = 0;
        while (position < text.length()) {
            char c = text.charAt(position);
            if (depth == 0 && c == end) {
                return;
            }
            if (c == '"' || c == '\'') {
                string();
                continue;
            }
            if (c == '(' || c == '[') {
                depth++;
            } else if (c == ')' || c == ']') {
                depth--;
            } else if (c == '\\') {
                position++;
            }
            position++;
        }
        position = text.length(); // a backslash at the end skips more than there is
    }

    final char peek() {
        return peek(0);
    }

    final char peek(int ahead) {
        return position + ahead < text.length() ? text.charAt(position + ahead) : 0;
    }

    final char next() {
        return text.charAt(position++);
    }

    final boolean accept(char c) {
        if (peek() == c && position < text.length()) {
            position++;
            return true;
        }
        return false;
    }

    /** Accepts what closes a block; the end of the text closes every block that is open. */
    final boolean closes(char c) {
        return accept(c) || position >= text.length();
    }

    /** Skips spaces and comments; whether there was any space. */
    final boolean skipSpace() {
        boolean space = false;
        while (position < text.length()) {
            if (Ascii.isWhitespace(text.charAt(position))) {
                space = true;
                position++;
            } else if (!skipComments()) {
                break;
            }
        }
        return space;
    }

    final boolean skipComments() {
        int start = position;
        while (text.startsWith("/*", position)) {
            int end = text.indexOf("*/", position + 2);
            position = end < 0 ? text.length() : end + 2;
        }
        return position > start;
    }

    static boolean isNameStart(char c) {
        return Ascii.isAlpha(c) || c == '_' || c >= 0x80;
    }

    static boolean isNamePart(char c) {
        return isNameStart(c) || (c >= '0' && c <= '9') || c == '-';
    }

    final boolean isEscape(int at) {
        return at + 1 < text.length() && text.charAt(at) == '\\' && text.charAt(at + 1) != '\n';
    }

    final boolean startsIdentifier(int at) {
        if (at >= text.length()) {
            return false;
        }
        char c = text.charAt(at);
        if (c == '-') {
            return at + 1 < text.length()
                    && (isNameStart(text.charAt(at + 1)) || text.charAt(at + 1) == '-' || isEscape(at + 1));
        }
        return isNameStart(c) || isEscape(at);
    }

    final String identifier() {
        if (!startsIdentifier(position)) {
            throw error("a name is missing at " + position);
        }
        return name();
    }

    final String name() {
        StringBuilder name = new StringBuilder();
        while (position < text.length()) {
            if (isNamePart(text.charAt(position))) {
                name.append(next());
            } else if (isEscape(position)) {
                position++;
                name.appendCodePoint(escape());
            } else {
                break;
            }
        }
        if (name.isEmpty()) {
            throw error("a name is missing at " + position);
        }
        return name.toString();
    }

    /** The character behind a backslash. */
    final int escape() {
        int start = position;
        while (position < text.length() && position - start < 6 && Character.digit(text.charAt(position), 16) >= 0) {
            position++;
        }
        if (position == start) {
            int c = text.codePointAt(position);
            position += Character.charCount(c);
            return c;
        }
        int c = Integer.parseInt(text.substring(start, position), 16);
        if (position < text.length() && Ascii.isWhitespace(text.charAt(position))) {
            position++;
        }
        return c == 0 || c > 0x10FFFF || (c >= 0xD800 && c <= 0xDFFF) ? 0xFFFD : c;
    }

    final String string() {
        char quote = next();
        StringBuilder value = new StringBuilder();
        while (true) {
            if (position >= text.length()) {
                return value.toString(); // the end of the text closes it
            }
            char c = next();
            if (c == quote) {
                return value.toString();
            }
            if (c == '\n') {
                throw error("a string does not end");
            }
            if (c != '\\') {
                value.append(c);
            } else if (position >= text.length()) {
                return value.toString(); // nothing is escaped
            } else if (peek() == '\n') {
                position++;
            } else {
                value.appendCodePoint(escape());
            }
        }
    }
}
