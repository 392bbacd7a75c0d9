package dev.weir.mimesniff;

import dev.weir.infra.Ascii;
import dev.weir.infra.HttpSyntax;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.IntPredicate;
import org.jspecify.annotations.Nullable;

/**
 * A MIME type: type, subtype and the parameters' names in lower case, the parameters in order.
 *
 * @see <a href="https://mimesniff.spec.whatwg.org/#mime-type-representation">MIME Sniffing, MIME type representation</a>
 */
public record MimeType(String type, String subtype, Map<String, String> parameters) {
    private static final Set<String> JAVASCRIPT = Set.of(
            "application/ecmascript",
            "application/javascript",
            "application/x-ecmascript",
            "application/x-javascript",
            "text/ecmascript",
            "text/javascript",
            "text/javascript1.0",
            "text/javascript1.1",
            "text/javascript1.2",
            "text/javascript1.3",
            "text/javascript1.4",
            "text/javascript1.5",
            "text/jscript",
            "text/livescript",
            "text/x-ecmascript",
            "text/x-javascript");

    /** Type and subtype. */
    public String essence() {
        return type + "/" + subtype;
    }

    /** https://mimesniff.spec.whatwg.org/#serialize-a-mime-type */
    public String serialize() {
        StringBuilder text = new StringBuilder(essence());
        parameters.forEach((name, value) -> {
            text.append(';').append(name).append('=');
            if (HttpSyntax.isToken(value)) {
                text.append(value);
            } else {
                text.append('"')
                        .append(value.replaceAll("([\"\\\\])", "\\\\$1"))
                        .append('"');
            }
        });
        return text.toString();
    }

    /** This type with the parameter, unless it has one of the name. */
    public MimeType withParameterIfMissing(String name, String value) {
        return parameters.containsKey(name) ? this : withParameter(name, value);
    }

    /** This type with the parameter, in the place of one of the name if there is one. */
    public MimeType withParameter(String name, String value) {
        Map<String, String> more = new LinkedHashMap<>(parameters);
        more.put(name, value);
        return new MimeType(type, subtype, Collections.unmodifiableMap(more));
    }

    /** https://mimesniff.spec.whatwg.org/#javascript-mime-type */
    public boolean isJavaScript() {
        return isJavaScriptEssence(essence());
    }

    /**
     * Whether the text, in lower case, is the essence of a JavaScript MIME type, without parameters.
     *
     * @see <a href="https://mimesniff.spec.whatwg.org/#javascript-mime-type-essence-match">MIME Sniffing, JavaScript MIME type
     *     essence match</a>
     */
    public static boolean isJavaScriptEssence(String text) {
        return JAVASCRIPT.contains(text);
    }

    /** The MIME type that the text says, or null for none; https://mimesniff.spec.whatwg.org/#parse-a-mime-type */
    public static @Nullable MimeType parse(String input) {
        return new Parser(input).parse();
    }

    /** Reads one text. */
    private static final class Parser {
        private final String input;
        private int position;

        Parser(String input) {
            this.input = input;
        }

        @Nullable
        MimeType parse() {
            skipWhitespace();
            String type = upTo("/");
            if (!HttpSyntax.isToken(type) || atEnd()) {
                return null;
            }
            position++;
            String subtype = withoutTrailingWhitespace(upTo(";"));
            if (!HttpSyntax.isToken(subtype)) {
                return null;
            }
            Map<String, String> parameters = new LinkedHashMap<>();
            while (!atEnd()) {
                position++; // the semicolon
                skipWhitespace();
                parameter(parameters);
            }
            return new MimeType(
                    Ascii.lowercase(type), Ascii.lowercase(subtype), Collections.unmodifiableMap(parameters));
        }

        /** 11.3 to 11.10: a parameter that is none, and one whose name there was before, is left out. */
        private void parameter(Map<String, String> parameters) {
            String name = Ascii.lowercase(upTo(";="));
            if (atEnd() || input.charAt(position) == ';') {
                return;
            }
            position++; // the equals sign
            String value;
            if (!atEnd() && input.charAt(position) == '"') {
                value = quotedString();
                upTo(";"); // what follows the quotes does not count
            } else {
                value = withoutTrailingWhitespace(upTo(";"));
                if (value.isEmpty()) {
                    return;
                }
            }
            if (HttpSyntax.isToken(name) && consistsOf(value, MimeType::isQuotedStringTokenCodePoint)) {
                parameters.putIfAbsent(name, value);
            }
        }

        /** https://fetch.spec.whatwg.org/#collect-an-http-quoted-string, the value extracted */
        private String quotedString() {
            StringBuilder value = new StringBuilder();
            position++;
            while (!atEnd()) {
                char c = input.charAt(position++);
                if (c == '"') {
                    break;
                }
                if (c == '\\' && !atEnd()) {
                    c = input.charAt(position++);
                }
                value.append(c);
            }
            return value.toString();
        }

        private boolean atEnd() {
            return position >= input.length();
        }

        private void skipWhitespace() {
            while (!atEnd() && isHttpWhitespace(input.charAt(position))) {
                position++;
            }
        }

        /** What comes before any of the characters, or before the end. */
        private String upTo(String characters) {
            int start = position;
            while (!atEnd() && characters.indexOf(input.charAt(position)) < 0) {
                position++;
            }
            return input.substring(start, position);
        }

        private static String withoutTrailingWhitespace(String text) {
            int end = text.length();
            while (end > 0 && isHttpWhitespace(text.charAt(end - 1))) {
                end--;
            }
            return text.substring(0, end);
        }
    }

    private static boolean consistsOf(String text, IntPredicate kind) {
        return text.chars().allMatch(kind);
    }

    /** https://mimesniff.spec.whatwg.org/#http-quoted-string-token-code-point */
    private static boolean isQuotedStringTokenCodePoint(int c) {
        return c == '\t' || (c >= ' ' && c <= '~') || (c >= 0x80 && c <= 0xff);
    }

    private static boolean isHttpWhitespace(char c) {
        return c == '\n' || c == '\r' || c == '\t' || c == ' ';
    }
}
