package dev.weir.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.FileNotFoundException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The global object of a dedicated worker, and what embedders give scripts. */
class DedicatedWorkerTest {
    private static final SharedEngine ENGINE = SharedEngine.create();
    private static final Map<String, String> FILES = Map.of(
            "https://example.com/dir/a.js", "const fromA = 1; var order = 'a';",
            "https://example.com/b.js", "order += 'b' + fromA;",
            "https://example.com/throws.js", "throw new RangeError('on purpose')",
            "https://example.com/wrong.js", "]");

    private final List<String> told = new ArrayList<>();
    private final WebRuntime runtime = WebRuntime.builder()
            .engine(ENGINE)
            .url("https://example.com/dir/worker.js?x=1")
            .dedicatedWorker()
            .resources(url -> {
                String text = FILES.get(url);
                if (text == null) {
                    throw new FileNotFoundException("nothing there");
                }
                return text;
            })
            .function("tell", arguments -> {
                told.addAll(arguments);
                return arguments.size() > 1 ? "two" : null;
            })
            .build();

    @AfterEach
    void close() {
        runtime.close();
    }

    @AfterAll
    static void closeEngine() {
        ENGINE.close();
    }

    @Test
    void theGlobalIsAWorkerAndNoWindow() {
        assertEquals("true true true undefined undefined undefined undefined undefined", runtime.evaluate("""
                [self === globalThis, self instanceof DedicatedWorkerGlobalScope, self instanceof WorkerGlobalScope,
                 typeof window, typeof document, typeof Window, typeof Image, typeof Option].join(' ')"""));
    }

    @Test
    void locationAndNavigatorAreThoseOfWorkers() {
        assertEquals(
                "[object WorkerLocation] https://example.com ?x=1 [object WorkerNavigator] Weir/0.1 undefined",
                runtime.evaluate("""
                [Object.prototype.toString.call(location), location.origin, location.search,
                 String(navigator), navigator.userAgent, typeof navigator.vendor].join(' ')"""));
        assertEquals(
                "TypeError",
                runtime.evaluate("'use strict'; try { location.href = 'x' } catch (e) { e.constructor.name }"));
    }

    @Test
    void importedScriptsRunInOrderAndShareTheirVariables() {
        assertEquals("ab1", runtime.evaluate("importScripts('a.js', '/b.js'); order"));
    }

    @Test
    void failuresOfImportedScriptsReachTheCaller() {
        String script = "try { importScripts('%s') } catch (e) { e.name + ' ' + (e instanceof DOMException) }";
        assertEquals("NetworkError true", runtime.evaluate(script.formatted("missing.js")));
        assertEquals("SyntaxError true", runtime.evaluate(script.formatted("https://[")));
        assertEquals("RangeError false", runtime.evaluate(script.formatted("/throws.js")));
        assertEquals("SyntaxError false", runtime.evaluate(script.formatted("/wrong.js")));
    }

    @Test
    void aWorkerThatClosedItselfRunsNothingMore() {
        runtime.run("setTimeout(() => tell('late'), 0); close();", "worker.js");
        runtime.runUntilIdle(Duration.ofSeconds(5));
        assertEquals(List.of(), told);
    }

    @Test
    void timersRunInAWorker() {
        runtime.run("setTimeout(() => tell('timer'), 1)", "worker.js");
        runtime.runUntilIdle(Duration.ofSeconds(5));
        assertEquals(List.of("timer"), told);
    }

    @Test
    void theEmbeddersFunctionGetsStringsAndAnswersWithOne() {
        assertEquals("two undefined tell", runtime.evaluate("[tell(1, null), tell('x') + '', tell.name].join(' ')"));
        assertEquals(List.of("1", "null", "x"), told);
    }

    @Test
    void aWorkerHasNoPage() {
        assertThrows(IllegalStateException.class, () -> runtime.loadPage("<p>", "https://example.com/"));
    }
}
