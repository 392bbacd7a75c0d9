package dev.weir.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Scripts that lose interest, at every stage; and runtimes that end meanwhile. */
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class FetchAbortTest {
    private static final String ABORTED = "AbortError: signal is aborted without reason";

    private static void begin(FetchServer.Request request, OutputStream out) throws Exception {
        out.write("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\nbeginning".getBytes(StandardCharsets.US_ASCII));
        out.flush();
        request.awaitEnd();
    }

    private static void leavesNothing(FetchServer server) throws InterruptedException {
        for (int i = 0; i < 200 && !server.open.isEmpty(); i++) {
            TimeUnit.MILLISECONDS.sleep(10); // the server's threads notice in their own time
        }
        assertEquals(0, server.open.size(), "connections");
    }

    private static String withSignal(String steps) {
        return "const controller = new AbortController(), { signal } = controller;" + steps;
    }

    @Test
    void beforeTheFetch() throws Exception {
        try (FetchServer server = new FetchServer(FetchAbortTest::begin);
                FetchPage page = new FetchPage(server.url())) {
            assertEquals(ABORTED, page.run(withSignal("controller.abort(); await fetch('/', { signal })")));
            assertEquals(
                    "Error: mine",
                    page.run(withSignal("controller.abort(new Error('mine')); await fetch('/', { signal })")));
            assertEquals("canceled because", page.run(withSignal("""
                            controller.abort('because');
                            let seen = 'not canceled';
                            const body = new ReadableStream({ cancel(reason) { seen = `canceled ${reason}`; } });
                            await fetch('/', { signal, method: 'POST', duplex: 'half', body }).catch(() => {});
                            return seen;
                            """)));
            page.becomesIdle();
            assertEquals(List.of(), server.requests);
            assertEquals(List.of(), page.recorder.lines);
        }
    }

    @Test
    void inTheSameTurn() throws Exception {
        try (FetchServer server = new FetchServer(FetchAbortTest::begin);
                FetchPage page = new FetchPage(server.url())) {
            assertEquals(
                    ABORTED, page.run(withSignal("const f = fetch('/', { signal }); controller.abort(); await f")));
            page.becomesIdle();
            assertEquals(List.of(), server.requests);
        }
    }

    @Test
    void whileTheServerSaysNothing() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        try (FetchServer server = new FetchServer((request, out) -> {
                    asked.countDown();
                    request.awaitEnd();
                });
                FetchPage page = new FetchPage(server.url())) {
            page.start(withSignal("globalThis.abort = () => controller.abort(); await fetch('/', { signal })"));
            asked.await();
            page.runtime.run("abort()", "abort.js");
            assertEquals(ABORTED, page.result());
            page.becomesIdle();
            leavesNothing(server);
        }
    }

    @Test
    void whileTheBodyIsSent() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        try (FetchServer server = new FetchServer((request, out) -> {
                    request.chunk();
                    asked.countDown();
                    request.awaitEnd();
                });
                FetchPage page = new FetchPage(server.url())) {
            page.start(withSignal("""
                    globalThis.abort = () => controller.abort('because');
                    let seen = '';
                    const body = new ReadableStream({
                      start(c) { c.enqueue(new Uint8Array(1)); },
                      cancel(reason) { seen += `canceled ${reason}`; },
                    });
                    await fetch('/', { signal, method: 'POST', duplex: 'half', body }).catch((e) => { seen += `${e}, `; });
                    await new Promise((resolve) => setTimeout(resolve, 0));
                    return seen;
                    """));
            asked.await();
            page.runtime.run("abort()", "abort.js");
            assertTrue(List.of("because, canceled because", "canceled becausebecause, ")
                    .contains(page.result()));
            page.becomesIdle();
            leavesNothing(server);
        }
    }

    @Test
    void whileTheBodyComes() throws Exception {
        for (String steps : List.of(
                "const r = await fetch('/', { signal }); controller.abort(); await r.text()",
                "const r = await fetch('/', { signal }); const t = r.text(); controller.abort(); await t",
                "const r = await fetch('/', { signal }); const t = r.body; controller.abort(); await r.text()",
                "const r = await fetch('/', { signal }); const t = r.clone(); controller.abort(); await t.text()",
                "const r = (await fetch('/', { signal })).body.getReader(); await r.read(); controller.abort(); await r.read()",
                "const r = await fetch('/', { signal }); const t = r.body.pipeTo(new WritableStream()); controller.abort(); await t",
                "const r = (await fetch(new Request('/', { signal }))).body.getReader(); await r.read();"
                        + "const t = r.read(); controller.abort(); await t")) {
            try (FetchServer server = new FetchServer(FetchAbortTest::begin);
                    FetchPage page = new FetchPage(server.url())) {
                assertEquals(ABORTED, page.run(withSignal(steps)), steps);
                page.becomesIdle();
                leavesNothing(server);
                assertEquals(List.of(), page.recorder.lines);
                assertEquals(List.of(), page.recorder.errors);
            }
        }
    }

    @Test
    void aStreamWhoseResponseIsCollectedHearsOfIt() throws Exception {
        try (FetchServer server = new FetchServer(FetchAbortTest::begin);
                FetchPage page = new FetchPage(server.url())) {
            page.run(withSignal("""
                    globalThis.abort = () => controller.abort();
                    globalThis.reader = (await fetch('/', { signal })).body.getReader();
                    await reader.read();
                    """));
            page.start("return reader.read()");
            for (int i = 0; i < 10; i++) {
                System.gc();
                TimeUnit.MILLISECONDS.sleep(10);
            }
            page.runtime.run("fetch('data:,x'); abort()", "abort.js");
            assertEquals(ABORTED, page.result());
            page.becomesIdle();
            leavesNothing(server);
        }
    }

    @Test
    void fromWithinWhatTheFetchCalls() throws Exception {
        try (FetchServer server = new FetchServer(FetchAbortTest::begin);
                FetchPage page = new FetchPage(server.url())) {
            assertEquals("once " + ABORTED, page.run(withSignal("""
                    let count = 0;
                    Object.defineProperty(Response.prototype, 'then', {
                      configurable: true,
                      get() {
                        if (count++ === 0) controller.abort();
                        return undefined;
                      },
                    });
                    try {
                      const response = await fetch('/', { signal });
                      delete Response.prototype.then;
                      await response.text();
                    } catch (e) {
                      return `${count === 1 ? 'once' : count} ${e.name}: ${e.message}`;
                    }
                    """)));
            page.becomesIdle();
            leavesNothing(server);
        }
    }

    @Test
    void manyTimesOver() throws Exception {
        try (FetchServer server = new FetchServer(FetchAbortTest::begin);
                FetchPage page = new FetchPage(server.url())) {
            assertEquals("1000", page.run("""
                    let aborted = 0;
                    for (let i = 0; i < 1000; i++) {
                      const controller = new AbortController();
                      fetch('/', { signal: controller.signal }).then((response) => response.text())
                          .catch((e) => { if (e.name === 'AbortError') aborted++; });
                      if (i % 3 === 0) await new Promise((resolve) => setTimeout(resolve, 0));
                      controller.abort();
                    }
                    await new Promise((resolve) => setTimeout(resolve, 0));
                    return aborted;
                    """));
            page.becomesIdle();
            leavesNothing(server);
        }
    }

    @Test
    void theRuntimeEnds() throws Exception {
        for (String steps : List.of(
                "fetch('/silent')",
                "fetch('/').then((r) => r.text())",
                "fetch('/').then((r) => { globalThis.kept = r; })",
                "fetch('/').then((r) => r.body.pipeTo(new WritableStream()))",
                "fetch('/silent', { method: 'POST', duplex: 'half', body: new ReadableStream({ pull(c) { c.enqueue(new Uint8Array(9)); } }) })",
                "for (let i = 0; i < 100; i++) fetch('/silent')")) {
            CountDownLatch asked = new CountDownLatch(1);
            Recorder recorder;
            try (FetchServer server = new FetchServer((request, out) -> {
                asked.countDown();
                if (request.path().equals("/silent")) {
                    request.awaitEnd();
                } else {
                    begin(request, out);
                }
            })) {
                try (FetchPage page = new FetchPage(server.url())) {
                    recorder = page.recorder;
                    page.runtime.run(steps, "begin.js");
                    asked.await();
                    TimeUnit.MILLISECONDS.sleep(50);
                }
                leavesNothing(server);
            }
            assertEquals(List.of(), recorder.lines, steps);
            assertEquals(List.of(), recorder.errors, steps);
        }
        for (int i = 0; i < 200 && loopThreads() > 0; i++) {
            TimeUnit.MILLISECONDS.sleep(10);
        }
        assertEquals(0, loopThreads());
    }

    private static long loopThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("weir"))
                .count();
    }
}
