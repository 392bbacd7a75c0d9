/**
 * WebSockets for scripts: {@link dev.weir.websockets.WebSocketStream} over a {@link
 * dev.weir.websockets.transport.WebSocketTransport}.
 *
 * <p>The connection calls {@code WebSocketStream}'s listener on the realm's loop; messages of one read reach the stream in
 * one task. Backpressure is the stream's: while its queue is full and nobody reads, the connection is paused and the
 * server feels it; a write is done when the transport has taken it and has room for more.
 *
 * @see <a href="https://github.com/whatwg/websockets/pull/48">WebSockets, the WebSocketStream proposal</a>
 */
@NullMarked
package dev.weir.websockets;

import org.jspecify.annotations.NullMarked;
