package dev.weir.websockets.netty;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads the list in a {@code Sec-WebSocket-Extensions} header.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6455#section-9.1">RFC 6455, section 9.1</a>
 */
final class ExtensionHeader {
    /** One extension with its parameters, in order. */
    record Extension(String name, List<Parameter> parameters) {
        @Override
        public String toString() {
            StringBuilder text = new StringBuilder(name);
            parameters.forEach(parameter -> text.append("; ").append(parameter));
            return text.toString();
        }
    }

    /** One parameter; the value of a quoted one is without its quotes. */
    record Parameter(String name, @Nullable String value) {
        @Override
        public String toString() {
            return value == null ? name : name + "=" + value;
        }
    }

    private final String text;
    private int at;

    private ExtensionHeader(String text) {
        this.text = text;
    }

    /** The extensions in all fields of that name together. */
    static List<Extension> parse(List<String> values) throws HandshakeException {
        return new ExtensionHeader(String.join(",", values)).list();
    }

    private List<Extension> list() throws HandshakeException {
        List<Extension> extensions = new ArrayList<>();
        do {
            skipSpace();
            if (at < text.length() && text.charAt(at) != ',') { // empty members of a list do not count
                extensions.add(extension());
            }
        } while (take(','));
        if (at < text.length()) {
            throw malformed();
        }
        return extensions;
    }

    private Extension extension() throws HandshakeException {
        String name = token();
        List<Parameter> parameters = new ArrayList<>();
        while (take(';')) {
            skipSpace();
            String parameter = token();
            String value = null;
            if (take('=')) {
                skipSpace();
                value = at < text.length() && text.charAt(at) == '"' ? quoted() : token();
            }
            parameters.add(new Parameter(parameter, value));
        }
        return new Extension(name, parameters);
    }

    private String token() throws HandshakeException {
        int start = at;
        while (at < text.length() && isTokenCharacter(text.charAt(at))) {
            at++;
        }
        if (at == start) {
            throw malformed();
        }
        return text.substring(start, at);
    }

    /** A quoted value; what it means must be a token all the same. */
    private String quoted() throws HandshakeException {
        StringBuilder value = new StringBuilder();
        for (at++; at < text.length() && text.charAt(at) != '"'; at++) {
            if (text.charAt(at) == '\\') {
                at++;
            }
            if (at == text.length() || !isTokenCharacter(text.charAt(at))) {
                throw malformed();
            }
            value.append(text.charAt(at));
        }
        if (at == text.length() || value.isEmpty()) {
            throw malformed();
        }
        at++;
        return value.toString();
    }

    /** Goes behind the separator, if it is what comes next. */
    private boolean take(char separator) {
        skipSpace();
        if (at < text.length() && text.charAt(at) == separator) {
            at++;
            return true;
        }
        return false;
    }

    private void skipSpace() {
        while (at < text.length() && (text.charAt(at) == ' ' || text.charAt(at) == '\t')) {
            at++;
        }
    }

    private static boolean isTokenCharacter(char c) {
        return c > 0x20 && c < 0x7f && "\"(),/:;<=>?@[\\]{}".indexOf(c) < 0;
    }

    private HandshakeException malformed() {
        return new HandshakeException(
                "server's Sec-WebSocket-Extensions header is malformed: " + ResponseHead.quote(text));
    }
}
