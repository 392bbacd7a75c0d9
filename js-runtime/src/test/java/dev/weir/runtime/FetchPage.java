package dev.weir.runtime;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;

/** A runtime whose scripts fetch from the servers of this machine. */
final class FetchPage implements AutoCloseable {
    static final Duration SOON = Duration.ofSeconds(20);
    static final SharedEngine ENGINE = SharedEngine.create();

    final Recorder recorder;
    final WebRuntime runtime;

    /** @param url of the page that scripts believe they are in */
    FetchPage(String url) {
        this(url, new Recorder());
    }

    private FetchPage(String url, Recorder recorder) {
        this(
                recorder,
                recorder.runtime()
                        .url(url)
                        .network(NetworkAccess.builder().allow("127.0.0.1").build()));
    }

    /** @param builder of a runtime that tells the recorder what it tells */
    FetchPage(Recorder recorder, WebRuntime.Builder builder) {
        this.recorder = recorder;
        runtime = builder.engine(ENGINE).build();
    }

    /** Runs the body of an async function; what it returns as a string, or what it throws. */
    String run(String body) {
        start(body);
        return result();
    }

    /** Runs the body of an async function, whose {@link #result} comes later. */
    void start(String body) {
        runtime.run("""
                globalThis.result = undefined;
                (async () => { %s })().then(
                    (value) => { result = String(value); }, (error) => { result = `${error?.name}: ${error?.message}`; });
                """.formatted(body), "test.js");
    }

    String result() {
        assertTrue(
                runtime.runUntil(() -> runtime.evaluate("result") != null, SOON), "the script has not come to its end");
        return String.valueOf(runtime.evaluate("result"));
    }

    void becomesIdle() {
        assertTrue(runtime.runUntilIdle(SOON), "there is always something more to wait for");
    }

    @Override
    public void close() {
        runtime.close();
    }
}
