package dev.weir.dom;

import dev.weir.bindings.InterfaceDefinition;
import dev.weir.webidl.Realm;
import org.graalvm.polyglot.HostAccess.Export;
import org.graalvm.polyglot.Value;

/**
 * A key pressed or released.
 *
 * @see <a href="https://w3c.github.io/uievents/#interface-keyboardevent">UI Events, KeyboardEvent</a>
 */
public final class KeyboardEvent extends UIEvent {
    public static final InterfaceDefinition DEFINITION =
            InterfaceDefinition.of("""
            [Exposed=Window]
            interface KeyboardEvent : UIEvent {
              constructor(DOMString type, optional KeyboardEventInit eventInitDict = {});
              const unsigned long DOM_KEY_LOCATION_STANDARD = 0x00;
              const unsigned long DOM_KEY_LOCATION_LEFT = 0x01;
              const unsigned long DOM_KEY_LOCATION_RIGHT = 0x02;
              const unsigned long DOM_KEY_LOCATION_NUMPAD = 0x03;
              readonly attribute DOMString key;
              readonly attribute DOMString code;
              readonly attribute unsigned long location;
              readonly attribute boolean ctrlKey;
              readonly attribute boolean shiftKey;
              readonly attribute boolean altKey;
              readonly attribute boolean metaKey;
              readonly attribute boolean repeat;
              readonly attribute boolean isComposing;
              readonly attribute unsigned long charCode;
              readonly attribute unsigned long keyCode;
              boolean getModifierState(DOMString keyArg);
            };
            dictionary KeyboardEventInit : EventModifierInit {
              DOMString key = "";
              DOMString code = "";
              unsigned long location = 0;
              boolean repeat = false;
              boolean isComposing = false;
              unsigned long charCode = 0;
              unsigned long keyCode = 0;
            };
            """).statics("KeyboardEvent", Statics::new);

    private KeyboardEvent(Realm realm, String type, Value init) {
        super(realm, "KeyboardEvent", type, init);
    }

    KeyboardEvent(Realm realm) {
        super(realm, "KeyboardEvent", "", false, false);
    }

    @Export
    public String key() {
        return text("key");
    }

    @Export
    public String code() {
        return text("code");
    }

    @Export
    public double location() {
        return number("location");
    }

    @Export
    public boolean repeat() {
        return flag("repeat");
    }

    @Export
    public double charCode() {
        return number("charCode");
    }

    @Export
    public double keyCode() {
        return number("keyCode");
    }

    @Override
    @Export
    public double which() {
        return keyCode() != 0 ? keyCode() : number("which");
    }

    /** The interface object's side. */
    public static final class Statics {
        private final Realm realm;

        Statics(Realm realm) {
            this.realm = realm;
        }

        @Export
        public KeyboardEvent construct(String type, Value init) {
            return new KeyboardEvent(realm, type, init);
        }
    }
}
