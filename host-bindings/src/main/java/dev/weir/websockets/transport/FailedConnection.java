package dev.weir.websockets.transport;

import dev.weir.host.TaskLoop;
import java.nio.ByteBuffer;

/** A connection that was refused before anything was dialled. */
public final class FailedConnection implements WebSocketConnection {
    private FailedConnection() {}

    /** One whose listener hears the failure in a later turn of the loop. */
    public static WebSocketConnection start(TaskLoop loop, WebSocketListener listener, String failure) {
        WebSocketClosure closure = new WebSocketClosure(false, WebSocketClosure.ABNORMAL, "", 0, failure);
        loop.execute(() -> listener.onClosed(closure));
        return new FailedConnection();
    }

    @Override
    public boolean sendText(String text) {
        throw new IllegalStateException("never connected");
    }

    @Override
    public boolean sendBinary(ByteBuffer bytes) {
        throw new IllegalStateException("never connected");
    }

    @Override
    public void pause() {}

    @Override
    public void resume() {}

    @Override
    public void close() {}

    @Override
    public void close(int code, String reason) {}

    @Override
    public void fail() {}

    @Override
    public long bufferedAmount() {
        return 0;
    }

    @Override
    public int unsentMessages() {
        return 0;
    }
}
