package dev.weir.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Logger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What the embedder's own listeners and loaders throw is told to it, and stops nothing of the page. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BrokenListenersTest {
    private static final SharedEngine ENGINE = SharedEngine.create();
    private static final String URL = "https://example.com/";

    private final List<String> failures = new CopyOnWriteArrayList<>();
    private final List<String> lines = new CopyOnWriteArrayList<>();

    @AfterAll
    static void closeEngine() {
        ENGINE.close();
    }

    private WebRuntime.Builder builder() {
        return WebRuntime.builder()
                .engine(ENGINE)
                .console((level, text) -> lines.add(text))
                .onHostFailure(failure -> failures.add(failure.getMessage()));
    }

    private static RuntimeException broken(String what) {
        return new IllegalStateException(what + " is broken");
    }

    @Test
    void aListenerForErrorsThatThrowsStopsNoPage() {
        try (WebRuntime runtime = builder()
                .onError(report -> {
                    throw broken("the listener");
                })
                .build()) {
            Page page = runtime.loadPage("<script src=none.js></script><script>throw 1</script><p>end", URL);
            assertEquals("end", page.text("p").orElseThrow());
            assertEquals(List.of("the listener is broken", "the listener is broken"), failures);
        }
    }

    @Test
    void aListenerForErrorsThatThrowsStopsNoEvent() {
        try (WebRuntime runtime = builder()
                .onError(report -> {
                    throw new AssertionError("not expected");
                })
                .build()) {
            Page page = runtime.loadPage("""
                    <input type=checkbox onclick='throw 1' onchange='console.log("changed")'>
                    <script>
                      const event = new Event('a');
                      addEventListener('a', () => { throw 2; });
                      addEventListener('a', () => console.log('second'));
                      dispatchEvent(event);
                      dispatchEvent(event);
                    </script>""", URL);
            page.click("input");
            assertEquals(List.of("second", "second", "changed"), lines);
            assertEquals(List.of("not expected", "not expected", "not expected"), failures);
        }
    }

    @Test
    void aConsoleAndAListenerForAlertsThatThrowStopNoScript() {
        try (WebRuntime runtime = builder()
                .console((level, text) -> {
                    throw broken("the console");
                })
                .onAlert(text -> {
                    throw broken("the alert");
                })
                .build()) {
            runtime.loadPage("<script src=none.js></script><script>alert(1); globalThis.done = true;</script>", URL);
            assertEquals(true, runtime.evaluate("done"));
            assertEquals(List.of("the console is broken", "the alert is broken"), failures);
        }
    }

    @Test
    void aListenerForFailuresThatThrowsStopsNothingEither() {
        Logger logger = Logger.getLogger(WebRuntime.class.getName());
        logger.setFilter(entry -> {
            failures.add(entry.getThrown().getMessage());
            return false;
        });
        try (WebRuntime runtime = builder()
                .onHostFailure(failure -> {
                    throw broken("the last listener");
                })
                .onError(report -> {
                    throw broken("the listener");
                })
                .build()) {
            Page page = runtime.loadPage("<script>throw 1</script><p>end", URL);
            assertEquals("end", page.text("p").orElseThrow());
            assertEquals(List.of("the last listener is broken"), failures);
        } finally {
            logger.setFilter(null);
        }
    }

    @Test
    void anErrorOfTheLoaderStopsNeitherPageNorWorker() {
        try (WebRuntime runtime = builder()
                .resources(url -> {
                    throw new AssertionError("the loader is broken");
                })
                .build()) {
            runtime.loadPage(
                    "<script src=a.js></script><script>new Worker('w.js').onerror = (e) => console.log(e.type)</script>",
                    URL);
            assertTrue(runtime.runUntilIdle(Duration.ofSeconds(30)));
            assertEquals(List.of("error"), lines);
            assertEquals(List.of("the loader is broken", "the loader is broken"), failures);
        }
    }
}
