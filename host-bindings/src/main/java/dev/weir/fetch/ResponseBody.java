package dev.weir.fetch;

import dev.weir.fileapi.BlobBytes;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** The bytes of a response, for one reader, which hears of none before it is there. Only on the loop. */
public interface ResponseBody {

    /** Who reads. After {@link #onEnd} or {@link #onFailed} nothing follows. */
    interface Reader {
        /** Holds until this method returns. */
        void onChunk(ByteBuffer bytes);

        void onEnd();

        /** @param reason for people */
        void onFailed(String reason);

        /** Whether the reader keeps everything that it hears of, of which there may be too much. */
        default boolean keepsAll() {
            return false;
        }
    }

    /** The longest body that {@link #discard} reads to its end, in bytes. */
    long MAX_DISCARDED = 64 << 10;

    /** Reads for nobody. */
    Reader NOBODY = new Reader() {
        @Override
        public void onChunk(ByteBuffer bytes) {}

        @Override
        public void onEnd() {}

        @Override
        public void onFailed(String reason) {}
    };

    /** Begins to deliver; may do so, to the end even, before this method returns. */
    void readBy(Reader reader);

    /** Stops the delivery until {@link #resume}. */
    void pause();

    void resume();

    /** Nobody reads any more; the reader hears nothing from now on. */
    void cancel();

    /** Nobody wants to know what comes, nor waits for the end; to be called before {@link #readBy}. */
    void letGo();

    /** Whether a content coding is taken off, so that the length which the server told is not that of these bytes. */
    default boolean isDecoded() {
        return false;
    }

    /** Takes a body that nobody wants to its end, so that its connection can be used again; but not however long it is. */
    static void discard(@Nullable ResponseBody body) {
        if (body != null) {
            body.letGo();
            body.readBy(new Reader() {
                private long left = MAX_DISCARDED;

                @Override
                public void onChunk(ByteBuffer bytes) {
                    left -= bytes.remaining();
                    if (left < 0) {
                        body.cancel();
                    }
                }

                @Override
                public void onEnd() {}

                @Override
                public void onFailed(String reason) {}
            });
        }
    }

    /** A body that is there already. */
    static ResponseBody of(BlobBytes bytes) {
        return new Ready(bytes);
    }

    /** Bytes at hand. */
    final class Ready implements ResponseBody {
        private final BlobBytes.Pieces pieces;
        private @Nullable Reader reader;
        private boolean paused;
        private boolean delivering;
        private boolean done;

        private Ready(BlobBytes bytes) {
            pieces = bytes.pieces();
        }

        @Override
        public void readBy(Reader wanted) {
            reader = wanted;
            deliver();
        }

        private void deliver() {
            Reader target = reader;
            if (delivering || target == null) {
                return;
            }
            delivering = true;
            while (!paused && !done) {
                ByteBuffer piece = pieces.next();
                if (piece == null) {
                    done = true;
                    target.onEnd();
                } else {
                    target.onChunk(piece);
                }
            }
            delivering = false;
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
            done = true;
        }

        @Override
        public void letGo() {}
    }
}
