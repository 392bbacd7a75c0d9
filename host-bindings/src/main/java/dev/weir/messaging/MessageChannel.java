package dev.weir.messaging;

import dev.weir.bindings.InterfaceDefinition;
import dev.weir.webidl.PlatformObject;
import dev.weir.webidl.Realm;
import org.graalvm.polyglot.HostAccess.Export;

/**
 * Two ports, each of which receives what is posted to the other.
 *
 * @see <a href="https://html.spec.whatwg.org/#message-channels">HTML, MessageChannel</a>
 */
public final class MessageChannel extends PlatformObject {
    static final InterfaceDefinition DEFINITION = InterfaceDefinition.of("""
            [Exposed=*]
            interface MessageChannel {
              constructor();
              readonly attribute MessagePort port1;
              readonly attribute MessagePort port2;
            };
            """).statics("MessageChannel", Statics::new);

    private final MessagePort port1;
    private final MessagePort port2;

    /** A channel whose ports are both of the realm. */
    public MessageChannel(Realm realm) {
        super(realm);
        PortEnd end1 = new PortEnd();
        port1 = new MessagePort(realm, end1);
        port2 = new MessagePort(realm, end1.entangle());
    }

    @Override
    public String interfaceName() {
        return "MessageChannel";
    }

    @Export
    public MessagePort port1() {
        return port1;
    }

    @Export
    public MessagePort port2() {
        return port2;
    }

    /** The interface object's side. */
    public static final class Statics {
        private final Realm realm;

        Statics(Realm realm) {
            this.realm = realm;
        }

        @Export
        public MessageChannel construct() {
            return new MessageChannel(realm);
        }
    }
}
