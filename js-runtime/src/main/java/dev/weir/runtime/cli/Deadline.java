package dev.weir.runtime.cli;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Counts from its own beginning, and does something when the time is over. */
final class Deadline {
    private final long start = System.nanoTime();

    private Deadline() {}

    /** Runs the steps after the time, on a thread of its own; never if there is none. */
    static Deadline start(@Nullable Duration time, Runnable steps) {
        Deadline deadline = new Deadline();
        if (time != null) {
            Thread watch = new Thread(
                    () -> {
                        try {
                            Thread.sleep(time);
                            steps.run();
                        } catch (InterruptedException e) {
                            // not awaited any more
                        }
                    },
                    "weir-deadline");
            watch.setDaemon(true);
            watch.start();
        }
        return deadline;
    }

    /** The shorter of two times, of which there may be none. */
    static @Nullable Duration shorter(@Nullable Duration one, @Nullable Duration other) {
        return one == null || (other != null && other.compareTo(one) < 0) ? other : one;
    }

    /** What is left of the time, zero when it is over. */
    Duration left(Duration time) {
        Duration left = time.minusNanos(System.nanoTime() - start);
        return left.isNegative() ? Duration.ZERO : left;
    }

    /** A duration in the words of the command line. */
    static String text(Duration time) {
        long millis = time.toMillis();
        return millis % 1000 == 0 ? millis / 1000 + "s" : millis + "ms";
    }
}
