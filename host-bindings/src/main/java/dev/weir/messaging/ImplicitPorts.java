package dev.weir.messaging;

import dev.weir.events.EventTarget;
import dev.weir.webidl.Realm;

/**
 * The channel between a worker and who made it. No script sees its ports: the messages are events of the worker's object on
 * the one side and of its global object on the other.
 *
 * @see <a href="https://html.spec.whatwg.org/#dom-worker">HTML, the outside and the inside port of a worker</a>
 */
public final class ImplicitPorts {
    private final MessagePort outside;
    private final Inside inside;

    private ImplicitPorts(MessagePort outside, Inside inside) {
        this.outside = outside;
        this.inside = inside;
    }

    /** A channel whose outside is the realm's, with events for the target. */
    public static ImplicitPorts create(Realm realm, EventTarget target) {
        PortEnd end = new PortEnd();
        PortEnd other = end.entangle();
        return new ImplicitPorts(new MessagePort(realm, end, target), new Inside(other));
    }

    public MessagePort outside() {
        return outside;
    }

    public Inside inside() {
        return inside;
    }

    /** The end that waits for its realm. */
    public static final class Inside {
        private final PortEnd end;

        private Inside(PortEnd end) {
            this.end = end;
        }

        /** The port in its realm, with events for the target; once, on that realm's loop. Not started. */
        public MessagePort open(Realm realm, EventTarget target) {
            return new MessagePort(realm, end, target);
        }
    }
}
