package dev.weir.fetch;

import dev.weir.fetch.transport.HttpTransport;
import dev.weir.host.TaskLoop;
import dev.weir.html.DocumentUrl;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;

/** What a realm's fetches need of the runtime; bound to the realm before a script runs. */
public interface FetchEnvironment {

    /** Makes requests, under the embedder's rules. */
    HttpTransport httpTransport();

    /** The URL whose origin a server is told. */
    DocumentUrl url();

    /** The URL against which a script's URLs are resolved. */
    DocumentUrl baseUrl();

    /**
     * Blocks the realm's loop until something is done that goes on elsewhere.
     *
     * @param work is given a loop of its own, which ends with it, and what makes requests there; called on that loop
     * @param otherwise the result when the realm ends meanwhile
     */
    <T> T await(BiFunction<TaskLoop, HttpTransport, CompletableFuture<T>> work, T otherwise);

    /** The most bytes of a response that scripts may read as a whole; there is no limit for streams. */
    long maxBodySize();

    /** Prints on the console at the level of errors what no script may learn. */
    void printError(String text);
}
