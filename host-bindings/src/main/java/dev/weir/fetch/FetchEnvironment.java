package dev.weir.fetch;

import dev.weir.fetch.transport.HttpTransport;
import dev.weir.html.DocumentUrl;

/** What a realm's fetches need of the runtime; bound to the realm before a script runs. */
public interface FetchEnvironment {

    /** Makes requests, under the embedder's rules. */
    HttpTransport httpTransport();

    /** The URL against which a script's URLs are resolved, and whose origin a server is told. */
    DocumentUrl baseUrl();

    /** Prints on the console at the level of errors what no script may learn. */
    void printError(String text);
}
