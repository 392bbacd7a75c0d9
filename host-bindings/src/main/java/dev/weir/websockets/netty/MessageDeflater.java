package dev.weir.websockets.netty;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.ByteBuffer;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;

/**
 * Compresses the payloads of whole messages.
 *
 * <p>The JDK's compressor refers up to 2^15 bytes back. Where the server's window is smaller, it is emptied whenever
 * the window would be full, so that no reference reaches further: the result is valid, if not the shortest.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7692#section-7.2.1">RFC 7692, section 7.2.1</a>
 */
final class MessageDeflater {
    private static final int TAIL_LENGTH = 4;
    private static final int JDK_WINDOW = 1 << 15;

    /** The least room for output: a flush whose output just fitted would be done again. */
    private static final int MIN_ROOM = 64;

    private final Compression compression;
    private final boolean resets;
    private final int window;
    private @Nullable Deflater deflater;

    /** Bytes compressed since the window was empty, if it is smaller than the compressor's own. */
    private int inWindow;

    MessageDeflater(PerMessageDeflate agreement, Compression compression) {
        this.compression = compression;
        resets = agreement.clientNoContextTakeover();
        window = 1 << agreement.clientMaxWindowBits();
    }

    /**
     * The compressed payload in a buffer that the caller releases; null when the message is to be sent as it is.
     *
     * @param bytes a message; its position is not kept
     */
    @Nullable
    ByteBuf deflate(ByteBufAllocator allocator, ByteBuffer bytes) {
        int length = bytes.remaining();
        if (length < compression.minSize() || length > compression.maxSize() || length == 0) {
            return null;
        }
        Deflater stream = stream();
        ByteBuf out = allocator.heapBuffer(Math.max(MIN_ROOM, length / 4));
        boolean done = false;
        try {
            compress(stream, bytes, out);
            out.writerIndex(out.writerIndex() - TAIL_LENGTH);
            boolean shorter = out.readableBytes() < length;
            if (resets || !shorter) {
                empty(stream); // also when what is in the window is never sent
            }
            done = shorter;
        } finally {
            if (!done) {
                out.release();
            }
        }
        return done ? out : null;
    }

    /** Gives back what is not the JVM's memory. */
    void release() {
        if (deflater != null) {
            deflater.end();
            deflater = null;
        }
    }

    private Deflater stream() {
        Deflater made = deflater;
        if (made == null) {
            made = new Deflater(compression.level(), true);
            deflater = made;
        }
        return made;
    }

    private void empty(Deflater stream) {
        stream.reset();
        inWindow = 0;
    }

    private void compress(Deflater stream, ByteBuffer bytes, ByteBuf out) {
        if (window == JDK_WINDOW) {
            stream.setInput(bytes);
            flush(stream, out);
            return;
        }
        int end = bytes.limit();
        while (bytes.position() < end) {
            if (inWindow == window) {
                empty(stream);
            }
            bytes.limit(Math.min(end, bytes.position() + window - inWindow));
            inWindow += bytes.remaining();
            stream.setInput(bytes);
            flush(stream, out);
        }
    }

    private static void flush(Deflater stream, ByteBuf out) {
        int count;
        int room;
        do {
            out.ensureWritable(MIN_ROOM);
            room = out.writableBytes();
            int end = out.writerIndex();
            count = stream.deflate(out.array(), out.arrayOffset() + end, room, Deflater.SYNC_FLUSH);
            out.writerIndex(end + count);
        } while (count == room);
    }
}
