package dev.weir.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** What ends with a frame, with its document, and with the runtime. */
class FrameEndsTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String PAGE = "http://weir.example/page.html";
    private static final SharedEngine ENGINE = SharedEngine.create();

    private final Recorder recorder = new Recorder();

    @AfterAll
    static void closeEngine() {
        ENGINE.close();
    }

    private WebRuntime load(String script) {
        WebRuntime runtime = recorder.runtime().engine(ENGINE).build();
        runtime.loadPage("<!doctype html><body><script>" + script + "</script>", PAGE);
        return runtime;
    }

    private List<String> run(String script) {
        try (WebRuntime runtime = load(script)) {
            assertTrue(runtime.runUntilIdle(SOON));
        }
        return recorder.lines;
    }

    /** The same under a virtual clock, in 200 ms of its time. */
    private List<String> runVirtually(String script) {
        try (WebRuntime runtime =
                recorder.runtime().engine(ENGINE).virtualClock().build()) {
            runtime.loadPage("<!doctype html><body><script>" + script + "</script>", PAGE);
            runtime.advance(Duration.ofMillis(200));
        }
        return recorder.lines;
    }

    @Test
    void aDocumentThatItsFrameShowsNoLongerOpensNoFrames() {
        assertEquals(List.of("null null 0 null", "null null 0 null"), run("""
                const frame = document.body.appendChild(document.createElement('iframe'));
                const inner = frame.contentWindow;
                const look = (page) => {
                    const nested = page.body.appendChild(page.createElement('iframe'));
                    const script = page.createElement('script');
                    script.text = 'top.console.log("never")';
                    page.body.append(script);
                    console.log(nested.contentWindow, nested.contentDocument, inner.length, page.defaultView);
                };
                const page = frame.contentDocument;
                frame.remove();
                look(page);
                const other = document.body.appendChild(document.createElement('iframe'));
                const first = other.contentDocument;
                other.srcdoc = 'second';
                other.onload = () => look(first);
                """));
    }

    @Test
    void framesOfADocumentEndWhenAnotherTakesItsPlace() {
        assertEquals(List.of("null true null"), run("""
                const frame = document.body.appendChild(document.createElement('iframe'));
                const first = frame.contentDocument;
                const nested = first.body.appendChild(first.createElement('iframe'));
                const inner = nested.contentWindow;
                inner.setInterval(() => {}, 10);
                frame.srcdoc = 'second';
                frame.onload = () => {
                    console.log(nested.contentWindow, inner.closed, inner.parent);
                    inner.setTimeout(() => console.log('never'), 0);
                };
                """));
    }

    @Test
    void aFrameThatIsRemovedBeforeItsTurnIsNotOpened() {
        assertEquals(List.of("1 null"), run("""
                const first = document.createElement('iframe');
                const second = document.createElement('iframe');
                first.onload = () => second.remove();
                const both = new DocumentFragment();
                both.append(first, second);
                document.body.append(both);
                console.log(length, second.contentWindow);
                """));
    }

    @Test
    void workersOfARemovedFrameEndWithIt() {
        long before = workerThreads();
        assertEquals(List.of("worker", "removed"), run("""
                const frame = document.body.appendChild(document.createElement('iframe'));
                const inner = frame.contentWindow;
                const url = URL.createObjectURL(new Blob(['postMessage("worker"); setInterval(() => {}, 10)']));
                const worker = new inner.Worker(url);
                worker.onmessage = (e) => {
                    console.log(e.data);
                    frame.remove();
                    const late = new inner.Worker(url);
                    late.onmessage = () => console.log('never');
                    new inner.SharedWorker(url);
                    console.log('removed');
                };
                """));
        try (WebRuntime other = recorder.runtime().engine(ENGINE).build()) {
            assertTrue(other.runUntil(() -> workerThreads() <= before, SOON));
        }
    }

    private static long workerThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("weir-worker"))
                .count();
    }

    @Test
    void timersOfARemovedFrameDoNotRunUnderAVirtualClock() {
        assertEquals(List.of("frame", "removed", "window"), runVirtually("""
                const frame = document.body.appendChild(document.createElement('iframe'));
                const inner = frame.contentWindow;
                inner.setTimeout(() => console.log('frame'), 10);
                inner.setTimeout(() => console.log('never'), 30);
                setTimeout(() => {
                    frame.remove();
                    inner.setTimeout(() => console.log('never'), 0);
                    inner.setTimeout(() => console.log('never'), 10);
                    console.log('removed');
                }, 20);
                setTimeout(() => console.log('window'), 100);
                """));
    }

    @Test
    void tasksOfFramesRunBeforeTheVirtualClockMovesOn() {
        assertEquals(List.of("posted", "later"), runVirtually("""
                const inner = document.body.appendChild(document.createElement('iframe')).contentWindow;
                let hops = 0;
                inner.onmessage = () => { if (++hops < 10) inner.postMessage(''); else console.log('posted'); };
                setTimeout(() => inner.postMessage(''), 10);
                setTimeout(() => console.log('later'), 11);
                """));
    }

    @Test
    void modulesGoWithTheirFrames() {
        try (WebRuntime runtime = load("""
                const long = 'x'.repeat(1 << 20);
                var ran = 0;
                async function make(count) {
                    for (let i = 0; i < count; i++) {
                        const blob = URL.createObjectURL(new Blob([`parent.ran++; '${long}'`], { type: 'text/javascript' }));
                        const frame = document.createElement('iframe');
                        // The engine keeps a module as long as the script that imported it, and equal scripts only once.
                        frame.srcdoc = `<script type=module>parent.ran++; '${long}'<\\/script>
                            <script>var imported = import('${blob}')<\\/script>`;
                        document.body.append(frame);
                        await new Promise((resolve) => { frame.onload = resolve; });
                        await frame.contentWindow.imported;
                        URL.revokeObjectURL(blob);
                        frame.remove();
                    }
                }""")) {
            runtime.run("make(5)", "make.js");
            assertTrue(runtime.runUntilIdle(SOON));
            long before = MemoryTest.usedAfterCollection();
            runtime.run("make(40)", "make.js");
            assertTrue(runtime.runUntilIdle(SOON));
            assertEquals(90, runtime.evaluate("ran"));
            // The engine clears its caches of what was collected when it parses something.
            assertTrue(
                    runtime.runUntil(
                            () -> {
                                runtime.evaluate("'" + System.nanoTime() + "'");
                                return MemoryTest.usedAfterCollection() - before
                                        < 20 << 20; // of 80 MiB and their copies
                            },
                            SOON),
                    () -> "kept " + (MemoryTest.usedAfterCollection() - before));
        }
    }
}
