package dev.weir.host;

/**
 * The serial executor that owns a realm: everything that touches the realm runs here, one task at a time.
 *
 * <p>{@link #execute} and {@link #schedule} may be called from any thread. Tasks run in the order in which they
 * were posted; a scheduled task never runs before its delay has passed on {@link #nanoTime()}'s clock.
 */
public interface TaskLoop {

    /** Runs the task on the loop, after those already posted. */
    void execute(Runnable task);

    /** Runs the task on the loop once {@code delayNanos} nanoseconds have passed; zero or less means at the next turn. */
    Scheduled schedule(Runnable task, long delayNanos);

    /** Whether the calling thread is the one that runs this loop's tasks. */
    boolean isCurrentThread();

    /** The loop's monotonic clock in nanoseconds; a test's loop may move it by hand. */
    long nanoTime();

    /** The time of day in milliseconds since 1970; a test's loop may move it by hand. */
    default long currentTimeMillis() {
        return System.currentTimeMillis();
    }

    /**
     * Says that something outside the loop (a socket, say) may still post a task, so that a runtime which ends when it
     * is idle waits for it. Every call is matched by one of {@link #release}; only on the loop's thread.
     */
    default void retain() {}

    /** Takes back one {@link #retain}. */
    default void release() {}

    /** A task that waits for its time. */
    interface Scheduled {
        /** Drops the task if it has not started; does nothing otherwise. */
        void cancel();

        /**
         * Says whether a runtime that ends when it is idle waits for the task; it does unless told otherwise. Only on the
         * loop's thread; does nothing once the task has started.
         */
        default void keepAlive(boolean wanted) {}
    }
}
