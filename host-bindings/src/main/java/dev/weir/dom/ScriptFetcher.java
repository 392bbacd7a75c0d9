package dev.weir.dom;

/** Gets the source of scripts that a page names by URL; the runtime knows how, and what is permitted. */
public interface ScriptFetcher {

    /**
     * Fetches a script. Called on the loop's thread, must not block it for long, and must call back exactly once, on
     * that thread; before it returns is soon enough. While it waits it keeps the loop from being idle. A failure that
     * is worth a message to the embedder it reports itself: the page only fires an {@code error} event.
     *
     * @param url an absolute URL
     * @param module whether it is a module script, whose imports are not asked for here
     */
    void fetch(String url, boolean module, Callback callback);

    /** What became of a fetch. */
    interface Callback {
        void fetched(String text);

        void failed();
    }
}
