/**
 * The transports of WebSockets and of HTTP over Netty, and an embedded server; the only package that knows Netty.
 *
 * <p>Map, in reading order:
 * <ul>
 *   <li>{@link dev.weir.websockets.netty.NettyTaskLoop}: one thread for tasks, timers and sockets;
 *   <li>{@code Dialer}, with {@code HttpProxyHandler} and {@code Socks5ProxyHandler}: from a host's name to a channel that leads there;
 *   <li>{@link dev.weir.websockets.netty.NettyWebSocketTransport}, {@code WebSocketDialer}: from a request to its opening handshake;
 *   <li>{@link dev.weir.websockets.netty.TlsOptions}, {@code TlsContext}: whom {@code wss:} trusts, by the JDK's TLS or OpenSSL's;
 *   <li>{@code OpeningHandshake}, {@code ResponseHead}, {@code ExtensionHeader}, {@code HandshakeHandler}: from there to an open connection;
 *   <li>{@code AlpnHandler}, {@code Http2Session} (one connection that several streams share), {@code Http2StreamHandler}
 *       (a stream that looks like a socket), {@code Http2HandshakeHandler}: the same over HTTP/2;
 *   <li>{@code NettyWebSocketConnection}: delivery, pausing, closing; with {@code SocketHandler}, {@code Intake}, {@code FrameDecoder} ({@code
 *       Utf8}, {@code Scratch}) for what comes in, {@code Sending}, {@code Outbox} ({@code FrameEncoder}, {@code MaskSource}) for what goes
 *       out, and {@code ClosingHandshake};
 *   <li>{@code PerMessageDeflate}, {@code MessageInflater}, {@code MessageDeflater}: compression;
 *   <li>{@link dev.weir.websockets.netty.NettyHttpTransport}, {@code NettyHttpExchange}: a request and its response; with
 *       {@code HttpPool} ({@code HttpPlace}) for turns and idle connections, {@code HttpUpload} for what goes out, {@code HttpDownload}
 *       for what comes in, {@code RequestCookies}, and a {@code HttpCarrier} for the channel's side: {@code HttpConnection} ({@code
 *       HttpRequestWriter}, {@code HttpResponseReader}) in HTTP/1.1, {@code HttpStream} on a {@code SharedConnection} in HTTP/2;
 *   <li>{@link dev.weir.websockets.netty.EchoServer}: the other side, for demonstrations and tests.
 * </ul>
 *
 * <p>Invariants: all fields of a connection and its parts are touched on the loop's thread only, and there is no lock;
 * channels never read on their own, but for those of HTTP/2, where windows do what not reading does elsewhere; a buffer has one owner, and who takes it releases it.
 *
 * <p>Missing: WebSockets over HTTP/3 (RFC 9220), for which Netty has no extended CONNECT; requests over HTTP/3.
 */
@NullMarked
package dev.weir.websockets.netty;

import org.jspecify.annotations.NullMarked;
