package dev.weir.events;

import dev.weir.bindings.InterfaceDefinition;
import dev.weir.webidl.PlatformObject;
import dev.weir.webidl.Realm;
import dev.weir.webidl.WebException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.graalvm.polyglot.HostAccess.Export;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/**
 * An object that events are dispatched to.
 *
 * @see <a href="https://dom.spec.whatwg.org/#interface-eventtarget">DOM, EventTarget</a>
 * @see <a href="https://html.spec.whatwg.org/#event-handler-attributes">HTML, event handlers</a>
 */
public class EventTarget extends PlatformObject {
    public static final InterfaceDefinition DEFINITION =
            InterfaceDefinition.of("""
            [Exposed=*]
            interface EventTarget {
              constructor();
              undefined addEventListener(DOMString type, EventListener? callback,
                                         optional (AddEventListenerOptions or boolean) options = {});
              undefined removeEventListener(DOMString type, EventListener? callback,
                                            optional (EventListenerOptions or boolean) options = {});
              boolean dispatchEvent(Event event);
            };
            callback interface EventListener { undefined handleEvent(Event event); };
            dictionary EventListenerOptions { boolean capture = false; };
            dictionary AddEventListenerOptions : EventListenerOptions {
              boolean passive;
              boolean once = false;
              AbortSignal signal;
            };
            """).statics("EventTarget", Statics::new).script(EventTarget.class, "events.js");

    private final List<EventListener> listeners = new ArrayList<>();
    private final Map<String, EventHandler> handlers = new HashMap<>();

    protected EventTarget(Realm realm) {
        super(realm);
    }

    @Override
    public String interfaceName() {
        return "EventTarget";
    }

    // ---- listeners

    @Export
    public final void addEventListener(String type, @Nullable Value callback, Value options) {
        boolean isDictionary = !options.isBoolean();
        boolean capture = isDictionary ? Event.flag(options, "capture") : options.asBoolean();
        boolean once = isDictionary && Event.flag(options, "once");
        Value passive = isDictionary ? options.getMember("passive") : null;
        Value signalValue = isDictionary ? options.getMember("signal") : null;
        AbortListening signal = signalValue == null ? null : signalValue.asHostObject();
        if (callback == null || callback.isNull() || (signal != null && signal.aborted())) {
            return;
        }
        if (find(type, callback, capture) != null) {
            return;
        }
        EventListener.Callback listener =
                new EventListener.Callback(type, callback, capture, once, passive == null ? null : passive.asBoolean());
        add(listener);
        if (signal != null) {
            signal.addAbortAlgorithm(() -> remove(listener));
        }
    }

    @Export
    public final void removeEventListener(String type, @Nullable Value callback, Value options) {
        if (callback == null || callback.isNull()) {
            return;
        }
        boolean capture = options.isBoolean() ? options.asBoolean() : Event.flag(options, "capture");
        EventListener listener = find(type, callback, capture);
        if (listener != null) {
            remove(listener);
        }
    }

    /** Listens on behalf of the host; returns what stops it. */
    public final Runnable listen(String type, Consumer<Event> steps) {
        EventListener listener = new EventListener.Host(type, steps);
        add(listener);
        return () -> remove(listener);
    }

    private void add(EventListener listener) {
        if (listener.passive == null) {
            listener.passive = isPassiveByDefault(listener.type);
        }
        listeners.add(listener);
        listenersChanged(listener.type);
    }

    private void remove(EventListener listener) {
        listener.removed = true;
        listeners.remove(listener);
        listenersChanged(listener.type);
    }

    /** https://dom.spec.whatwg.org/#default-passive-value */
    private boolean isPassiveByDefault(String type) {
        return switch (type) {
            case "touchstart", "touchmove", "wheel", "mousewheel" -> isPageWide();
            default -> false;
        };
    }

    /** Whether this is a window, or the document, document element or body of one. */
    protected boolean isPageWide() {
        return false;
    }

