package dev.weir.websockets.netty;

import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Executor;

/**
 * Lets only one connection to a place be in its opening handshake at a time.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6455#section-4.1">RFC 6455, section 4.1, step 2</a>
 */
final class OpeningQueue {
    /** Those who wait for a place; the first one is on its way. */
    private final Map<String, ArrayDeque<Runnable>> places = new HashMap<>();

    private final Executor loop;

    OpeningQueue(Executor loop) {
        this.loop = loop;
    }

    /** Runs the turn now, or when all who came before have left. */
    void enter(String place, Runnable turn) {
        ArrayDeque<Runnable> queue = places.computeIfAbsent(place, name -> new ArrayDeque<>(2));
        queue.add(turn);
        if (queue.size() == 1) {
            turn.run();
        }
    }

    /** The connection is open or has failed, or does not want its turn any more. */
    void leave(String place, Runnable turn) {
        ArrayDeque<Runnable> queue = places.get(place);
        if (queue == null || !queue.contains(turn)) {
            return;
        }
        boolean wasFirst = queue.peek() == turn;
        queue.remove(turn);
        Runnable next = queue.peek();
        if (next == null) {
            places.remove(place);
        } else if (wasFirst) {
            loop.execute(next); // not amid what the one before does at its end
        }
    }
}
