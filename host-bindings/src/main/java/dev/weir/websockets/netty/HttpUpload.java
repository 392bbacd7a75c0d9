package dev.weir.websockets.netty;

import dev.weir.fetch.transport.HttpField;
import dev.weir.fetch.transport.HttpRequest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.EventLoop;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * A request on its way out: its head, then its body as it is written, in chunks where its length is not known. What is written in
 * one turn of the loop is flushed at its end. On the loop's thread only.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9112#section-3">RFC 9112, sections 3, 6 and 7</a>
 */
final class HttpUpload {
    /** The most bytes in one buffer: with what a chunk needs around them, what the allocator gives without rounding up. */
    private static final int PIECE = (64 << 10) - 16;

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

    private @Nullable HttpConnection connection;
    private boolean flushScheduled;
    private boolean released;

    /** Bytes of the body, and whether it is complete. */
    private long written;

    private boolean ended;

    /** Bytes of the body, and buffers of whatever kind, that the socket has not taken. */
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
    void open(HttpConnection connected, String cookie) {
        connection = connected;
        untaken = 0;
        byte[] head = head(cookie);
        hand(connected, ByteBufAllocator.DEFAULT.directBuffer(head.length).writeBytes(head), 0);
        for (ByteBuf bytes = waiting.poll(); bytes != null; bytes = waiting.poll()) {
            hand(connected, bytes, bytes.readableBytes());
        }
        connected.flush();
    }

    private byte[] head(String cookie) {
        StringBuilder text = new StringBuilder(512);
        text.append(request.method()).append(' ').append(request.resource()).append(" HTTP/1.1\r\n");
        field(text, "Host", request.authority());
        for (HttpField field : request.fields()) {
            field(text, field.name(), field.value());
        }
        if (!cookie.isEmpty()) {
            field(text, "Cookie", cookie);
        }
        if (isChunked()) {
            field(text, "Transfer-Encoding", "chunked");
        } else if (request.bodyLength() >= 0) {
            field(text, "Content-Length", Long.toString(request.bodyLength()));
        }
        return text.append("\r\n").toString().getBytes(StandardCharsets.ISO_8859_1); // a character stands for a byte
    }

    private static void field(StringBuilder text, String name, String value) {
        text.append(name).append(": ").append(value).append("\r\n");
    }

    private boolean isChunked() {
        return request.bodyLength() == HttpRequest.UNKNOWN_LENGTH;
    }

    /** Whether the socket has taken the whole request. */
    boolean isComplete() {
        return connection != null
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

    private ByteBuf piece(ByteBuffer bytes, int from, int count) {
        ByteBuffer source = bytes.duplicate().limit(from + count).position(from);
        ByteBuf piece = ByteBufAllocator.DEFAULT.directBuffer(count + 16);
        if (isChunked()) {
            piece.writeCharSequence(Integer.toHexString(count), StandardCharsets.US_ASCII);
            piece.writeShort('\r' << 8 | '\n').writeBytes(source).writeShort('\r' << 8 | '\n');
        } else {
            piece.writeBytes(source);
        }
        return piece;
    }

    /** Nothing more will be written. */
    void end() {
        if (released) {
            return;
        }
        requireBody();
        ended = true;
        if (isChunked()) {
            queue(ByteBufAllocator.DEFAULT.directBuffer(8).writeBytes("0\r\n\r\n".getBytes(StandardCharsets.US_ASCII)));
        } else if (written < request.bodyLength()) {
            owner.unfinishable("the request's body has " + written + " bytes instead of the " + request.bodyLength()
                    + " that were announced");
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
        HttpConnection connected = connection;
        if (connected == null) {
            waiting.add(bytes);
            return;
        }
        hand(connected, bytes, bytes.readableBytes());
        if (!flushScheduled) {
            flushScheduled = true;
            loop.execute(this::flush);
        }
    }

    private void flush() {
        flushScheduled = false;
        if (connection != null) {
            connection.flush();
        }
    }

    private void hand(HttpConnection connected, ByteBuf bytes, int counted) {
        untaken++;
        connected.write(bytes).addListener(new Handed(connected, counted));
    }

    /** Waits until the socket has taken a buffer. */
    private final class Handed implements ChannelFutureListener {
        private final HttpConnection to;
        private final int counted;

        Handed(HttpConnection to, int counted) {
            this.to = to;
            this.counted = counted;
        }

        @Override
        public void operationComplete(ChannelFuture future) {
            if (to != connection || !future.isSuccess()) {
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
        connection = null;
        for (ByteBuf bytes = waiting.poll(); bytes != null; bytes = waiting.poll()) {
            bytes.release();
        }
    }
}