    /** Called when a listener for the type was added or removed. */
    protected void listenersChanged(String type) {}

    /** Whether anything listens for the type. */
    public final boolean hasListeners(String type) {
        for (EventListener listener : listeners) {
            if (listener.type.equals(type)) {
                return true;
            }
        }
        return false;
    }

    private @Nullable EventListener find(String type, Value callback, boolean capture) {
        for (EventListener listener : listeners) {
            if (listener instanceof EventListener.Callback c
                    && c.type.equals(type)
                    && c.capture == capture
                    && c.callback.equals(callback)) {
                return c;
            }
        }
        return null;
    }

    // ---- event handlers

    /** The handler's function, or null; compiles one that came as a content attribute. */
    @Export
    public final @Nullable Value eventHandler(String name) {
        EventTarget owner = eventHandlerOwner(name);
        EventHandler handler = owner == null ? null : owner.handlers.get(name);
        return handler == null ? null : handler.function();
    }

    @Export
    public final void setEventHandler(String name, @Nullable Value function) {
        EventTarget owner = eventHandlerOwner(name);
        if (owner != null) {
            boolean none = function == null || function.isNull();
            owner.setHandler(name, none ? null : new EventHandler(function, null));
            owner.eventHandlerSet(name);
        }
    }

    /** Called when a script has set the event handler attribute of the name, to whatever. */
    protected void eventHandlerSet(String name) {}

    /** Sets a handler whose function is made from its source when first needed; null removes it. */
    public final void setEventHandlerSource(String name, EventHandler.@Nullable Compiler source) {
        EventTarget owner = eventHandlerOwner(name);
        if (owner != null) {
            owner.setHandler(name, source == null ? null : new EventHandler(null, source));
        }
    }

    /** Who keeps the handler: this target, unless it forwards some of its handlers (a body to its window). */
    protected @Nullable EventTarget eventHandlerOwner(String name) {
        return this;
    }

    private void setHandler(String name, @Nullable EventHandler handler) {
        EventHandler old = handlers.get(name);
        if (handler == null) {
            if (old != null) {
                handlers.remove(name);
                remove(old.place());
            }
            return;
        }
        handlers.put(name, handler);
        if (old != null) {
            handler.keepPlaceOf(old);
        } else {
            handler.setPlace(new EventListener.Handler(name, name));
            add(handler.place());
        }
    }

    /** What the function of an error handler on a global gets instead of the event; null for all others. */
    protected Object @Nullable [] errorHandlerArguments(String name, Event event) {
        return null;
    }

    /** https://html.spec.whatwg.org/#the-event-handler-processing-algorithm */
    final void processEventHandler(String name, Event event) {
        EventHandler handler = handlers.get(name);
        Value function = handler == null ? null : handler.function();
        if (function == null) {
            return;
        }
        Object[] errorArguments = errorHandlerArguments(name, event);
        if (!function.canExecute()) {
            return;
        }
        Value returned = errorArguments == null
                ? realm.call(function, toValue(), event.toValue())
                : realm.call(function, toValue(), errorArguments);
        boolean handled = returned.isBoolean() && returned.asBoolean() == (errorArguments != null);
        if (handled) {
            event.preventDefault();
        }
    }

    // ---- dispatch

    /** The next target on an event's way up, or null. */
    protected @Nullable EventTarget getTheParent(Event event) {
        return null;
    }

    /** Whether {@link #activationBehavior} is to run for an activating click. */
    protected boolean hasActivationBehavior() {
        return false;
    }

    /** Undoes nothing by itself; what it returns is run when the event is canceled. */
    protected @Nullable Runnable legacyPreActivationBehavior() {
        return null;
    }

    /** What a click on this target does. */
    protected void activationBehavior(Event event) {}

    /** Whether the event activates what it is dispatched to: a click. */
    protected boolean isActivation(Event event) {
        return event.type().equals("click");
    }

