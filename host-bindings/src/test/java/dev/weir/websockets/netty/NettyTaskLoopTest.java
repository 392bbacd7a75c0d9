package dev.weir.websockets.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.host.TaskLoop;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What every loop promises, kept by Netty's. */
@ParameterizedClass
@EnumSource
class NettyTaskLoopTest {
    private final NettyTaskLoop loop;

    NettyTaskLoopTest(NettyTaskLoop.Io io) {
        loop = NettyTaskLoop.start("loop under test", true, io);
    }

    @AfterEach
    void end() {
        loop.close();
    }

    private static <T> T get(CompletableFuture<T> future) throws Exception {
        return future.get(20, TimeUnit.SECONDS);
    }

    @Test
    void tasksRunInOrderOnOneNamedDaemonThread() throws Exception {
        List<Integer> order = new ArrayList<>();
        CompletableFuture<Thread> done = new CompletableFuture<>();
        for (int i = 0; i < 1000; i++) {
            int number = i;
            loop.execute(() -> order.add(number));
        }
        loop.execute(() -> done.complete(Thread.currentThread()));
        Thread thread = get(done);
        assertEquals("loop under test", thread.getName());
        assertTrue(thread.isDaemon());
        for (int i = 0; i < 1000; i++) {
            assertEquals(i, order.get(i));
        }
    }

    @Test
    void aTaskThatDoesNotEndDoesNotKeepWhoClosesTheLoop() throws Exception {
        NettyTaskLoop stuck = NettyTaskLoop.start("stuck");
        CompletableFuture<Thread> started = new CompletableFuture<>();
        CompletableFuture<Void> end = new CompletableFuture<>();
        stuck.execute(() -> {
            started.complete(Thread.currentThread());
            end.join();
        });
        Thread thread = get(started);
        stuck.close();
        assertTrue(thread.isAlive());
        end.complete(null);
        thread.join(30_000);
        assertFalse(thread.isAlive());
    }

    @Test
    void theLoopKnowsItsThread() throws Exception {
        assertFalse(loop.isCurrentThread());
        CompletableFuture<Boolean> inside = new CompletableFuture<>();
        loop.execute(() -> inside.complete(loop.isCurrentThread()));
        assertTrue(get(inside));
    }

    @Test
    void aTimerNeverRunsEarlyByTheLoopsClock() throws Exception {
        for (long delay : new long[] {1, 1000, 100_000, 1_000_000, 1_500_000, 20_000_000}) {
            CompletableFuture<Long> ran = new CompletableFuture<>();
            long before = loop.nanoTime();
            loop.schedule(() -> ran.complete(loop.nanoTime()), delay);
            long passed = get(ran) - before;
            assertTrue(passed >= delay, "asked for " + delay + ", ran after " + passed);
        }
    }

    @Test
    void timersRunInTheOrderOfTheirTimes() throws Exception {
        List<String> order = new ArrayList<>();
        CompletableFuture<Boolean> done = new CompletableFuture<>();
        loop.execute(() -> {
            // Times count from each call: far enough apart that no pause between two calls turns them round.
            loop.schedule(() -> order.add("second"), 500_000_000);
            loop.schedule(() -> order.add("first"), 1_000_000);
            loop.schedule(() -> done.complete(true), 500_000_000);
            loop.schedule(() -> order.add("now"), 0);
            loop.schedule(() -> order.add("also now"), -5);
        });
        get(done);
        assertEquals(List.of("now", "also now", "first", "second"), order);
    }

    @Test
    void aCancelledTimerDoesNotRun() throws Exception {
        List<String> order = new ArrayList<>();
        CompletableFuture<Boolean> done = new CompletableFuture<>();
        loop.execute(() -> {
            TaskLoop.Scheduled cancelled = loop.schedule(() -> order.add("cancelled"), 1_000_000);
            TaskLoop.Scheduled atOnce = loop.schedule(() -> order.add("cancelled at once"), 0);
            TaskLoop.Scheduled ran = loop.schedule(() -> order.add("ran"), 500_000);
            loop.schedule(
                    () -> {
                        ran.cancel();
                        done.complete(true);
                    },
                    2_000_000);
            cancelled.cancel();
            atOnce.cancel();
        });
        get(done);
        assertEquals(List.of("ran"), order);
    }

    @Test
    void whatATaskThrowsGoesToTheThreadsHandlerAndTheLoopGoesOn() throws Exception {
        CompletableFuture<Throwable> first = new CompletableFuture<>();
        CompletableFuture<Throwable> second = new CompletableFuture<>();
        loop.execute(() -> Thread.currentThread().setUncaughtExceptionHandler((thread, bug) -> {
            if (!first.complete(bug)) {
                second.complete(bug);
            }
        }));
        RuntimeException one = new RuntimeException("one");
        RuntimeException two = new RuntimeException("two");
        loop.execute(() -> {
            throw one;
        });
        loop.schedule(
                () -> {
                    throw two;
                },
                1_000_000);
        assertEquals(one, get(first));
        assertEquals(two, get(second));
    }

    @Test
    void afterCloseTheThreadIsGoneAndTasksAreRefused() throws Exception {
        CompletableFuture<Thread> thread = new CompletableFuture<>();
        loop.execute(() -> thread.complete(Thread.currentThread()));
        get(thread);
        loop.close();
        get(thread).join(20_000);
        assertFalse(get(thread).isAlive());
        assertThrows(RejectedExecutionException.class, () -> loop.execute(() -> {}));
        loop.close();
    }

    @Test
    void aLoopMayBeClosedFromItsOwnThread() throws Exception {
        CompletableFuture<Thread> thread = new CompletableFuture<>();
        loop.execute(() -> {
            loop.close();
            thread.complete(Thread.currentThread());
        });
        get(thread).join(20_000);
        assertFalse(get(thread).isAlive());
    }
}
