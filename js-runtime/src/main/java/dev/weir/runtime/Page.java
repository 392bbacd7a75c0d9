package dev.weir.runtime;

import dev.weir.dom.PageView;
import java.util.Optional;

/**
 * A page in a {@link WebRuntime}, from an embedder's side: what it shows, and what a user would do to it.
 *
 * <p>All methods may be called from any thread; they run on the runtime's loop and wait for it. A page that was replaced
 * by another one keeps showing what it was.
 */
public final class Page {
    private final WebRuntime runtime;
    private final PageView view;

    Page(WebRuntime runtime, PageView view) {
        this.runtime = runtime;
        this.view = view;
    }

    /** What {@code document.title} says. */
    public String title() {
        return runtime.onLoop(view::title);
    }

    /** The text that the page's body shows, without what is hidden. */
    public String text() {
        return runtime.onLoop(() -> view.text());
    }

    /** The document as HTML. */
    public String html() {
        return runtime.onLoop(view::html);
    }

    /**
     * The text of the first element that matches the CSS selector; empty when there is none.
     *
     * @throws IllegalArgumentException when the selector is none
     */
    public Optional<String> text(String selector) {
        return runtime.onLoop(() -> view.text(selector));
    }

    /** A content attribute of the first element that matches; empty when there is no such element or attribute. */
    public Optional<String> attribute(String selector, String name) {
        return runtime.onLoop(() -> view.attribute(selector, name));
    }

    /** The number of elements that match. */
    public int count(String selector) {
        return runtime.onLoop(() -> view.count(selector));
    }

    /**
     * Clicks the first element that matches, as a user would: listeners run, and then what a click on it does.
     *
     * @throws IllegalArgumentException when no element matches
     */
    public void click(String selector) {
        runtime.onLoop(() -> {
            view.click(selector);
            return null;
        });
    }

    /**
     * Types the text into the first form control that matches, in place of what it held; input and change events fire.
     *
     * @throws IllegalArgumentException when no element matches, or it is no control to type into
     */
    public void fill(String selector, String text) {
        runtime.onLoop(() -> {
            view.fill(selector, text);
            return null;
        });
    }
}
