package dev.weir.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Workers that several SharedWorker objects connect to. */
class SharedWorkerTest {
    private static final SharedEngine ENGINE = SharedEngine.create();
    private static final Map<String, String> FILES = Map.ofEntries(
            Map.entry(
                    "https://example.com/counts.js", "let n = 0; onconnect = (e) => e.source.postMessage(name + ++n);"),
            Map.entry("https://example.com/tells.js", """
                    onconnect = (e) => e.ports[0].postMessage([e.constructor === MessageEvent, e.type, e.data === '',
                        e.origin === '', e.ports.length, Object.isFrozen(e.ports), e.source === e.ports[0], e.target === self,
                        e.ports[0] instanceof MessagePort, e.bubbles || e.cancelable].join(' '));
                    """),
            Map.entry("https://example.com/scope.js", """
                    onconnect = (e) => e.source.postMessage([
                        self === globalThis, self instanceof SharedWorkerGlobalScope, self instanceof WorkerGlobalScope,
                        typeof DedicatedWorkerGlobalScope, typeof postMessage, typeof onmessage, typeof window, typeof SharedWorker,
                        typeof Image,
                        typeof Worker, typeof FileReaderSync, typeof WebSocketStream, typeof ReadableStream, typeof importScripts,
                        Object.prototype.toString.call(location), String(navigator)].join(' '));
                    """),
            Map.entry(
                    "https://example.com/echo.js",
                    "onconnect = ({ source }) => { source.onmessage = (e) => source.postMessage(e.data); };"),
            Map.entry(
                    "https://example.com/imports.js",
                    "importScripts('value.js'); onconnect = (e) => e.source.postMessage(value);"),
            Map.entry("https://example.com/value.js", "const value = 'imported';"),
            Map.entry("https://example.com/module.js", """
                    let caught = 'none';
                    try { importScripts('value.js'); } catch (e) { caught = e.constructor.name; }
                    onconnect = (e) => e.source.postMessage(`${typeof this} ${caught}`);
                    """),
            Map.entry("https://example.com/closes.js", """
                    onconnect = ({ source }) => { source.onmessage = (e) => { close(); source.postMessage('closing'); }; };
                    """),
            Map.entry("https://example.com/throws.js", """
                    onconnect = (e) => e.source.postMessage('connected');
                    setTimeout(() => { throw new TypeError('later'); }, 0);
                    throw new RangeError('on purpose');
                    """),
            Map.entry("https://example.com/handles.js", """
                    onerror = (message) => { told = message; return true; };
                    let told;
                    onconnect = (e) => e.source.postMessage(told);
                    throw new RangeError('handled');
                    """),
            Map.entry(
                    "https://example.com/endless.js", "onconnect = (e) => { e.source.postMessage(1); while (true); };"),
            Map.entry("https://example.com/wrong.js", "onconnect = () => {}; ]"));

    @TempDir
    private Path folder;

    private final List<String> printed = new CopyOnWriteArrayList<>();
    private final List<String> reports = new CopyOnWriteArrayList<>();
    private final WebRuntime runtime = granted(WebRuntime.builder()).build();

    private WebRuntime.Builder granted(WebRuntime.Builder builder) {
        return watched(builder).resources(url -> {
            String text = FILES.get(url.replaceFirst("#.*", ""));
            if (text == null) {
                throw new FileNotFoundException("nothing there");
            }
            return text;
        });
    }

    private WebRuntime.Builder watched(WebRuntime.Builder builder) {
        return builder.engine(ENGINE)
                .url("https://example.com/page.html")
                .console((level, text) -> printed.add(text))
                .onError(report -> reports.add(report.message()));
    }

    @AfterEach
    void close() {
        runtime.close();
    }

    @AfterAll
    static void closeEngine() {
        ENGINE.close();
    }

    /** What the script prints until neither it nor a worker has anything left to do. */
    private String run(String script) {
        return run(runtime, script);
    }

    private String run(WebRuntime in, String script) {
        printed.clear();
        in.run("{" + script + "}", "test.js");
        assertTrue(in.runUntilIdle(Duration.ofSeconds(30)));
        return String.join(" ", printed);
    }

    @Test
    void constructionsWithTheSameUrlAndNameShareOneWorker() {
        String connect = "new SharedWorker('counts.js').port.onmessage = (e) => console.log(e.data);";
        assertEquals("1 2", run(connect + connect));
        assertEquals("3", run(connect));
        assertEquals(
                "4", run("new SharedWorker('/counts.js', { name: '' }).port.onmessage = (e) => console.log(e.data);"));
    }

