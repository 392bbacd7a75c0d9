package dev.weir.dom;

import dev.weir.bindings.InterfaceDefinition;
import dev.weir.webidl.Realm;
import org.graalvm.polyglot.HostAccess.Export;
import org.graalvm.polyglot.Value;

/**
 * An event of a pointing device, {@code click} above all.
 *
 * @see <a href="https://w3c.github.io/uievents/#interface-mouseevent">UI Events, MouseEvent</a>
 * @see <a href="https://w3c.github.io/pointerevents/#pointerevent-interface">Pointer Events, PointerEvent</a>
 */
public final class MouseEvent extends UIEvent {
    public static final InterfaceDefinition DEFINITION = InterfaceDefinition.of("""
            [Exposed=Window]
            interface MouseEvent : UIEvent {
              constructor(DOMString type, optional MouseEventInit eventInitDict = {});
              readonly attribute double screenX;
              readonly attribute double screenY;
              readonly attribute double clientX;
              readonly attribute double clientY;
              readonly attribute double pageX;
              readonly attribute double pageY;
              readonly attribute double x;
              readonly attribute double y;
              readonly attribute boolean ctrlKey;
              readonly attribute boolean shiftKey;
              readonly attribute boolean altKey;
              readonly attribute boolean metaKey;
              readonly attribute short button;
              readonly attribute unsigned short buttons;
              readonly attribute EventTarget? relatedTarget;
              boolean getModifierState(DOMString keyArg);
            };
            dictionary MouseEventInit : EventModifierInit {
              double screenX = 0.0;
              double screenY = 0.0;
              double clientX = 0.0;
              double clientY = 0.0;
              short button = 0;
              unsigned short buttons = 0;
              EventTarget? relatedTarget = null;
            };
            [Exposed=Window]
            interface PointerEvent : MouseEvent {
              constructor(DOMString type, optional PointerEventInit eventInitDict = {});
              readonly attribute long pointerId;
              readonly attribute double width;
              readonly attribute double height;
              readonly attribute double pressure;
              readonly attribute DOMString pointerType;
              readonly attribute boolean isPrimary;
            };
            dictionary PointerEventInit : MouseEventInit {
              long pointerId = 0;
              double width = 1.0;
              double height = 1.0;
              double pressure = 0.0;
              DOMString pointerType = "";
              boolean isPrimary = false;
            };
            """)
            .statics("MouseEvent", realm -> new Statics(realm, "MouseEvent"))
            .statics("PointerEvent", realm -> new Statics(realm, "PointerEvent"));

    private final boolean hasInit;

    private MouseEvent(Realm realm, String interfaceName, String type, Value init) {
        super(realm, interfaceName, type, init);
        hasInit = true;
    }

    private MouseEvent(Realm realm, String interfaceName, String type) {
        super(realm, interfaceName, type, true, true);
        hasInit = false;
    }

    /** A click as {@code click()} and a user make it. */
    static MouseEvent click(Realm realm) {
        return new MouseEvent(realm, "PointerEvent", "click");
    }

    /** An event of a pressed or released button. */
    static MouseEvent of(Realm realm, String type) {
        return new MouseEvent(realm, type.startsWith("pointer") ? "PointerEvent" : "MouseEvent", type);
    }

    @Export
    public double screenX() {
        return number("screenX");
    }

    @Export
    public double screenY() {
        return number("screenY");
    }

    @Export
    public double clientX() {
        return number("clientX");
    }

    @Export
    public double clientY() {
        return number("clientY");
    }

    /** Nothing scrolls, so the page's coordinates are the viewport's. */
    @Export
    public double pageX() {
        return clientX();
    }

    @Export
    public double pageY() {
        return clientY();
    }

    @Export
    public double x() {
        return clientX();
    }

    @Export
    public double y() {
        return clientY();
    }

    @Export
    public double button() {
        return number("button");
    }

    @Export
    public double buttons() {
        return number("buttons");
    }

    @Override
    @Export
    public double which() {
        return button() + 1;
    }

    @Export
    public double pointerId() {
        return hasInit ? number("pointerId") : -1;
    }

    @Export
    public double width() {
        return hasInit ? number("width") : 1;
    }

    @Export
    public double height() {
        return hasInit ? number("height") : 1;
    }

    @Export
    public double pressure() {
        return number("pressure");
    }

    @Export
    public String pointerType() {
        return text("pointerType");
    }

    @Export
    public boolean isPrimary() {
        return flag("isPrimary");
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
        public MouseEvent construct(String type, Value init) {
            return new MouseEvent(realm, interfaceName, type, init);
        }
    }
}
