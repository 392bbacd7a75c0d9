package dev.weir.websockets.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * Frames on their way out: encoded at once, handed to the channel once per turn, counted until the socket has them.
 *
 * <p>Small messages share a buffer (a batch); a big one gets buffers of its own. The channel is given only so much at a
 * time, so that what it does not have yet can still be dropped when the server closes.
 */
final class Outbox {
    /** Room for small messages in one batch. */
    private static final int BATCH = 16 << 10;

    /**
     * The most payload in one buffer of a big message: with a header before it, what the allocator gives without rounding
     * up. A multiple of eight keeps the mask in step.
     */
    private static final int PIECE = (128 << 10) - 16;

    /** No more batches are handed to the channel while it has this many bytes. */
    private static final int MAX_HANDED = 256 << 10;

    /** No more bytes are handed over in one turn of the loop, lest a server as fast as this side keep it from all else. */
    private static final int MAX_A_TURN = 1 << 20;

    /** What the connection hears. */
    interface Owner {
        /** The queue has drained, after it was found full. */
        void drained();

        /** The socket has taken bytes. */
        void progressed();

        /** There is more to flush, in another turn of the loop. */
        void flushInAnotherTurn();

        /** A ping has been handed to the socket. */
        void pingSent();

        /** The close frame has been handed to the socket. */
        void closeFrameSent();

        /** The channel refused bytes. */
        void writeFailed(Throwable cause);
    }

    private final ChannelHandlerContext ctx;
    private final MaskSource masks;
    private final int highWaterMark;
    private final int lowWaterMark;
    private final @Nullable MessageDeflater deflater;
    private final Owner owner;

    private final ArrayDeque<Batch> waiting = new ArrayDeque<>();

    /** The last of the waiting batches, while more messages may join it. */
    private @Nullable Batch open;

    /** Bytes the channel has and the socket has not. */
    private int handedBytes;

    private long unsentBytes;
    private int unsentMessages;
    private long unsentPayload;

    private boolean flushing;
    private boolean foundFull;

    /** @param deflater compresses messages; null when no compression was agreed on */
    Outbox(
            ChannelHandlerContext ctx,
            MaskSource masks,
            int highWaterMark,
            int lowWaterMark,
            @Nullable MessageDeflater deflater,
            Owner owner) {
        this.ctx = ctx;
        this.masks = masks;
        this.highWaterMark = highWaterMark;
        this.lowWaterMark = lowWaterMark;
        this.deflater = deflater;
        this.owner = owner;
    }

    int unsentMessages() {
        return unsentMessages;
    }

    long unsentPayload() {
        return unsentPayload;
    }

    /** What waits, frames and compression included: about what it takes in memory. */
    long unsentBytes() {
        return unsentBytes;
    }

    /** Whether the queue is above its high-water mark, or was and has not drained yet. */
    boolean isFull() {
        foundFull |= unsentBytes > highWaterMark;
        return foundFull;
    }

    /** Queues a text message; whether there is room for more. */
    boolean addText(String text) {
        // The JDK's own encoder beats any loop over the characters, the array it makes included.
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return addMessage(FrameDecoder.TEXT, ByteBuffer.wrap(bytes));
    }

    /** Queues a binary message; whether there is room for more. */
    boolean addBinary(ByteBuffer bytes) {
        return addMessage(FrameDecoder.BINARY, bytes);
    }

    /** Counts a message that will never be sent. */
    void addLost(long payload) {
        unsentMessages++;
        unsentPayload += payload;
    }

    void addPong(byte[] payload, int length) {
        addFrame(FrameDecoder.PONG, payload, 0, length);
    }

    void addPing() {
        addFrame(FrameDecoder.PING, new byte[0], 0, 0);
        waiting.getLast().hasPing = true;
    }

    /** Queues the close frame, behind everything else; a code of 1005 makes it empty. */
    void addClose(int code, byte[] reason) {
        byte[] payload = new byte[0];
        if (CloseCodes.mayBeSent(code)) {
            payload = ByteBuffer.allocate(2 + reason.length)
                    .putShort((short) code)
                    .put(reason)
                    .array();
        }
        open = null;
        addFrame(FrameDecoder.CLOSE, payload, 0, payload.length);
        waiting.getLast().isClose = true;
        open = null;
    }

    /** Takes back the messages that were not begun; they stay counted. A close frame stays. */
    void dropUnbegun() {
        boolean begun = true;
        for (Iterator<Batch> batches = waiting.iterator(); batches.hasNext(); ) {
            Batch batch = batches.next();
            begun &= batch.continues;
            if (!begun && !batch.isClose) {
                unsentBytes -= batch.bytes.readableBytes();
                batch.bytes.release();
                batches.remove();
            }
        }
        open = null;
    }

    /** Gives back all memory the channel does not have; nothing can be sent after that. */
    void release() {
        if (deflater != null) {
            deflater.release();
        }
        for (Batch batch : waiting) {
            batch.bytes.release();
        }
        waiting.clear();
        open = null;
    }

