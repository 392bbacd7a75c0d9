package dev.weir.websockets.netty;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The connections of one transport's exchanges: who may have one, who waits, and which are idle. On the loop's thread only.
 *
 * <p>An exchange that has its turn holds one of its place's slots until it leaves, whether it has a connection already or not. There
 * are no more idle connections of a place than slots, since nothing is dialled while one is idle. A shared connection holds a slot
 * until it is closed; an exchange on one of its streams holds none. Where connections are shared, no more than one is dialled at a
 * time.
 */
final class HttpPool {
    /** What browsers allow, so that one page does not exhaust a server. */
    static final int MAX_PER_PLACE = 6;

    /** How long a connection may be idle. */
    static final int MAX_IDLE_SECONDS = 15;

    /** How many places are remembered to speak HTTP/2. */
    private static final int MAX_REMEMBERED = 256;

    /** What one place has. */
    private static final class Slots {
        int taken;

        /** Those that have their turn, and no connection yet. */
        final Set<NettyHttpExchange> dialling = new HashSet<>(2);

        final ArrayDeque<NettyHttpExchange> waiting = new ArrayDeque<>(2);

        /** The one used last is the last: it is the likeliest to be still wanted by the server. */
        final ArrayDeque<HttpConnection> idle = new ArrayDeque<>(2);

        /** Those that may take new streams, now or later. */
        final List<SharedConnection> shared = new ArrayList<>(1);

        /** A connection with room for one more stream. */
        Optional<SharedConnection> withRoom() {
            return shared.stream().filter(SharedConnection::hasRoom).findFirst();
        }
    }

    private final NettyTaskLoop loop;
    private final int maxPerPlace;
    private final int maxConnections;
    private final Map<HttpPlace, Slots> places = new HashMap<>();

    /** Those that were found to speak HTTP/2. */
    private final Set<HttpPlace> sharing = new LinkedHashSet<>();

    /** Over all places. */
    private int taken;

    private int idle;

    HttpPool(NettyTaskLoop loop, TransportOptions options) {
        this.loop = loop;
        this.maxPerPlace = Math.min(MAX_PER_PLACE, options.maxConnectionsPerHost());
        this.maxConnections = options.maxConnections();
    }

    // ---- turns

    /** Gives the exchange its turn, now or when those before it have had theirs. */
    void enter(HttpPlace place, NettyHttpExchange exchange) {
        Slots slots = places.computeIfAbsent(place, key -> new Slots());
        if (slots.waiting.isEmpty()
                && (hasSlot(place, slots) || slots.withRoom().isPresent())) {
            take(slots, exchange);
            exchange.takeTurn();
        } else {
            slots.waiting.add(exchange);
        }
    }

    private boolean hasSlot(HttpPlace place, Slots slots) {
        return slots.taken < maxPerPlace
                && (!sharing.contains(place)
                        || (slots.dialling.isEmpty() && slots.shared.stream().allMatch(SharedConnection::isOpen)));
    }

    private void take(Slots slots, NettyHttpExchange exchange) {
        slots.dialling.add(exchange);
        slots.taken++;
        taken++;
    }

    /** The exchange has a connection, in HTTP/1.1. */
    void connected(HttpPlace place, NettyHttpExchange exchange) {
        Slots slots = places.get(place);
        if (slots != null && slots.dialling.remove(exchange)) {
            giveTurns(place, slots);
        }
    }

    /** The exchange needs no slot any more, or does not want its turn. To be called once after {@link #enter}. */
    void leave(HttpPlace place, NettyHttpExchange exchange) {
        Slots slots = places.get(place);
        if (slots != null && !slots.waiting.remove(exchange)) {
            slots.dialling.remove(exchange);
            giveBack(place, slots);
        }
    }

    private void giveBack(HttpPlace place, Slots slots) {
        slots.taken--;
        taken--;
        giveTurns(place, slots);
        removeIfEmpty(place, slots);
    }

    private void removeIfEmpty(HttpPlace place, Slots slots) {
        if (slots.taken == 0 && slots.idle.isEmpty() && slots.waiting.isEmpty()) {
            places.remove(place);
        }
    }

