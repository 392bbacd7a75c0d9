package dev.weir.messaging;

import dev.weir.webidl.Realm;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * The open broadcast channels of a runtime, in the order in which they were made. A runtime binds one as a service of each
 * of its realms; any thread may use it.
 */
public final class BroadcastChannels {
    private final List<BroadcastChannel> open = new CopyOnWriteArrayList<>();

    void add(BroadcastChannel channel) {
        open.add(channel);
    }

    void remove(BroadcastChannel channel) {
        open.remove(channel);
    }

    /** Closes the channels of a realm, which ends. */
    public void removeAllOf(Realm realm) {
        open.removeIf(channel -> channel.realm() == realm);
    }

    /** Hands a message, which has left its realm, to all that hear the sender. */
    void broadcast(BroadcastChannel from, SerializedMessage message) {
        for (BroadcastChannel channel : open) {
            if (channel != from
                    && channel.name().equals(from.name())
                    && Objects.equals(channel.origin(), from.origin())) {
                channel.queue(message, from.origin());
            }
        }
    }
}
