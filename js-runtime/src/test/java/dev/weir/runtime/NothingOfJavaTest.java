package dev.weir.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.graalvm.polyglot.Value;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a script can get hold of, and what it cannot. */
class NothingOfJavaTest {
    /** Objects to start from besides the global one: one of each interface, and what operations return. */
    private static final String ROOTS = """
            [new Event('x'), new CustomEvent('x', { detail: {} }), new EventTarget(), new AbortController(),
             AbortSignal.abort(), AbortSignal.any([]), new DOMException('m'), new ErrorEvent('x'),
             new PromiseRejectionEvent('x', { promise: Promise.resolve() }), location, navigator, performance,
             performance.toJSON(), new ReadableStream(), new ReadableStream().getReader(), new WritableStream(),
             new WritableStream().getWriter(), new CountQueuingStrategy({ highWaterMark: 1 }),
             new ReadableStream({ start(c) { c.enqueue({}); globalThis.controller = c; } }).values(), controller,
             (() => { let c; new WritableStream({ start(x) { c = x; } }); return c; })(),
             new WebAssembly.Memory({ initial: 1 }), new WebAssembly.Memory({ initial: 1 }).buffer,
             new WebAssembly.Table({ initial: 1, element: 'anyfunc' }), new WebAssembly.Global({ value: 'i32' }),
             new WebAssembly.Instance(new WebAssembly.Module(new Uint8Array([0, 97, 115, 109, 1, 0, 0, 0]))),
             caught(() => new WebAssembly.Module(new Uint8Array(1))), caught(() => atob('*')), caught(() => new Event()), caught(() => location.reload()),
             caught(() => structuredClone({})), caught(() => null.x), caught(() => AbortSignal.timeout(-1)),
             caught(() => { const f = () => dispatchEvent(new Event('x')) + f(); f(); })]
            """;

    static List<String> walk(WebRuntime runtime, String roots) throws IOException {
        List<String> found = new ArrayList<>();
        String walk;
        try (InputStream in = NothingOfJavaTest.class.getResourceAsStream("walk.js")) {
            walk = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
        }
        int count = runtime.inRealm(context -> {
            Value start = context.eval(
                    "js", "{ const caught = (f) => { try { f() } catch (e) { return e } }; (" + roots + ") }");
            Value visit = context.eval("js", "(seen) => (value, path) => { seen.push(value); seen.paths.push(path); }");
            Value seen = context.eval("js", "Object.assign([], { paths: [] })");
            context.eval("js", walk).execute(start, visit.execute(seen));
            for (long i = 0; i < seen.getArraySize(); i++) {
                Value value = seen.getArrayElement(i);
                Value meta = value.getMetaObject();
                if (value.isHostObject() || value.isProxyObject() || (meta != null && meta.isHostObject())) {
                    found.add(seen.getMember("paths").getArrayElement(i).asString());
                }
            }
            return (int) seen.getArraySize();
        });
        assertTrue(count > 1000, "visited only " + count);
        return found;
    }

    @Test
    void nothingOfJavaIsReachableFromAScript() throws IOException {
        Recorder recorder = new Recorder();
        try (WebRuntime runtime = recorder.runtime().build()) {
            assertEquals(List.of(), walk(runtime, ROOTS));
        }
    }

    @Test
    void nothingOfJavaIsReachableThroughAFrame() throws IOException {
        try (WebRuntime runtime = new Recorder().runtime().build()) {
            runtime.loadPage(
                    "<!doctype html><body><iframe srcdoc='<p id=p>'></iframe><iframe></iframe>", "http://a.example/");
            runtime.run("""
                    frames[1].frameElement.remove();
                    const removed = window[1];
                    const inner = frames[0];
                    inner.eval(`var made = [new ReadableStream(), new Event('x'), document.body, new DOMException('m')];
                        var controller; new ReadableStream({ start(c) { controller = c; } });
                        try { null.x; } catch (e) { made.push(e); }
                        try { new Event(); } catch (e) { made.push(e); }`);
                    """, "frames.js");
            assertEquals(List.of(), walk(runtime, "[inner, inner.made, inner.controller, inner.p, frames, removed]"));
        }
    }

