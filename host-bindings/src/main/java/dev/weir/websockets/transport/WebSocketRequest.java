package dev.weir.websockets.transport;

import dev.weir.infra.HttpSyntax;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of a server when a connection is opened. Every part is checked, so that no value can smuggle a second
 * header line into the handshake.
 *
 * @param scheme {@code ws} or {@code wss}
 * @param host as a URL parser serializes it, but IPv6 without brackets
 * @param port 1 to 65535
 * @param resource path and query, serialized, beginning with a slash
 * @param protocols the subprotocols offered, most wanted first
 * @param protocolRequired whether a server that chooses none of the offered subprotocols fails the connection, as the
 *     WebSockets standard has it; RFC 6455 alone would let it pass
 * @param origin the value of the {@code Origin} header, or null for none
 * @param headers further headers that the host adds; those of the handshake itself are refused
 * @param handshakeTimeout the time for everything from here to the server's whole answer, or null for the transport's own
 */
public record WebSocketRequest(
        String scheme,
        String host,
        int port,
        String resource,
        List<String> protocols,
        boolean protocolRequired,
        @Nullable String origin,
        Map<String, String> headers,
        @Nullable Duration handshakeTimeout) {

    private static final Set<String> HANDSHAKE_HEADERS =
            Set.of("host", "upgrade", "connection", "origin", "content-length", "transfer-encoding");

    public WebSocketRequest {
        require(scheme.equals("ws") || scheme.equals("wss"), "scheme", scheme);
        require(!host.isEmpty() && HttpSyntax.isVisibleAscii(host) && host.indexOf('/') < 0, "host", host);
        require(port >= 1 && port <= 65535, "port", Integer.toString(port));
        require(resource.startsWith("/") && HttpSyntax.isVisibleAscii(resource), "resource", resource);
        protocols = List.copyOf(protocols);
        for (String protocol : protocols) {
            require(HttpSyntax.isToken(protocol), "subprotocol", protocol);
        }
        require(origin == null || HttpSyntax.isVisibleAscii(origin), "origin", String.valueOf(origin));
        headers = Map.copyOf(headers);
        headers.forEach((name, value) -> {
            String lower = name.toLowerCase(Locale.ROOT);
            require(
                    HttpSyntax.isToken(name) && !lower.startsWith("sec-") && !HANDSHAKE_HEADERS.contains(lower),
                    "header",
                    name);
            require(value.chars().allMatch(c -> c == '\t' || (c >= 0x20 && c <= 0x7e)), "header value", value);
        });
        require(
                handshakeTimeout == null || handshakeTimeout.isPositive(),
                "handshake timeout",
                String.valueOf(handshakeTimeout));
    }

    /** A request with nothing but the place. */
    public static WebSocketRequest of(String scheme, String host, int port, String resource) {
        return new WebSocketRequest(scheme, host, port, resource, List.of(), false, null, Map.of(), null);
    }

    /** This request with other subprotocols on offer. */
    public WebSocketRequest withProtocols(List<String> offered, boolean required) {
        return new WebSocketRequest(scheme, host, port, resource, offered, required, origin, headers, handshakeTimeout);
    }

    /** This request with another origin. */
    public WebSocketRequest withOrigin(@Nullable String value) {
        return new WebSocketRequest(
                scheme, host, port, resource, protocols, protocolRequired, value, headers, handshakeTimeout);
    }

    /** This request with other additional headers. */
    public WebSocketRequest withHeaders(Map<String, String> values) {
        return new WebSocketRequest(
                scheme, host, port, resource, protocols, protocolRequired, origin, values, handshakeTimeout);
    }

    /** This request with a time limit of its own. */
    public WebSocketRequest withHandshakeTimeout(@Nullable Duration limit) {
        return new WebSocketRequest(scheme, host, port, resource, protocols, protocolRequired, origin, headers, limit);
    }

    /** Whether the connection is encrypted. */
    public boolean secure() {
        return scheme.equals("wss");
    }

    /** Host and port as they stand in a URL and in the {@code Host} header: the scheme's own port is left out. */
    public String authority() {
        String name = host.indexOf(':') < 0 ? host : "[" + host + "]";
        return port == (secure() ? 443 : 80) ? name : name + ":" + port;
    }

    /** The URL, for messages. */
    public String url() {
        return scheme + "://" + authority() + resource;
    }

    private static void require(boolean condition, String what, String value) {
        if (!condition) {
            throw new IllegalArgumentException("not usable as " + what + ": " + value);
        }
    }
}
