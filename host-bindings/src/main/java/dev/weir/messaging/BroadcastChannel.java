package dev.weir.messaging;

import dev.weir.bindings.InterfaceDefinition;
import dev.weir.events.EventTarget;
import dev.weir.webidl.Realm;
import dev.weir.webidl.WebException;
import java.util.concurrent.RejectedExecutionException;
import org.graalvm.polyglot.HostAccess.Export;
import org.graalvm.polyglot.Value;

/**
 * Reaches every other channel of its name and origin in the runtime.
 *
 * @see <a href="https://html.spec.whatwg.org/#broadcasting-to-other-browsing-contexts">HTML, BroadcastChannel</a>
 */
public final class BroadcastChannel extends EventTarget {
    static final InterfaceDefinition DEFINITION = InterfaceDefinition.of("""
            [Exposed=*]
            interface BroadcastChannel : EventTarget {
              [Script] constructor(DOMString name);
              readonly attribute DOMString name;
              undefined postMessage(any message);
              undefined close();
              attribute EventHandler onmessage;
              attribute EventHandler onmessageerror;
            };
            """).statics("BroadcastChannel", Statics::new);

    private final BroadcastChannels channels;
    private String name = "";
    private String origin = "null";
    private boolean closed;

    private BroadcastChannel(Realm realm, BroadcastChannels channels) {
        super(realm);
        this.channels = channels;
    }

    @Override
    public String interfaceName() {
        return "BroadcastChannel";
    }

    /** For the glue: the constructor's last step; the origin is that of the global object. */
    @Export
    public void open(String channelName, String globalOrigin) {
        name = channelName;
        origin = globalOrigin;
        channels.add(this);
    }

    @Export
    public String name() {
        return name;
    }

    String origin() {
        return origin;
    }

    @Export
    public void postMessage(Value message) {
        if (closed) {
            throw WebException.dom("InvalidStateError", "the channel is closed");
        }
        SerializedMessage serialized = new SerializedMessage(realm.callFunction("serializeMessage", message));
        channels.broadcast(this, serialized.leaveRealm());
    }

    /** Posts a task that delivers the message; any thread may call this. */
    void queue(SerializedMessage message, String fromOrigin) {
        try {
            realm.loop().execute(() -> {
                if (!closed) {
                    fire(message.toEvent(realm, fromOrigin, null));
                }
            });
        } catch (RejectedExecutionException e) {
            channels.remove(this); // its loop has ended
        }
    }

    @Export
    public void close() {
        closed = true;
        channels.remove(this);
    }

    /** The interface object's side. */
    public static final class Statics {
        private final Realm realm;
        private final BroadcastChannels channels;

        Statics(Realm realm) {
            this.realm = realm;
            BroadcastChannels bound = realm.serviceIfBound(BroadcastChannels.class);
            channels = bound == null ? new BroadcastChannels() : bound;
        }

        @Export
        public BroadcastChannel construct() {
            return new BroadcastChannel(realm, channels);
        }
    }
}
