package dev.weir.websockets.transport;

import java.nio.ByteBuffer;

/**
 * One connection to a WebSocket server, from the first attempt to reach it until {@code onClosed}.
 *
 * <p>All methods must be called on the realm's loop.
 */
public interface WebSocketConnection {

    /**
     * Sends a text message; messages sent in one turn of the loop go out together at its end.
     *
     * @param text without lone surrogates (they would be sent as question marks)
     * @return whether the transport has taken the message and has room for more. {@code false} means that the message
     *     is queued but the queue is above its high-water mark: {@link WebSocketListener#onWritable} says when it has
     *     drained. A message that comes after the server's close frame or the loss of the connection is not sent: it
     *     counts among {@link #unsentMessages}, the answer is {@code false}, and {@code onClosed} follows.
     * @throws IllegalStateException before {@code onOpen}, after {@link #close()} or {@link #fail}, and after
     *     {@code onClosed}
     */
    boolean sendText(String text);

    /**
     * Sends what remains in the buffer as a binary message, as {@link #sendText} does. The bytes are copied before the
     * call returns; the buffer's position is left where it was.
     */
    boolean sendBinary(ByteBuffer bytes);

    /**
     * Stops the delivery of messages, at once, also amid those that arrived together, and asks the socket for nothing
     * more. What one read brought is held until {@link #resume}; so is the news that the server closed, which comes after
     * the messages before it (but see {@link WebSocketListener#onEnding}). Pings that lie behind held messages are answered
     * later too.
     *
     * <p>A read that was already asked for when an idle connection is paused may still bring its bytes, and the
     * rest that the system had buffered is taken over when the server ends the connection; both are held as well.
     * After {@link #close()} pausing has no effect.
     */
    void pause();

    /** Takes up delivery again, in a later turn of the loop: first what is held, then what the socket brings. */
    void resume();

    /**
     * Starts the closing handshake with a close frame that carries no code. Messages already accepted are sent first;
     * those received from now on are dropped. While connecting this is {@link #fail}; a second call does nothing, and
     * neither does one after the server's close frame.
     *
     * @see <a href="https://www.rfc-editor.org/rfc/rfc6455#section-7.1.2">RFC 6455, section 7.1.2</a>
     */
    void close();

    /**
     * Starts the closing handshake as {@link #close()} does, with a code and a reason.
     *
     * @param code one that may stand in a close frame: 1000 to 1003, 1007 to 1014, 3000 to 4999
     * @param reason at most 123 bytes in UTF-8
     * @throws IllegalArgumentException when code or reason are not of that kind
     */
    void close(int code, String reason);

    /**
     * Drops the connection, whatever stage it is in: nothing more is sent, no message is delivered any more, and
     * {@code onClosed} follows in a later turn with 1006. Does nothing after that.
     */
    void fail();

    /**
     * The bytes of message payload that were accepted and not yet handed to the socket; framing does not count. Not
     * reset when the connection ends.
     */
    long bufferedAmount();

    /** The number of accepted messages not yet handed to the socket as a whole; not reset when the connection ends. */
    int unsentMessages();
}
