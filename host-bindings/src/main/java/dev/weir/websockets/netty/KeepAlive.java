package dev.weir.websockets.netty;

import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Pings a server that has not been heard of for a while, and notices when it does not answer: one timer for a
 * connection, however much it carries.
 */
final class KeepAlive {
    private final EventLoop loop;
    private final Duration interval;
    private final Runnable ping;
    private final BooleanSupplier listens;
    private final Runnable silent;

    private @Nullable Future<?> timer;
    private boolean heard;
    private boolean pinged;

    /**
     * @param ping sends a ping
     * @param listens whether what the server sends is being read now: else its silence means nothing
     * @param silent runs when a ping was not answered within the interval
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
        } else if (pinged) {
            silent.run();
            return;
        } else {
            pinged = true;
            ping.run();
        }
        start();
    }
}
