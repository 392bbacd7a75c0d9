package dev.weir.runtime;

import dev.weir.dom.Document;
import dev.weir.dom.PageView;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A page that a {@link WebRuntime} has loaded: what it shows, and a user's hands.
 *
 * <p>Methods may be called from any thread; they run on the runtime's loop and wait for that. What listeners of the page
 * throw is reported as always and does not reach the caller. Selectors are those of {@code querySelector}.
 */
public final class Page {
    private final WebRuntime runtime;
    private final Document document;
    private final PageView view;

    Page(WebRuntime runtime, Document document) {
        this.runtime = runtime;
        this.document = document;
        view = new PageView(document);
    }

    private <T extends @Nullable Object> T onLoop(Function<PageView, T> steps) {
        return runtime.onLoop(() -> steps.apply(view));
    }

    public String title() {
        return onLoop(PageView::title);
    }

    /** The text of the page as a browser would show it without style sheets; lines are separated by line breaks. */
    public String text() {
        return onLoop(PageView::text);
    }

    /** The markup of the page as it is now. */
    public String html() {
        return onLoop(PageView::html);
    }

    /**
     * The shown text of the first element that the selector matches, if there is one.
     *
     * @throws IllegalArgumentException when it is no selector; so for all methods here
     */
    public Optional<String> text(String selector) {
        return onLoop(v -> v.text(selector));
    }

    /** An attribute of the first element that the selector matches, if it has it. */
    public Optional<String> attribute(String selector, String name) {
        return onLoop(v -> v.attribute(selector, name));
    }

    /** How many elements the selector matches. */
    public int count(String selector) {
        return onLoop(v -> v.count(selector));
    }

    /**
     * Clicks on the first element that the selector matches, as a user does; nothing happens if it is disabled.
     *
     * @throws IllegalArgumentException when nothing matches
     */
    public void click(String selector) {
        onLoop(v -> {
            v.click(selector);
            return null;
        });
    }

    /**
     * Types a text into the first control that the selector matches, in place of what was there.
     *
     * @throws IllegalArgumentException when nothing matches, or what matches takes no text
     */
    public void fill(String selector, String text) {
        onLoop(v -> {
            v.fill(selector, text);
            return null;
        });
    }

    /**
     * Reads the page's tree with jsoup, on the loop.
     *
     * @param steps must neither change the tree nor keep anything of it
     */
    public <T extends @Nullable Object> T read(Function<org.jsoup.nodes.Document, T> steps) {
        return runtime.onLoop(() -> steps.apply(document.tree()));
    }
}
