package dev.weir.dom;

import dev.weir.encoding.codec.Encoding;

/** Gets the source of scripts that a page names by URL; the runtime knows how, and what is permitted. */
public interface ScriptFetcher {

    /**
     * Fetches a script. Called on the loop's thread, must not block it for long, and must call back exactly once, on
     * that thread; before it returns is soon enough. While it waits it keeps the loop from being idle. A failure that
     * is worth a message to the embedder it reports itself: the page only fires an {@code error} event.
     *
     * @param url an absolute URL
     * @param module whether it is a module script, whose imports are not asked for here
     * @param fallback the encoding of a source without a byte order mark, unless the fetcher knows better
     */
    void fetch(String url, boolean module, Encoding fallback, Callback callback);

    /** What became of a fetch. */
    interface Callback {
        void fetched(String text);

        void failed();
    }
}
