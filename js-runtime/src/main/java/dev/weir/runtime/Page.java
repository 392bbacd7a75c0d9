package dev.weir.runtime;

import dev.weir.dom.Document;
import dev.weir.dom.PageView;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A page that a {@link WebRuntime} has loaded: what it shows, and a user's hands.
 *
 * <p>Methods may be called from any thread; they run on the runtime's loop and wait for that. What listeners of the page
 * throw is reported as always and does not reach the caller. Selectors are those of {@code querySelector}.
 *
 * <p>When the runtime loads another page, this one is closed: it can still be read, and no longer be used. What its scripts
 * hold stays in memory as long as someone holds the page, or until the runtime is closed.
 */
public final class Page {
    private final WebRuntime runtime;
    /** Null when the runtime is closed, which nothing of the page outlives. */
    private volatile @Nullable Shown shown;

    /** @param realm the page's, for as long as that is the runtime's */
    private record Shown(ScriptRealm realm, Document document, PageView view) {}

    Page(WebRuntime runtime, ScriptRealm realm, Document document) {
        this.runtime = runtime;
        shown = new Shown(realm, document, new PageView(document));
    }

    /** Lets go of everything: the runtime is closed. */
    void release() {
        shown = null;
    }

    private Shown shown() {
        Shown page = shown;
        if (page == null) {
            throw LoopCalls.closedException(null);
        }
        return page;
    }

    private <T extends @Nullable Object> T onLoop(Function<PageView, T> steps) {
        return runtime.onLoop(() -> steps.apply(shown().view()));
    }

    /** Lets a user do something, as long as the page is there. */
    private void use(Consumer<PageView> steps) {
        runtime.onLoop(() -> {
            Shown page = shown();
            if (!runtime.isCurrent(page.realm())) {
                throw new IllegalStateException("another page was loaded");
            }
            steps.accept(page.view());
            return null;
        });
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
     * @throws IllegalStateException when another page was loaded
     */
    public void click(String selector) {
        use(v -> v.click(selector));
    }

    /**
     * Types a text into the first control that the selector matches, in place of what was there; of a {@code select} chooses
     * the option that has the text for its value. A disabled or read-only control stays as it is.
     *
     * @throws IllegalArgumentException when nothing matches, what matches takes no text, or no option to choose has the value
     * @throws IllegalStateException when another page was loaded
     */
    public void fill(String selector, String text) {
        use(v -> v.fill(selector, text));
    }

    /**
     * Reads the page's tree with jsoup, on the loop.
     *
     * @param steps must neither change the tree nor keep anything of it
     */
    public <T extends @Nullable Object> T read(Function<org.jsoup.nodes.Document, T> steps) {
        return runtime.onLoop(() -> steps.apply(shown().document().tree()));
    }
}
