package dev.weir.dom;

import dev.weir.bindings.InterfaceDefinition;
import dev.weir.events.CustomEvent;
import dev.weir.events.Event;
import dev.weir.html.Window;
import dev.weir.webidl.Realm;
import dev.weir.webidl.WebException;
import java.util.Locale;
import org.graalvm.polyglot.HostAccess.Export;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/**
 * An event of the user interface. What subclasses have beyond it is read from the converted dictionary that the event
 * was made from, which no script can reach.
 *
 * @see <a href="https://w3c.github.io/uievents/#interface-uievent">UI Events, UIEvent</a>
 */
public class UIEvent extends Event {
    public static final InterfaceDefinition DEFINITION = InterfaceDefinition.of("""
            [Exposed=Window]
            interface UIEvent : Event {
              constructor(DOMString type, optional UIEventInit eventInitDict = {});
              readonly attribute Window? view;
              readonly attribute long detail;
              readonly attribute unsigned long which;
              undefined initUIEvent(DOMString typeArg, optional boolean bubblesArg = false,
                  optional boolean cancelableArg = false, optional Window? viewArg = null, optional long detailArg = 0);
            };
            dictionary UIEventInit : EventInit {
              Window? view = null;
              long detail = 0;
              unsigned long which = 0;
            };
            dictionary EventModifierInit : UIEventInit {
              boolean ctrlKey = false;
              boolean shiftKey = false;
              boolean altKey = false;
              boolean metaKey = false;
            };
            [Exposed=Window]
            interface FocusEvent : UIEvent {
              constructor(DOMString type, optional FocusEventInit eventInitDict = {});
              readonly attribute EventTarget? relatedTarget;
            };
            dictionary FocusEventInit : UIEventInit {
              EventTarget? relatedTarget = null;
            };
            [Exposed=Window]
            interface InputEvent : UIEvent {
              constructor(DOMString type, optional InputEventInit eventInitDict = {});
              readonly attribute DOMString? data;
              readonly attribute boolean isComposing;
              readonly attribute DOMString inputType;
            };
            dictionary InputEventInit : UIEventInit {
              DOMString? data = null;
              boolean isComposing = false;
              DOMString inputType = "";
            };
            """)
            .statics("UIEvent", realm -> new Statics(realm, "UIEvent"))
            .statics("FocusEvent", realm -> new Statics(realm, "FocusEvent"))
            .statics("InputEvent", realm -> new Statics(realm, "InputEvent"));

    private final String interfaceName;
    private final @Nullable Value init;

    /** What {@code initUIEvent} set. */
    private @Nullable Value legacyView;

    private @Nullable Integer legacyDetail;

    UIEvent(Realm realm, String interfaceName, String type, Value init) {
        super(realm, type, init);
        this.interfaceName = interfaceName;
        this.init = init;
    }

    /** An event of the host's own, whose members have their defaults. */
    UIEvent(Realm realm, String interfaceName, String type, boolean bubbles, boolean cancelable) {
        super(realm, type, bubbles, cancelable, true);
        this.interfaceName = interfaceName;
        this.init = null;
    }

    /** An event to be initialized, by one of the names that {@code document.createEvent} knows. */
    static Event byLegacyName(Realm realm, String name) {
        return switch (name.toLowerCase(Locale.ROOT)) {
            case "event", "events", "htmlevents", "svgevents" -> Event.simple(realm, "");
            case "customevent" -> new CustomEvent(realm);
            case "uievent", "uievents" -> new UIEvent(realm, "UIEvent", "", false, false);
            case "focusevent" -> new UIEvent(realm, "FocusEvent", "", false, false);
            case "mouseevent", "mouseevents" -> MouseEvent.of(realm, "");
            case "keyboardevent" -> new KeyboardEvent(realm);
            default -> throw WebException.dom("NotSupportedError", "no event interface is called '" + name + "'");
        };
    }

    @Override
    public final String interfaceName() {
        return interfaceName;
    }

    final double number(String member) {
        Value value = init == null ? null : init.getMember(member);
        return value == null ? 0 : value.asDouble();
    }

    final boolean flag(String member) {
        Value value = init == null ? null : init.getMember(member);
        return value != null && value.asBoolean();
    }

    final String text(String member) {
        Value value = init == null ? null : init.getMember(member);
        return value == null || value.isNull() ? "" : value.asString();
    }

    final @Nullable Value value(String member) {
        Value value = init == null ? null : init.getMember(member);
        return value == null || value.isNull() ? null : value;
    }

    @Export
    public final @Nullable Value view() {
        return legacyDetail == null ? value("view") : legacyView;
    }

    @Export
    public final double detail() {
        return legacyDetail == null ? number("detail") : legacyDetail;
    }

    /** https://w3c.github.io/uievents/#dom-uievent-inituievent */
    @Export
    public final void initUIEvent(String type, boolean bubbles, boolean cancelable, @Nullable Window view, int detail) {
        if (!isDispatching()) {
            initEvent(type, bubbles, cancelable);
            legacyView = view == null ? null : view.toValue();
            legacyDetail = detail;
        }
    }

    @Export
    public double which() {
        return number("which");
    }

    // ---- FocusEvent, MouseEvent

    @Export
    public @Nullable Value relatedTarget() {
        return value("relatedTarget");
    }

    // ---- InputEvent

    @Export
    public final @Nullable Value data() {
        return value("data");
    }

    @Export
    public final boolean isComposing() {
        return flag("isComposing");
    }

    @Export
    public final String inputType() {
        return text("inputType");
    }

    // ---- keys held down

    @Export
    public final boolean ctrlKey() {
        return flag("ctrlKey");
    }

    @Export
    public final boolean shiftKey() {
        return flag("shiftKey");
    }

    @Export
    public final boolean altKey() {
        return flag("altKey");
    }

    @Export
    public final boolean metaKey() {
        return flag("metaKey");
    }

    @Export
    public final boolean getModifierState(String key) {
        return switch (key) {
            case "Control" -> ctrlKey();
            case "Shift" -> shiftKey();
            case "Alt" -> altKey();
            case "Meta" -> metaKey();
            default -> false;
        };
    }

    /** The interface objects' side. */
    public static final class Statics {
        private final Realm realm;
        private final String interfaceName;

        Statics(Realm realm, String interfaceName) {
            this.realm = realm;
            this.interfaceName = interfaceName;
        }

        @Export
        public UIEvent construct(String type, Value init) {
            return new UIEvent(realm, interfaceName, type, init);
        }
    }
}
