package dev.weir.websockets.netty;

import dev.weir.fetch.transport.HttpExchange;
import dev.weir.fetch.transport.HttpListener;
import dev.weir.fetch.transport.HttpRequest;
import dev.weir.fetch.transport.HttpTransport;
import dev.weir.host.NetworkRules;

/**
 * HTTP over Netty, on the thread that runs the realm: HTTP/1.1, or HTTP/2 where a server over TLS chooses that.
 *
 * <p>Connections are kept for further exchanges with the same place, for 15 s at most, and less where the server says that it
 * waits less. No more than six lead to one place at a time, or {@link TransportOptions#maxConnectionsPerHost} if that is less:
 * further exchanges wait for their turn. One that finds {@link TransportOptions#maxConnections} connections at work when its
 * turn comes fails. A connection over HTTP/2 counts as one, and serves up to
 * a hundred exchanges at a time. What a paused listener has not taken is held up to one read of a socket's in HTTP/1.1, and up to
 * 1 MiB in HTTP/2.
 *
 * <p>A server may leave a kept connection just when a request is sent on it, or refuse a stream unseen. A request without a body
 * that gets not one byte in answer for this is sent once more; one with a body fails.
 *
 * <p>Of the options these count, too: {@link TransportOptions#handshakeTimeout} is the time for reaching the server, lookup,
 * proxy and TLS included, once the exchange has its turn; a server may take any time to answer. The water marks are those of a
 * request's body. What {@link ProxyOptions#bypass} is asked about is a request for a WebSocket at the place's root: {@code ws}
 * stands for {@code http}, {@code wss} for {@code https}.
 */
public final class NettyHttpTransport implements HttpTransport {
    private final NettyTaskLoop loop;
    private final NetworkRules rules;
    private final TransportOptions options;
    private final HttpPool pool;

    /** A transport for realms of this loop. */
    public NettyHttpTransport(NettyTaskLoop loop, NetworkRules rules, TransportOptions options) {
        this.loop = loop;
        this.rules = rules;
        this.options = options;
        this.pool = new HttpPool(loop, options);
    }

    @Override
    public HttpExchange start(HttpRequest request, HttpListener listener) {
        NettyHttpExchange exchange = new NettyHttpExchange(loop, rules, options, pool, request, listener);
        exchange.start();
        return exchange;
    }
}
