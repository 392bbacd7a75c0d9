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
    /** Whoever ends the stream from outside knows nothing but this, which must live as long as the stream. */
    @SuppressWarnings({"unused", "FieldCanBeLocal"})
    private final Body owner;

    private final ReadableStream stream;

    IncomingSource(Realm realm, ResponseBody body, Body owner) {
        this.realm = realm;
        this.body = body;
        this.owner = owner;
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
            body.pause(); // the stream pulls amid the next call, or after it, if it wants more than that
            StreamsForOtherSpecs.enqueueBytes(stream, bytes);
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
