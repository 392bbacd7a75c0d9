package dev.weir.websockets.netty;

import dev.weir.fetch.transport.HttpField;
import dev.weir.infra.HttpSyntax;
import io.netty.handler.codec.http2.Http2Headers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Status and header fields of a response.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9112#section-4">RFC 9112, sections 4 and 5</a>
 */
final class ResponseHead {
    /** What a server may send before its head must have ended, in bytes. */
    static final int MAX_SIZE = 32 << 10;

    private final int status;
    private final String phrase;
    private final List<HttpField> fields;

    private ResponseHead(int status, String phrase, List<HttpField> fields) {
        this.status = status;
        this.phrase = phrase;
        this.fields = fields;
    }

    /** Reads a head without its last empty line; lines end in LF, with or without CR. */
    static ResponseHead parse(byte[] bytes, int length) throws HandshakeException {
        String text = new String(bytes, 0, length, StandardCharsets.ISO_8859_1);
        String[] lines = text.split("\r?\n", -1);
        String line = lines[0];
        if (!line.matches("HTTP/1\\.[1-9] [1-9][0-9]{2}( .*)?")) {
            throw new HandshakeException("server did not answer in HTTP/1.1, but with " + quote(line));
        }
        List<HttpField> fields = new ArrayList<>();
        for (int i = 1; i < lines.length; i++) {
            if (lines[i].isEmpty()) {
                continue; // the head's end
            }
            int colon = lines[i].indexOf(':');
            if (colon <= 0 || !HttpSyntax.isToken(lines[i].substring(0, colon)) || hasControl(lines[i])) {
                throw new HandshakeException("server sent a malformed header line: " + quote(lines[i]));
            }
            fields.add(new HttpField(
                    lines[i].substring(0, colon), lines[i].substring(colon + 1).strip()));
        }
        return new ResponseHead(
                Integer.parseInt(line.substring(9, 12)),
                line.length() > 13 ? printable(line.substring(13)) : "",
                fields);
    }

    /** The head of an answer that came in HTTP/2. */
    static ResponseHead of(Http2Headers headers) throws HandshakeException {
        List<HttpField> fields = new ArrayList<>();
        for (Map.Entry<CharSequence, CharSequence> header : headers) {
            fields.add(new HttpField(
                    header.getKey().toString(), header.getValue().toString().strip()));
        }
        return new ResponseHead(status(headers), "", fields);
    }

    /** The status of an answer that came in HTTP/2. */
    static int status(Http2Headers headers) throws HandshakeException {
        CharSequence status = headers.status();
        if (status == null || !status.toString().matches("[1-9][0-9]{2}")) {
            throw new HandshakeException("server answered without a status");
        }
        return Integer.parseInt(status.toString());
    }

    int status() {
        return status;
    }

    /** Code and phrase, as in "404 Not Found". */
    String describeStatus() {
        return phrase.isEmpty() ? Integer.toString(status) : status + " " + phrase;
    }

    /** The values of all fields of that name, in order. */
    List<String> values(String name) {
        return ResponseFields.values(fields, name);
    }

    /** The members of a comma-separated list, over all fields of that name; empty members left out. */
    List<String> tokens(String name) {
        List<String> found = new ArrayList<>();
        for (String value : values(name)) {
            for (String token : value.split(",", -1)) {
                if (!token.isBlank()) {
                    found.add(token.strip());
                }
            }
        }
        return found;
    }

    /** A piece of what the server sent, made fit for a message: short and without control characters. */
    static String quote(String text) {
        String shown = printable(text);
        return "\"" + (shown.length() > 80 ? shown.substring(0, 80) + "..." : shown) + "\"";
    }

    private static String printable(String text) {
        return text.replaceAll("[^\\x20-\\x7e]", "?");
    }

    private static boolean hasControl(String line) {
        return line.chars().anyMatch(c -> (c < 0x20 && c != '\t') || c == 0x7f);
    }
}
