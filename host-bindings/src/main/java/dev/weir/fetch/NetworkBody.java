package dev.weir.fetch;

import dev.weir.fetch.transport.HttpExchange;
import dev.weir.host.TaskLoop;
import dev.weir.webidl.WebException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * A body as it comes from a server, without its content codings. Of what nobody reads a little is kept, so that a small body
 * does not keep its connection from others; the rest waits at the server.
 */
final class NetworkBody implements ResponseBody {
    /** How much is held before the server has to wait, in bytes as they were sent. */
    private static final int MAX_HELD = 64 << 10;

    private static final byte[] NO_BYTES = {};

    private enum Ending {
        /** There is more to come. */
        OPEN,
        /** All has come, and may wait here. */
        COMPLETE,
        /** The reader has heard the end, or wants to hear nothing. */
        TOLD
    }

    private final TaskLoop loop;
    private final HttpExchange exchange;
    private final Runnable onCancel;
    private final long limit;
    private @Nullable ContentDecoding decoding;
    private final ArrayDeque<byte[]> held = new ArrayDeque<>(2);
    private int heldSize;
    private boolean exchangePaused;
    /** Whether more may come, which a runtime that ends when it is idle waits for. */
    private boolean flowing = true;
    /** Whether nobody wants to know what comes. */
    private boolean letGo;

    private @Nullable Reader reader;
    /** Bytes that the reader has heard of. */
    private long delivered;

    private boolean paused;
    private boolean delivering;

    private Ending ending = Ending.OPEN;
    /** Why the body is not complete. */
    private @Nullable String failure;
    /** Whether the decoder knows that there is no more. */
    private boolean inputEnded;

    /**
     * @param limit the most bytes for a reader that keeps them all
     * @param decoding null where the body is not coded
     */
    NetworkBody(
            TaskLoop loop, HttpExchange exchange, Runnable onCancel, long limit, @Nullable ContentDecoding decoding) {
        this.loop = loop;
        this.exchange = exchange;
        this.onCancel = onCancel;
        this.limit = limit;
        this.decoding = decoding;
        loop.retain();
    }

    private void setFlowing(boolean wanted) {
        boolean now = wanted && !letGo;
        if (now && !flowing) {
            loop.retain();
        } else if (!now && flowing) {
            loop.release();
        }
        flowing = now;
    }

    @Override
    public void readBy(Reader wanted) {
        reader = wanted;
        deliver();
    }

    @Override
    public boolean isDecoded() {
        return decoding != null;
    }

    @Override
    public void pause() {
        paused = true;
    }

    @Override
    public void resume() {
        paused = false;
        deliver();
    }

    @Override
    public void cancel() {
        if (ending != Ending.TOLD) {
            drop();
            onCancel.run();
        }
    }

    @Override
    public void letGo() {
        letGo = true;
        setFlowing(false);
        closeDecoding(); // which would be work for nothing
    }

    /** As {@link #cancel}, by whoever ends the exchange. */
    void drop() {
        ending = Ending.TOLD;
        setFlowing(false);
        held.clear();
        closeDecoding();
    }

    private void closeDecoding() {
        if (decoding != null) {
            decoding.close();
            decoding = null;
        }
    }

    // ---- what the exchange tells

    void arrived(ByteBuffer bytes) {
        if (ending == Ending.TOLD) {
            return;
        }
        Reader target = reader;
        if (target != null && decoding == null && !paused && !delivering && held.isEmpty()) {
            tell(target, bytes);
            return;
        }
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        held.add(copy);
        heldSize += copy.length;
        deliver();
        if (heldSize >= MAX_HELD && !exchangePaused) {
            exchangePaused = true;
            setFlowing(false);
            exchange.pause();
        }
    }

    void ended() {
        if (ending == Ending.OPEN) {
            ending = Ending.COMPLETE;
            setFlowing(false);
            deliver();
        }
    }

    void failed(String reason) {
        if (ending != Ending.OPEN) {
            return;
        }
        failure = reason;
        ending = Ending.COMPLETE;
        setFlowing(false);
        if (paused) {
            held.clear(); // the error is told at once, also to a script that waits for nothing
            closeDecoding();
        }
        deliver();
    }

    // ---- delivery

    /** Tells the reader what there is, unless it has paused. */
    private void deliver() {
        Reader target = reader;
        if (delivering || target == null) {
            return;
        }
        delivering = true;
        try {
            while (ending != Ending.TOLD && (!paused || isOnlyEndLeft()) && deliverNext(target)) {
                // until there is no more, or somebody has had enough
            }
        } catch (WebException malformed) {
            cancel();
            target.onFailed("the body is not coded as it says: " + malformed.getMessage());
        } finally {
            delivering = false;
        }
        if (exchangePaused && held.isEmpty() && ending == Ending.OPEN) {
            exchangePaused = false;
            setFlowing(true);
            exchange.resume();
        }
    }

    private void tell(Reader target, ByteBuffer bytes) {
        delivered += bytes.remaining();
        if (!target.keepsAll()) {
            target.onChunk(bytes);
        } else if (delivered > limit) {
            cancel();
            target.onFailed(NetworkErrors.tooLong(limit));
        } else {
            try {
                target.onChunk(bytes);
            } catch (OutOfMemoryError e) {
                cancel();
                target.onFailed(NetworkErrors.NO_MEMORY);
            }
        }
    }

    /** Whether the reader would hear of no byte any more, so that it may hear of the end though it has paused. */
    private boolean isOnlyEndLeft() {
        return ending == Ending.COMPLETE && held.isEmpty() && decoding == null;
    }

    /** Whether there was anything to tell, or to decode. */
    private boolean deliverNext(Reader target) {
        ContentDecoding decoder = decoding;
        ByteBuffer decoded = decoder == null ? null : decoder.next();
        if (decoded != null) {
            tell(target, decoded);
            return true;
        }
        byte[] next = held.poll();
        if (next != null) {
            heldSize -= next.length;
            if (decoder == null) {
                tell(target, ByteBuffer.wrap(next));
            } else {
                decoder.input(next);
            }
            return true;
        }
        if (ending == Ending.OPEN) {
            return false;
        }
        if (decoder != null && !inputEnded && failure == null) {
            inputEnded = true;
            decoder.input(NO_BYTES);
            return true;
        }
        drop();
        if (failure == null) {
            target.onEnd();
        } else {
            target.onFailed(failure);
        }
        return false;
    }
}
