package dev.weir.websockets.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.EventLoop;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The delivery of a response's body: holds what a read brought while the listener does not want it, and the end behind it. Asks
 * for more only when nothing is held, so that this is about one read. On the loop's thread only.
 */
final class HttpDownload {

    /** The exchange. */
    interface Owner {
        /** Hand this to the listener. */
        void deliver(ByteBuffer bytes);

        /**
         * Everything has been delivered, and nothing will follow.
         *
         * @param failure why the response is not complete, or null when it is
         */
        void ended(@Nullable String failure);

        /** Ask the socket for more, if there is one. */
        void read();
    }

    private final EventLoop loop;
    private final Owner owner;
    private boolean paused;
    private @Nullable ByteBuf held;

    /** Whether what is held is this object's own buffer, with room behind it, and not a piece of the socket's. */
    private boolean copied;

    private boolean turnScheduled;

    /** Whether the end has come, and how. */
    private boolean ended;

    private @Nullable String failure;

    /** Whether nobody listens any more. */
    private boolean released;

    HttpDownload(EventLoop loop, Owner owner) {
        this.loop = loop;
        this.owner = owner;
    }

    // ---- what the connection says

    /** Delivers or holds the bytes, and releases them. */
    void received(ByteBuf bytes) {
        if (released) {
            bytes.release();
        } else if (paused || held != null) {
            hold(bytes);
        } else {
            deliver(bytes);
        }
    }

    private void deliver(ByteBuf bytes) {
        try {
            owner.deliver(bytes.nioBuffer());
        } finally {
            bytes.release();
        }
    }

    /** In one buffer, however small the chunks are: kept one by one they would take many times their size. */
    private void hold(ByteBuf bytes) {
        ByteBuf all = held;
        if (all == null) {
            held = bytes;
            copied = false;
            return;
        }
        try {
            if (!copied) {
                ByteBuf first = all;
                all = ByteBufAllocator.DEFAULT
                        .directBuffer(Math.max(first.readableBytes() + bytes.readableBytes(), Dialer.MAX_READ))
                        .writeBytes(first);
                held = all;
                copied = true;
                first.release();
            }
            all.writeBytes(bytes);
        } finally {
            bytes.release();
        }
    }

    /** Asks for more, if that is wanted. */
    void readOn() {
        if (!paused && held == null && !ended && !released) {
            owner.read();
        }
    }

    /** Nothing more comes: tells so, once everything has been delivered. */
    void end(@Nullable String reason) {
        ended = true;
        failure = reason;
        if (held == null && !released) {
            tell();
        }
    }

    /** Nothing more comes, and nothing more is to be delivered: tells so in a later turn. */
    void endLater(String reason) {
        discard();
        ended = true;
        failure = reason;
        scheduleTurn();
    }

    private void tell() {
        released = true;
        owner.ended(failure);
    }

    // ---- what the listener says

    void pause() {
        paused = true;
    }

    void resume() {
        if (paused) {
            paused = false;
            scheduleTurn();
        }
    }

    private void scheduleTurn() {
        if (!turnScheduled && !released) {
            turnScheduled = true;
            loop.execute(this::takeTurn);
        }
    }

    private void takeTurn() {
        turnScheduled = false;
        ByteBuf bytes = held;
        if (bytes != null && !paused) {
            held = null;
            deliver(bytes);
        }
        if (ended && held == null && !released) {
            tell();
        } else {
            readOn();
        }
    }

    /** Nobody listens any more. */
    void release() {
        released = true;
        discard();
    }

    private void discard() {
        if (held != null) {
            held.release();
            held = null;
        }
    }
}
