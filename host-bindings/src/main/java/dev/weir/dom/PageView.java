package dev.weir.dom;

import dev.weir.events.Event;
import dev.weir.webidl.Realm;
import dev.weir.webidl.WebException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A document as the program around it sees it: what it shows, and a user's hands. All methods must be called on the loop,
 * outside of any script; what listeners throw is reported as always.
 */
public final class PageView {
    private final Document document;
    private final Realm realm;

    public PageView(Document document) {
        this.document = document;
        realm = document.realm();
    }

    public String title() {
        return document.title();
    }

    /** The text of the page as a browser would show it, without styles; see {@code innerText}. */
    public String text() {
        HTMLElement body = document.body();
        return body == null ? "" : body.innerText();
    }

    /** The markup of the whole document as it is now. */
    public String html() {
        return Serializer.outer(document);
    }

    /** The shown text of the first element that the selector matches, if any does. */
    public Optional<String> text(String selector) {
        return Optional.ofNullable(find(selector)).map(HTMLElement::innerText);
    }

    /** An attribute of the first element that the selector matches, if it has it. */
    public Optional<String> attribute(String selector, String name) {
        return Optional.ofNullable(find(selector)).map(element -> element.getAttribute(name));
    }

    /** How many elements the selector matches. */
    public int count(String selector) {
        return select(selector).all(document.rawElement, document).size();
    }

    /**
     * Clicks on the first element that the selector matches, as a user does: the events of pressing and releasing a
     * button, the focus, the click and what follows from it. A disabled control gets none of them.
     *
     * @throws IllegalArgumentException when nothing matches, or the selector is none
     */
    public void click(String selector) {
        HTMLElement element = require(selector);
        if (element.isDisabled()) {
            return;
        }
        element.fire(MouseEvent.of(realm, "pointerdown"));
        if (element.fire(MouseEvent.of(realm, "mousedown"))) {
            document.focus().moveTo(focusableAround(element));
        }
        element.fire(MouseEvent.of(realm, "pointerup"));
        element.fire(MouseEvent.of(realm, "mouseup"));
        if (!element.isDisabled()) {
            element.fire(MouseEvent.click(realm));
        }
    }

    private static @Nullable HTMLElement focusableAround(HTMLElement element) {
        for (Element e = element; e != null; e = e.parentElement()) {
            if (e instanceof HTMLElement html && html.isFocusable()) {
                return html;
            }
        }
        return null;
    }

    /**
     * Types a text into the first input or textarea that the selector matches, in place of what was there: the focus, one
     * {@code input} event and one {@code change} event. Of a select, chooses the option with that value, which is told by
     * the same events unless it was chosen before. A disabled or read-only control stays as it is.
     *
     * @throws IllegalArgumentException when nothing matches, what matches takes no text, or no option can be chosen
     */
    public void fill(String selector, String text) {
        HTMLElement element = require(selector);
        if (element instanceof HTMLInputElement input && input.takesText()) {
            type(input, () -> {
                if (!input.takesText()) { // any more: a listener for the focus may change its type
                    throw takesNoText(selector);
                }
                input.setValue(text);
            });
        } else if (element instanceof HTMLTextAreaElement area) {
            type(area, () -> area.setValue(text));
        } else if (element instanceof HTMLSelectElement select) {
            choose(select, text);
        } else {
            throw takesNoText(selector);
        }
    }

    private static IllegalArgumentException takesNoText(String selector) {
        return new IllegalArgumentException("what '" + selector + "' matches takes no text");
    }

    private void choose(HTMLSelectElement select, String value) {
        int index = select.indexToChoose(value);
        if (index < 0) {
            throw new IllegalArgumentException("no option to choose has the value '" + value + "'");
        }
        if (!select.isDisabled()) {
            document.focus().moveTo(select);
            select.chooseOnly(index);
        }
    }

    private void type(HTMLElement element, Runnable setValue) {
        if (element.isDisabled() || element.hasAttribute("readonly")) {
            return;
        }
        document.focus().moveTo(element);
        setValue.run();
        element.fire(new UIEvent(realm, "InputEvent", "input", true, false));
        element.fire(new Event(realm, "change", true, false, false));
    }

    private HTMLElement require(String selector) {
        HTMLElement element = find(selector);
        if (element == null) {
            throw new IllegalArgumentException("no element of the page matches '" + selector + "'");
        }
        return element;
    }

    private @Nullable HTMLElement find(String selector) {
        for (org.jsoup.nodes.Element element : select(selector).all(document.rawElement, document)) {
            if (document.peer(element) instanceof HTMLElement html) {
                return html;
            }
        }
        return null;
    }

    private static SelectorList select(String selector) {
        try {
            return SelectorList.parse(selector);
        } catch (WebException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }
}
