package dev.weir.fetch.transport;

import java.nio.ByteBuffer;

/** A request on its way, and its response. Every method must be called on the loop. */
public interface HttpExchange {

    /**
     * Sends a copy of the bytes as a part of the request's body; they may be written before there is a connection. Does nothing
     * once the exchange is over.
     *
     * @return false when enough is queued: more had better wait for {@link HttpListener#onWritable}
     */
    boolean write(ByteBuffer bytes);

    /** The request's body is complete. Not to be called for a request without one. */
    void endBody();

    /** Stops {@link HttpListener#onBody} until {@link #resume}; the server feels it when the buffers between are full. */
    void pause();

    /** Takes back {@link #pause}. */
    void resume();

    /** Ends the exchange, whatever its state; the listener hears nothing more. */
    void cancel();
}
