package dev.weir.runtime.loop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.host.TaskLoop;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class RealmLoopTest {
    private final HandLoop base = new HandLoop();
    private final List<String> log = new ArrayList<>();
    private final List<Throwable> failures = new ArrayList<>();
    private final RealmLoop real = new RealmLoop(base, null, failures::add);
    private final RealmLoop virtual = new RealmLoop(base, new VirtualClock(0), failures::add);

    @Test
    void aRealmIsIdleWhenItsLastTaskHasRun() {
        CompletableFuture<?> idle = real.whenIdle();
        real.execute(() -> real.execute(() -> log.add("second")));
        assertFalse(idle.isDone());
        base.runAll();
        assertTrue(idle.isDone());
        assertEquals(List.of("second"), log);
    }

    @Test
    void anIdleRealmSaysSoAtOnce() {
        CompletableFuture<?> idle = real.whenIdle();
        base.runAll();
        assertTrue(idle.isDone());
    }

    @Test
    void whoNoLongerWaitsIsForgotten() {
        real.retain();
        CompletableFuture<?> given = real.whenIdle();
        CompletableFuture<?> kept = real.whenIdle();
        real.forget(given);
        real.release();
        base.runAll();
        assertFalse(given.isDone());
        assertTrue(kept.isDone());
    }

    @Test
    void onlyWhatIsIdleAfterTheQuestionCounts() {
        base.execute(() -> {}); // the loop is to look at the realm before it hears of the question
        real.execute(() -> log.add("first"));
        CompletableFuture<?> idle = real.whenIdle();
        real.execute(() -> assertFalse(idle.isDone()));
        base.runAll();
        assertTrue(idle.isDone());
        assertEquals(List.of(), failures);
    }

    @Test
    void closingLetsGoOfThoseWhomTheLoopDoesNotKnowYet() {
        real.retain();
        CompletableFuture<?> idle = real.whenIdle();
        real.close();
        assertTrue(idle.isDone());
    }

    @Test
    void retainedActivitiesAndTimersKeepARealmBusy() {
        real.retain();
        TaskLoop.Scheduled timer = real.schedule(() -> log.add("timer"), 5);
        CompletableFuture<?> idle = real.whenIdle();
        base.runAll();
        assertFalse(idle.isDone());
        timer.cancel();
        timer.cancel();
        base.runAll();
        assertFalse(idle.isDone());
        real.release();
        base.runAll();
        assertTrue(idle.isDone());
    }

    @Test
    void aTimerThatNobodyWaitsForDoesNotKeepARealmBusy() {
        TaskLoop.Scheduled timer = real.schedule(() -> log.add("timer"), 5);
        timer.keepAlive(false);
        assertTrue(real.isIdle());
        timer.keepAlive(true);
        assertFalse(real.isIdle());
        timer.keepAlive(false);
        base.pass(5);
        assertEquals(List.of("timer"), log);
        assertTrue(real.isIdle());
    }

    @Test
    void whatStartsInTheTurnInWhichTheLastActivityEndedCounts() {
        real.retain();
        CompletableFuture<?> idle = real.whenIdle();
        base.runAll();
        base.execute(
                () -> { // a socket's turn, which the realm's loop does not see
                    real.release();
                    real.schedule(() -> log.add("late"), 5);
                });
        base.runAll();
        assertFalse(idle.isDone());
        base.pass(5);
        assertTrue(idle.isDone());
    }

    @Test
    void aFailingTaskIsReportedAndTheNextOneRuns() {
        RuntimeException failure = new RuntimeException("bug");
        real.execute(() -> {
            throw failure;
        });
        real.execute(() -> log.add("next"));
        base.runAll();
        assertEquals(List.of(failure), failures);
        assertEquals(List.of("next"), log);
        assertTrue(real.isIdle());
    }

    @Test
    void aClosedRealmRunsNothingMoreAndLetsWaitersGo() {
        real.retain();
        CompletableFuture<?> idle = real.whenIdle();
        real.execute(() -> log.add("task"));
        real.schedule(() -> log.add("timer"), 1);
        real.close();
        base.pass(2_000_000);
        assertEquals(List.of(), log);
        assertTrue(idle.isDone());
    }

    @Test
    void timersOfAVirtualClockFireInOrderWithoutTimePassing() {
        for (int delay : new int[] {30, 10, 20, 10}) {
            virtual.schedule(() -> log.add(delay + "@" + virtual.nanoTime()), delay);
        }
        virtual.schedule(() -> virtual.schedule(() -> log.add("nested@" + virtual.nanoTime()), 4), 15);
        CompletableFuture<?> done = virtual.advance(Duration.ofNanos(25));
        base.runAll();
        assertTrue(done.isDone());
        assertEquals(List.of("10@10", "10@10", "nested@19", "20@20"), log);
        assertEquals(25, virtual.nanoTime());
        virtual.advance(Duration.ofNanos(5));
        base.runAll();
        assertEquals("30@30", log.getLast());
    }

    @Test
    void tasksThatATimerPostsRunBeforeTheNextTimer() {
        virtual.schedule(() -> virtual.execute(() -> virtual.execute(() -> log.add("task"))), 1);
        virtual.schedule(() -> log.add("timer"), 1);
        virtual.advance(Duration.ofNanos(1));
        base.runAll();
        assertEquals(List.of("task", "timer"), log);
    }

    @Test
    void aVirtualTimerWithoutDelayRunsByItselfAndFutureOnesDoNotKeepTheRealmBusy() {
        virtual.schedule(() -> log.add("later"), 1);
        virtual.schedule(() -> log.add("now"), 0);
        virtual.schedule(() -> log.add("cancelled"), 0).cancel();
        CompletableFuture<?> idle = virtual.whenIdle();
        base.runAll();
        assertTrue(idle.isDone());
        assertEquals(List.of("now"), log);
    }

    @Test
    void onlyAVirtualClockCanBeAdvanced() {
        assertThrows(IllegalStateException.class, () -> real.advance(Duration.ZERO));
    }

    /** A loop whose turns and time the test makes. */
    private static final class HandLoop implements TaskLoop {
        private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
        private final VirtualClock clock = new VirtualClock(0);

        @Override
        public void execute(Runnable task) {
            tasks.add(task);
        }

        @Override
        public Scheduled schedule(Runnable task, long delayNanos) {
            return clock.add(new HashSet<>(), task, delayNanos);
        }

        @Override
        public boolean isCurrentThread() {
            return true;
        }

        @Override
        public long nanoTime() {
            return clock.nanoTime();
        }

        void runAll() {
            for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
                task.run();
            }
        }

        void pass(long nanos) {
            long end = clock.nanoTime() + nanos;
            runAll();
            for (var timer = clock.takeDue(end); timer != null; timer = clock.takeDue(end)) {
                timer.task.run();
                runAll();
                if (clock.nanoTime() >= end) {
                    return;
                }
            }
        }
    }
}
