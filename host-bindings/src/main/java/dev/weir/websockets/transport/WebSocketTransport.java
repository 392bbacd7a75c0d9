package dev.weir.websockets.transport;

/** Opens WebSocket connections for one realm. */
public interface WebSocketTransport {

    /**
     * Starts to connect; how it went, the listener hears in later turns of the realm's loop.
     *
     * <p>Must be called on the loop. A connection that may not be made, or cannot be, ends in
     * {@link WebSocketListener#onClosed} like any other; this method itself never fails for such a reason.
     *
     * @see <a href="https://www.rfc-editor.org/rfc/rfc6455#section-4.1">RFC 6455, section 4.1</a>
     */
    WebSocketConnection connect(WebSocketRequest request, WebSocketListener listener);
}
