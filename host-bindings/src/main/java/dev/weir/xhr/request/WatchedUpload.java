package dev.weir.xhr.request;

import dev.weir.fetch.FetchRequest.Upload;
import java.nio.ByteBuffer;
import java.util.function.IntConsumer;

/** A body that is sent while somebody counts. */
final class WatchedUpload implements Upload {
    private final Upload upload;
    private final Runnable begun;
    private final IntConsumer sent;
    private final Runnable allSent;

    /** @param begun runs whenever all is sent from the start, as redirects may demand */
    WatchedUpload(Upload upload, Runnable begun, IntConsumer sent, Runnable allSent) {
        this.upload = upload;
        this.begun = begun;
        this.sent = sent;
        this.allSent = allSent;
    }

    @Override
    public long length() {
        return upload.length();
    }

    @Override
    public boolean isRepeatable() {
        return upload.isRepeatable();
    }

    @Override
    public void sendTo(Sink sink) {
        begun.run();
        upload.sendTo(new Sink() {
            @Override
            public boolean write(ByteBuffer bytes) {
                int count = bytes.remaining();
                boolean room = sink.write(bytes);
                sent.accept(count);
                return room;
            }

            @Override
            public void onRoom(Runnable room) {
                sink.onRoom(room);
            }

            @Override
            public void end() {
                sink.end();
                allSent.run();
            }

            @Override
            public void fail(String reason) {
                sink.fail(reason);
            }
        });
    }

    @Override
    public void cancel() {
        upload.cancel();
    }
}
