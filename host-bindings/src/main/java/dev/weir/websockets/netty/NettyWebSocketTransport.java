package dev.weir.websockets.netty;

import dev.weir.host.NetworkRules;
import dev.weir.websockets.transport.FailedConnection;
import dev.weir.websockets.transport.WebSocketConnection;
import dev.weir.websockets.transport.WebSocketListener;
import dev.weir.websockets.transport.WebSocketRequest;
import dev.weir.websockets.transport.WebSocketTransport;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** WebSockets over Netty, on the thread that runs the realm. */
public final class NettyWebSocketTransport implements WebSocketTransport {
    private final NettyTaskLoop loop;
    private final NetworkRules rules;
    private final TransportOptions options;

    /** How many connections have not ended, and how many of them lead to each place. */
    private int connections;

    private final Map<String, Integer> places = new HashMap<>();
    private final Http2Sessions sessions = new Http2Sessions();

    /** A transport for realms of this loop. */
    public NettyWebSocketTransport(NettyTaskLoop loop, NetworkRules rules, TransportOptions options) {
        this.loop = loop;
        this.rules = rules;
        this.options = options;
    }

    @Override
    public WebSocketConnection connect(WebSocketRequest request, WebSocketListener listener) {
        String place = request.host() + ":" + request.port();
        String refusal = refusal(place);
        if (refusal != null) {
            return FailedConnection.start(loop, listener, request.url() + ": " + refusal);
        }
        NettyWebSocketConnection connection = new NettyWebSocketConnection(
                request.url(), options, loop.eventLoop(), loop.masks(), loop.scratch(), listener, loop.dependents());
        WebSocketDialer dialer = new WebSocketDialer(loop, rules, options, sessions, request, connection);
        var timeout = request.handshakeTimeout();
        connections++;
        places.merge(place, 1, Integer::sum);
        connection.start(dialer, timeout == null ? options.handshakeTimeout() : timeout, () -> {
            connections--;
            places.computeIfPresent(place, (name, count) -> count == 1 ? null : count - 1);
        });
        loop.eventLoop().execute(dialer::start);
        return connection;
    }

    private @Nullable String refusal(String place) {
        if (connections >= options.maxConnections()) {
            return "the limit of " + options.maxConnections() + " connections is reached";
        }
        if (places.getOrDefault(place, 0) >= options.maxConnectionsPerHost()) {
            return "the limit of " + options.maxConnectionsPerHost() + " connections to one host is reached";
        }
        return null;
    }
}
