package dev.weir.xhr.request;

import dev.weir.fetch.FetchEnvironment;
import dev.weir.fetch.FetchRequest;
import dev.weir.fetch.FetchResponse;
import dev.weir.fetch.Fetching;
import dev.weir.fetch.WholeFetch;
import dev.weir.fileapi.BlobBytes;
import dev.weir.webidl.Realm;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A fetch whose script waits for it, and with it the whole loop: its network is another one meanwhile. */
final class SynchronousFetch extends WholeFetch {

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
    public void failed(String reason) {
        result.complete(Result.failed(reason));
    }

    @Override
    protected void ended(FetchResponse answer, BlobBytes body) {
        result.complete(new Result(answer, body, Transfer.lengthOf(answer), "", false));
    }
}