    @Export
    public final boolean dispatchEvent(Event event) {
        if (event.dispatching || !event.isInitialized()) {
            throw WebException.dom(
                    "InvalidStateError", "the event is being dispatched already or was never initialized");
        }
        event.trusted = false;
        return dispatch(event, this);
    }

    /** Dispatches an event of the host's own; false when a listener canceled it. */
    public final boolean fire(Event event) {
        event.trusted = true;
        return dispatch(event, this);
    }

    /** Dispatches an event of the host's own whose target reads as another one: a load event on a window, say. */
    public final boolean fire(Event event, EventTarget targetOverride) {
        event.trusted = true;
        return dispatch(event, targetOverride);
    }

    /** https://dom.spec.whatwg.org/#concept-event-dispatch */
    private boolean dispatch(Event event, EventTarget target) {
        event.dispatching = true;
        event.target = target;
        List<EventTarget> path = new ArrayList<>();
        EventTarget activationTarget = null;
        for (EventTarget next = this; next != null; next = next.getTheParent(event)) {
            path.add(next);
            if (activationTarget == null
                    && isActivation(event)
                    && next.hasActivationBehavior()
                    && (next == this || event.bubbles())) {
                activationTarget = next;
            }
        }
        event.path = path;
        Runnable undoActivation = activationTarget == null ? null : activationTarget.legacyPreActivationBehavior();
        for (int i = path.size() - 1; i >= 0; i--) {
            event.eventPhase = i == 0 ? Event.AT_TARGET : Event.CAPTURING_PHASE;
            path.get(i).invokeListeners(event, true);
        }
        for (int i = 0; i < path.size(); i++) {
            if (i == 0 || event.bubbles()) {
                event.eventPhase = i == 0 ? Event.AT_TARGET : Event.BUBBLING_PHASE;
                path.get(i).invokeListeners(event, false);
            }
        }
        event.eventPhase = Event.NONE;
        event.currentTarget = null;
        event.path = List.of();
        event.dispatching = false;
        event.stopPropagation = false;
        event.stopImmediatePropagation = false;
        if (activationTarget != null) {
            if (!event.defaultPrevented()) {
                activationTarget.activationBehavior(event);
            } else if (undoActivation != null) {
                undoActivation.run();
            }
        }
        return !event.defaultPrevented();
    }

    private void invokeListeners(Event event, boolean capturing) {
        if (event.stopPropagation || listeners.isEmpty()) {
            return;
        }
        event.currentTarget = this;
        for (EventListener listener : List.copyOf(listeners)) {
            if (listener.removed || listener.capture != capturing || !listener.type.equals(event.type())) {
                continue;
            }
            if (listener.once) {
                remove(listener);
            }
            event.inPassiveListener = Boolean.TRUE.equals(listener.passive);
            invokeListener(listener, event);
            event.inPassiveListener = false;
            if (event.stopImmediatePropagation) {
                return;
            }
        }
    }

    /** Runs one listener; what it throws is reported and does not stop the others. */
    private void invokeListener(EventListener listener, Event event) {
        Realm global = listener.realm(this);
        PlatformObject outerEvent = global.currentEvent();
        Realm before = realm.agent().enter(global);
        global.setCurrentEvent(event);
        try {
            listener.invoke(event, this);
        } catch (WebException e) {
            global.reporter().reportException(realm.toValue(e));
        } finally {
            global.setCurrentEvent(outerEvent);
            realm.agent().enter(before);
        }
    }

    /** What a listener option {@code signal} offers; implemented by AbortSignal, which is an EventTarget itself. */
    public interface AbortListening {
        boolean aborted();

        /** Runs the steps when the signal aborts; returns what takes them back. */
        Runnable addAbortAlgorithm(Runnable steps);
    }

    /** The interface object's side. */
    public static final class Statics {
        private final Realm realm;

        Statics(Realm realm) {
            this.realm = realm;
        }

        @Export
        public EventTarget construct() {
            return new EventTarget(realm);
        }
    }
}
