package dev.weir.dom;

import dev.weir.encoding.codec.Encoding;
import dev.weir.infra.Ascii;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Looks for what a page says of its own encoding, in bytes that are not text yet.
 *
 * @see <a href="https://html.spec.whatwg.org/#prescan-a-byte-stream-to-determine-its-encoding">HTML, prescan a byte stream
 *     to determine its encoding</a>
 */
final class EncodingPrescan {
    private static final int MOST_BYTES = 1024;

    private record Attribute(String name, String value) {}

    /** The bytes as characters of the same numbers. */
    private final String input;

    private int position;

    EncodingPrescan(byte[] bytes) {
        int length = Math.min(bytes.length, MOST_BYTES);
        StringBuilder text = new StringBuilder(length);
        for (int i = 0; i < length; i++) {
            text.append((char) (bytes[i] & 0xff));
        }
        input = text.toString();
    }

    /** The encoding, or null when the page names none that is known. */
    @Nullable
    Encoding find() {
        if (input.startsWith("<\0?\0x\0")) {
            return Encoding.UTF_16LE;
        }
        if (input.startsWith("\0<\0?\0x")) {
            return Encoding.UTF_16BE;
        }
        while (position < input.length()) {
            if (input.startsWith("<!--", position)) {
                skipPast("-->", position + 2);
            } else if (startsMeta()) {
                position += 5;
                Encoding encoding = encodingOfMeta();
                if (encoding != null) {
                    return encoding;
                }
            } else if (startsTag()) {
                while (position < input.length() && !Ascii.isWhitespace(current()) && current() != '>') {
                    position++;
                }
                while (nextAttribute() != null) {
                    // They may hold what looks like a tag.
                }
            } else if (current() == '<' && "!/?".indexOf(at(position + 1)) >= 0) {
                skipPast(">", position);
            } else {
                position++;
            }
        }
        return encodingOfXmlDeclaration();
    }

    private boolean startsMeta() {
        return input.regionMatches(true, position, "<meta", 0, 5)
                && (Ascii.isWhitespace(at(position + 5)) || at(position + 5) == '/');
    }

    private boolean startsTag() {
        int name = position + (at(position + 1) == '/' ? 2 : 1);
        return current() == '<' && isLetter(at(name));
    }

    private void skipPast(String end, int from) {
        int found = input.indexOf(end, from);
        position = found < 0 ? input.length() : found + end.length();
    }

    private @Nullable Encoding encodingOfMeta() {
        Set<String> seen = new HashSet<>();
        boolean isPragma = false;
        boolean needsPragma = false;
        boolean decided = false;
        Encoding charset = null;
        for (Attribute attribute = nextAttribute(); attribute != null; attribute = nextAttribute()) {
            if (!seen.add(attribute.name())) {
                continue;
            }
            switch (attribute.name()) {
                case "http-equiv" -> isPragma |= attribute.value().equals("content-type");
                case "content" -> {
                    String label = labelInContent(attribute.value());
                    Encoding named = label == null ? null : Encoding.forLabel(label);
                    if (!decided && named != null) {
                        decided = true;
                        charset = named;
                        needsPragma = true;
                    }
                }
                case "charset" -> {
                    decided = true;
                    charset = Encoding.forLabel(attribute.value());
                    needsPragma = false;
                }
                default -> {}
            }
        }
        boolean cutOff = position >= input.length();
        if (charset == null || cutOff || needsPragma && !isPragma) {
            return null;
        }
        return switch (charset) {
            case UTF_16BE, UTF_16LE -> Encoding.UTF_8; // the element could not have been read otherwise
            case X_USER_DEFINED -> Encoding.WINDOWS_1252;
            default -> charset;
        };
    }

