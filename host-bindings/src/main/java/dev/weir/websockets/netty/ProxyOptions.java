package dev.weir.websockets.netty;

import dev.weir.websockets.transport.WebSocketRequest;
import java.util.List;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * A proxy between this program and the servers; names are then looked up by the proxy.
 *
 * @param kind how it is spoken to
 * @param host its name or address, IPv6 without brackets
 * @param user for the proxy's authentication (HTTP's basic scheme, or RFC 1929), or null for none
 * @param password goes with the user
 * @param bypass the requests that need no proxy; about a request of {@code http} or {@code https} it is asked as about a WebSocket
 *     at the root of the same host and port, {@code ws} or {@code wss}
 */
public record ProxyOptions(
        Kind kind,
        String host,
        int port,
        @Nullable String user,
        @Nullable String password,
        Predicate<WebSocketRequest> bypass) {

    /** The protocol of a proxy. */
    public enum Kind {
        /** An HTTP proxy's CONNECT: RFC 9110, section 9.3.6. */
        HTTP,
        /** SOCKS version 5: RFC 1928. */
        SOCKS5
    }

    public ProxyOptions {
        if (host.isEmpty() || port < 1 || port > 65535 || (user == null) != (password == null)) {
            throw new IllegalArgumentException("not usable as a proxy: " + host + ":" + port);
        }
    }

    /** A proxy without authentication for all servers but those on this machine. */
    public static ProxyOptions of(Kind kind, String host, int port) {
        return new ProxyOptions(kind, host, port, null, null, ProxyOptions::isLocal);
    }

    /** This proxy with a name and a password. */
    public ProxyOptions withCredentials(String name, String secret) {
        return new ProxyOptions(kind, host, port, name, secret, bypass);
    }

    /** This proxy with other exceptions. */
    public ProxyOptions withBypass(Predicate<WebSocketRequest> exceptions) {
        return new ProxyOptions(kind, host, port, user, password, exceptions);
    }

    private static boolean isLocal(WebSocketRequest request) {
        String name = request.host();
        return List.of("localhost", "::1").contains(name) || name.endsWith(".localhost") || name.matches("127[0-9.]+");
    }

    /** Without the password. */
    @Override
    public String toString() {
        return kind + " proxy " + host + ":" + port;
    }
}