    @Test
    void anotherNameOrUrlIsAnotherWorker() {
        assertEquals("a1 a2 b1 #1", run("""
                const told = [];
                for (const [url, name] of [['counts.js', 'a'], ['counts.js', { name: 'a' }], ['counts.js', 'b'], ['counts.js#x', '#']]) {
                  new SharedWorker(url, name).port.onmessage = (e) => {
                    told.push(e.data);
                    if (told.length === 4) console.log(told.sort((x, y) => (x[0] === '#') - (y[0] === '#') || (x < y ? -1 : 1)).join(' '));
                  };
                }
                """));
    }

    @Test
    void theConnectEventBringsThePortTwice() {
        assertEquals(
                "true connect true true 1 true true true true false",
                run("new SharedWorker('tells.js').port.onmessage = (e) => console.log(e.data);"));
    }

    @Test
    void theGlobalIsThatOfASharedWorkerAndOfNoOther() {
        assertEquals(
                "true true true undefined undefined undefined undefined undefined undefined function function function function function"
                        + " [object WorkerLocation] [object WorkerNavigator]",
                run("new SharedWorker('scope.js').port.onmessage = (e) => console.log(e.data);"));
        assertEquals(
                "function undefined undefined",
                runtime.evaluate(
                        "[SharedWorker, self.SharedWorkerGlobalScope, self.onconnect].map((x) => typeof x).join(' ')"));
    }

    @Test
    void messagesWaitUntilThePortIsStarted() {
        assertEquals("[object MessagePort] true true", run("""
                const { port } = new SharedWorker('echo.js');
                port.postMessage('there and back');
                setTimeout(() => {
                  let heard = false;
                  port.addEventListener('message', () => { heard = true; });
                  setTimeout(() => {
                    const early = heard;
                    port.addEventListener('message', () => console.log(String(port), !early, heard));
                    port.start();
                  }, 300);
                }, 300);
                """));
    }

    @Test
    void streamsAndBuffersAreTransferred() {
        assertEquals("0 3 chunk", run("""
                const { port } = new SharedWorker('echo.js');
                const buffer = new ArrayBuffer(3);
                const stream = new ReadableStream({ start(c) { c.enqueue('chunk'); c.close(); } });
                port.postMessage(buffer, [buffer]);
                console.log(buffer.byteLength);
                port.onmessage = async (e) => {
                  console.log(e.data.byteLength);
                  const worker = new SharedWorker(URL.createObjectURL(new Blob([
                      'onconnect = ({ source }) => { source.onmessage = (e) => source.postMessage(e.data, [e.data]); }'])));
                  worker.port.postMessage(stream, [stream]);
                  worker.port.onmessage = async (e) => console.log((await e.data.getReader().read()).value);
                };
                """));
    }

    @Test
    void classicScriptsImportAndModulesDoNot() throws IOException {
        assertEquals("imported", run("new SharedWorker('imports.js').port.onmessage = (e) => console.log(e.data);"));
        assertEquals(
                "undefined TypeError",
                run("new SharedWorker('module.js', { type: 'module' }).port.onmessage = (e) => console.log(e.data);"));
        Files.writeString(folder.resolve("dep.js"), "export const value = 'of a file';");
        Files.writeString(
                folder.resolve("main.js"),
                "import { value } from './dep.js'; onconnect = (e) => e.source.postMessage(value);");
        Files.writeString(folder.resolve("lacks.js"), "import './missing.js'; throw new Error('never runs');");
        Files.writeString(folder.resolve("names.js"), "import { none } from './dep.js';");
        Files.writeString(folder.resolve("broken.js"), "import './wrong.js';");
        Files.writeString(folder.resolve("wrong.js"), "]");
        Files.writeString(
                folder.resolve("fails.js"), "onconnect = (e) => e.source.postMessage('ran'); throw new Error('ran');");
        try (WebRuntime files = watched(WebRuntime.builder())
                .url(folder.resolve("page.html").toUri().toString())
                .allowImportsFrom(folder)
                .build()) {
            String script = """
                    const worker = new SharedWorker('%s', { type: 'module' });
                    worker.port.onmessage = (e) => console.log(e.data);
                    worker.onerror = (e) => console.log(e.type, e.constructor === Event);
                    """;
            assertEquals("of a file", run(files, script.formatted("main.js")));
            for (String notLoaded : List.of("missing.js", "lacks.js", "names.js", "broken.js", "wrong.js")) {
                assertTrue(run(files, script.formatted(notLoaded)).endsWith("error true"), notLoaded);
                assertEquals(List.of(), reports);
            }
            assertEquals("ran", run(files, script.formatted("fails.js")));
            assertEquals(List.of("Uncaught Error: ran"), reports);
        }
    }

    @Test
    void aMismatchOfTypeOrCredentialsIsAnErrorEvent() {
        assertEquals("1 error error error", run("""
                const first = new SharedWorker('counts.js');
                const log = [];
                for (const options of [{ type: 'module' }, { credentials: 'omit' }]) {
                  const other = new SharedWorker('counts.js', options);
                  other.onerror = (e) => log.push(e.type);
                  other.port.onmessage = () => console.log('connected');
                }
                first.port.onmessage = (e) => {
                  new SharedWorker('counts.js', { type: 'module' }).onerror = (late) => {
                    console.log(e.data, ...log, late.type);
                  };
                };
                """));
    }

