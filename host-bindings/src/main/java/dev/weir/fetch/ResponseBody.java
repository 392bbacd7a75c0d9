package dev.weir.fetch;

import dev.weir.fileapi.BlobBytes;
import java.nio.ByteBuffer;

/** The bytes of a response, for one reader, which hears of none before it is there. Only on the loop. */
public interface ResponseBody {

    /** Who reads. After {@link #onEnd} or {@link #onFailed} nothing follows. */
    interface Reader {
        /** Holds until this method returns. */
        void onChunk(ByteBuffer bytes);

        void onEnd();

        /** @param reason for people */
        void onFailed(String reason);
    }

    /** Begins to deliver; may do so, to the end even, before this method returns. */
    void readBy(Reader reader);

    /** Stops the delivery until {@link #resume}. */
    void pause();

    void resume();

    /** Nobody reads any more; the reader hears nothing from now on. */
    void cancel();

    /** A body that is there already. */
    static ResponseBody of(BlobBytes bytes) {
        return new Ready(bytes);
    }

    /** Bytes at hand. */
    final class Ready implements ResponseBody {
        private final BlobBytes.Pieces pieces;
        private Reader reader = NOBODY;
        private boolean paused;
        private boolean delivering;
        private boolean done;

        private static final Reader NOBODY = new Reader() {
            @Override
            public void onChunk(ByteBuffer bytes) {}

            @Override
            public void onEnd() {}

            @Override
            public void onFailed(String reason) {}
        };

        private Ready(BlobBytes bytes) {
            pieces = bytes.pieces();
        }

        @Override
        public void readBy(Reader wanted) {
            reader = wanted;
            deliver();
        }

        private void deliver() {
            if (delivering || reader == NOBODY) {
                return;
            }
            delivering = true;
            while (!paused && !done) {
                ByteBuffer piece = pieces.next();
                if (piece == null) {
                    done = true;
                    reader.onEnd();
                } else {
                    reader.onChunk(piece);
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
    }
}
