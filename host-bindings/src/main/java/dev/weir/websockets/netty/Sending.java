package dev.weir.websockets.netty;

import io.netty.channel.EventLoop;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * The sending side of a connection that is open: who waits for room, how much may wait, which ping is still to be
 * answered, and what was left unsent. Whatever is queued in one turn of the loop is flushed at its end.
 */
final class Sending implements Outbox.Owner {

    /** The connection. */
    interface Owner {
        /** Whether a turn of the connection goes on, at whose end {@link #endTurn} will be called. */
        boolean isInTurn();

        /** Whether nobody waits for room any more. */
        boolean wantsNoRoom();

        /** A send that found the queue full may be repeated: it has drained. */
        void writable();

        /** More was to be sent than may wait, or than memory holds: nothing can follow. */
        void overflowed(String failure);

        /** The socket has taken bytes. */
        void progressed();

        /** A ping has left. */
        void pingSent();

        /** This side's close frame has left. */
        void closeFrameSent();

        /** The socket refused bytes. */
        void writeFailed(Throwable cause);
    }

    private final EventLoop loop;
    private final long maxQueuedBytes;
    private final Owner owner;
    private @Nullable Outbox outbox;
    private boolean flushScheduled;
    private boolean overflowed;

    /** Whether a send was told that the queue is full. */
    private boolean awaitsWritable;

    /** The payload of the last ping that could not be answered yet because the server does not read. */
    private byte @Nullable [] owedPong;

    /** The number of unsent messages when the server closed or the connection ended, and those given up since. */
    private int unsentAtEnd = -1;

    Sending(EventLoop loop, long maxQueuedBytes, Owner owner) {
        this.loop = loop;
        this.maxQueuedBytes = maxQueuedBytes;
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
        try {
            return queued(outbox().addText(text));
        } catch (OutOfMemoryError e) {
            return outOfMemory();
        }
    }

    boolean binary(ByteBuffer bytes) {
        try {
            return queued(outbox().addBinary(bytes));
        } catch (OutOfMemoryError e) {
            return outOfMemory();
        }
    }

    private boolean queued(boolean room) {
        awaitsWritable |= !room;
        flushLater();
        // A connection that is given more than it may keep is dropped, as the standard has it for one that is full.
        if (bufferedAmount() > maxQueuedBytes || outbox().unsentBytes() / 2 > maxQueuedBytes) {
            overflow("more than " + maxQueuedBytes + " bytes wait to be sent");
        }
        return room;
    }

    /** A frame may have been queued in part, so that nothing can follow it. */
    private boolean outOfMemory() {
        overflow("no memory is left for a message to be sent");
        return false;
    }

    private void overflow(String failure) {
        overflowed = true;
        owner.overflowed(failure);
    }

    /** Whether more was to be sent than the embedder or memory allows to wait. */
    boolean hasOverflowed() {
        return overflowed;
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
            flushLater();
        }
    }

    /** Asks the server for a sign of life. */
    void ping() {
        outbox().addPing();
        flushLater();
    }

    /** Queues this side's close frame behind what is there, unless it was queued before. */
    void close(ClosingHandshake closing, int code, byte[] reason) {
        owedPong = null;
        if (closing.queue(outbox(), code, reason)) {
            flushLater();
        }
    }

    // ---- the queue

    void flush() {
        outbox().flush();
    }

    /** Sends what was queued in the turn that ends. */
    void endTurn() {
        flushScheduled = false;
        flush();
    }

    private void flushLater() {
        if (!owner.isInTurn()) {
            flushInAnotherTurn();
        }
    }

    @Override
    public void flushInAnotherTurn() {
        if (!flushScheduled) {
            flushScheduled = true;
            loop.execute(this::endTurn);
        }
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
            flushLater();
        }
        if (awaitsWritable) {
            awaitsWritable = false;
            owner.writable();
        }
    }

    @Override
    public void progressed() {
        owner.progressed();
    }

    @Override
    public void pingSent() {
        owner.pingSent();
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
