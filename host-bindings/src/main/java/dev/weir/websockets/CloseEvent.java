package dev.weir.websockets;

import dev.weir.bindings.InterfaceDefinition;
import dev.weir.events.Event;
import dev.weir.webidl.Realm;
import org.graalvm.polyglot.HostAccess.Export;
import org.graalvm.polyglot.Value;

/**
 * Tells how a connection ended.
 *
 * @see <a href="https://websockets.spec.whatwg.org/#the-closeevent-interface">WebSockets, CloseEvent</a>
 */
public final class CloseEvent extends Event {
    public static final InterfaceDefinition DEFINITION =
            InterfaceDefinition.of("""
            [Exposed=*]
            interface CloseEvent : Event {
              constructor(DOMString type, optional CloseEventInit eventInitDict = {});
              readonly attribute boolean wasClean;
              readonly attribute unsigned short code;
              readonly attribute USVString reason;
            };
            dictionary CloseEventInit : EventInit {
              boolean wasClean = false;
              unsigned short code = 0;
              USVString reason = "";
            };
            """).statics("CloseEvent", Statics::new);

    private final boolean wasClean;
    private final int code;
    private final String reason;

    CloseEvent(Realm realm, boolean wasClean, int code, String reason) {
        super(realm, "close", false, false, false);
        this.wasClean = wasClean;
        this.code = code;
        this.reason = reason;
    }

    private CloseEvent(Realm realm, String type, Value init) {
        super(realm, type, init);
        wasClean = flag(init, "wasClean");
        code = init.getMember("code").asInt();
        reason = init.getMember("reason").asString();
    }

    @Override
    public String interfaceName() {
        return "CloseEvent";
    }

    @Export
    public boolean wasClean() {
        return wasClean;
    }

    @Export
    public int code() {
        return code;
    }

    @Export
    public String reason() {
        return reason;
    }

    /** The interface object's side. */
    public static final class Statics {
        private final Realm realm;

        Statics(Realm realm) {
            this.realm = realm;
        }

        @Export
        public CloseEvent construct(String type, Value init) {
            return new CloseEvent(realm, type, init);
        }
    }
}
