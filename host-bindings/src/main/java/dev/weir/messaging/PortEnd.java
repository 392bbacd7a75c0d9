package dev.weir.messaging;

import dev.weir.webidl.Realm;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * One end of a channel, wherever the port that holds it is: in some realm, or on its way to another. It has the port
 * message queue, and knows the other end.
 *
 * <p>Both ends may be used on different threads, which is why they share a lock, and nothing else in this package has one.
 * No code of a script or a realm runs under it.
 *
 * @see <a href="https://html.spec.whatwg.org/#port-message-queue">HTML, port message queue</a>
 */
final class PortEnd {
    private final Object lock;
    private final ArrayDeque<SerializedMessage> queue = new ArrayDeque<>();
    private @Nullable PortEnd other;
    /** The port that receives now; null while the end is on its way. */
    private @Nullable MessagePort holder;
    /** Whether the queue is enabled: each message in it has a task. */
    private boolean enabled;
    /** Whether the other end was closed, and the holder is to be told after what is still in the queue. */
    private boolean closedByOther;

    PortEnd() {
        lock = new Object();
    }

    private PortEnd(PortEnd other) {
        this.lock = other.lock;
        this.other = other;
    }

    /** Makes the other end of this one. */
    PortEnd entangle() {
        synchronized (lock) {
            PortEnd made = new PortEnd(this);
            other = made;
            return made;
        }
    }

    /** Whether the two are the ends of one channel. */
    boolean isEntangledWith(PortEnd end) {
        synchronized (lock) {
            return other == end;
        }
    }

    /** Hands a message to the other end; one that goes to another realm leaves its own first. Without another end it is lost. */
    void post(SerializedMessage message, Realm from) {
        PortEnd receiver;
        boolean sameRealm;
        synchronized (lock) {
            receiver = other;
            sameRealm = receiver != null && receiver.holder != null && receiver.holder.realm() == from;
        }
        if (receiver == null) {
            return;
        }
        // A port leaves its realm on its realm's loop, which is this thread when it is the same realm.
        receiver.enqueue(sameRealm ? message : message.leaveRealm());
    }

    private void enqueue(SerializedMessage message) {
        MessagePort receiver;
        synchronized (lock) {
            queue.add(message);
            receiver = enabled ? holder : null;
        }
        if (receiver != null) {
            receiver.queueDelivery();
        }
    }

    /** The port that receives from now on; its queue is disabled. */
    void hold(MessagePort port) {
        synchronized (lock) {
            holder = port;
            enabled = false;
        }
        RealmPorts ports = port.realm().serviceIfBound(RealmPorts.class);
        if (ports != null) {
            ports.add(this);
        }
    }

    /** Lets go of the holder, which sends the end elsewhere; on the holder's loop. */
    void release() {
        MessagePort port;
        synchronized (lock) {
            port = holder;
            holder = null;
            enabled = false;
            queue.forEach(SerializedMessage::leaveRealm);
        }
        RealmPorts ports = port == null ? null : port.realm().serviceIfBound(RealmPorts.class);
        if (ports != null) {
            ports.remove(this);
        }
    }

    /** The holder's realm has ended, and nothing of it may be used any more; any thread may call this. */
    void abandon() {
        close();
        synchronized (lock) {
            holder = null;
            enabled = false;
            queue.clear();
        }
    }

    /** Enables the queue; returns how many tasks there are to post. */
    int enable() {
        synchronized (lock) {
            if (enabled) {
                return 0;
            }
            enabled = true;
            return queue.size() + (closedByOther ? 1 : 0);
        }
    }

    /** The next message for the port, or null when it has none, or is not the holder any more. */
    @Nullable
    SerializedMessage take(MessagePort port) {
        synchronized (lock) {
            return holder == port && enabled ? queue.poll() : null;
        }
    }

    /** Whether the port is to be told that the other end was closed; true once. */
    boolean takeClose(MessagePort port) {
        synchronized (lock) {
            boolean closed = holder == port && enabled && closedByOther && queue.isEmpty();
            closedByOther &= !closed;
            return closed;
        }
    }

    /** Disentangles the two ends; returns whoever is to be told. */
    void close() {
        MessagePort told = null;
        synchronized (lock) {
            PortEnd end = other;
            if (end != null) {
                other = null;
                end.other = null;
                end.closedByOther = true;
                told = end.enabled ? end.holder : null;
            }
        }
        if (told != null) {
            told.queueDelivery();
        }
    }
}