    @Test
    void theWalkWouldFindALeak() throws IOException {
        try (WebRuntime runtime = new Recorder().runtime().build()) {
            runtime.run("Event.prototype.hidden = { get deep() { return leak.value; } }; var leak = {}", "x.js");
            runtime.inRealm(context -> {
                context.getBindings("js").getMember("leak").putMember("value", new StringBuilder());
                return null;
            });
            assertEquals(1, walk(runtime, "[]").size());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Java",
                "Polyglot",
                "Packages",
                "java",
                "javax",
                "com",
                "org",
                "edu",
                "javafx",
                "Graal",
                "load",
                "print",
                "quit",
                "exit",
                "read",
                "readline",
                "loadWithNewGlobal",
                "JavaImporter",
                "Debug",
                "process",
                "require",
                "Deno",
                "Bun"
            })
    void aNameOfTheEngineOrOfAnotherHostIsAbsent(String name) {
        try (WebRuntime runtime = new Recorder().runtime().build()) {
            assertEquals("undefined", runtime.evaluate("typeof globalThis['" + name + "']"));
            assertEquals(false, runtime.evaluate("'" + name + "' in globalThis"));
            runtime.run(
                    "var inner = document.body.appendChild(document.createElement('iframe')).contentWindow", "x.js");
            assertEquals("undefined", runtime.evaluate("inner.eval('typeof " + name + "')"));
            assertEquals(false, runtime.evaluate("'" + name + "' in inner"));
        }
    }

    @Test
    void theEndOfTheStackLooksLikeAnyOther() {
        // Where exactly the stack ends differs from run to run, so every kind of call is met at many depths.
        try (WebRuntime runtime =
                WebRuntime.builder().console((level, text) -> {}).build()) {
            assertEquals("", runtime.evaluate("""
                    (() => {
                        const o = new AbortController(), e = new Event('x'), target = new EventTarget();
                        const calls = [() => target.dispatchEvent(new Event('x')), () => console.log({ a: [1] }),
                            () => console.count(), () => console.table([[1]]), () => new ReadableStream().getReader(),
                            () => clearTimeout(1), () => btoa('x'), () => atob('*'), () => location.href, () => e.timeStamp,
                            () => onerror, () => { onload = null; }, () => new DOMException(), () => o.signal.throwIfAborted(),
                            () => AbortSignal.any([o.signal]), () => queueMicrotask(() => {}), () => performance.now()];
                        const wrong = [];
                        for (const call of calls) {
                            for (let i = 0; i < 5; i++) {
                                let depth = 0;
                                const end = () => { depth++; end(); };
                                try { end(); } catch {}
                                // Only the last part of the stack is of interest, and the rest is long.
                                let left = depth * 0.96;
                                const f = (n) => { if (--left < 0) call(); f(n, n); };
                                try { f(i); } catch (e) {
                                    const text = `${e?.constructor?.name} ${Object.prototype.toString.call(e)} ${e?.message}`;
                                    if (!/^(RangeError .* Maximum call stack size exceeded|DOMException .*)$/.test(text)) {
                                        wrong.push(`${call} ${text}`);
                                    }
                                }
                            }
                        }
                        return wrong.join('\\n');
                    })()"""));
        }
    }

    @Test
    void noTextThatAScriptSeesNamesAClassOfJava() {
        try (WebRuntime runtime = new Recorder().runtime().build()) {
            String texts = String.valueOf(runtime.evaluate("""
                    (() => {
                        const attempts = [() => atob('*'), () => new Event(), () => location.reload(), () => setTimeout(),
                            () => AbortSignal.timeout(-1), () => dispatchEvent({}), () => addEventListener('x', 1),
                            () => new Event(Symbol()), () => new AbortController().abort.call(1), () => import('./x.mjs'),
                            () => reportError(Symbol()), () => eval('+'), () => null.x];
                        return attempts.map((attempt) => {
                            try { attempt(); return ''; } catch (e) { return `${e.stack} ${e.message} ${String(e)}`; }
                        }).join('\\n');
                    })()"""));
            assertTrue(texts.contains("TypeError"));
            assertTrue(!texts.matches("(?s).*(java\\.|dev\\.weir|graalvm|truffle|\\.java:).*"), texts);
        }
    }
}
