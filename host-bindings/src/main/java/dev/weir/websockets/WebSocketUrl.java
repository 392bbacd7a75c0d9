package dev.weir.websockets;

import dev.weir.html.DocumentUrl;
import dev.weir.url.UrlHost;
import dev.weir.url.UrlRecord;
import dev.weir.webidl.WebException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Where a connection leads.
 *
 * @param url a record with a scheme of ws or wss and no fragment, not to be changed
 */
record WebSocketUrl(UrlRecord url) {

    /**
     * Reads what a script names.
     *
     * @param where who asks, for the error's message
     * @see <a href="https://websockets.spec.whatwg.org/#get-a-url-record">WebSockets, get a URL record</a>
     */
    static WebSocketUrl parse(String where, String text, DocumentUrl base) {
        UrlRecord url = base.resolveToRecord(text);
        if (url == null) {
            throw syntaxError(where, "'" + text + "' is not a valid URL");
        }
        switch (url.scheme()) {
            case "ws", "wss" -> {}
            case "http" -> url.setProtocol("ws");
            case "https" -> url.setProtocol("wss");
            default ->
                throw syntaxError(
                        where, "the URL's scheme must be ws, wss, http or https, but is '" + url.scheme() + "'");
        }
        if (url.fragment() != null) {
            throw syntaxError(where, "the URL must not have a fragment");
        }
        return new WebSocketUrl(url);
    }

    private static WebException syntaxError(String where, String message) {
        return WebException.dom("SyntaxError", where + ": " + message);
    }

    String href() {
        return url.href();
    }

    /** Without name and password: messages end in logs. */
    String forMessages() {
        return url.scheme() + "://" + url.host() + resource();
    }

    String scheme() {
        return url.scheme();
    }

    /** The name or address to connect to, an IPv6 address without its brackets. */
    String host() {
        UrlHost host = Objects.requireNonNull(url.hostRecord());
        return host instanceof UrlHost.Ipv6 ip ? ip.address() : host.serialize();
    }

    int port() {
        return url.effectivePort();
    }

    /** The ASCII serialization of the origin, as in a message's event. */
    String origin() {
        return url.origin();
    }

    /** Whether what goes there is safe from others: encrypted, or on this machine. */
    boolean isPotentiallyTrustworthy() {
        String host = url.hostname();
        return url.scheme().equals("wss")
                || host.equals("localhost")
                || host.endsWith(".localhost")
                || host.equals("[::1]")
                || host.startsWith("127.") && url.hostRecord() instanceof UrlHost.Ipv4;
    }

    /** Name and password with a colon between them, or null when the URL has neither. */
    byte @Nullable [] credentials() {
        return url.includesCredentials() ? UrlRecord.percentDecode(url.username() + ":" + url.password()) : null;
    }

    /** Path and query. */
    String resource() {
        String query = url.query();
        return query == null || query.isEmpty() ? url.pathname() : url.pathname() + "?" + query;
    }
}
