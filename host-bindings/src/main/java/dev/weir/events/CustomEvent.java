package dev.weir.events;

import dev.weir.bindings.InterfaceDefinition;
import dev.weir.webidl.Realm;
import org.graalvm.polyglot.HostAccess.Export;
import org.graalvm.polyglot.Value;

/**
 * An event with a payload of the script's own.
 *
 * @see <a href="https://dom.spec.whatwg.org/#interface-customevent">DOM, CustomEvent</a>
 */
public final class CustomEvent extends Event {
    public static final InterfaceDefinition DEFINITION =
            InterfaceDefinition.of("""
            [Exposed=*]
            interface CustomEvent : Event {
              constructor(DOMString type, optional CustomEventInit eventInitDict = {});
              readonly attribute any detail;
              undefined initCustomEvent(DOMString type, optional boolean bubbles = false,
                                        optional boolean cancelable = false, optional any detail = null);
            };
            dictionary CustomEventInit : EventInit {
              any detail = null;
            };
            """).statics("CustomEvent", Statics::new);

    private Value detail;

    private CustomEvent(Realm realm, String type, Value init) {
        super(realm, type, init);
        detail = init.getMember("detail");
    }

    /** An event for {@code document.createEvent}, which a script initializes. */
    public CustomEvent(Realm realm) {
        super(realm, "", false, false, false);
        detail = realm.context().asValue(null);
    }

    @Override
    public String interfaceName() {
        return "CustomEvent";
    }

    @Export
    public Value detail() {
        return detail;
    }

    @Export
    public void initCustomEvent(String type, boolean bubbles, boolean cancelable, Value detail) {
        if (!dispatching) {
            initEvent(type, bubbles, cancelable);
            this.detail = detail;
        }
    }

    /** The interface object's side. */
    public static final class Statics {
        private final Realm realm;

        Statics(Realm realm) {
            this.realm = realm;
        }

        @Export
        public CustomEvent construct(String type, Value init) {
            return new CustomEvent(realm, type, init);
        }
    }
}
