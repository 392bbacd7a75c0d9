/**
 * What the WebSocket interfaces need from a network, without saying which network library.
 *
 * <p>A {@link dev.weir.websockets.transport.WebSocketTransport} opens connections. What a
 * {@link dev.weir.websockets.transport.WebSocketListener} hears and what a
 * {@link dev.weir.websockets.transport.WebSocketConnection} is told are whole messages, never frames. Reading
 * order: {@code WebSocketRequest}, {@code WebSocketConnection}, {@code WebSocketListener},
 * {@code WebSocketClosure}.
 *
 * <p>Invariants:
 * <ol>
 *   <li>Every call in either direction happens on the realm's loop; nothing here is safe for other threads.
 *   <li>A listener is never called from inside a method of the connection.
 *   <li>{@code onOpen} comes at most once and before any message; {@code onClosed} comes exactly once and last.
 *   <li>While reading is paused nothing is asked of the socket, so that the server's sending stalls.
 * </ol>
 */
@NullMarked
package dev.weir.websockets.transport;

import org.jspecify.annotations.NullMarked;
