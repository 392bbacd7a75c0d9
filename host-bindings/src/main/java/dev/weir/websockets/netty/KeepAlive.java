package dev.weir.websockets.netty;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Pings a server that has not been heard of for a while, and notices when it does not answer: one timer for a
 * connection, however much it carries. A ping waits its turn behind what is being sent; until it has left, a server that
 * takes bytes is alive.
 */
final class KeepAlive {
    private final EventLoop loop;
    private final Duration interval;
    private final Runnable ping;
    private final BooleanSupplier listens;
    private final Runnable silent;

    private @Nullable Future<?> timer;
    private boolean heard;

    /** Whether a ping was made that has not been answered, and whether it has left. */
    private boolean pinged;

    private boolean pingLeft;

    /** Whether the socket has taken bytes since the last tick. */
    private boolean progressed;

    /**
     * @param ping sends a ping
     * @param listens whether what the server sends is being read now: else its silence means nothing
     * @param silent runs when a ping was not answered within the interval, or could not be sent
     */
    KeepAlive(EventLoop loop, Duration interval, Runnable ping, BooleanSupplier listens, Runnable silent) {
        this.loop = loop;
        this.interval = interval;
        this.ping = ping;
        this.listens = listens;
        this.silent = silent;
    }

    void start() {
        timer = loop.schedule(this::tick, interval.toNanos(), TimeUnit.NANOSECONDS);
    }

    /** Bytes came. */
    void heard() {
        heard = true;
    }

    /** The socket took bytes. */
    void progressed() {
        progressed = true;
    }

    /** The ping has left: from now on the server can answer. */
    void pingSent() {
        if (pinged && timer != null) {
            pingLeft = true;
            stop();
            start();
        }
    }

    void stop() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }

    private void tick() {
        if (heard || !listens.getAsBoolean()) {
            heard = false;
            pinged = false;
        } else if (!pinged) {
            pinged = true;
            pingLeft = false;
            ping.run();
        } else if (pingLeft || !progressed) {
            silent.run();
            return;
        }
        progressed = false;
        start();
    }
}
