package dev.weir.runtime.loop;

import dev.weir.host.TaskLoop.Scheduled;
import java.util.Comparator;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A clock that stands still until it is moved, with the timers that wait for it, of all loops that follow it. Safe for use by
 * many threads.
 */
public final class VirtualClock {
    private final ConcurrentSkipListSet<Timer> timers = new ConcurrentSkipListSet<>(
            Comparator.<Timer>comparingLong(t -> t.due).thenComparingLong(t -> t.order));
    private final AtomicLong order = new AtomicLong();
    /** Tasks of the loops that are posted and not yet run. */
    private final AtomicInteger pendingTasks = new AtomicInteger();

    private final long beginMillis;
    private volatile long now;

    /** @param beginMillis the time of day that it begins with, in milliseconds since 1970 */
    public VirtualClock(long beginMillis) {
        this.beginMillis = beginMillis;
    }

    /** The time, in nanoseconds since the clock was made. */
    public long nanoTime() {
        return now;
    }

    /** The time of day, in milliseconds since 1970. */
    long currentTimeMillis() {
        return beginMillis + TimeUnit.NANOSECONDS.toMillis(now);
    }

    void taskPosted() {
        pendingTasks.incrementAndGet();
    }

    /** A task that was posted runs now, or never will. */
    void taskTaken() {
        pendingTasks.decrementAndGet();
    }

    /** Whether a loop has tasks to run before time goes on. */
    boolean hasPendingTasks() {
        return pendingTasks.get() > 0;
    }

    /** @param waiting the timers of the same owner: the new one is among them for as long as it waits */
    Timer add(Set<Scheduled> waiting, Runnable task, long delayNanos) {
        long due = now + Math.max(0, delayNanos);
        Timer timer = new Timer(waiting, task, due < now ? Long.MAX_VALUE : due, order.getAndIncrement());
        waiting.add(timer);
        timers.add(timer);
        return timer;
    }

    /** Whether the timer was still waiting; it is not any more. */
    boolean take(Timer timer) {
        timer.waiting.remove(timer);
        return timers.remove(timer);
    }

    /** Takes the first timer that is due at {@code end} and sets the clock to its time; sets it to {@code end} if none is. */
    @Nullable
    Timer takeDue(long end) {
        Timer first = timers.isEmpty() ? null : timers.first();
        if (first == null || first.due > end) {
            now = Math.max(now, end);
            return null;
        }
        take(first);
        now = Math.max(now, first.due);
        return first;
    }

    /** A task that waits for its time. */
    final class Timer implements Scheduled {
        final Runnable task;
        private final Set<Scheduled> waiting;
        private final long due;
        private final long order;

        private Timer(Set<Scheduled> waiting, Runnable task, long due, long order) {
            this.waiting = waiting;
            this.task = task;
            this.due = due;
            this.order = order;
        }

        @Override
        public void cancel() {
            take(this);
        }
    }
}
