package dev.weir.events;

import dev.weir.webidl.Realm;
import dev.weir.webidl.WebException;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/**
 * One entry of a target's event listener list.
 *
 * @see <a href="https://dom.spec.whatwg.org/#concept-event-listener">DOM, event listener</a>
 */
abstract sealed class EventListener {
    final String type;
    final boolean capture;
    final boolean once;
    /** Null only until it is added. */
    @Nullable
    Boolean passive;

    boolean removed;

    private EventListener(String type, boolean capture, boolean once, @Nullable Boolean passive) {
        this.type = type;
        this.capture = capture;
        this.once = once;
        this.passive = passive;
    }

    /** Whose code the listener is: the realm that shows the event as {@code window.event}, and reports what is thrown. */
    Realm realm(EventTarget currentTarget) {
        return currentTarget.realm();
    }

    /** Runs the listener; what it throws comes as a WebException. */
    abstract void invoke(Event event, EventTarget currentTarget) throws WebException;

    /** A function or an object with {@code handleEvent}, added by a script. */
    static final class Callback extends EventListener {
        final Value callback;

        Callback(String type, Value callback, boolean capture, boolean once, @Nullable Boolean passive) {
            super(type, capture, once, passive);
            this.callback = callback;
        }

        @Override
        Realm realm(EventTarget currentTarget) {
            Realm other = currentTarget.realm();
            return other.agent().ownerOf(callback, other);
        }

        @Override
        void invoke(Event event, EventTarget currentTarget) {
            event.realm().callFunction("invokeListener", callback, currentTarget.toValue(), event.toValue());
        }
    }

    /** The place in the list that belongs to an event handler such as {@code onclick}, set once and then kept. */
    static final class Handler extends EventListener {
        private final String name;

        Handler(String type, String name) {
            super(type, false, false, null);
            this.name = name;
        }

        @Override
        void invoke(Event event, EventTarget currentTarget) {
            currentTarget.processEventHandler(name, event);
        }
    }

    /** A listener of the host's own. */
    static final class Host extends EventListener {
        private final java.util.function.Consumer<Event> steps;

        Host(String type, java.util.function.Consumer<Event> steps) {
            super(type, false, false, null);
            this.steps = steps;
        }

        @Override
        void invoke(Event event, EventTarget currentTarget) {
            steps.accept(event);
        }
    }
}