    private void giveTurns(HttpPlace place, Slots slots) {
        while (!slots.waiting.isEmpty() && hasSlot(place, slots)) {
            NettyHttpExchange next = slots.waiting.remove();
            take(slots, next);
            loop.eventLoop().execute(next::takeTurn); // not amid what the one before does at its end
        }
    }

    // ---- connections

    /** Whether an exchange that has its turn may have a new connection; closes an idle one for it if need be. */
    boolean hasRoom() {
        if (taken + idle > maxConnections) {
            closeAnIdleOne();
        }
        return taken + idle <= maxConnections;
    }

    private void closeAnIdleOne() {
        for (Slots slots : places.values()) {
            HttpConnection unused = slots.idle.peekFirst();
            if (unused != null) {
                unused.retire();
                return;
            }
            for (SharedConnection connection : slots.shared) {
                if (connection.isOpen() && connection.isIdle()) {
                    connection.close();
                    return;
                }
            }
        }
    }

    /** Keeps a connection for whoever comes next; it must be as good as new. */
    void keep(HttpConnection connection) {
        places.computeIfAbsent(connection.place(), key -> new Slots()).idle.addLast(connection);
        idle++;
    }

    /** Takes out an idle connection to the place, if there is one. */
    @Nullable
    HttpConnection takeIdle(HttpPlace place) {
        Slots slots = places.get(place);
        while (slots != null && !slots.idle.isEmpty()) {
            HttpConnection connection = slots.idle.removeLast();
            idle--;
            connection.wake();
            if (connection.isOpen()) { // else its end is known, and about to be told
                return connection;
            }
        }
        return null;
    }

    /** The connection is not idle any more, but closed. */
    void forget(HttpConnection connection) {
        Slots slots = places.get(connection.place());
        if (slots != null && slots.idle.remove(connection)) {
            idle--;
            removeIfEmpty(connection.place(), slots);
        }
    }

    // ---- connections over HTTP/2

    /** Whether the place has a shared connection that has room, or is about to. */
    boolean isSharing(HttpPlace place) {
        Slots slots = places.get(place);
        return slots != null
                && slots.shared.stream().anyMatch(connection -> connection.hasRoom() || !connection.isOpen());
    }

    /** Remembers whether the place speaks HTTP/2. */
    void remember(HttpPlace place, boolean http2) {
        if (!http2) {
            sharing.remove(place);
        } else if (sharing.add(place) && sharing.size() > MAX_REMEMBERED) {
            sharing.remove(sharing.iterator().next());
        }
    }

    /** Takes a slot for a connection that is to be shared. */
    void add(SharedConnection connection) {
        Slots slots = places.computeIfAbsent(connection.place(), key -> new Slots());
        slots.shared.add(connection);
        slots.taken++;
        taken++;
    }

    /** The connection takes no new streams. */
    void retire(SharedConnection connection) {
        Slots slots = places.get(connection.place());
        if (slots != null && slots.shared.remove(connection)) {
            giveTurns(connection.place(), slots);
        }
    }

    /** The connection is closed, and gives back the slot of {@link #add}. */
    void remove(SharedConnection connection) {
        Slots slots = places.get(connection.place());
        if (slots != null) {
            giveBack(connection.place(), slots);
        }
    }

    /** A new stream of a shared connection to the place, if one has room. */
    @Nullable
    HttpStream newStream(HttpPlace place) {
        Slots slots = places.get(place);
        return slots == null
                ? null
                : slots.withRoom().map(SharedConnection::open).orElse(null);
    }

    /** The room of shared connections has changed: gives streams, or turns to dial, to those who wait. */
    void giveStreams(HttpPlace place) {
        Slots slots = places.get(place);
        if (slots == null) {
            return;
        }
        while (!slots.waiting.isEmpty() && slots.withRoom().isPresent()) {
            NettyHttpExchange next = slots.waiting.remove();
            take(slots, next);
            next.takeTurn();
        }
        giveTurns(place, slots);
    }
}
