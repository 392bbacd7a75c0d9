package dev.weir.websockets.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.EventLoop;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * The reading side of a connection: holds what the socket brought, and takes it apart for as long as the listener wants it.
 *
 * <p>Bytes that cannot be delivered are held undecoded. Whatever ends the input waits behind them.
 *
 * <p>A turn is what happens between the arrival of bytes (or the task that takes up delivery again) and {@link #endTurn}:
 * output written meanwhile is flushed there, and only there is the socket asked for more.
 */
final class Intake {
    /**
     * A batch that takes more memory than this is ended early: one read may bring far more when it was compressed, or when
     * its messages are empty.
     */
    private static final int MAX_BATCH = 256 << 10;

    /** What a message takes besides its bytes, about. */
    private static final int MESSAGE_OVERHEAD = 64;

    /** The connection. */
    interface Owner {
        /** Whether nothing more that comes in can matter. */
        boolean ignoresInput();

        /** Whether what comes in is only looked through for the server's close frame, paused or not. */
        boolean isClosing();

        /** The server broke a rule; decoding has stopped. */
        void malformed(FrameException error);

        /** A call out of here threw. */
        void crashed(Throwable bug);

        /** The messages that arrived together have been delivered. */
        void batchDelivered();

        /** The end of the input has been reached, and everything before it delivered. */
        void inputExhausted();

        /** The end of the input has come, and lies behind bytes that nobody wants yet; may be said more than once. */
        void endedBehindHeld();

        /** A turn ends: send what was written in it. */
        void flush();

        /** Ask the socket for more. */
        void read();
    }

    private final EventLoop loop;
    private final Owner owner;

    /** Set when the connection opens. */
    private @Nullable FrameDecoder decoder;

    private final ArrayDeque<ByteBuf> held = new ArrayDeque<>(2);
    private boolean ended;
    private boolean paused;

    /** Whether the socket is read on, paused or not, since its end is near. */
    private boolean draining;

    private boolean inTurn;
    private boolean turnScheduled;

    /** Whether the decoder is at work: a buffer is in use. */
    private boolean decoding;

    /** Messages since the end of the last batch, and their memory. */
    private int batch;

    private long batchSize;

    Intake(EventLoop loop, Owner owner) {
        this.loop = loop;
        this.owner = owner;
    }

    /** The connection is open; its first turn has begun with the read that brought the server's answer. */
    void open(FrameDecoder frames, ByteBuf rest) {
        decoder = frames;
        held.add(rest);
        inTurn = true;
    }

    boolean isInTurn() {
        return inTurn;
    }

    boolean hasEnded() {
        return ended;
    }

    /** Whether the socket was asked for more: what the server sends will be noticed. */
    boolean isReading() {
        return !ended && (owner.isClosing() || (!paused && held.isEmpty()));
    }

    // ---- what the socket says

    void received(ByteBuf bytes) {
        inTurn = true;
        held.add(bytes);
        deliver();
    }

    /** No more bytes will come. */
    void end() {
        ended = true;
        if (held.isEmpty() || owner.ignoresInput()) {
            owner.inputExhausted();
        } else if (mayDeliver()) {
            scheduleTurn();
        } else {
            owner.endedBehindHeld();
        }
    }

    /** The socket takes nothing any more: what it still has is held as well, so that the end is found. */
    void drain() {
        draining = true;
        if (!inTurn) {
            readMore();
        }
    }

    /** The server's close frame in what is held, if there is one. */
    ClosingHandshake.@Nullable Frame closeFrameAhead() {
        return decoder == null ? null : decoder.closeFrameAhead(held);
    }

    /** The end of everything that one read brought: tell the listener, send what it wrote, ask for more. */
    void endTurn() {
        completeBatch();
        inTurn = false;
        owner.flush();
        if (!held.isEmpty() && mayDeliver()) {
            scheduleTurn(); // the listener resumed in one of the calls above
        } else if (!held.isEmpty() && ended) {
            owner.endedBehindHeld();
        } else {
            readMore();
        }
    }

    /** Tells that there is no more for now; also before the news of an end, lest messages be overlooked. */
    void completeBatch() {
        if (batch > 0) {
            batch = 0;
            batchSize = 0;
            owner.batchDelivered();
        }
    }

    // ---- what the listener says

    void pause() {
        paused = true;
    }

    void resume() {
        if (!paused) {
            return;
        }
        paused = false;
        if (decoder == null || inTurn) {
            return; // the turn's end sees to it
        }
        if (held.isEmpty() && !ended) {
            readMore();
        } else {
            scheduleTurn();
        }
    }

    // ---- delivery

    /** Hands over what is held for as long as the listener wants it. */
    void deliver() {
        FrameDecoder frames = decoder;
        if (decoding || frames == null) {
            return;
        }
        decoding = true;
        try {
            ByteBuf bytes = held.peek();
            while (bytes != null && mayDeliver()) {
                if (batchSize > MAX_BATCH) {
                    completeBatch();
                } else if (bytes.isReadable()) {
                    frames.decode(bytes);
                } else {
                    held.remove().release();
                    bytes = held.peek();
                }
            }
        } catch (FrameException error) {
            owner.malformed(error);
        } catch (Throwable bug) {
            owner.crashed(bug);
        } finally {
            decoding = false;
        }
        if (owner.ignoresInput()) {
            release();
        }
        if (ended && held.isEmpty()) {
            owner.inputExhausted();
        }
    }

    /** The decoder hands over a message of about so many bytes. */
    void countMessage(int size) {
        batch++;
        batchSize += size + MESSAGE_OVERHEAD;
    }

    /** Gives back the memory of what is held. */
    void release() {
        if (decoding) {
            return; // a buffer is in use; deliver() calls again
        }
        for (ByteBuf bytes = held.poll(); bytes != null; bytes = held.poll()) {
            bytes.release();
        }
        if (decoder != null) {
            decoder.release();
        }
    }

    /** Delivers in a turn of its own. */
    void scheduleTurn() {
        if (!turnScheduled) {
            turnScheduled = true;
            loop.execute(this::takeTurn);
        }
    }

    private void takeTurn() {
        turnScheduled = false;
        inTurn = true;
        deliver();
        endTurn();
    }

    private boolean mayDeliver() {
        return !owner.ignoresInput() && (!paused || owner.isClosing());
    }

    private void readMore() {
        boolean wanted = !paused && held.isEmpty();
        if (!ended && (wanted || draining || owner.ignoresInput() || owner.isClosing())) {
            owner.read();
        }
    }
}
