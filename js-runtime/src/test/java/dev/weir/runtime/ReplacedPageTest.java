package dev.weir.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whoever waits for a page goes on waiting for the one that takes its place, unless it is the loading that he waits for. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class ReplacedPageTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String URL = "https://example.com/";
    private static final String BUSY = "<script>setInterval(() => {}, 1)</script>";
    private static final SharedEngine ENGINE = SharedEngine.create();

    private final Recorder recorder = new Recorder();

    @AfterAll
    static void closeEngine() {
        ENGINE.close();
    }

    @Test
    void itsLoadingFails() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch answer = new CountDownLatch(1);
        try (WebRuntime runtime = recorder.runtime()
                .engine(ENGINE)
                .resources(url -> {
                    asked.countDown();
                    try {
                        answer.await();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                    return "";
                })
                .build()) {
            CompletableFuture<Page> first = CompletableFuture.supplyAsync(
                    () -> runtime.loadPage("<script src=a.js></script><script src=b.js></script>", URL));
            asked.await();
            CompletableFuture<Thread> caller = new CompletableFuture<>();
            CompletableFuture<Page> second = CompletableFuture.supplyAsync(() -> {
                caller.complete(Thread.currentThread());
                return runtime.loadPage("<p>second", URL);
            });
            while (caller.get().getState() != Thread.State.WAITING) { // for the loop, which knows of it by then
                Thread.sleep(1);
            }
            answer.countDown();
            assertEquals("second", second.get().text("p").orElseThrow());
            Throwable cause = assertThrows(ExecutionException.class, first::get).getCause();
            assertEquals(
                    "another page was loaded",
                    assertInstanceOf(IllegalStateException.class, cause).getMessage());
        }
    }

    @Test
    void aConditionIsAskedOn() throws Exception {
        try (WebRuntime runtime = recorder.runtime().engine(ENGINE).build()) {
            runtime.loadPage(BUSY, URL);
            CountDownLatch asked = new CountDownLatch(1);
            CompletableFuture<Boolean> held = CompletableFuture.supplyAsync(() -> runtime.runUntil(
                    () -> {
                        asked.countDown();
                        return Boolean.TRUE.equals(runtime.evaluate("globalThis.done"));
                    },
                    SOON));
            asked.await();
            runtime.loadPage("<script>setTimeout(() => { globalThis.done = true; }, 20)</script>", URL);
            assertTrue(held.get());
        }
    }

    @Test
    void idleIsOnlyWhatTheNewOneIs() throws Exception {
        try (WebRuntime runtime = recorder.runtime().engine(ENGINE).build()) {
            runtime.loadPage(BUSY, URL);
            CompletableFuture<Void> idle = runtime.whenIdle();
            CompletableFuture<Boolean> untilIdle = CompletableFuture.supplyAsync(() -> runtime.runUntilIdle(SOON));
            assertFalse(runtime.runUntilIdle(Duration.ofMillis(50)));
            runtime.loadPage("<script>setTimeout(() => { globalThis.done = true; }, 100)</script>", URL);
            assertFalse(idle.isDone());
            idle.thenRun(() -> assertEquals(true, runtime.evaluate("done"))).get();
            assertTrue(untilIdle.get());
        }
    }
}
