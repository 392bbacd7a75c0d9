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

    /** Prints on the console at the level of errors what no script may learn. */
    void printError(String text);
}
