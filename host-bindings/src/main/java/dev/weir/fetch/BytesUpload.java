package dev.weir.fetch;

import dev.weir.fileapi.BlobBytes;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** Sends bytes at hand, as fast as they are taken. */
final class BytesUpload implements FetchRequest.Upload {
    /** What is handed on at once, so that no more than that is copied ahead. */
    private static final int CHUNK = 64 << 10;

    private final BlobBytes bytes;
    /** What sends now; null when nothing does. */
    private @Nullable Sending sending;

    BytesUpload(BlobBytes bytes) {
        this.bytes = bytes;
    }

    @Override
    public long length() {
        return bytes.size();
    }

    @Override
    public boolean isRepeatable() {
        return true;
    }

    @Override
    public void sendTo(Sink sink) {
        Sending begun = new Sending(sink);
        sending = begun;
        sink.onRoom(begun::send);
        begun.send();
    }

    @Override
    public void cancel() {
        sending = null;
    }

    private final class Sending {
        private final Sink sink;
        private final BlobBytes.Pieces pieces = bytes.pieces();
        private @Nullable ByteBuffer piece = pieces.next();

        Sending(Sink sink) {
            this.sink = sink;
        }

        void send() {
            boolean room = true;
            while (room && sending == this) {
                ByteBuffer rest = piece;
                if (rest == null) {
                    sending = null;
                    sink.end();
                    return;
                }
                int size = Math.min(CHUNK, rest.remaining());
                room = sink.write(rest.slice(rest.position(), size));
                rest.position(rest.position() + size);
                if (!rest.hasRemaining()) {
                    piece = pieces.next();
                }
            }
        }
    }
}
