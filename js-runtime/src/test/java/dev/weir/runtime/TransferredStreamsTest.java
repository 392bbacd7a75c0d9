package dev.weir.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.FileNotFoundException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Streams that are transferred between a page and its workers, and what becomes of them when either ends. */
class TransferredStreamsTest {
    private static final SharedEngine ENGINE = SharedEngine.create();
    private static final Map<String, String> FILES = Map.of(
            "https://example.com/sums.js", """
                    onmessage = async ({ data }) => {
                      const seen = [];
                      for await (const chunk of data) {
                        seen.push(chunk);
                      }
                      postMessage(seen.length + ':' + seen.reduce((a, b) => a + b, 0));
                      close();
                    };""",
            "https://example.com/writes.js", """
                    onmessage = async ({ data }) => {
                      const writer = data.getWriter();
                      for (let i = 0; i < 5; i++) {
                        await writer.ready;
                        writer.write({ i, bytes: new Uint8Array([i, i]) });
                      }
                      await writer.close();
                      close();
                    };""",
            "https://example.com/shouts.js", """
                    onmessage = ({ data: { readable, writable } }) => readable
                      .pipeThrough(new TransformStream({ transform: (c, t) => t.enqueue(c.toUpperCase()) }))
                      .pipeTo(writable).then(() => close());""",
            "https://example.com/endless.js", """
                    let n = 0;
                    const stream = new ReadableStream({ pull: (c) => c.enqueue(n++) });
                    postMessage(stream, [stream]);""",
            "https://example.com/holds.js",
                    "onmessage = ({ data }) => { self.held = data.getReader(); postMessage(0); }");

    private final List<String> printed = new CopyOnWriteArrayList<>();
    private final List<String> reports = new CopyOnWriteArrayList<>();
    private final List<Throwable> failures = new CopyOnWriteArrayList<>();
    private final WebRuntime runtime = WebRuntime.builder()
            .engine(ENGINE)
            .url("https://example.com/page.html")
            .console((level, text) -> printed.add(text))
            .onError(report -> reports.add(report.message()))
            .onHostFailure(failures::add)
            .resources(url -> {
                String text = FILES.get(url);
                if (text == null) {
                    throw new FileNotFoundException("nothing there");
                }
                return text;
            })
            .build();

    @AfterEach
    void close() {
        runtime.close();
        assertEquals(List.of(), failures);
    }

    @AfterAll
    static void closeEngine() {
        ENGINE.close();
    }

    private String run(String script) {
        runtime.run(script, "test.js");
        assertTrue(runtime.runUntilIdle(Duration.ofSeconds(30)));
        assertEquals(List.of(), reports);
        return String.join(" ", printed);
    }

    @Test
    void aWorkerReadsAStreamOfThePage() {
        assertEquals("200:19900", run("""
                let n = 0;
                const stream = new ReadableStream({ pull(c) { n < 200 ? c.enqueue(n++) : c.close(); } });
                const w = new Worker('sums.js');
                w.onmessage = (e) => console.log(e.data);
                w.postMessage(stream, [stream]);
                """));
    }

    @Test
    void aWorkerWritesToAStreamOfThePage() {
        assertEquals("0:0,0 1:1,1 2:2,2 3:3,3 4:4,4 closed", run("""
                const stream = new WritableStream({
                  write: ({ i, bytes }) => console.log(`${i}:${bytes}`),
                  close: () => console.log('closed'),
                });
                new Worker('writes.js').postMessage(stream, [stream]);
                """));
    }

    @Test
    void bothEndsOfATransformGoToAWorkerThatJoinsThem() {
        assertEquals("A B done", run("""
                const to = new TransformStream(), from = new TransformStream();
                const pair = { readable: to.readable, writable: from.writable };
                new Worker('shouts.js').postMessage(pair, [pair.readable, pair.writable]);
                const writer = to.writable.getWriter();
                writer.write('a');
                writer.write('b');
                writer.close();
                (async () => {
                  for await (const chunk of from.readable) console.log(chunk);
                  console.log('done');
                })();
                """));
    }

    @Test
    void aTerminatedWorkerLeavesAStreamThatNeverSettles() {
        assertEquals("true true", run("""
                let canceled = false, pulls = 0;
                const stream = new ReadableStream({ pull(c) { pulls++; c.enqueue(0); }, cancel() { canceled = true; } });
                const w = new Worker('holds.js');
                w.postMessage(stream, [stream]);
                w.onmessage = () => {
                  w.terminate();
                  setTimeout(() => console.log(!canceled && stream.locked, pulls <= 3), 50);
                };
                """));
    }

    @Test
    void readsFromATerminatedWorkerNeverSettle() {
        assertEquals("0 1 terminated", run("""
                const w = new Worker('endless.js');
                w.onmessage = async ({ data }) => {
                  const reader = data.getReader();
                  console.log((await reader.read()).value);
                  console.log((await reader.read()).value);
                  w.terminate();
                  // A chunk may have been on its way already; its port ended with the worker, so there is no third pull.
                  let settled = 0;
                  for (let i = 0; i < 3; i++) reader.read().finally(() => settled++);
                  setTimeout(() => console.log(settled <= 1 ? 'terminated' : settled), 100);
                };
                """));
    }

    @Test
    void aRuntimeThatIsClosedAmidTransfersLeavesNoThread() throws InterruptedException {
        runtime.run("""
                let n = 0;
                for (let i = 0; i < 3; i++) {
                  new Worker('endless.js').onmessage = async ({ data }) => {
                    for await (const chunk of data) n++;
                  };
                }
                """, "test.js");
        assertTrue(
                runtime.runUntil(() -> runtime.evaluate("n") instanceof Integer n && n > 20, Duration.ofSeconds(30)));
        runtime.close();
        long end = System.nanoTime() + Duration.ofSeconds(10).toNanos();
        while (hasWorkers() && System.nanoTime() < end) {
            Thread.sleep(10);
        }
        assertFalse(hasWorkers());
    }

    private static boolean hasWorkers() {
        return Thread.getAllStackTraces().keySet().stream()
                .anyMatch(thread -> thread.getName().startsWith("weir-worker"));
    }
}
