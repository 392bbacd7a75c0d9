package dev.weir.websockets.netty;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The connections over HTTP/1.1 of one transport: who may have one, who waits, and which are idle. On the loop's thread only.
 *
 * <p>An exchange that has its turn holds one of its place's slots until it leaves, whether it has a connection already or not. There
 * are no more idle connections of a place than slots, since nothing is dialled while one is idle.
 */
final class HttpPool {
    /** What browsers allow, so that one page does not exhaust a server. */
    static final int MAX_PER_PLACE = 6;

    /** How long a connection may be idle. */
    static final int MAX_IDLE_SECONDS = 15;

    /** What one place has. */
    private static final class Slots {
        int taken;
        final ArrayDeque<NettyHttpExchange> waiting = new ArrayDeque<>(2);

        /** The one used last is the last: it is the likeliest to be still wanted by the server. */
        final ArrayDeque<HttpConnection> idle = new ArrayDeque<>(2);
    }

    private final NettyTaskLoop loop;
    private final int maxPerPlace;
    private final int maxConnections;
    private final Map<HttpPlace, Slots> places = new HashMap<>();

    /** Over all places. */
    private int taken;

    private int idle;

    HttpPool(NettyTaskLoop loop, TransportOptions options) {
        this.loop = loop;
        this.maxPerPlace = Math.min(MAX_PER_PLACE, options.maxConnectionsPerHost());
        this.maxConnections = options.maxConnections();
    }

    // ---- turns

    /** Gives the exchange its turn, now or when one of those before it has left. */
    void enter(HttpPlace place, NettyHttpExchange exchange) {
        Slots slots = places.computeIfAbsent(place, key -> new Slots());
        if (slots.taken < maxPerPlace) {
            take(slots);
            exchange.takeTurn();
        } else {
            slots.waiting.add(exchange);
        }
    }

    /** The exchange needs no connection any more, or does not want its turn. To be called once after {@link #enter}. */
    void leave(HttpPlace place, NettyHttpExchange exchange) {
        Slots slots = places.get(place);
        if (slots == null || slots.waiting.remove(exchange)) {
            return;
        }
        slots.taken--;
        taken--;
        NettyHttpExchange next = slots.waiting.poll();
        if (next != null) {
            take(slots);
            loop.eventLoop().execute(next::takeTurn); // not amid what the one before does at its end
        } else {
            removeIfEmpty(place, slots);
        }
    }

    private void take(Slots slots) {
        slots.taken++;
        taken++;
    }

    private void removeIfEmpty(HttpPlace place, Slots slots) {
        if (slots.taken == 0 && slots.idle.isEmpty()) {
            places.remove(place);
        }
    }

    // ---- connections

    /** Whether an exchange that has its turn may have a new connection; closes an idle one for it if need be. */
    boolean hasRoom() {
        if (taken + idle > maxConnections) {
            places.values().stream()
                    .filter(slots -> !slots.idle.isEmpty())
                    .findAny()
                    .ifPresent(slots -> slots.idle.getFirst().retire());
        }
        return taken + idle <= maxConnections;
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
}
