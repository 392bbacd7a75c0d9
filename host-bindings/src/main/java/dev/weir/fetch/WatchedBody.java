package dev.weir.fetch;

import java.nio.ByteBuffer;

/** A body whose end, good or bad, somebody else hears of too. */
final class WatchedBody implements ResponseBody {
    private final ResponseBody body;
    private final Runnable over;

    WatchedBody(ResponseBody body, Runnable over) {
        this.body = body;
        this.over = over;
    }

    @Override
    public void readBy(Reader reader) {
        body.readBy(new Reader() {
            @Override
            public void onChunk(ByteBuffer bytes) {
                reader.onChunk(bytes);
            }

            @Override
            public void onEnd() {
                over.run();
                reader.onEnd();
            }

            @Override
            public void onFailed(String reason) {
                over.run();
                reader.onFailed(reason);
            }

            @Override
            public boolean keepsAll() {
                return reader.keepsAll();
            }
        });
    }

    @Override
    public boolean isDecoded() {
        return body.isDecoded();
    }

    @Override
    public void pause() {
        body.pause();
    }

    @Override
    public void resume() {
        body.resume();
    }

    @Override
    public void cancel() {
        over.run();
        body.cancel();
    }

    @Override
    public void letGo() {
        body.letGo();
    }
}
