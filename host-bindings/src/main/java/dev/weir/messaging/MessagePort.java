package dev.weir.messaging;

import dev.weir.bindings.InterfaceDefinition;
import dev.weir.events.Event;
import dev.weir.events.EventTarget;
import dev.weir.webidl.PlatformObject;
import dev.weir.webidl.Realm;
import dev.weir.webidl.TransferableObject;
import dev.weir.webidl.WebException;
import java.util.concurrent.RejectedExecutionException;
import org.graalvm.polyglot.HostAccess.Export;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/**
 * Receives what is posted to the port it is entangled with, each message as a task of its own, once it is started.
 *
 * @see <a href="https://html.spec.whatwg.org/#message-ports">HTML, MessagePort</a>
 */
public final class MessagePort extends EventTarget implements TransferableObject {
    static final InterfaceDefinition DEFINITION = InterfaceDefinition.of("""
            [Exposed=*, Transferable]
            interface MessagePort : EventTarget {
              [Script] undefined postMessage(any message,
                  optional (sequence<object> or StructuredSerializeOptions) options = {});
              undefined start();
              undefined close();
              attribute EventHandler onclose;
            };
            interface mixin MessageEventTarget {
              attribute EventHandler onmessage;
              attribute EventHandler onmessageerror;
            };
            MessagePort includes MessageEventTarget;
            """).script(MessagePort.class, "ports.js");

    /** Gets the messages of a port that no script sees, in the place of events: each in a task of its own. */
    public interface Receiver {
        /** A message, read in the port's realm. */
        void message(Value data);

        /** A message that could not be read. */
        void messageError();
    }

    /** Where its events go: the port itself, unless it is implicit. */
    private final EventTarget target;

    private @Nullable Receiver receiver;

    private PortEnd end;
    /** [[Detached]] */
    private boolean detached;

    MessagePort(Realm realm, PortEnd end) {
        super(realm);
        this.target = this;
        this.end = end;
        end.hold(this);
    }

    /** An implicit port: no script sees it, and its messages are events of the target. */
    MessagePort(Realm realm, PortEnd end, EventTarget target) {
        super(realm);
        this.target = target;
        this.end = end;
        end.hold(this);
    }

    @Override
    public String interfaceName() {
        return "MessagePort";
    }

    // ---- sending

    /**
     * Posts a message on behalf of the host: any value that can be cloned.
     *
     * @throws WebException when it cannot be
     */
    public void postMessage(Value message) {
        post(realm.callFunction("serializeMessage", message));
    }

    /** For the glue: hands on what it serialized. */
    @Export
    public void post(Value tape) {
        end.post(new SerializedMessage(tape), realm);
    }

    /** For the glue: checks an object of a transfer list; true when it is the port at the other end, which dooms the message. */
    @Export
    public boolean isDoomedBy(PlatformObject transferable) {
        if (transferable == this) {
            throw WebException.dom("DataCloneError", "a port cannot be sent through itself");
        }
        return transferable instanceof MessagePort port && end.isEntangledWith(port.end);
    }

    // ---- receiving

    /**
     * Begins to receive on behalf of the host. An event would do as well, were it not that {@code window.event} shows it
     * to whatever author code the host's steps run.
     */
    public void start(Receiver receiver) {
        this.receiver = receiver;
        start();
    }

    @Export
    public void start() {
        for (int tasks = end.enable(); tasks > 0; tasks--) {
            queueDelivery();
        }
    }

    @Override
    protected void eventHandlerSet(String name) {
        if (name.equals("message")) {
            start();
        }
    }

    /** Posts a task that delivers the next message, or the news of the other port's end; any thread may call this. */
    void queueDelivery() {
        try {
            // Not as one task of the realm's: microtasks run after each listener.
            realm.loop().execute(this::deliver);
        } catch (RejectedExecutionException e) {
            // The loop has ended, and nobody receives there any more.
        }
    }

    private void deliver() {
        SerializedMessage message = end.take(this);
        Receiver host = receiver;
        if (message != null && host != null) {
            realm.runTask(() -> message.handTo(host, realm));
        } else if (message != null) {
            target.fire(message.toEvent(realm, "", null));
        } else if (end.takeClose(this) && target == this) {
            fire(Event.simple(realm, "close"));
        }
    }

    // ---- the end

    @Export
    public void close() {
        detached = true;
        end.close();
    }

    /** Closes the port and drops what it has not delivered yet. */
    public void disconnect() {
        close();
        end.release();
        end = new PortEnd();
    }

    @Override
    public boolean isDetached() {
        return detached;
    }

    @Override
    public DataHolder transferSteps() {
        PortEnd moved = end;
        moved.release();
        end = new PortEnd();
        detached = true;
        return target -> new MessagePort(target, moved);
    }
}
