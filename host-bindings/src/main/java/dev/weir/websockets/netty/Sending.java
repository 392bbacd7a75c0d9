package dev.weir.websockets.netty;

import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The sending side of a connection that is open: who waits for room, which ping is still to be answered, and what was
 * left unsent. Whatever is queued in one turn of the loop is flushed at its end.
 */
final class Sending implements Outbox.Owner {

    /** The connection. */
    interface Owner {
        /** Has {@link #flush} called at the end of the turn. */
        void flushLater();

        /** Whether nobody waits for room any more. */
        boolean wantsNoRoom();

        /** A send that found the queue full may be repeated: it has drained. */
        void writable();

        /** This side's close frame has left. */
        void closeFrameSent();

        /** The socket refused bytes. */
        void writeFailed(Throwable cause);
    }

    private final Owner owner;
    private @Nullable Outbox outbox;

    /** Whether a send was told that the queue is full. */
    private boolean awaitsWritable;

    /** The payload of the last ping that could not be answered yet because the server does not read. */
    private byte @Nullable [] owedPong;

    /** The number of unsent messages when the server closed or the connection ended, and those given up since. */
    private int unsentAtEnd = -1;

    Sending(Owner owner) {
        this.owner = owner;
    }

    void open(Outbox queue) {
        outbox = queue;
    }

    private Outbox outbox() {
        Outbox queue = outbox;
        if (queue == null) {
            throw new IllegalStateException("cannot send before the connection is open");
        }
        return queue;
    }

    // ---- messages

    boolean text(String text) {
        return queued(outbox().addText(text));
    }

    boolean binary(ByteBuffer bytes) {
        return queued(outbox().addBinary(bytes));
    }

    private boolean queued(boolean room) {
        awaitsWritable |= !room;
        owner.flushLater();
        return room;
    }

    /** Counts a message that comes too late to be sent. */
    void lost(int payload) {
        outbox().addLost(payload);
        if (unsentAtEnd >= 0) {
            unsentAtEnd++;
        }
    }

    long bufferedAmount() {
        return outbox == null ? 0 : outbox.unsentPayload();
    }

    int unsentMessages() {
        if (unsentAtEnd >= 0) {
            return unsentAtEnd;
        }
        return outbox == null ? 0 : outbox.unsentMessages();
    }

    /** From now on the number of unsent messages is that of now, but for those that come too late. */
    int freezeUnsent() {
        unsentAtEnd = unsentMessages();
        return unsentAtEnd;
    }

    // ---- control frames

    /** Answers a ping, or keeps its payload until there is room: only the last ping needs an answer. */
    void pong(byte[] payload, int length) {
        if (outbox().isFull()) {
            owedPong = Arrays.copyOf(payload, length);
        } else {
            outbox().addPong(payload, length);
            owner.flushLater();
        }
    }

    /** Asks the server for a sign of life. */
    void ping() {
        outbox().addPing();
        owner.flushLater();
    }

    /** Queues this side's close frame behind what is there, unless it was queued before. */
    void close(ClosingHandshake closing, int code, byte[] reason) {
        owedPong = null;
        if (closing.queue(outbox(), code, reason)) {
            owner.flushLater();
        }
    }

    // ---- the queue

    void flush() {
        outbox().flush();
    }

    /** Takes back messages of which no byte was sent. */
    void dropUnbegun() {
        outbox().dropUnbegun();
    }

    /** Nobody waits for room any more. */
    void forgetWaiting() {
        awaitsWritable = false;
    }

    void release() {
        if (outbox != null) {
            outbox.release();
        }
    }

    @Override
    public void drained() {
        if (owner.wantsNoRoom()) {
            return;
        }
        byte[] pong = owedPong;
        if (pong != null) {
            owedPong = null;
            outbox().addPong(pong, pong.length);
            owner.flushLater();
        }
        if (awaitsWritable) {
            awaitsWritable = false;
            owner.writable();
        }
    }

    @Override
    public void closeFrameSent() {
        owner.closeFrameSent();
    }

    @Override
    public void writeFailed(Throwable cause) {
        owner.writeFailed(cause);
    }
}
