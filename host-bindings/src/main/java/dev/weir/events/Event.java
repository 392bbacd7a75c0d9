package dev.weir.events;

import dev.weir.bindings.InterfaceDefinition;
import dev.weir.webidl.PlatformObject;
import dev.weir.webidl.Realm;
import java.util.ArrayList;
import java.util.List;
import org.graalvm.polyglot.HostAccess.Export;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/**
 * Something that happened.
 *
 * @see <a href="https://dom.spec.whatwg.org/#interface-event">DOM, Event</a>
 */
public class Event extends PlatformObject {
    static final int NONE = 0;
    static final int CAPTURING_PHASE = 1;
    static final int AT_TARGET = 2;
    static final int BUBBLING_PHASE = 3;

    public static final InterfaceDefinition DEFINITION =
            InterfaceDefinition.of("""
            [Exposed=*]
            interface Event {
              constructor(DOMString type, optional EventInit eventInitDict = {});
              readonly attribute DOMString type;
              readonly attribute EventTarget? target;
              readonly attribute EventTarget? srcElement;
              readonly attribute EventTarget? currentTarget;
              sequence<EventTarget> composedPath();
              const unsigned short NONE = 0;
              const unsigned short CAPTURING_PHASE = 1;
              const unsigned short AT_TARGET = 2;
              const unsigned short BUBBLING_PHASE = 3;
              readonly attribute unsigned short eventPhase;
              undefined stopPropagation();
              attribute boolean cancelBubble;
              undefined stopImmediatePropagation();
              readonly attribute boolean bubbles;
              readonly attribute boolean cancelable;
              attribute boolean returnValue;
              undefined preventDefault();
              readonly attribute boolean defaultPrevented;
              readonly attribute boolean composed;
              [LegacyUnforgeable] readonly attribute boolean isTrusted;
              readonly attribute double timeStamp;
              undefined initEvent(DOMString type, optional boolean bubbles = false, optional boolean cancelable = false);
            };
            dictionary EventInit {
              boolean bubbles = false;
              boolean cancelable = false;
              boolean composed = false;
            };
            """).statics("Event", Statics::new);

    private String type;
    private boolean bubbles;
    private boolean cancelable;
    private final boolean composed;
    private final double timeStamp;
    private boolean canceled;
    private boolean initialized = true;

    @Nullable
    EventTarget target;

    @Nullable
    EventTarget currentTarget;

    List<EventTarget> path = List.of();
    int eventPhase = NONE;
    boolean dispatching;
    boolean trusted;
    boolean stopPropagation;
    boolean stopImmediatePropagation;
    boolean inPassiveListener;

    public Event(Realm realm, String type, boolean bubbles, boolean cancelable, boolean composed) {
        super(realm);
        this.type = type;
        this.bubbles = bubbles;
        this.cancelable = cancelable;
        this.composed = composed;
        this.timeStamp = realm.now();
    }

    /** An event whose flags come from a converted EventInit dictionary. */
    protected Event(Realm realm, String type, Value init) {
        this(realm, type, flag(init, "bubbles"), flag(init, "cancelable"), flag(init, "composed"));
    }

    /** A boolean member of a converted dictionary. */
    protected static boolean flag(Value dictionary, String member) {
        return dictionary.getMember(member).asBoolean();
    }

    /** An event of the host's own making that neither bubbles nor can be cancelled. */
    public static Event simple(Realm realm, String type) {
        return new Event(realm, type, false, false, false);
    }

    @Override
    public String interfaceName() {
        return "Event";
    }

    @Export
    public final String type() {
        return type;
    }

    @Export
    public final @Nullable EventTarget target() {
        return target;
    }

    @Export
    public final @Nullable EventTarget srcElement() {
        return target;
    }

    @Export
    public final @Nullable EventTarget currentTarget() {
        return currentTarget;
    }

    @Export
    public final Value composedPath() {
        List<Value> wrappers = new ArrayList<>();
        if (currentTarget != null) {
            for (EventTarget entry : path) {
                wrappers.add(entry.toValue());
            }
        }
        return realm.array(wrappers);
    }

    @Export
    public final int eventPhase() {
        return eventPhase;
    }

    @Export
    public final void stopPropagation() {
        stopPropagation = true;
    }

    @Export
    public final boolean cancelBubble() {
        return stopPropagation;
    }

    @Export
    public final void setCancelBubble(boolean value) {
        stopPropagation |= value;
    }

    @Export
    public final void stopImmediatePropagation() {
        stopPropagation = true;
        stopImmediatePropagation = true;
    }

    @Export
    public final boolean bubbles() {
        return bubbles;
    }

    @Export
    public final boolean cancelable() {
        return cancelable;
    }

    @Export
    public final boolean returnValue() {
        return !canceled;
    }

    @Export
    public final void setReturnValue(boolean value) {
        if (!value) {
            preventDefault();
        }
    }

    @Export
    public final void preventDefault() {
        if (cancelable && !inPassiveListener) {
            canceled = true;
        }
    }

    @Export
    public final boolean defaultPrevented() {
        return canceled;
    }

    @Export
    public final boolean composed() {
        return composed;
    }

    @Export
    public final boolean isTrusted() {
        return trusted;
    }

    /** Milliseconds since the realm was made. */
    @Export
    public final double timeStamp() {
        return timeStamp;
    }

    @Export
    public final void initEvent(String type, boolean bubbles, boolean cancelable) {
        if (dispatching) {
            return;
        }
        initialized = true;
        stopPropagation = false;
        stopImmediatePropagation = false;
        canceled = false;
        trusted = false;
        target = null;
        this.type = type;
        this.bubbles = bubbles;
        this.cancelable = cancelable;
    }

    /** For {@code document.createEvent}: such an event must be initialized before it can be dispatched. */
    public final void markUninitialized() {
        initialized = false;
    }

    /** Whether listeners are being called with the event now. */
    protected final boolean isDispatching() {
        return dispatching;
    }

    final boolean isInitialized() {
        return initialized;
    }

    /** The interface object's side. */
    public static final class Statics {
        private final Realm realm;

        Statics(Realm realm) {
            this.realm = realm;
        }

        @Export
        public Event construct(String type, Value init) {
            return new Event(realm, type, init);
        }
    }
}
