package dev.weir.runtime.loop;

import dev.weir.host.TaskLoop;
import java.time.Duration;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The loop of one realm, on top of one that may serve many.
 *
 * <p>It counts what is still to come: posted tasks, timers that somebody waits for, retained activities. When all of
 * them are nought the realm is idle. After {@link #close} nothing more of the realm runs. All methods may be called from
 * any thread unless they say otherwise.
 */
public final class RealmLoop implements TaskLoop {
    private final TaskLoop base;
    private final @Nullable VirtualClock clock;
    private final Consumer<Throwable> failures;
    /** Tasks posted and not yet run, timers that keep the realm alive, and retained activities. */
    private final AtomicInteger outstanding = new AtomicInteger();

    private final Queue<IdleWaiter> idleWaiters = new ConcurrentLinkedQueue<>();

    /** The timers that wait; the clock below holds each, and with it all of the realm, until it is due or cancelled. */
    private final Set<Scheduled> timers = ConcurrentHashMap.newKeySet();

    /** The loop of the realm that this one works for, which is not idle while this one is not; or null. */
    private final @Nullable RealmLoop owner;
    /** Guarded by this. */
    private boolean holdsOwner;

    private volatile boolean closed;

    /**
     * @param clock the realm's clock, or null to follow that of {@code base}
     * @param failures told of what a task throws, on the loop
     */
    public RealmLoop(TaskLoop base, @Nullable VirtualClock clock, Consumer<Throwable> failures) {
        this(base, clock, failures, null);
    }

    /**
     * @param owner the loop that is not idle as long as this one is not, or null
     */
    public RealmLoop(
            TaskLoop base, @Nullable VirtualClock clock, Consumer<Throwable> failures, @Nullable RealmLoop owner) {
        this.owner = owner;
        this.base = base;
        this.clock = clock;
        this.failures = failures;
    }

    /** One thing more to wait for. */
    private void begin() {
        if (outstanding.getAndIncrement() == 0) {
            updateOwner();
        }
    }

    /** Retains or releases the owner's loop, whichever the state of now asks for. */
    private void updateOwner() {
        if (owner == null) {
            return;
        }
        synchronized (this) {
            boolean busy = !closed && outstanding.get() > 0;
            if (busy != holdsOwner) {
                holdsOwner = busy;
                if (busy) {
                    owner.retain();
                } else {
                    owner.release();
                }
            }
        }
    }

    @Override
    public void execute(Runnable task) {
        begin();
        if (clock != null) {
            clock.taskPosted();
        }
        try {
            base.execute(() -> {
                if (clock != null) {
                    clock.taskTaken();
                }
                run(task);
                done();
            });
        } catch (RuntimeException e) {
            if (clock != null) {
                clock.taskTaken();
            }
            if (outstanding.decrementAndGet() == 0) {
                updateOwner();
            }
            throw e;
        }
    }

    @Override
    public Scheduled schedule(Runnable task, long delayNanos) {
        if (clock != null) {
            VirtualClock.Timer timer = clock.add(timers, () -> run(task), delayNanos);
            if (closed) {
                timer.cancel();
            } else if (delayNanos <= 0) {
                execute(() -> runDue(timer));
            }
            return timer;
        }
        RealTimer timer = new RealTimer(task);
        timers.add(timer);
        timer.scheduled = base.schedule(timer, delayNanos);
        if (closed) {
            timer.cancel();
        }
        return timer;
    }

    /** Runs a timer of the virtual clock that became due without the clock being moved. */
    private void runDue(VirtualClock.Timer timer) {
        if (clock != null && clock.take(timer)) {
            timer.task.run();
        }
    }

    @Override
    public boolean isCurrentThread() {
        return base.isCurrentThread();
    }

    @Override
    public long nanoTime() {
        return clock != null ? clock.nanoTime() : base.nanoTime();
    }

    @Override
    public long currentTimeMillis() {
        return clock != null ? clock.currentTimeMillis() : base.currentTimeMillis();
    }

    @Override
    public void retain() {
        begin();
    }

    @Override
    public void release() {
        done();
    }

    private void run(Runnable task) {
        if (closed) {
            return;
        }
        try {
            task.run();
        } catch (Throwable failure) {
            if (!closed) {
                failures.accept(failure);
            }
        }
    }

    /** One thing less to wait for. */
    private void done() {
        // What ends here may be in the middle of a turn that starts something else, so the check is a turn of its own.
        if (outstanding.decrementAndGet() == 0) {
            if (closed) {
                updateOwner();
            } else {
                // Not before what runs now has ended, which may be no task of ours, and may begin something.
                base.execute(this::checkIdle);
            }
        }
    }

    private void checkIdle() {
        updateOwner();
        if (isIdle()) {
            for (IdleWaiter waiter : idleWaiters) {
                if (waiter.registered && idleWaiters.remove(waiter)) {
                    waiter.complete(null);
                }
            }
        }
    }

    /** Whether nothing is left to wait for; with a virtual clock, timers that are not due yet do not count. */
    public boolean isIdle() {
        return outstanding.get() == 0;
    }

    /** Completes, on the loop, when the realm is idle; or, on the thread that closes it, when it is closed. */
    public CompletableFuture<@Nullable Void> whenIdle() {
        IdleWaiter waiter = new IdleWaiter();
        idleWaiters.add(waiter);
        onLoop(
                () -> {
                    waiter.registered = true;
                    if (!closed) {
                        base.execute(this::checkIdle);
                    }
                },
                this::letGo);
        if (closed) {
            letGo();
        }
        return waiter;
    }

    /** Nobody waits any longer for what {@link #whenIdle} answered. */
    public void forget(CompletableFuture<?> idle) {
        idleWaiters.remove(idle);
    }

    /** Ends all waits for the realm to be idle. */
    private void letGo() {
        for (IdleWaiter waiter = idleWaiters.poll(); waiter != null; waiter = idleWaiters.poll()) {
            waiter.complete(null);
        }
    }

    /** Somebody who waits for the realm to be idle. */
    private static final class IdleWaiter extends CompletableFuture<@Nullable Void> {
        /** Whether the loop knows of it: only what is idle from then on counts. Only on the loop. */
        private boolean registered;
    }

    /**
     * Moves the virtual clock: timers that become due, of all loops that follow it, run in their order, each as a task of its
     * own, with whatever tasks it posted before the next. Completes on the loop.
     *
     * @throws IllegalStateException without a virtual clock
     */
    public CompletableFuture<@Nullable Void> advance(Duration time) {
        VirtualClock moved = clock;
        if (moved == null) {
            throw new IllegalStateException("only a virtual clock can be advanced");
        }
        CompletableFuture<@Nullable Void> finished = new CompletableFuture<>();
        onLoop(() -> advanceTo(moved, timeAfter(moved, time), finished), () -> finished.complete(null));
        return finished;
    }

    /** The clock's time when the duration is over, or the last that it can show. */
    private static long timeAfter(VirtualClock clock, Duration time) {
        long now = clock.nanoTime();
        long nanos = TimeUnit.NANOSECONDS.convert(time);
        return nanos > Long.MAX_VALUE - now ? Long.MAX_VALUE : now + nanos;
    }

    private void advanceTo(VirtualClock moved, long end, CompletableFuture<@Nullable Void> finished) {
        if (closed) {
            finished.complete(null);
            return;
        }
        if (!moved.hasPendingTasks()) {
            VirtualClock.Timer timer = moved.takeDue(end);
            if (timer == null) {
                finished.complete(null);
                return;
            }
            timer.task.run();
        }
        base.execute(() -> advanceTo(moved, end, finished));
    }

    /** @param ended runs instead, here, when the loop below has ended: whoever waits is let go as after {@link #close} */
    private void onLoop(Runnable steps, Runnable ended) {
        if (base.isCurrentThread()) {
            steps.run();
            return;
        }
        try {
            base.execute(steps);
        } catch (RejectedExecutionException e) {
            ended.run();
        }
    }

    /** Ends the realm's part of the loop: nothing posted or scheduled runs any more, and whoever waits is let go. */
    public void close() {
        closed = true;
        updateOwner();
        timers.forEach(Scheduled::cancel);
        letGo();
    }

    /** A timer on the clock of the loop below; true once it has started or was cancelled. */
    private final class RealTimer implements Scheduled, Runnable {
        private final Runnable task;
        private final AtomicInteger state = new AtomicInteger(WAITING_COUNTED);
        private static final int WAITING_COUNTED = 0;
        private static final int WAITING = 1;
        private static final int OVER = 2;
        private volatile @Nullable Scheduled scheduled;

        RealTimer(Runnable task) {
            this.task = task;
            begin();
        }

        @Override
        public void run() {
            timers.remove(this);
            int before = state.getAndSet(OVER);
            if (before != OVER) {
                RealmLoop.this.run(task);
            }
            if (before == WAITING_COUNTED) {
                done();
            }
        }

        @Override
        public void cancel() {
            timers.remove(this);
            int before = state.getAndSet(OVER);
            Scheduled timer = scheduled;
            if (before != OVER && timer != null) {
                timer.cancel();
            }
            if (before == WAITING_COUNTED) {
                done();
            }
        }

        @Override
        public void keepAlive(boolean wanted) {
            if (wanted && state.compareAndSet(WAITING, WAITING_COUNTED)) {
                begin();
            } else if (!wanted && state.compareAndSet(WAITING_COUNTED, WAITING)) {
                done();
            }
        }
    }
}
