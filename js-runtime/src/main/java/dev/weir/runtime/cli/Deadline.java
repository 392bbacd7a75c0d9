package dev.weir.runtime.cli;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Does something when the time is over. */
final class Deadline {
    private volatile boolean over;

    private Deadline() {}

    /** Runs the steps after the shorter of the two times, on a thread of its own; never if there is none. */
    static Deadline start(@Nullable Duration one, @Nullable Duration other, Runnable steps) {
        Deadline deadline = new Deadline();
        Duration time = one == null || (other != null && other.compareTo(one) < 0) ? other : one;
        if (time != null) {
            Thread watch = new Thread(
                    () -> {
                        try {
                            Thread.sleep(time);
                            deadline.over = true;
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

    boolean isOver() {
        return over;
    }

    /** A duration in the words of the command line. */
    static String text(Duration time) {
        long millis = time.toMillis();
        return millis % 1000 == 0 ? millis / 1000 + "s" : millis + "ms";
    }
}
