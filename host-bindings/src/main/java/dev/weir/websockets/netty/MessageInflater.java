package dev.weir.websockets.netty;

import io.netty.buffer.ByteBuf;
import java.nio.ByteBuffer;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.jspecify.annotations.Nullable;

/**
 * Decompresses the payloads of a server's messages as their bytes arrive.
 *
 * <p>Memory is taken for what came out, never for more than the longest message allowed. Any window a server may use is
 * understood. The decompressor itself is made with the first compressed message.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7692#section-7.2.2">RFC 7692, section 7.2.2</a>
 */
final class MessageInflater {
    /** What a sender leaves off the end of every message. */
    private static final byte[] TAIL = {0, 0, (byte) 0xff, (byte) 0xff};

    private static final int FIRST_ROOM = 512;

    private final boolean resets;
    private final byte[] oneMore = new byte[1];
    private @Nullable Inflater inflater;

    /** Whether the last byte ended a final block: the next one begins a stream of its own. */
    private boolean finished;

    MessageInflater(PerMessageDeflate agreement) {
        resets = agreement.serverNoContextTakeover();
    }

    /**
     * Appends what the bytes decompress to. The target's room is that of the longest message; what would not fit is an
     * error.
     */
    void inflate(ByteBuffer bytes, ByteBuf target) throws FrameException {
        Inflater stream = stream();
        while (bytes.hasRemaining()) {
            if (finished) {
                finished = false;
                stream.reset();
            }
            stream.setInput(bytes);
            drain(stream, target);
        }
    }

    /** Appends the rest of a message. */
    void endMessage(ByteBuf target) throws FrameException {
        if (!finished) {
            inflate(ByteBuffer.wrap(TAIL), target);
        }
        if (resets) {
            finished = false;
            stream().reset();
        }
    }

    /** Gives back what is not the JVM's memory. */
    void release() {
        if (inflater != null) {
            inflater.end();
            inflater = null;
        }
    }

    private Inflater stream() {
        Inflater made = inflater;
        if (made == null) {
            made = new Inflater(true);
            inflater = made;
        }
        return made;
    }

    private void drain(Inflater stream, ByteBuf target) throws FrameException {
        try {
            while (true) {
                if (!target.isWritable() && !grow(target)) {
                    if (stream.inflate(oneMore) > 0) {
                        throw FrameException.tooBig(
                                "a message exceeds the limit of " + target.maxCapacity() + " bytes when decompressed");
                    }
                } else {
                    int end = target.writerIndex();
                    int count = stream.inflate(target.array(), target.arrayOffset() + end, target.writableBytes());
                    target.writerIndex(end + count);
                    if (count > 0) {
                        continue;
                    }
                }
                finished = stream.finished();
                if (finished || stream.needsInput()) {
                    return;
                }
                throw FrameException.badData("a compressed message cannot be decompressed");
            }
        } catch (DataFormatException e) {
            throw FrameException.badData("a compressed message cannot be decompressed: " + e.getMessage());
        }
    }

    private static boolean grow(ByteBuf target) {
        int capacity = target.capacity();
        if (capacity == target.maxCapacity()) {
            return false;
        }
        target.capacity((int) Math.min(Math.max(FIRST_ROOM, 2L * capacity), target.maxCapacity()));
        return true;
    }
}
