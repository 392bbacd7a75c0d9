package dev.weir.bindings;

import dev.weir.host.TaskLoop;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.PriorityQueue;

/** A loop that a test drives: tasks run when asked, time passes when told. */
public final class ManualLoop implements TaskLoop {
    private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
    private final PriorityQueue<Timer> timers =
            new PriorityQueue<>(Comparator.<Timer>comparingLong(t -> t.due).thenComparingLong(t -> t.order));
    private long now;
    private long order;

    @Override
    public void execute(Runnable task) {
        tasks.add(task);
    }

    @Override
    public Scheduled schedule(Runnable task, long delayNanos) {
        Timer timer = new Timer(task, now + Math.max(0, delayNanos), order++);
        timers.add(timer);
        return () -> timers.remove(timer);
    }

    @Override
    public boolean isCurrentThread() {
        return true;
    }

    @Override
    public long nanoTime() {
        return now;
    }

    /** Runs every task and every timer that is due, until nothing is left to run now. */
    public void runAll() {
        while (true) {
            Timer timer = timers.peek();
            if (timer != null && timer.due <= now) {
                timers.remove();
                tasks.add(timer.task);
            }
            Runnable task = tasks.poll();
            if (task == null) {
                return;
            }
            task.run();
        }
    }

    /** Lets time pass, running what becomes due in its order. */
    public void advanceMillis(long millis) {
        long end = now + millis * 1_000_000;
        runAll();
        while (!timers.isEmpty() && timers.peek().due <= end) {
            now = timers.peek().due;
            runAll();
        }
        now = end;
        runAll();
    }

    private record Timer(Runnable task, long due, long order) {}
}