    /** Hands over what the channel may have. */
    void flush() {
        if (flushing) {
            return;
        }
        flushing = true;
        int handed = 0;
        try {
            while (!waiting.isEmpty() && handedBytes < MAX_HANDED) {
                if (handed >= MAX_A_TURN) {
                    owner.flushInAnotherTurn();
                    break;
                }
                do {
                    Batch batch = waiting.removeFirst();
                    if (batch == open) {
                        open = null;
                    }
                    batch.size = batch.bytes.readableBytes();
                    handedBytes += batch.size;
                    handed += batch.size;
                    ctx.write(batch.bytes).addListener(batch);
                } while (!waiting.isEmpty() && handedBytes < MAX_HANDED);
                ctx.flush();
            }
        } finally {
            flushing = false;
        }
        tellDrained();
    }

    private void tellDrained() {
        if (foundFull && unsentBytes <= lowWaterMark) {
            foundFull = false;
            owner.drained();
        }
    }

    private boolean addMessage(int opcode, ByteBuffer bytes) {
        int length = bytes.remaining();
        unsentMessages++;
        unsentPayload += length;
        ByteBuf compressed = deflater == null ? null : deflater.deflate(ctx.alloc(), bytes.slice());
        if (compressed == null) {
            addPayload(opcode, bytes, length);
        } else {
            try {
                addPayload(opcode | FrameDecoder.RSV1, compressed.nioBuffer(), length);
            } finally {
                compressed.release();
            }
        }
        waiting.getLast().messages++;
        return !isFull();
    }

    /** @param uncompressed what the payload counts for */
    private void addPayload(int opcode, ByteBuffer bytes, int uncompressed) {
        int length = bytes.remaining();
        if (length > PIECE) {
            addInPieces(opcode, bytes, uncompressed);
            return;
        }
        if (bytes.hasArray()) {
            addFrame(opcode, bytes.array(), bytes.arrayOffset() + bytes.position(), length);
        } else {
            int mask = masks.nextMask();
            ByteBuf out = begin(opcode, length, mask);
            FrameEncoder.writeMasked(out, bytes.slice().order(ByteOrder.BIG_ENDIAN), 0, length, mask, masks.block);
        }
        waiting.getLast().payload += uncompressed;
    }

    private void addFrame(int opcode, byte[] source, int from, int length) {
        int mask = masks.nextMask();
        FrameEncoder.writeMasked(begin(opcode, length, mask), source, from, length, mask, masks.block);
    }

    private void addInPieces(int opcode, ByteBuffer bytes, int uncompressed) {
        ByteBuffer source = bytes.slice().order(ByteOrder.BIG_ENDIAN);
        int length = source.remaining();
        int mask = masks.nextMask();
        open = null;
        ByteBuf out = begin(opcode, length, mask);
        long counted = 0;
        for (int at = 0; at < length; at += PIECE) {
            int count = Math.min(PIECE, length - at);
            if (at > 0) {
                out = add(new Batch(ctx.alloc().directBuffer(count), true), count);
            }
            FrameEncoder.writeMasked(out, source, at, count, mask, masks.block);
            long countedNow = (long) uncompressed * (at + count) / length;
            waiting.getLast().payload += countedNow - counted;
            counted = countedNow;
        }
        open = null;
    }

    /** A buffer with the frame's header written and room for (the first piece of) its payload. */
    private ByteBuf begin(int opcode, int length, int mask) {
        int header = FrameEncoder.headerSize(length);
        int room = header + Math.min(length, PIECE);
        Batch batch = open;
        ByteBuf out;
        if (batch == null || batch.bytes.writableBytes() < room) {
            out = add(new Batch(ctx.alloc().directBuffer(Math.max(room, BATCH)), false), room);
        } else {
            out = batch.bytes;
            unsentBytes += room;
        }
        FrameEncoder.writeHeader(out, opcode, length, mask);
        return out;
    }

    private ByteBuf add(Batch batch, int size) {
        waiting.addLast(batch);
        open = batch;
        unsentBytes += size;
        return batch.bytes;
    }

    /** One buffer for the channel. */
    private final class Batch implements ChannelFutureListener {
        final ByteBuf bytes;

        /** Whether it begins amid a message. */
        final boolean continues;

        boolean isClose;

        boolean hasPing;

        /** Messages that end in it. */
        int messages;

        /** What its part of messages counts for. */
        long payload;

        /** Its bytes, once the channel has them. */
        int size;

        Batch(ByteBuf bytes, boolean continues) {
            this.bytes = bytes;
            this.continues = continues;
        }

        @Override
        public void operationComplete(ChannelFuture future) {
            handedBytes -= size;
            Throwable cause = future.cause();
            if (cause != null) {
                owner.writeFailed(cause);
                return;
            }
            unsentBytes -= size;
            unsentMessages -= messages;
            unsentPayload -= payload;
            owner.progressed();
            if (hasPing) {
                owner.pingSent();
            }
            if (isClose) {
                owner.closeFrameSent();
            }
            if (!flushing) {
                flush();
            }
        }
    }
}
