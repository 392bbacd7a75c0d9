package dev.weir.websockets;

import dev.weir.infra.HttpSyntax;
import dev.weir.url.BlockedPorts;
import dev.weir.webidl.Realm;
import dev.weir.webidl.WebException;
import dev.weir.websockets.transport.FailedConnection;
import dev.weir.websockets.transport.WebSocketConnection;
import dev.weir.websockets.transport.WebSocketListener;
import dev.weir.websockets.transport.WebSocketRequest;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/**
 * What both interfaces do with what their constructors are given: check it, and begin to connect.
 *
 * @see <a href="https://websockets.spec.whatwg.org/#websocket-opening-handshake">WebSockets, opening handshake</a>
 */
final class Opening {
    private final Realm realm;
    private final WebSocketEnvironment environment;
    private final WebSocketUrl url;
    private final List<String> protocols;

    private Opening(Realm realm, WebSocketEnvironment environment, WebSocketUrl url, List<String> protocols) {
        this.realm = realm;
        this.environment = environment;
        this.url = url;
        this.protocols = protocols;
    }

    /**
     * Checks the arguments of a constructor.
     *
     * @param interfaceName for messages
     * @param protocols an array of strings, or null for none
     */
    static Opening prepare(Realm realm, String interfaceName, String url, @Nullable Value protocols) {
        String where = interfaceName + " constructor";
        WebSocketEnvironment environment = realm.service(WebSocketEnvironment.class);
        WebSocketUrl parsed = WebSocketUrl.parse(where, url, environment.baseUrl());
        List<String> offered = requireProtocols(where, protocols);
        requireNoMixedContent(where, environment, parsed);
        return new Opening(realm, environment, parsed, offered);
    }

    WebSocketUrl url() {
        return url;
    }

    /** Begins to connect. */
    WebSocketConnection connect(WebSocketListener listener) {
        if (BlockedPorts.contains(url.port())) {
            return FailedConnection.start(
                    realm.loop(),
                    listener,
                    url.forMessages() + ": port " + url.port() + " is blocked, as in every browser");
        }
        WebSocketRequest request = new WebSocketRequest(
                url.scheme(),
                url.host(),
                url.port(),
                url.resource(),
                protocols,
                true,
                environment.url().origin(),
                credentials(),
                null);
        return environment.transport().connect(request, listener);
    }

    /** Name and password in the URL become those of HTTP's basic authentication. */
    private Map<String, String> credentials() {
        byte[] pair = url.credentials();
        return pair == null
                ? Map.of()
                : Map.of("Authorization", "Basic " + Base64.getEncoder().encodeToString(pair));
    }

    private static List<String> requireProtocols(String where, @Nullable Value sequence) {
        List<String> protocols = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        for (long i = 0; sequence != null && i < sequence.getArraySize(); i++) {
            String protocol = sequence.getArrayElement(i).asString();
            if (!HttpSyntax.isToken(protocol)) {
                throw WebException.dom("SyntaxError", where + ": '" + protocol + "' is not a valid subprotocol");
            }
            if (!seen.add(protocol.toLowerCase(Locale.ROOT))) {
                throw WebException.dom("SyntaxError", where + ": subprotocol '" + protocol + "' is given twice");
            }
            protocols.add(protocol);
        }
        return protocols;
    }

    /** https://w3c.github.io/webappsec-mixed-content/#should-block-fetch */
    private static void requireNoMixedContent(String where, WebSocketEnvironment environment, WebSocketUrl url) {
        if (environment.url().protocol().equals("https:") && !url.isPotentiallyTrustworthy()) {
            throw WebException.dom(
                    "SecurityError",
                    where + ": a page from https: may not connect to " + url.forMessages() + ", only to wss:");
        }
    }
}
