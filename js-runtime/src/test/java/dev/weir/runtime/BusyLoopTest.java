package dev.weir.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What callers see of a loop that a script holds, as one in a very long builtin operation does. */
class BusyLoopTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final SharedEngine ENGINE = SharedEngine.create();

    private final CountDownLatch held = new CountDownLatch(1);
    private final CountDownLatch free = new CountDownLatch(1);

    @AfterAll
    static void closeEngine() {
        ENGINE.close();
    }

    @AfterEach
    void letGo() {
        free.countDown();
    }

    /** A runtime whose scripts have a function hold() that nothing interrupts. */
    private WebRuntime newRuntime() {
        return WebRuntime.builder()
                .engine(ENGINE)
                .function("hold", arguments -> {
                    held.countDown();
                    while (free.getCount() > 0) {
                        try {
                            free.await();
                        } catch (InterruptedException e) {
                            // as a builtin would not notice
                        }
                    }
                    return null;
                })
                .build();
    }

    private static String failureOf(CompletableFuture<?> call) {
        return call.handle((value, failure) -> String.valueOf(failure.getCause()))
                .orTimeout(SOON.toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    @Test
    void closingLetsAllCallersGoBeforeTheScriptEnds() throws InterruptedException {
        WebRuntime runtime = newRuntime();
        runtime.run("setInterval(() => {}, 1000)", "x.js");
        CompletableFuture<?> evaluates = CompletableFuture.runAsync(() -> runtime.evaluate("hold()"));
        held.await();
        CompletableFuture<?> awaitsIdle = CompletableFuture.runAsync(() -> runtime.runUntilIdle(SOON));
        CompletableFuture<?> awaits = CompletableFuture.runAsync(() -> runtime.runUntil(() -> false, SOON));
        CompletableFuture<?> runs = CompletableFuture.runAsync(() -> runtime.run("1", "y.js"));
        CompletableFuture<?> idle = runtime.whenIdle();
        Thread closer = new Thread(runtime::close);
        closer.start();
        List<String> failures = Stream.of(evaluates, awaitsIdle, awaits, runs)
                .map(BusyLoopTest::failureOf)
                .distinct()
                .toList();
        assertEquals(List.of("java.lang.IllegalStateException: the runtime is closed"), failures);
        idle.join();
        assertTrue(closer.isAlive(), "close still waits for the script");
        free.countDown();
        closer.join();
    }

    @Test
    void waitsEndWhenTheirTimeIsOver() throws InterruptedException {
        try (WebRuntime runtime = newRuntime()) {
            runtime.run("setTimeout(hold)", "x.js");
            held.await();
            assertFalse(runtime.runUntil(() -> true, Duration.ofMillis(10)));
            assertFalse(runtime.runUntilIdle(Duration.ofMillis(10)));
            free.countDown();
            assertTrue(runtime.runUntil(() -> true, SOON));
            assertTrue(runtime.runUntilIdle(SOON));
        }
    }

    @Test
    void aPageThatAWorkerCannotHaveEndsNothing() {
        try (WebRuntime runtime =
                WebRuntime.builder().engine(ENGINE).dedicatedWorker().build()) {
            runtime.run("self.x = 7", "x.js");
            assertThrows(IllegalStateException.class, () -> runtime.loadPage("<p>", "https://example.com/"));
            assertEquals(7, runtime.evaluate("x"));
        }
    }
}
