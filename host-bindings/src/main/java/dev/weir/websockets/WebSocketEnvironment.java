package dev.weir.websockets;

import dev.weir.html.DocumentUrl;
import dev.weir.websockets.transport.WebSocketTransport;

/** What a realm's WebSockets need of the runtime; bound to the realm before a script runs. */
public interface WebSocketEnvironment {

    /** Opens connections, under the embedder's rules. */
    WebSocketTransport transport();

    /** The URL whose origin a server is told. */
    DocumentUrl url();

    /** The URL against which a script's URLs are resolved. */
    DocumentUrl baseUrl();

    /** Prints on the console at the level of errors what no script may learn, or may not look at. */
    void printError(String text);

    /**
     * Prints why a connection failed, as browsers do.
     *
     * @param url for messages
     * @param failure may begin with the URL
     * @see <a href="https://websockets.spec.whatwg.org/#feedback-from-the-protocol">WebSockets, feedback from the
     *     protocol</a>
     */
    default void printFailure(String url, String failure) {
        String start = url + ": ";
        String reason = failure.startsWith(start) ? failure.substring(start.length()) : failure;
        printError("WebSocket connection to '" + url + "' failed: " + reason);
    }
}
