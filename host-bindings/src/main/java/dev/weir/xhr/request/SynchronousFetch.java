package dev.weir.xhr.request;

import dev.weir.fetch.Fetch;
import dev.weir.fetch.FetchEnvironment;
import dev.weir.fetch.FetchRequest;
import dev.weir.fetch.FetchResponse;
import dev.weir.fetch.Fetching;
import dev.weir.fetch.ResponseBody;
import dev.weir.fileapi.BlobBytes;
import dev.weir.webidl.Realm;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A fetch whose script waits for it, and with it the whole loop: its network is another one meanwhile. */
final class SynchronousFetch implements Fetch.Caller, ResponseBody.Reader {

    /**
     * How it went.
     *
     * @param response null when there is none
     * @param body the whole
     */
    record Result(@Nullable FetchResponse response, BlobBytes body, boolean timedOut) {
        static final Result FAILED = new Result(null, BlobBytes.EMPTY, false);
        static final Result TIMED_OUT = new Result(null, BlobBytes.EMPTY, true);
    }

    private final CompletableFuture<Result> result;
    private final List<BlobBytes> parts = new ArrayList<>();
    private @Nullable FetchResponse response;

    private SynchronousFetch(CompletableFuture<Result> result) {
        this.result = result;
    }

    /** @param timeout in milliseconds; 0 for none */
    static Result run(Realm realm, FetchRequest request, long timeout) {
        FetchEnvironment environment = realm.service(FetchEnvironment.class);
        return environment.await(
                (loop, transport) -> {
                    CompletableFuture<Result> result = new CompletableFuture<>();
                    if (timeout > 0) {
                        loop.schedule(() -> result.complete(Result.TIMED_OUT), timeout * 1_000_000);
                    }
                    Fetching.startElsewhere(realm, loop, transport, request, new SynchronousFetch(result));
                    return result;
                },
                Result.FAILED);
    }

    @Override
    public void responded(FetchResponse answer) {
        response = answer;
        ResponseBody body = answer.body();
        if (body == null) {
            onEnd();
        } else {
            body.readBy(this);
        }
    }

    @Override
    public void failed(String reason) {
        result.complete(Result.FAILED);
    }

    @Override
    public void onChunk(ByteBuffer bytes) {
        byte[] copy = new byte[bytes.remaining()];
        bytes.get(copy);
        if (copy.length > 0) {
            parts.add(BlobBytes.of(copy));
        }
    }

    @Override
    public void onEnd() {
        result.complete(new Result(response, BlobBytes.of(parts), false));
    }

    @Override
    public void onFailed(String reason) {
        result.complete(Result.FAILED);
    }
}