    @Test
    void aScriptThatCannotBeHadOrParsedIsAnErrorEventForAllWhoWait() {
        String script = """
                for (let i = 0; i < 2; i++) {
                  const worker = new SharedWorker('%s');
                  worker.addEventListener('error', (e) => console.log(e.type, e.constructor === Event, e.target === worker));
                  worker.port.onmessage = () => console.log('connected');
                }
                """;
        Map<String, String> reasons = Map.of(
                "https://example.com/missing.js", "nothing there",
                "https://elsewhere.example/x.js", "a worker's script must be of the origin of its owner");
        reasons.forEach((url, reason) -> {
            String told = run(script.formatted(url));
            // Told again when the first worker had failed before the second object asked for it.
            String events = told.replace("Cannot load the script " + url + ": " + reason + " ", "");
            assertEquals("error true true error true true", events);
            assertNotEquals(events, told);
        });
        assertTrue(run(script.formatted("wrong.js")).endsWith("error true true error true true"));
        assertEquals(List.of(), reports);
        assertEquals("SyntaxError", runtime.evaluate("try { new SharedWorker('https://[') } catch (e) { e.name }"));
    }

    @Test
    void errorsAreReportedAndReachNoSharedWorkerObject() {
        assertEquals("connected", run("""
                const worker = new SharedWorker('throws.js');
                worker.onerror = () => console.log('not seen');
                self.onerror = () => console.log('not seen');
                worker.port.onmessage = (e) => console.log(e.data);
                """));
        assertEquals(List.of("Uncaught RangeError: on purpose", "Uncaught TypeError: later"), reports);
        assertEquals("Uncaught RangeError: handled", run("""
                new SharedWorker('handles.js').port.onmessage = (e) => console.log(e.data);
                """));
        assertEquals(2, reports.size());
    }

    @Test
    void aWorkerThatClosedItselfIsFollowedByAnother() {
        assertEquals("closing closed closing", run("""
                const first = new SharedWorker('closes.js');
                first.port.onmessage = (e) => console.log(e.data);
                first.port.onclose = () => {
                  console.log('closed');
                  const second = new SharedWorker('closes.js');
                  second.port.onmessage = (e) => console.log(e.data);
                  second.port.postMessage(0);
                };
                first.port.postMessage(0);
                """));
    }

    @Test
    void workersCannotConstructThem() {
        assertEquals("undefined", run("""
                const blob = new Blob(['postMessage(typeof SharedWorker)']);
                new Worker(URL.createObjectURL(blob)).onmessage = (e) => console.log(e.data);
                """));
    }

    @Test
    void aNewPageBeginsWithNewWorkers() {
        String page = "<script>new SharedWorker('counts.js').port.onmessage = (e) => console.log(e.data);</script>";
        for (int i = 0; i < 2; i++) {
            printed.clear();
            runtime.loadPage(page, "https://example.com/page.html");
            assertTrue(runtime.runUntilIdle(Duration.ofSeconds(30)));
            assertEquals(List.of("1"), printed);
        }
    }

    @Test
    void closingTheRuntimeEndsItsThread() throws InterruptedException {
        runtime.run("new SharedWorker('endless.js').port.onmessage = (e) => console.log(e.data)", "test.js");
        assertTrue(runtime.runUntil(() -> printed.contains("1"), Duration.ofSeconds(30)));
        List<Thread> threads = workerThreads();
        assertTrue(!threads.isEmpty());
        runtime.close();
        for (Thread thread : threads) {
            thread.join(Duration.ofSeconds(30));
            assertTrue(!thread.isAlive(), thread::getName);
        }
    }

    private static List<Thread> workerThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("weir-worker"))
                .toList();
    }

    @Test
    void nothingIsLoadedUnlessTheEmbedderGrantsIt() {
        try (WebRuntime bare = watched(WebRuntime.builder()).build()) {
            String why =
                    "Cannot load the script https://example.com/counts.js: scripts come from files, blobs and data: URLs, unless the embedder loads others";
            for (String constructor : List.of("SharedWorker", "Worker")) {
                String script = "new %s('counts.js').onerror = (e) => console.log(e.type);".formatted(constructor);
                assertEquals(why + " error", run(bare, script));
            }
        }
        try (WebRuntime bare =
                watched(WebRuntime.builder()).url("file:///page.html").build()) {
            assertEquals(
                    "Cannot load the script file:///counts.js: it is outside of the folders that scripts may be loaded from"
                            + " error",
                    run(bare, "new SharedWorker('counts.js').onerror = (e) => console.log(e.type);"));
        }
    }
}
