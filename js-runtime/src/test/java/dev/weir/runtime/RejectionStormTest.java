package dev.weir.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.host.ErrorReport;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/**
 * A script that rejects promises without end: each is reported, once and in order, and nothing is kept of it.
 *
 * <p>They are 100,000; {@code -Dweir.rejections=1000000} makes it more.
 */
final class RejectionStormTest {
    private static final int REJECTIONS = Integer.getInteger("weir.rejections", 100_000);
    private static final Duration LONG = Duration.ofSeconds(60);

    /** A promise and what is noted of it take well over 100 bytes: of so many that were kept, more than this. */
    private static final long NOISE = 8 << 20;

    private int reported;
    private String firstOddOne = "";

    private void count(ErrorReport report) {
        if (!report.message().equals("Uncaught (in promise) " + reported) && firstOddOne.isEmpty()) {
            firstOddOne = report.message() + " as number " + reported;
        }
        reported++;
    }

    /** The engine looks through its own notes of rejections when there is another one. */
    private static long memoryAfterOneMore(WebRuntime runtime) {
        System.gc();
        runtime.run(
                "addEventListener('unhandledrejection', (event) => event.preventDefault(), { once: true });"
                        + " Promise.reject('one more')",
                "one more");
        assertTrue(runtime.runUntilIdle(LONG));
        return MemoryTest.usedAfterCollection();
    }

    @Test
    void allInOneTask() {
        try (WebRuntime runtime = WebRuntime.builder().onError(this::count).build()) {
            String script = "for (let i = 0; i < " + REJECTIONS + "; i++) Promise.reject(i)";
            runtime.run(script, "storm.js");
            assertTrue(runtime.runUntilIdle(LONG.plusMillis(REJECTIONS)));
            assertEquals(REJECTIONS, reported);
            assertEquals("", firstOddOne);
            long before = memoryAfterOneMore(runtime);
            reported = 0;
            runtime.run(script, "storm.js");
            assertTrue(runtime.runUntilIdle(LONG.plusMillis(REJECTIONS)));
            assertEquals(REJECTIONS, reported);
            assertEquals("", firstOddOne);
            long grown = memoryAfterOneMore(runtime) - before;
            for (int i = 0; i < 20 && grown >= NOISE; i++) { // the JVM tells the engine bit by bit what was collected
                grown = memoryAfterOneMore(runtime) - before;
            }
            assertTrue(grown < NOISE, grown + " bytes more are kept");
        }
    }

    /** What waits to be reported is what one task rejected, whatever was before. */
    @Test
    void aThousandInEachTask() {
        long[] most = {0};
        try (WebRuntime runtime = WebRuntime.builder()
                .onError(this::count)
                .function("look", arguments -> {
                    most[0] = Math.max(most[0], MemoryTest.usedAfterCollection());
                    return null;
                })
                .build()) {
            runtime.run("""
                    let rejected = 0;
                    function storm(end) {
                      for (let i = 0; i < 1000; i++) Promise.reject(rejected++);
                      if (rejected % (end / 5) === 0) look();
                      if (rejected < end) setTimeout(storm, 0, end);
                    }
                    """, "storm.js");
            runtime.run("storm(5000)", "storm.js");
            assertTrue(runtime.runUntilIdle(LONG));
            long before = most[0];
            most[0] = 0;
            runtime.run("storm(5000 + " + REJECTIONS + ")", "storm.js");
            assertTrue(runtime.runUntilIdle(LONG.plusMillis(REJECTIONS)));
            assertEquals(5000 + REJECTIONS, reported);
            assertEquals("", firstOddOne);
            long grown = most[0] - before;
            assertTrue(grown < NOISE, () -> "grew by " + grown + " bytes");
        }
    }
}
