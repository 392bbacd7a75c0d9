package dev.weir.websockets.transport;

import java.nio.ByteBuffer;

/** Hears what becomes of one connection; called on the realm's loop only. */
public interface WebSocketListener {

    /**
     * The connection is established, and messages may be sent. Reading is on: a listener that wants none yet calls
     * {@link WebSocketConnection#pause} here.
     *
     * @param protocol the subprotocol that the server chose, or the empty string
     * @param extensions the extensions in use, as the server wrote them, or the empty string
     */
    void onOpen(String protocol, String extensions);

    /** A text message arrived; its UTF-8 was found valid. */
    void onText(String text);

    /**
     * A binary message arrived.
     *
     * @param bytes a view of the transport's own memory, from position 0 to its capacity, good only until this call
     *     returns: a listener copies it to where it is needed. Thus a message that arrived in one read is not copied by
     *     the transport at all, and one that came in several is copied once.
     */
    void onBinary(ByteBuffer bytes);

    /** The messages that arrived together have all been delivered, or reading was paused among them. */
    default void onReadComplete() {}

    /**
     * The queue of outgoing messages, which a send had found full, has drained to its low-water mark. Also called while the
     * connection waits for the server to answer {@link WebSocketConnection#close()}, when nothing can be sent any more.
     */
    default void onWritable() {}

    /**
     * The server started the closing handshake: no message will follow, and none will be sent. Its close frame is
     * answered without further ado; accepted messages of which no byte was sent yet are dropped.
     *
     * @param code the server's code, or 1005 when it gave none
     * @param unsentMessages the number of accepted messages that had not been handed to the socket as a whole
     */
    default void onClosing(int code, String reason, int unsentMessages) {}

    /**
     * The socket has ended while reading was paused, and messages that came before are still held. Nothing can be sent any
     * more; {@code onClosed} follows once the messages were delivered, or given up by {@link WebSocketConnection#fail}.
     *
     * @param closure how the connection has ended, as far as can be said before the messages have been looked at
     */
    default void onEnding(WebSocketClosure closure) {}

    /** The connection has ended, or never came to be; the last call. */
    void onClosed(WebSocketClosure closure);
}