    /** https://html.spec.whatwg.org/#algorithm-for-extracting-a-character-encoding-from-a-meta-element */
    private static @Nullable String labelInContent(String content) {
        int from = 0;
        while (true) {
            int found = content.indexOf("charset", from); // values are in small letters already
            if (found < 0) {
                return null;
            }
            int next = skipSpaces(content, found + "charset".length());
            if (next >= content.length() || content.charAt(next) != '=') {
                from = next;
                continue;
            }
            int start = skipSpaces(content, next + 1);
            if (start >= content.length()) {
                return null;
            }
            char quote = content.charAt(start);
            if (quote == '"' || quote == '\'') {
                int end = content.indexOf(quote, start + 1);
                return end < 0 ? null : content.substring(start + 1, end);
            }
            int end = start;
            while (end < content.length() && !Ascii.isWhitespace(content.charAt(end)) && content.charAt(end) != ';') {
                end++;
            }
            return content.substring(start, end);
        }
    }

    private static int skipSpaces(String text, int from) {
        int i = from;
        while (i < text.length() && Ascii.isWhitespace(text.charAt(i))) {
            i++;
        }
        return i;
    }

    /** https://html.spec.whatwg.org/#concept-get-xml-encoding-when-sniffing */
    @Nullable
    Encoding encodingOfXmlDeclaration() {
        int end = input.indexOf('>');
        if (!input.startsWith("<?xml") || end < 0) {
            return null;
        }
        String declaration = input.substring(0, end);
        int name = declaration.indexOf("encoding");
        if (name < 0) {
            return null;
        }
        int equals = skipControls(declaration, name + "encoding".length());
        if (equals >= end || declaration.charAt(equals) != '=') {
            return null;
        }
        int start = skipControls(declaration, equals + 1);
        if (start >= end || declaration.charAt(start) != '"' && declaration.charAt(start) != '\'') {
            return null;
        }
        int close = declaration.indexOf(declaration.charAt(start), start + 1);
        if (close < 0) {
            return null;
        }
        String label = declaration.substring(start + 1, close);
        if (label.chars().anyMatch(c -> c <= ' ')) {
            return null;
        }
        Encoding encoding = Encoding.forLabel(label);
        return encoding == Encoding.UTF_16BE || encoding == Encoding.UTF_16LE ? Encoding.UTF_8 : encoding;
    }

    private static int skipControls(String text, int from) {
        int i = from;
        while (i < text.length() && text.charAt(i) <= ' ') {
            i++;
        }
        return i;
    }

    /** The next attribute of the tag, in small letters; null at its end. https://html.spec.whatwg.org/#concept-get-attributes-when-sniffing */
    private @Nullable Attribute nextAttribute() {
        while (position < input.length() && (Ascii.isWhitespace(current()) || current() == '/')) {
            position++;
        }
        if (position >= input.length() || current() == '>') {
            return null;
        }
        int start = position;
        while (position < input.length()
                && !Ascii.isWhitespace(current())
                && current() != '/'
                && current() != '>'
                && (current() != '=' || position == start)) {
            position++;
        }
        String name = Ascii.lowercase(input.substring(start, position));
        int equals = skipSpaces(input, position);
        if (at(equals) != '=') {
            return new Attribute(name, "");
        }
        position = skipSpaces(input, equals + 1);
        char quote = at(position);
        if (quote == '"' || quote == '\'') {
            int end = input.indexOf(quote, position + 1);
            if (end < 0) {
                position = input.length();
                return null;
            }
            String value = input.substring(position + 1, end);
            position = end + 1;
            return new Attribute(name, Ascii.lowercase(value));
        }
        int value = position;
        while (position < input.length() && !Ascii.isWhitespace(current()) && current() != '>') {
            position++;
        }
        return new Attribute(name, Ascii.lowercase(input.substring(value, position)));
    }

    private char current() {
        return input.charAt(position);
    }

    /** The character there, or NUL beyond the end. */
    private char at(int index) {
        return index < input.length() ? input.charAt(index) : 0;
    }

    private static boolean isLetter(char c) {
        return c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z';
    }
}
