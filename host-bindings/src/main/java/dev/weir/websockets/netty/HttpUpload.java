package dev.weir.websockets.netty;

import dev.weir.fetch.transport.HttpRequest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.EventLoop;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * A request on its way out: its head, then its body as it is written. What is written in one turn of the loop is flushed at its
 * end. On the loop's thread only.
 */
final class HttpUpload {
    /** The most bytes in one buffer: with the room around them, what the allocator gives without rounding up. */
    private static final int PIECE = (64 << 10) - HttpCarrier.ROOM_BEFORE - HttpCarrier.ROOM_BEHIND;

    /** The exchange. Nothing here is called amid a call from it. */
    interface Owner {
        /** A write that found the queue full may be repeated: it has drained. */
        void writable();

        /** The request cannot be completed; the caller is in the middle of something, and must not be told now. */
        void unfinishable(String reason);
    }

    private final HttpRequest request;
    private final EventLoop loop;
    private final int highWaterMark;
    private final int lowWaterMark;
    private final Owner owner;

    /** What was written before there was a connection. */
    private final ArrayDeque<ByteBuf> waiting = new ArrayDeque<>(2);

    private @Nullable HttpCarrier carrier;
    private boolean flushScheduled;
    private boolean released;

    /** Bytes of the body, and whether it is complete. */
    private long written;

    private boolean ended;

    /** Bytes of the body, and writes of whatever kind, that the socket has not taken. */
    private long queuedBytes;

    private int untaken;

    /** Whether the queue was found full and has not drained yet. */
    private boolean full;

    HttpUpload(HttpRequest request, EventLoop loop, TransportOptions options, Owner owner) {
        this.request = request;
        this.loop = loop;
        this.highWaterMark = options.highWaterMark();
        this.lowWaterMark = options.lowWaterMark();
        this.owner = owner;
    }

    /**
     * Begins to send: the head, and what waits.
     *
     * @param cookie the value of the field of that name, or the empty string for none
     */
    void open(HttpCarrier found, String cookie) {
        carrier = found;
        untaken = 0;
        handed(found, found.sendHead(cookie), 0);
        for (ByteBuf bytes = waiting.poll(); bytes != null; bytes = waiting.poll()) {
            send(found, bytes);
        }
        if (ended) {
            handed(found, found.sendEnd(), 0);
        }
        found.flush();
    }

    /** Whether the socket has taken the whole request. */
    boolean isComplete() {
        return carrier != null
                && untaken == 0
                && (request.bodyLength() == HttpRequest.NO_BODY || ended || written == request.bodyLength());
    }

    // ---- the body

    /** Queues a copy of the bytes; whether there is room for more. */
    boolean write(ByteBuffer bytes) {
        if (released) {
            return false;
        }
        requireBody();
        int length = bytes.remaining();
        if (request.bodyLength() >= 0 && length > request.bodyLength() - written) {
            owner.unfinishable(
                    "the request's body is longer than the " + request.bodyLength() + " bytes that were announced");
            return false;
        }
        written += length;
        try {
            for (int at = 0; at < length; at += PIECE) {
                queue(piece(bytes, bytes.position() + at, Math.min(PIECE, length - at)));
            }
        } catch (OutOfMemoryError e) {
            owner.unfinishable("no memory is left for the request's body");
            return false;
        }
        full |= queuedBytes > highWaterMark;
        return !full;
    }

    private static ByteBuf piece(ByteBuffer bytes, int from, int count) {
        return ByteBufAllocator.DEFAULT
                .directBuffer(HttpCarrier.ROOM_BEFORE + count + HttpCarrier.ROOM_BEHIND)
                .setIndex(HttpCarrier.ROOM_BEFORE, HttpCarrier.ROOM_BEFORE)
                .writeBytes(bytes.duplicate().limit(from + count).position(from));
    }

    /** Nothing more will be written. */
    void end() {
        if (released) {
            return;
        }
        requireBody();
        ended = true;
        if (written < request.bodyLength()) {
            owner.unfinishable("the request's body has " + written + " bytes instead of the " + request.bodyLength()
                    + " that were announced");
        } else if (carrier != null) {
            handed(carrier, carrier.sendEnd(), 0);
            flushLater();
        }
    }

    private void requireBody() {
        if (request.bodyLength() == HttpRequest.NO_BODY || ended) {
            throw new IllegalStateException(ended ? "the request's body is complete" : "the request has no body");
        }
    }

    // ---- the queue

    private void queue(ByteBuf bytes) {
        queuedBytes += bytes.readableBytes();
        if (carrier == null) {
            waiting.add(bytes);
        } else {
            send(carrier, bytes);
            flushLater();
        }
    }

    private void send(HttpCarrier to, ByteBuf bytes) {
        int count = bytes.readableBytes();
        handed(to, to.sendBody(bytes), count);
    }

    private void handed(HttpCarrier to, ChannelFuture sending, int count) {
        untaken++;
        sending.addListener(new Handed(to, count));
    }

    private void flushLater() {
        if (!flushScheduled) {
            flushScheduled = true;
            loop.execute(this::flush);
        }
    }

    private void flush() {
        flushScheduled = false;
        if (carrier != null) {
            carrier.flush();
        }
    }

    /** Waits until the socket has taken something. */
    private final class Handed implements ChannelFutureListener {
        private final HttpCarrier to;
        private final int counted;

        Handed(HttpCarrier to, int counted) {
            this.to = to;
            this.counted = counted;
        }

        @Override
        public void operationComplete(ChannelFuture future) {
            if (to != carrier || !future.isSuccess()) {
                // What the socket refuses stays untaken. Why, is found by reading: often behind a response that says
                // more.
                return;
            }
            untaken--;
            queuedBytes -= counted;
            if (full && queuedBytes <= lowWaterMark) {
                full = false;
                owner.writable();
            }
        }
    }

    /** Nothing can be sent any more: gives back all memory that the channel does not have. */
    void release() {
        released = true;
        carrier = null;
        for (ByteBuf bytes = waiting.poll(); bytes != null; bytes = waiting.poll()) {
            bytes.release();
        }
    }
}
