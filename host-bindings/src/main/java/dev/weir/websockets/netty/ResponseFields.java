package dev.weir.websockets.netty;

import dev.weir.fetch.transport.HttpField;
import dev.weir.infra.HttpSyntax;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;

/** Makes a listener's fields of Netty's. */
final class ResponseFields {
    private ResponseFields() {}

    /**
     * All fields but the pseudo fields of HTTP/2.
     *
     * @throws HandshakeException when one of them may be sent by no server
     */
    static List<HttpField> of(Iterator<Map.Entry<CharSequence, CharSequence>> head) throws HandshakeException {
        List<HttpField> fields = new ArrayList<>();
        while (head.hasNext()) {
            Map.Entry<CharSequence, CharSequence> field = head.next();
            String name = field.getKey().toString();
            String value = HttpSyntax.trim(field.getValue().toString());
            if (name.startsWith(":")) {
                continue;
            }
            if (!HttpSyntax.isToken(name)) {
                throw malformed(name);
            }
            if (value.chars().anyMatch(c -> c == 0)) {
                throw malformed(name + ": " + value);
            }
            fields.add(new HttpField(name, value));
        }
        return fields;
    }

    static HandshakeException malformed(String line) {
        return new HandshakeException("server sent a malformed header line: " + ResponseHead.quote(line));
    }

    /** The values of all fields of that name, in order. */
    static List<String> values(List<HttpField> fields, String name) {
        return fields.stream()
                .filter(field -> field.name().equalsIgnoreCase(name))
                .map(HttpField::value)
                .toList();
    }
}
