package dev.weir.messaging;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.WeakHashMap;

/**
 * The ports of one realm, which end with it: the ports at their other ends are told, and keep nothing of the realm.
 * Any thread may use it.
 *
 * @see <a href="https://html.spec.whatwg.org/#run-a-worker">HTML, the end of a worker</a>
 */
public final class RealmPorts {
    /** Guarded by this. */
    private final Set<PortEnd> ends = Collections.newSetFromMap(new WeakHashMap<>());

    /** Guarded by this. */
    private boolean closed;

    void add(PortEnd end) {
        synchronized (this) {
            if (!closed) {
                ends.add(end);
                return;
            }
        }
        end.abandon();
    }

    synchronized void remove(PortEnd end) {
        ends.remove(end);
    }

    private synchronized List<PortEnd> takeAll() {
        List<PortEnd> all = List.copyOf(ends);
        ends.clear();
        closed = true;
        return all;
    }

    /** Closes all ports, and those that a script makes which is still running. */
    public void close() {
        takeAll().forEach(PortEnd::abandon);
    }
}
