package dev.weir.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.FileNotFoundException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Workers that scripts start. */
class WorkerTest {
    private static final SharedEngine ENGINE = SharedEngine.create();
    private static final Map<String, String> FILES = Map.of(
            "https://example.com/echo.js",
                    "onmessage = (e) => postMessage({ echo: e.data, name, in: self.constructor.name })",
            "https://example.com/counts.js", "let n = 0; onmessage = () => { while (true) n++; }",
            "https://example.com/ends.js",
                    "close(); setTimeout(() => postMessage('never'), 0); const end = Date.now() + 50; while (Date.now() < end); postMessage('last')",
            "https://example.com/throws.js", "throw new RangeError('on purpose')",
            "https://example.com/handles.js", "onerror = () => true; throw 1",
            "https://example.com/rejects.js", "Promise.reject(new Error('nobody cares'))",
            "https://example.com/nests.js",
                    "const inner = new Worker('echo.js'); inner.onmessage = (e) => { postMessage(e.data.echo); }; inner.postMessage('deep')");

    private final List<String> printed = new CopyOnWriteArrayList<>();
    private final List<String> reports = new CopyOnWriteArrayList<>();
    private final List<Throwable> hostFailures = new CopyOnWriteArrayList<>();
    private final WebRuntime runtime = WebRuntime.builder()
            .engine(ENGINE)
            .onHostFailure(hostFailures::add)
            .url("https://example.com/page.html")
            .console((level, text) -> printed.add(text))
            .onError(report -> reports.add(report.message()))
            .resources(url -> {
                if (url.endsWith("broken.js")) {
                    throw new IllegalArgumentException("the loader is broken");
                }
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
        assertEquals(List.of(), hostFailures);
    }

    @AfterAll
    static void closeEngine() {
        ENGINE.close();
    }

    /** What the script prints until neither it nor a worker has anything left to do. */
    private String run(String script) {
        runtime.run(script, "test.js");
        assertTrue(runtime.runUntilIdle(Duration.ofSeconds(30)));
        return String.join(" ", printed);
    }

    @Test
    void aLoaderThatBreaksIsToldOfAndTheWorkerFails() {
        assertEquals("error", run("new Worker('broken.js').onerror = (e) => console.log(e.type);"));
        assertEquals("the loader is broken", hostFailures.removeFirst().getMessage());
        runtime.loadPage("<script src=broken.js></script><script>console.log('on')</script>", "https://example.com/");
        assertEquals("error on", String.join(" ", printed));
        assertEquals("the loader is broken", hostFailures.removeFirst().getMessage());
    }

    @Test
    void aWorkersRejectionIsReportedAndNoErrorOfTheWorker() {
        assertEquals("", run("new Worker('rejects.js').onerror = (e) => console.log(e.type);"));
        assertEquals(List.of("Uncaught (in promise) Error: nobody cares"), reports);
    }

    @Test
    void messagesGoToAWorkerAndBack() {
        assertEquals(
                "{\"echo\":{\"list\":[1,null]},\"name\":\"bob\",\"in\":\"DedicatedWorkerGlobalScope\"} true", run("""
                const w = new Worker('echo.js', { name: 'bob' });
                w.onmessage = (e) => console.log(JSON.stringify(e.data), e.target === w);
                w.postMessage({ list: [1, null] });
                """));
    }

    @Test
    void buffersAndPortsAreTransferred() {
        assertEquals("0 3 7", run("""
                const w = new Worker('echo.js');
                const { port1, port2 } = new MessageChannel();
                const buffer = new ArrayBuffer(3);
                port1.onmessage = (e) => console.log(e.data);
                const blob = new Blob(['onmessage = (e) => e.ports[0].postMessage(7)']);
                w.onmessage = (e) => {
                  console.log(e.data.echo.byteLength);
                  new Worker(URL.createObjectURL(blob)).postMessage(0, [port2]);
                };
                w.postMessage(buffer, [buffer]);
                console.log(buffer.byteLength);
                """));
    }

    @Test
    void aScriptLongerThanAStringCanBeIsAsGoodAsNone() {
        assertTrue(run("""
                let blob = new Blob([' '.repeat(5000)]);
                for (let i = 0; i < 40; i++) blob = new Blob([blob, blob]);
                new Worker(URL.createObjectURL(blob)).onerror = (e) => console.log(e.type);
                """).endsWith(": the blob is too large to be read at once: 5497558138880000 bytes error"));
    }

    @Test
    void anEndlessWorkerIsTerminated() {
        assertEquals("timer", run("""
                const w = new Worker('counts.js');
                w.postMessage(0);
                setTimeout(() => { w.terminate(); setTimeout(() => console.log('timer'), 300); }, 100);
                """));
    }

    @Test
    void aWorkerEndsItself() {
        assertEquals("last", run("new Worker('ends.js').onmessage = (e) => console.log(e.data)"));
    }

    @Test
    void errorsReachTheOwnerOnce() {
        assertEquals("Uncaught RangeError: on purpose 1 true", run("""
                const w = new Worker('throws.js');
                w.onerror = (e) => { console.log(e.message, e.lineno, e instanceof ErrorEvent); e.preventDefault(); };
                """));
        assertEquals(List.of(), reports);
        run("new Worker('throws.js')");
        assertEquals(List.of("Uncaught RangeError: on purpose"), reports);
        run("new Worker('handles.js').onerror = () => console.log('not seen')");
        assertEquals(1, reports.size());
    }

    @Test
    void aScriptThatIsNotThereOrElsewhereIsAnErrorEventAndOnTheConsole() {
        String told = run("""
                for (const url of ['missing.js', 'https://elsewhere.example/x.js']) {
                  new Worker(url).onerror = (e) => console.log(e.type, e.constructor === Event);
                }
                """);
        assertEquals(2, printed.stream().filter("error true"::equals).count(), told);
        assertTrue(
                printed.contains(
                        "Cannot load the script https://elsewhere.example/x.js: a worker's script must be of the"
                                + " origin of its owner"),
                told);
        assertTrue(
                printed.stream()
                        .anyMatch(text -> text.startsWith("Cannot load the script ") && text.contains("/missing.js: ")),
                told);
        assertEquals(4, printed.size(), told);
        assertEquals("SyntaxError", runtime.evaluate("try { new Worker('https://[') } catch (e) { e.name }"));
    }

    @Test
    void aScriptThatCannotBeParsedIsAnErrorEventAndOnTheConsole() {
        String told = run("""
                for (const type of ['classic', 'module']) {
                  const url = URL.createObjectURL(new Blob(['postMessage("never"); ]'], { type: 'text/javascript' }));
                  const w = new Worker(url, { type });
                  w.onmessage = (e) => console.log(e.data);
                  w.onerror = (e) => console.log(e.type, e.constructor === Event);
                }
                """);
        assertEquals(2, printed.stream().filter("error true"::equals).count(), told);
        assertEquals(
                2, printed.stream().filter(text -> text.contains("SyntaxError")).count(), told);
        assertEquals(4, printed.size(), told);
        assertEquals(List.of(), reports);
    }

    @Test
    void theUrlOfItsBlobMayBeRevokedAtOnce() {
        assertEquals("a worker a shared worker", run("""
                const start = (Kind, script) => {
                  const url = URL.createObjectURL(new Blob([script]));
                  const made = new Kind(url);
                  URL.revokeObjectURL(url);
                  return made;
                };
                start(Worker, "postMessage('a worker')").onmessage = (e) => {
                  console.log(e.data);
                  const { port } = start(SharedWorker, "onconnect = (e) => e.source.postMessage('a shared worker')");
                  port.onmessage = (e) => console.log(e.data);
                };
                """));
    }

    @Test
    void modulesRunInWorkersAndImportNoScripts() {
        assertEquals("undefined TypeError undefined", run("""
                const url = URL.createObjectURL(new Blob([`
                    let caught = 'none';
                    try { importScripts('echo.js'); } catch (e) { caught = e.constructor.name; }
                    postMessage([typeof this, caught, typeof __weirLinked].join(' '));`], { type: 'text/javascript' }));
                new Worker(url, { type: 'module' }).onmessage = (e) => console.log(e.data);
                """));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "data:text/plain,postMessage(location.href.slice(0, 16) + origin) | classic | data:text/plain,null",
                "data:text/javascript,postMessage(`this is ${this}`) | module | this is undefined",
                "data:,importScripts('data:,var%20x=`imported`'); postMessage(x) | classic | imported",
            })
    void scriptsMayBeInTheirUrl(String url, String type, String message) {
        assertEquals(message, run("""
                new Worker("%s", { type: '%s' }).onmessage = (e) => console.log(e.data);
                """.formatted(url, type)));
    }

    @ParameterizedTest
    @CsvSource({
        "'data:text/javascript', the URL has no data in it",
        "'data:text/csv,1', 'it is of type text/csv, which is none of a script'",
    })
    void aUrlMayLackAScript(String url, String reason) {
        assertEquals(
                "Cannot load the script " + url + ": " + reason + " error",
                run("new Worker('" + url + "').onerror = (e) => console.log(e.type)"));
    }

    @Test
    void aModuleHasTheTypeOfJavaScript() {
        assertEquals(
                "Cannot load the script data:,1: it is of type text/plain, which is none of a module error",
                run("new Worker('data:,1', { type: 'module' }).onerror = (e) => console.log(e.type)"));
        assertTrue(run("""
                new Worker(URL.createObjectURL(new Blob(['1'])), { type: 'module' }).onerror = (e) => console.log(e.type);
                """).endsWith(": it has no type, which is none of a module error"));
    }

    @Test
    void workersHaveWorkersAndBroadcastToAll() {
        assertEquals("deep", run("new Worker('nests.js').onmessage = (e) => console.log(e.data)"));
    }
}
