package dev.weir.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WebRuntimeTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final SharedEngine ENGINE = SharedEngine.create();

    private final Recorder recorder = new Recorder();

    @AfterAll
    static void closeEngine() {
        ENGINE.close();
    }

    private WebRuntime newRuntime() {
        return recorder.runtime().engine(ENGINE).build();
    }

    @Test
    void runsAScriptAndWhatItStartedUntilNothingIsLeft() {
        try (WebRuntime runtime = WebRuntime.builder().console(recorder).build()) {
            runtime.run(
                    "setTimeout(() => console.log('b', 1), 5); console.log('a'); queueMicrotask(() => console.log('m'))",
                    "x.js");
            assertEquals(List.of("a", "m"), recorder.lines.subList(0, 2));
            assertTrue(runtime.runUntilIdle(SOON));
            assertEquals(List.of("a", "m", "b 1"), recorder.lines);
        }
    }

    @Test
    void waitingEndsWhenTheTimeIsOver() {
        try (WebRuntime runtime = newRuntime()) {
            assertTrue(runtime.runUntilIdle(SOON));
            runtime.run("var id = setInterval(() => { globalThis.n = (globalThis.n ?? 0) + 1 }, 1)", "x.js");
            assertFalse(runtime.runUntilIdle(Duration.ofMillis(20)));
            assertTrue(runtime.runUntil(() -> Boolean.TRUE.equals(runtime.evaluate("n > 3")), SOON));
            assertFalse(runtime.runUntil(() -> false, Duration.ofMillis(5)));
            runtime.evaluate("clearInterval(id)");
            assertTrue(runtime.runUntilIdle(SOON));
        }
    }

    @Test
    void aVirtualClockFiresTimersInOrderWithoutWaiting() {
        try (WebRuntime runtime =
                recorder.runtime().engine(ENGINE).virtualClock().build()) {
            runtime.run("""
                    const start = performance.now();
                    const log = (what) => () => console.log(what, performance.now() - start);
                    setTimeout(log('hour'), 3600000);
                    const id = setInterval(log('tick'), 1000);
                    setTimeout(() => clearInterval(id), 3500);
                    setTimeout(log('at once'));
                    """, "x.js");
            assertTrue(runtime.runUntilIdle(SOON));
            assertEquals(List.of("at once 0"), recorder.lines);
            runtime.advance(Duration.ofHours(1));
            assertEquals(List.of("at once 0", "tick 1000", "tick 2000", "tick 3000", "hour 3600000"), recorder.lines);
        }
        try (WebRuntime runtime = newRuntime()) {
            assertThrows(IllegalStateException.class, () -> runtime.advance(Duration.ZERO));
        }
    }

    @Test
    void datesFollowAVirtualClock() {
        try (WebRuntime runtime =
                recorder.runtime().engine(ENGINE).virtualClock().build()) {
            long before = System.currentTimeMillis();
            runtime.loadPage("""
                    <!doctype html><body><script>
                    const begin = Date.now();
                    class Special extends Date {}
                    var received;
                    const receive = async () => {
                        const form = new FormData();
                        form.append('f', new Blob(['x']), 'f.txt');
                        received = (await new Response(form).formData()).get('f').lastModified - begin;
                    };
                    function all() {
                        const inner = document.body.appendChild(document.createElement('iframe')).contentWindow;
                        const dates = [Date.now(), +new Date(), +new Special(), new File([], 'x').lastModified,
                            Math.round(performance.timeOrigin + performance.now()), inner.Date.now()];
                        return dates.map((date) => date - begin).join();
                    }
                    </script>""", "http://weir.example/");
            assertEquals("0,0,0,0,0,0", runtime.evaluate("all()"));
            runtime.advance(Duration.ofDays(400));
            long days400 = Duration.ofDays(400).toMillis();
            assertEquals((days400 + ",").repeat(5) + days400, runtime.evaluate("all()"));
            runtime.run("receive()", "receive.js");
            assertTrue(runtime.runUntilIdle(SOON));
            assertEquals(
                    (double) days400, ((Number) Objects.requireNonNull(runtime.evaluate("received"))).doubleValue());
            double begin = ((Number) Objects.requireNonNull(runtime.evaluate("begin"))).doubleValue();
            assertTrue(begin <= System.currentTimeMillis() && begin >= before - 10_000, () -> "begins at " + begin);
            // Nothing else has changed.
            assertEquals(
                    "Date 7 true true true true 2000-01-02T00:00:00.000Z 86400000 false true", runtime.evaluate("""
                            [Date.name, Date.length, new Date().constructor === Date, new Special() instanceof Date,
                                Date() === String(new Date()), Object.keys(Date).length === 0,
                                new Date(Date.UTC(2000, 0, 2)).toISOString(), Date.parse('1970-01-02'),
                                'prototype' in Date.now, structuredClone(new Date(7)) instanceof Date].join(' ')"""));
            assertEquals("false false false", runtime.evaluate("""
                            (({ writable, enumerable, configurable }) => [writable, enumerable, configurable].join(' '))(
                                Object.getOwnPropertyDescriptor(Date, 'prototype'))"""));
        }
    }

    @Test
    void aDurationMayBeLongerThanAnyClockCounts() {
        Duration forever = ChronoUnit.FOREVER.getDuration();
        try (WebRuntime runtime = newRuntime()) {
            runtime.run("setTimeout(() => console.log('late'), 5)", "x.js");
            assertTrue(runtime.runUntilIdle(forever));
            assertTrue(runtime.runUntil(() -> true, forever));
            assertFalse(runtime.runUntil(() -> false, forever.negated()));
            assertEquals(List.of("late"), recorder.lines);
        }
        try (WebRuntime runtime =
                recorder.runtime().engine(ENGINE).virtualClock().build()) {
            runtime.run("setTimeout(() => console.log('first'), 2 ** 31 - 1)", "x.js");
            runtime.advance(forever);
            runtime.run("setTimeout(() => console.log('second'), 1)", "x.js");
            runtime.advance(forever);
            assertEquals(List.of("late", "first", "second"), recorder.lines);
        }
    }

    @Test
    void valuesOfScriptsComeAsJavaValues() {
        try (WebRuntime runtime = newRuntime()) {
            assertEquals(3, runtime.evaluate("1 + 2"));
            assertEquals(0.5, runtime.evaluate("1 / 2"));
            assertEquals("ab", runtime.evaluate("'a' + 'b'"));
            assertEquals(true, runtime.evaluate("1 < 2"));
            assertNull(runtime.evaluate("undefined"));
            assertEquals("[ 1, { a: 2 } ]", runtime.evaluate("[1, { a: 2 }]"));
            assertEquals("Symbol(x)", runtime.evaluate("Symbol('x')"));
            assertEquals("10n", runtime.evaluate("10n"));
            assertEquals("[BigInt: 10n]", runtime.evaluate("Object(10n)"));
            assertEquals("[String: 'a']", runtime.evaluate("new String('a')"));
            assertEquals("[Boolean: false]", runtime.evaluate("new Boolean(false)"));
            assertEquals("[Number: 10]", runtime.evaluate("Object(10)"));
            assertEquals(1e300, runtime.evaluate("1e300"));
            assertEquals(Double.NaN, runtime.evaluate("NaN"));
            assertEquals(-0.0, runtime.evaluate("-0"));
            assertEquals(4294967296.0, runtime.evaluate("2 ** 32"));
        }
    }

    // ---- failures

    @Test
    void aFailureOfWhatTheCallerStartedGoesToTheCallerOnly() {
        try (WebRuntime runtime = newRuntime()) {
            ScriptException failure = assertThrows(ScriptException.class, () -> runtime.run("\n  null.x", "dir/x.js"));
            assertEquals("dir/x.js:2:3: Uncaught TypeError: Cannot read property 'x' of null", failure.getMessage());
            assertEquals("dir/x.js 2 3", failure.file() + " " + failure.line() + " " + failure.column());
            assertEquals(
                    "Uncaught TypeError: Cannot read property 'x' of null\n    at dir/x.js:2:3", failure.scriptStack());
            assertEquals(
                    "x.js:1:2: Uncaught SyntaxError: Expected an operand but found eof",
                    assertThrows(ScriptException.class, () -> runtime.run("+", "x.js"))
                            .getMessage());
            assertThrows(ScriptException.class, () -> runtime.evaluate("throw Symbol('s')"));
            assertEquals(List.of(), recorder.messages());
            assertEquals(7, runtime.evaluate("7"));
        }
    }

    @Test
    void aFailureThatTheScriptDealsWithIsNobodysElse() {
        try (WebRuntime runtime = newRuntime()) {
            runtime.run("onerror = (m) => { console.log(m); return true; }; throw new Error('x')", "x.js");
            assertEquals(List.of("Uncaught Error: x"), recorder.lines);
        }
    }

    @Test
    void laterFailuresGoToTheListenerOnceEach() {
        try (WebRuntime runtime = newRuntime()) {
            runtime.run(
                    "setTimeout(() => { throw 1 }); Promise.reject(new Error('r')); setTimeout(() => alert('hi'))",
                    "x.js");
            assertTrue(runtime.runUntilIdle(SOON));
            assertEquals(
                    List.of("x.js:1:47: Uncaught (in promise) Error: r", "x.js:1:20: Uncaught 1"),
                    recorder.messages().stream().sorted().toList().reversed());
            assertEquals(List.of("hi"), recorder.alerts);
        }
    }

    @Test
    void withoutAListenerTheConsoleShowsFailures() {
        try (WebRuntime runtime =
                WebRuntime.builder().engine(ENGINE).console(recorder).build()) {
            runtime.run("setTimeout(function f() { throw new Error('late') }); setTimeout(() => alert('hi'))", "x.js");
            assertTrue(runtime.runUntilIdle(SOON));
            assertEquals(List.of("Uncaught Error: late\n    at f (x.js:1:33)", "hi"), recorder.lines);
        }
    }

    @Test
    void deepRecursionIsARangeErrorOfTheScript() {
        try (WebRuntime runtime = newRuntime()) {
            assertEquals(
                    "RangeError",
                    runtime.evaluate("(() => { const f = () => f() + 1; try { f() } catch (e) { return e.name } })()"));
            runtime.run(
                    "const f = () => { dispatchEvent(new Event('x')) }; addEventListener('x', f); f();"
                            + "removeEventListener('x', f)",
                    "x.js");
            assertFalse(recorder.errors.isEmpty());
            assertEquals(
                    List.of(),
                    recorder.messages().stream().filter(m -> m.contains("java")).toList());
            assertEquals(7, runtime.evaluate("7"));
        }
    }

    // ---- modules

    @Test
    void modulesImportEachOtherAndMayAwaitAtTheTop(@TempDir Path folder) throws IOException {
        Files.createDirectory(folder.resolve("lib"));
        Files.writeString(folder.resolve("lib/a.js"), "export default 'a'; export const url = import.meta.url;");
        Files.writeString(folder.resolve("lib/b.mjs"), "export { default } from './a.js';");
        Files.writeString(folder.resolve("main.mjs"), """
                import a, { url } from './lib/a.js';
                await new Promise((done) => setTimeout(done, 1));
                const b = await import('./lib/b.mjs');
                console.log(a, b.default, this, url.endsWith('/lib/a.js'), import.meta.url.startsWith('file:///'));
                """);
        try (WebRuntime runtime = newRuntime()) {
            runtime.runModule(folder.resolve("main.mjs"));
            assertTrue(runtime.runUntilIdle(SOON));
            assertEquals(List.of("a a undefined true true"), recorder.lines);
        }
    }

    @Test
    void aClassicScriptImportsRelativeToItsFile(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("a.mjs"), "export default 'a'");
        Files.writeString(folder.resolve("main.js"), "import('./a.mjs').then((a) => console.log(a.default))");
        try (WebRuntime runtime =
                recorder.runtime().engine(ENGINE).allowImportsFrom(folder).build()) {
            runtime.runFile(folder.resolve("main.js"));
            assertEquals(List.of("a"), recorder.lines);
        }
    }

    @Test
    void failuresOfModulesSayWhatAndWhere(@TempDir Path folder) throws IOException {
        Path outside = Files.createFile(folder.resolve("outside.mjs")).toRealPath();
        Files.createDirectory(folder.resolve("in"));
        Path in = folder.resolve("in").toRealPath();
        Files.createSymbolicLink(in.resolve("link.mjs"), outside);
        Files.writeString(in.resolve("bad.mjs"), "\nvar x = ;");
        String[][] cases = {
            {"import './none.mjs'", "Uncaught Error: cannot import './none.mjs' from " + in + "/main.mjs: no such file"
            },
            {
                "import 'lodash'",
                "Uncaught Error: cannot import 'lodash' from " + in
                        + "/main.mjs: a module specifier must be a file URL or start with '/', './' or '../'"
            },
            {
                "import 'node:fs'",
                "Uncaught Error: cannot import 'node:fs': modules come from files, blobs and data: URLs only"
            },
            {
                "import 'https://a.b/c.js'",
                "Uncaught Error: cannot import 'https://a.b/c.js': modules come from files, blobs and data: URLs only"
            },
            {
                "import '" + outside + "'",
                "Uncaught Error: cannot import '" + outside + "' from " + in
                        + "/main.mjs: it is outside of the folders that scripts may be loaded from"
            },
            {
                "import './link.mjs'",
                "Uncaught Error: cannot import './link.mjs' from " + in
                        + "/main.mjs: it is outside of the folders that scripts may be loaded from"
            },
            {
                "import '../../none.mjs'",
                "Uncaught Error: cannot import '../../none.mjs' from " + in
                        + "/main.mjs: it is outside of the folders that scripts may be loaded from"
            },
            {"import './bad.mjs'", in + "/bad.mjs:2:9: Uncaught SyntaxError: Expected an operand but found ;"},
            {
                "import { q } from './main2.mjs'",
                in
                        + "/main.mjs:1:1: Uncaught SyntaxError: The requested module './main2.mjs' does not provide an export named 'q'"
            },
            {"\nnull.x", in + "/main.mjs:2:1: Uncaught TypeError: Cannot read property 'x' of null"},
            {"await null; null.x", in + "/main.mjs:1:13: Uncaught TypeError: Cannot read property 'x' of null"},
        };
        Files.writeString(in.resolve("main2.mjs"), "");
        for (String[] c : cases) {
            Files.writeString(in.resolve("main.mjs"), c[0]);
            try (WebRuntime runtime = newRuntime()) {
                ScriptException failure =
                        assertThrows(ScriptException.class, () -> runtime.runModule(in.resolve("main.mjs")), c[0]);
                assertEquals(c[1], failure.getMessage());
                assertEquals(List.of(), recorder.messages());
            }
        }
        Files.writeString(in.resolve("main.mjs"), "await new Promise((done) => setTimeout(done)); null.x");
        try (WebRuntime runtime = newRuntime()) {
            runtime.runModule(in.resolve("main.mjs"));
            assertTrue(runtime.runUntilIdle(SOON));
            assertEquals(
                    List.of(in + "/main.mjs:1:48: Uncaught TypeError: Cannot read property 'x' of null"),
                    recorder.messages());
        }
        assertThrows(IOException.class, () -> newRuntime().runModule(in.resolve("none.mjs")));
        assertThrows(IOException.class, () -> newRuntime().runFile(in));
    }

    // ---- closing, threads

    @Test
    void closingStopsAnInfiniteLoop() {
        CompletableFuture<String> running = new CompletableFuture<>();
        WebRuntime runtime = WebRuntime.builder()
                .engine(ENGINE)
                .onAlert(message -> {
                    recorder.alerts.add(message);
                    running.complete(message);
                })
                .build();
        CompletableFuture<Void> caller = CompletableFuture.runAsync(
                () -> runtime.run("alert('running'); try { for (;;); } finally { alert('finally') }", "x.js"));
        running.join();
        assertFalse(runtime.isClosed());
        runtime.close();
        Throwable outcome =
                caller.handle((nothing, failure) -> failure.getCause()).join();
        assertEquals("java.lang.IllegalStateException: the runtime is closed", outcome.toString());
        assertEquals(List.of("running"), recorder.alerts);
        assertThrows(IllegalStateException.class, () -> runtime.run("1", "x.js"));
        runtime.close();
    }

    @Test
    void closingLetsWaitersGoAndEndsTheThread() throws InterruptedException {
        WebRuntime runtime = newRuntime();
        CompletableFuture<Thread> loop = new CompletableFuture<>();
        runtime.run("setInterval(() => {}, 1)", "x.js");
        runtime.runUntil(
                () -> {
                    loop.complete(Thread.currentThread());
                    return true;
                },
                SOON);
        CompletableFuture<Boolean> waiting = CompletableFuture.supplyAsync(() -> runtime.runUntilIdle(SOON));
        runtime.close();
        waiting.handle((idle, e) -> null).join();
        loop.join().join(30_000);
        assertFalse(loop.join().isAlive());
    }

    @Test
    void aListenerMayCloseTheRuntimeFromTheLoop() {
        CompletableFuture<WebRuntime> self = new CompletableFuture<>();
        WebRuntime runtime = recorder.runtime()
                .engine(ENGINE)
                .onAlert(message -> self.join().close())
                .build();
        self.complete(runtime);
        assertThrows(IllegalStateException.class, () -> runtime.run("alert(); for (;;);", "x.js"));
    }

    @Test
    void waitingOnTheLoopIsRefused() {
        CompletableFuture<Throwable> outcome = new CompletableFuture<>();
        CompletableFuture<WebRuntime> self = new CompletableFuture<>();
        try (WebRuntime runtime = recorder.runtime()
                .engine(ENGINE)
                .onAlert(message -> outcome.complete(assertThrows(
                        IllegalStateException.class, () -> self.join().runUntilIdle(SOON))))
                .build()) {
            self.complete(runtime);
            runtime.run("alert()", "x.js");
            assertEquals("the loop cannot wait for itself", outcome.join().getMessage());
        }
    }

    @Test
    void twoRuntimesDoNotShareValuesOrPrototypes() {
        try (WebRuntime one = newRuntime();
                WebRuntime two = newRuntime()) {
            one.run("var secret = 1; Array.prototype.polluted = 1; Event.prototype.polluted = 1", "x.js");
            assertEquals("undefined", two.evaluate("typeof secret"));
            assertNull(two.evaluate("[].polluted ?? new Event('x').polluted ?? null"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"location", "document", "undefined", "NaN"})
    void aFunctionThatTheGlobalObjectCannotTakeIsRefused(String name) {
        try (WebRuntime runtime = recorder.runtime()
                .engine(ENGINE)
                .function(name, arguments -> "")
                .build()) {
            for (int i = 0; i < 2; i++) {
                IllegalArgumentException refusal =
                        assertThrows(IllegalArgumentException.class, () -> runtime.run("1", "x.js"));
                assertEquals(
                        "no function can be named '" + name + "': the global object has that name for itself",
                        refusal.getMessage());
            }
        }
    }

    @Test
    void whereAScriptIsCanBeSet() {
        try (WebRuntime runtime =
                recorder.runtime().engine(ENGINE).url("https://example.com/a/").build()) {
            assertEquals("https://example.com/a/", runtime.evaluate("location.href"));
        }
        assertThrows(IllegalArgumentException.class, () -> WebRuntime.builder().url("/x"));
    }
}
