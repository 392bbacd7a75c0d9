package dev.weir.websockets.netty;

import dev.weir.host.NetworkRules;
import dev.weir.websockets.transport.WebSocketConnection;
import dev.weir.websockets.transport.WebSocketListener;
import dev.weir.websockets.transport.WebSocketRequest;
import dev.weir.websockets.transport.WebSocketTransport;

/** WebSockets over Netty, on the thread that runs the realm. */
public final class NettyWebSocketTransport implements WebSocketTransport {
    private final NettyTaskLoop loop;
    private final NetworkRules rules;
    private final TransportOptions options;

    /** A transport for realms of this loop. */
    public NettyWebSocketTransport(NettyTaskLoop loop, NetworkRules rules, TransportOptions options) {
        this.loop = loop;
        this.rules = rules;
        this.options = options;
    }

    @Override
    public WebSocketConnection connect(WebSocketRequest request, WebSocketListener listener) {
        NettyWebSocketConnection connection = new NettyWebSocketConnection(
                request.url(), options, loop.eventLoop(), loop.masks(), loop.scratch(), listener, loop.connections());
        Dialer dialer = new Dialer(loop, rules, options, request, connection);
        var timeout = request.handshakeTimeout();
        connection.start(dialer::cancel, timeout == null ? options.handshakeTimeout() : timeout);
        loop.eventLoop().execute(dialer::start);
        return connection;
    }
}
