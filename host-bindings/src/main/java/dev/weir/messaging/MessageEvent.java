package dev.weir.messaging;

import dev.weir.bindings.InterfaceDefinition;
import dev.weir.events.Event;
import dev.weir.webidl.PlatformObject;
import dev.weir.webidl.Realm;
import dev.weir.webidl.WebException;
import java.util.ArrayList;
import java.util.List;
import org.graalvm.polyglot.HostAccess.Export;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/**
 * Brings a message: of a port, a worker, a socket, a window.
 *
 * @see <a href="https://html.spec.whatwg.org/#the-messageevent-interface">HTML, MessageEvent</a>
 */
public final class MessageEvent extends Event {
    static final InterfaceDefinition DEFINITION = InterfaceDefinition.of("""
            [Exposed=*]
            interface MessageEvent : Event {
              constructor(DOMString type, optional MessageEventInit eventInitDict = {});
              readonly attribute any data;
              readonly attribute USVString origin;
              readonly attribute DOMString lastEventId;
              readonly attribute any source;
              readonly attribute any ports;
              undefined initMessageEvent(DOMString type, optional boolean bubbles = false,
                  optional boolean cancelable = false, optional any data = null, optional USVString origin = "",
                  optional DOMString lastEventId = "", optional any source = null,
                  optional sequence<MessagePort> ports = []);
            };
            dictionary MessageEventInit : EventInit {
              any data = null;
              USVString origin = "";
              DOMString lastEventId = "";
              any source = null;
              sequence<MessagePort> ports = [];
            };
            """).statics("MessageEvent", Statics::new);

    private Value data;
    private String origin;
    private String lastEventId;
    private @Nullable PlatformObject source;
    private Value ports;

    /**
     * An event of the host's own.
     *
     * @param data the message; null stands for the null of JavaScript
     * @param source the window, port or worker that the message came from, or null
     * @param ports a frozen array of the ports that came with it, or null for none
     */
    public MessageEvent(
            Realm realm,
            String type,
            @Nullable Value data,
            String origin,
            @Nullable PlatformObject source,
            @Nullable Value ports) {
        super(realm, type, false, false, false);
        this.data = data == null ? realm.context().asValue(null) : data;
        this.origin = origin;
        this.lastEventId = "";
        this.source = source;
        this.ports = ports == null ? realm.frozenArray(List.of()) : ports;
    }

    private MessageEvent(Realm realm, String type, Value init) {
        super(realm, type, init);
        data = init.getMember("data");
        origin = init.getMember("origin").asString();
        lastEventId = init.getMember("lastEventId").asString();
        source = messageEventSource(realm, init.getMember("source"));
        ports = frozenPorts(realm, init.getMember("ports"));
    }

    /** Converts to a MessageEventSource: a window, a port, or null. */
    private static @Nullable PlatformObject messageEventSource(Realm realm, Value value) {
        if (value.isNull()) {
            return null;
        }
        PlatformObject peer = realm.peerOf(value);
        if (peer instanceof MessagePort || (peer != null && peer.interfaceName().equals("Window"))) {
            return peer;
        }
        throw WebException.typeError("MessageEvent: 'source' must be a Window or a MessagePort");
    }

    private static Value frozenPorts(Realm realm, Value peers) {
        List<Value> ports = new ArrayList<>();
        for (int i = 0; i < peers.getArraySize(); i++) {
            ports.add(peers.getArrayElement(i).<MessagePort>asHostObject().toValue());
        }
        return realm.frozenArray(ports);
    }

    @Override
    public String interfaceName() {
        return "MessageEvent";
    }

    @Export
    public Value data() {
        return data;
    }

    @Export
    public String origin() {
        return origin;
    }

    @Export
    public String lastEventId() {
        return lastEventId;
    }

    @Export
    public @Nullable Value source() {
        return source == null ? null : source.toValue();
    }

    @Export
    public Value ports() {
        return ports;
    }

    @Export
    public void initMessageEvent(
            String type,
            boolean bubbles,
            boolean cancelable,
            Value data,
            String origin,
            String lastEventId,
            Value source,
            Value ports) {
        if (isDispatching()) {
            return;
        }
        PlatformObject newSource = messageEventSource(realm, source);
        initEvent(type, bubbles, cancelable);
        this.data = data;
        this.origin = origin;
        this.lastEventId = lastEventId;
        this.source = newSource;
        this.ports = frozenPorts(realm, ports);
    }

    /** The interface object's side. */
    public static final class Statics {
        private final Realm realm;

        Statics(Realm realm) {
            this.realm = realm;
        }

        @Export
        public MessageEvent construct(String type, Value init) {
            return new MessageEvent(realm, type, init);
        }
    }
}
