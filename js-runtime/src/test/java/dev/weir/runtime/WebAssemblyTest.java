package dev.weir.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The engine's WebAssembly in our realms; what it has of its own is the engine's affair, and its streaming the suite's. */
class WebAssemblyTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final SharedEngine ENGINE = SharedEngine.create();

    /** A module with add(i32, i32), and one with forever(), which calls the import `begin.now` and then loops. */
    private static final String MODULES = """
            const add = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0, 1, 7, 1, 96, 2, 127, 127, 1, 127, 3, 2, 1, 0,
                7, 7, 1, 3, 97, 100, 100, 0, 0, 10, 9, 1, 7, 0, 32, 0, 32, 1, 106, 11]);
            const forever = new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0, 1, 4, 1, 96, 0, 0,
                2, 13, 1, 5, 98, 101, 103, 105, 110, 3, 110, 111, 119, 0, 0, 3, 2, 1, 0,
                7, 11, 1, 7, 102, 111, 114, 101, 118, 101, 114, 0, 1, 10, 11, 1, 9, 0, 16, 0, 3, 64, 12, 0, 11, 11]);
            """;

    private Recorder recorder;

    @BeforeEach
    void newRecorder() {
        recorder = new Recorder();
    }

    @AfterAll
    static void closeEngine() {
        ENGINE.close();
    }

    private List<String> linesOf(String script) {
        try (WebRuntime runtime = recorder.runtime().engine(ENGINE).build()) {
            runtime.run(MODULES + script, "x.mjs");
            assertTrue(runtime.runUntilIdle(SOON));
        }
        return recorder.lines;
    }

    @Test
    void aModuleRunsInWindowsFramesAndWorkers() {
        assertEquals(List.of("window 5", "frame 5 true", "worker 5"), linesOf("""
                const { instance } = await WebAssembly.instantiate(add);
                console.log('window', instance.exports.add(2, 3));
                const frame = document.body.appendChild(document.createElement('iframe')).contentWindow;
                const inner = await frame.WebAssembly.instantiate(add);
                console.log('frame', inner.instance.exports.add(2, 3), frame.WebAssembly !== WebAssembly);
                const script = `onmessage = async (event) =>
                    postMessage((await WebAssembly.instantiate(event.data)).instance.exports.add(2, 3))`;
                const worker = new Worker(URL.createObjectURL(new Blob([script])));
                worker.postMessage(add);
                worker.onmessage = (event) => { console.log('worker', event.data); worker.terminate(); };
                """));
    }

    /** Bytes of a memory go wherever bytes go, and stay the memory's. */
    @Test
    void aMemoryIsReadWhereBytesAreTaken() {
        assertEquals(List.of("AAA", "AAA", "AAA", "TypeError", "TypeError", "65536"), linesOf("""
                const memory = new WebAssembly.Memory({ initial: 1 });
                const view = new Uint8Array(memory.buffer, 0, 3).fill(65);
                console.log(new TextDecoder().decode(view));
                console.log(await new Blob([view]).text());
                console.log(await new Response(structuredClone(view)).text());
                const bytes = new ReadableStream({ type: 'bytes' });
                await bytes.getReader({ mode: 'byob' }).read(view).catch((e) => console.log(e.name));
                try { structuredClone(view, { transfer: [view.buffer] }); } catch (e) { console.log(e.name); }
                console.log(memory.buffer.byteLength);
                """));
    }

    @Test
    void whatCannotBeClonedSaysSo() {
        assertEquals(
                List.of("DataCloneError", "DataCloneError", "DataCloneError", "DataCloneError", "DataCloneError"),
                linesOf("""
                const module = new WebAssembly.Module(add);
                const values = [module, new WebAssembly.Instance(module), new WebAssembly.Memory({ initial: 1 }),
                    new WebAssembly.Table({ initial: 1, element: 'anyfunc' }), new WebAssembly.Global({ value: 'i32' })];
                for (const value of values) {
                    try { structuredClone({ value }); } catch (e) { console.log(e.name); }
                }
                """));
    }

    @Test
    void streamingTrustsNothingThatAScriptHasReplaced() {
        assertEquals(List.of("9"), linesOf("""
                const trap = () => { throw new Error('trapped'); };
                const response = new Response(add, { headers: { 'content-type': 'application/wasm' } });
                const { log } = console;
                for (const [object, names] of [[WebAssembly, ['compile', 'instantiate', 'Module', 'Instance']],
                    [Response.prototype, ['arrayBuffer', 'bytes', 'ok', 'type', 'headers', 'body']],
                    [Headers.prototype, ['get']], [String.prototype, ['toLowerCase']]]) {
                    for (const name of names) Object.defineProperty(object, name, { get: trap });
                }
                log((await WebAssembly.instantiateStreaming(response)).instance.exports.add(4, 5));
                """));
    }

    @Test
    void closingEndsAModuleThatLoops() {
        CompletableFuture<Void> begun = new CompletableFuture<>();
        WebRuntime runtime = recorder.runtime()
                .engine(ENGINE)
                .function("begun", arguments -> {
                    begun.complete(null);
                    return null;
                })
                .build();
        runtime.run(MODULES + """
                const { instance } = await WebAssembly.instantiate(forever, { begin: { now: begun } });
                setTimeout(instance.exports.forever);
                """, "x.mjs");
        begun.orTimeout(SOON.toSeconds(), TimeUnit.SECONDS).join();
        CompletableFuture.runAsync(runtime::close)
                .orTimeout(SOON.toSeconds(), TimeUnit.SECONDS)
                .join();
    }

    @Test
    void whoLeavesItOutHasEverythingElse() throws Exception {
        String classPath = Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .filter(entry -> !entry.contains("wasm-language"))
                .collect(Collectors.joining(File.pathSeparator));
        assertEquals(
                List.of("undefined chunk"),
                ChildJvm.run(WithoutWebAssembly.class, List.of("-cp", classPath), List.of()));
    }

    static final class WithoutWebAssembly {
        public static void main(String[] args) {
            try (WebRuntime runtime = WebRuntime.builder().build()) {
                runtime.run("""
                        const { value } = await ReadableStream.from([structuredClone('chunk')]).getReader().read();
                        globalThis.result = `${typeof WebAssembly} ${value}`;
                        """, "x.mjs");
                runtime.runUntilIdle(SOON);
                System.out.println(runtime.evaluate("result"));
            }
        }
    }
}
