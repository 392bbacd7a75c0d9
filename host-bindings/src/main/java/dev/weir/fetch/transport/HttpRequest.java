package dev.weir.fetch.transport;

import dev.weir.infra.Ascii;
import dev.weir.infra.HttpSyntax;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One request. Every part is checked, so that no value can smuggle a second line into the head.
 *
 * @param scheme {@code http} or {@code https}
 * @param host as a URL parser serializes it, but IPv6 without brackets
 * @param port 1 to 65535
 * @param method a token, sent as it is
 * @param resource path and query, serialized, beginning with a slash
 * @param fields all fields but those that the transport writes: {@code Host}, {@code Connection}, {@code Content-Length},
 *     {@code Transfer-Encoding} and, where it is asked for cookies, {@code Cookie}
 * @param bodyLength the body's bytes, {@link #NO_BODY}, or {@link #UNKNOWN_LENGTH}
 * @param cookieOrigin on behalf of which origin, as it is serialized, the embedder's cookies go with the request, and those of
 *     the response are kept; null for no cookies
 */
public record HttpRequest(
        String scheme,
        String host,
        int port,
        String method,
        String resource,
        List<HttpField> fields,
        long bodyLength,
        @Nullable String cookieOrigin) {

    /** There is no body. */
    public static final long NO_BODY = -1;

    /** There is a body, whose end is told. */
    public static final long UNKNOWN_LENGTH = -2;

    private static final Set<String> OF_TRANSPORT = Set.of(
            "host", "connection", "content-length", "transfer-encoding", "upgrade", "keep-alive", "te", "trailer");

    public HttpRequest {
        require(scheme.equals("http") || scheme.equals("https"), "scheme", scheme);
        require(!host.isEmpty() && HttpSyntax.isVisibleAscii(host) && host.indexOf('/') < 0, "host", host);
        require(port >= 1 && port <= 65535, "port", Integer.toString(port));
        require(HttpSyntax.isToken(method), "method", method);
        require(resource.startsWith("/") && HttpSyntax.isVisibleAscii(resource), "resource", resource);
        require(bodyLength >= UNKNOWN_LENGTH, "length", Long.toString(bodyLength));
        fields = List.copyOf(fields);
        for (HttpField field : fields) {
            require(
                    HttpSyntax.isToken(field.name()) && !OF_TRANSPORT.contains(Ascii.lowercase(field.name())),
                    "field",
                    field.name());
            require(
                    field.value().chars().allMatch(c -> c != 0 && c != '\r' && c != '\n' && c <= 0xff),
                    "field's value",
                    field.name());
        }
    }

    /** Whether the connection is encrypted. */
    public boolean secure() {
        return scheme.equals("https");
    }

    /** Host and port as they stand in a URL and in the {@code Host} field: the scheme's own port is left out. */
    public String authority() {
        String name = host.indexOf(':') < 0 ? host : "[" + host + "]";
        return port == (secure() ? 443 : 80) ? name : name + ":" + port;
    }

    private static void require(boolean condition, String what, String value) {
        if (!condition) {
            throw new IllegalArgumentException("not usable as " + what + ": " + value);
        }
    }
}
