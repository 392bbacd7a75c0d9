package dev.weir.fetch;

import dev.weir.streams.ReadableStream;
import dev.weir.streams.StreamsForOtherSpecs;
import dev.weir.streams.UnderlyingSource;
import dev.weir.webidl.Realm;
import java.nio.ByteBuffer;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/** A byte stream of what comes from a server, which is taken only when a script wants it. */
final class IncomingSource implements UnderlyingSource, ResponseBody.Reader {
    private final Realm realm;
    private final ResponseBody body;
    private final ReadableStream stream;

    IncomingSource(Realm realm, ResponseBody body) {
        this.realm = realm;
        this.body = body;
        stream = StreamsForOtherSpecs.newReadableByteStream(realm, this, 0);
        body.pause();
        body.readBy(this);
    }

    ReadableStream stream() {
        return stream;
    }

    @Override
    public @Nullable Value pull() {
        body.resume();
        return null;
    }

    @Override
    public @Nullable Value cancel(Value reason) {
        body.cancel();
        return null;
    }

    /** The body ends with this error. */
    void error(Value error) {
        body.cancel();
        StreamsForOtherSpecs.error(stream, error);
    }

    @Override
    public void onChunk(ByteBuffer bytes) {
        realm.runTask(() -> {
            StreamsForOtherSpecs.enqueueBytes(stream, bytes);
            if (StreamsForOtherSpecs.isFull(stream)) {
                body.pause();
            }
        });
    }

    @Override
    public void onEnd() {
        realm.runTask(() -> StreamsForOtherSpecs.close(stream));
    }

    @Override
    public void onFailed(String reason) {
        realm.runTask(() -> StreamsForOtherSpecs.error(stream, NetworkErrors.of(realm, reason)));
    }
}
