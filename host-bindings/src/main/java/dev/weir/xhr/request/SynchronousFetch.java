package dev.weir.xhr.request;

import dev.weir.fetch.Fetch;
import dev.weir.fetch.FetchEnvironment;
import dev.weir.fetch.FetchRequest;
import dev.weir.fetch.FetchResponse;
import dev.weir.fetch.Fetching;
import dev.weir.fetch.Gathering;
import dev.weir.fetch.ResponseBody;
import dev.weir.fileapi.BlobBytes;
import dev.weir.webidl.Realm;
import java.nio.ByteBuffer;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A fetch whose script waits for it, and with it the whole loop: its network is another one meanwhile. */
final class SynchronousFetch implements Fetch.Caller, ResponseBody.Reader {

    /**
     * How it went.
     *
     * @param response null when there is none
     * @param body the whole
     * @param length as the server told it
     * @param failure for people, where there is no response
     */
    record Result(@Nullable FetchResponse response, BlobBytes body, long length, String failure, boolean timedOut) {
        static Result failed(String reason) {
            return new Result(null, BlobBytes.EMPTY, 0, reason, false);
        }
    }

    private final CompletableFuture<Result> result;
    private final Gathering all = new Gathering();
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
                        Result late = new Result(null, BlobBytes.EMPTY, 0, "there was no answer in time", true);
                        loop.schedule(() -> result.complete(late), timeout * 1_000_000);
                    }
                    Fetching.startElsewhere(realm, loop, transport, request, new SynchronousFetch(result));
                    return result;
                },
                Result.failed("the runtime ends"));
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
        result.complete(Result.failed(reason));
    }

    @Override
    public void onChunk(ByteBuffer bytes) {
        all.add(bytes);
    }

    @Override
    public void onEnd() {
        long length = response == null ? 0 : Transfer.lengthOf(response);
        result.complete(new Result(response, all.take(), length, "", false));
    }

    @Override
    public void onFailed(String reason) {
        result.complete(Result.failed(reason));
    }

    @Override
    public boolean keepsAll() {
        return true;
    }
}
