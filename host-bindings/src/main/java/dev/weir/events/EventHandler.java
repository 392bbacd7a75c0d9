package dev.weir.events;

import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/**
 * The value of an event handler such as {@code onclick}: a function, or the source of one, with its place among the
 * listeners.
 *
 * @see <a href="https://html.spec.whatwg.org/#event-handlers">HTML, event handlers</a>
 */
public final class EventHandler {
    private @Nullable Value function;
    private @Nullable Compiler source;
    private @Nullable EventListener place;

    EventHandler(@Nullable Value function, @Nullable Compiler source) {
        this.function = function;
        this.source = source;
    }

    /** The function; null when there is none or its source does not compile. */
    @Nullable
    Value function() {
        Compiler pending = source;
        if (pending != null) {
            source = null;
            function = pending.compile();
        }
        return function;
    }

    void setPlace(EventListener listener) {
        place = listener;
    }

    void keepPlaceOf(EventHandler old) {
        place = old.place;
    }

    EventListener place() {
        if (place == null) {
            throw new IllegalStateException("a handler without a place");
        }
        return place;
    }

    /** Makes the function of an inline handler; reports a syntax error itself and returns null then. */
    @FunctionalInterface
    public interface Compiler {
        @Nullable
        Value compile();
    }
}
