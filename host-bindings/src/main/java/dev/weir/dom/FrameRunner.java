package dev.weir.dom;

import dev.weir.html.DocumentUrl;
import dev.weir.html.Window;

/** What a runtime does to run what is in frames; it binds one as a service of each window's realm. Called on the loop. */
public interface FrameRunner {

    /** Makes the window of a frame in the realm's document: a realm of the same agent, with an empty document. */
    FrameWindow open();

    /**
     * Gets the source of a page of the same origin. The callback is called later, on the loop, or never if the result, which
     * ends the fetch, runs first.
     */
    Runnable fetch(DocumentUrl url, Callback callback);

    /** Says on the console what became of a frame. */
    void printError(String text);

    /** The window in a frame. */
    interface FrameWindow {
        Window window();

        /** The document that the window shows now. */
        Document document();

        /**
         * Loads a page into the window in place of the empty document; once.
         *
         * @param loaded runs on the loop when the page's load event has been fired
         */
        void load(PageSource source, DocumentUrl url, Runnable loaded);

        /** Ends everything that runs in it or waits to, and in the frames in it. */
        void close();
    }

    /** Told what became of a fetch. */
    interface Callback {
        /** @param url where the page was found in the end */
        void fetched(PageSource source, DocumentUrl url);

        /** There is none; it was said on the console why. */
        void failed();
    }
}
