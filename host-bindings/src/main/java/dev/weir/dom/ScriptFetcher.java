package dev.weir.dom;

import java.util.function.Function;

/** Gets the source of scripts that a page names by URL; the runtime knows how, and what is permitted. */
public interface ScriptFetcher {

    /**
     * Fetches a script. Called on the loop's thread, must not block it for long, and must call back exactly once, on
     * that thread; before it returns is soon enough. While it waits it keeps the loop from being idle. A failure that
     * is worth a message to the embedder it reports itself: the page only fires an {@code error} event.
     *
     * @param url an absolute URL
     * @param module whether it is a module script, whose imports are not asked for here
     * @param decoder makes text of the source, if that comes as bytes
     */
    void fetch(String url, boolean module, Function<byte[], String> decoder, Callback callback);

    /** What became of a fetch. */
    interface Callback {
        void fetched(String text);

        void failed();
    }
}
