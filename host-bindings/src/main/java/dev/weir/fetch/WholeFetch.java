package dev.weir.fetch;

import dev.weir.fileapi.BlobBytes;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The caller of a fetch that wants the whole response at once. */
public abstract class WholeFetch implements Fetch.Caller, ResponseBody.Reader {
    private final Gathering all = new Gathering();
    private @Nullable FetchResponse response;

    /** It came to its end; {@link #failed} is told of any other. */
    protected abstract void ended(FetchResponse answer, BlobBytes body);

    @Override
    public void responded(FetchResponse answer) {
        response = answer;
        answer.readBy(this);
    }

    @Override
    public final boolean keepsAll() {
        return true;
    }

    @Override
    public final void onChunk(ByteBuffer bytes) {
        all.add(bytes);
    }

    @Override
    public final void onEnd() {
        ended(Objects.requireNonNull(response), all.take());
    }

    @Override
    public final void onFailed(String reason) {
        failed(reason);
    }
}
