package dev.weir.runtime;

import java.io.IOException;

/** Where pages and workers get scripts from whose URLs are not of files. */
@FunctionalInterface
public interface ResourceLoader {

    /**
     * The text behind a URL. Called on the loop, which waits.
     *
     * @param url absolute, with its query and fragment
     * @throws IOException when there is none; the message tells why. What else is thrown goes to the runtime's host failures,
     *     and the script counts as one that could not be loaded
     */
    String load(String url) throws IOException;
}
