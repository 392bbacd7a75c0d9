package dev.weir.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How a console and reports show platform objects. */
class ShownObjectsTest {
    private static final SharedEngine ENGINE = SharedEngine.create();

    private final Recorder recorder = new Recorder();
    private final WebRuntime runtime = recorder.runtime().engine(ENGINE).build();

    @AfterEach
    void close() {
        runtime.close();
    }

    private String logged(String expression) {
        recorder.lines.clear();
        runtime.run("console.log(" + expression + ")", "x.js");
        assertEquals(List.of(), recorder.messages());
        return String.join("\n", recorder.lines);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            new Blob(['abc']) | Blob { size: 3, type: '' }
            new File(['abc'], 'f.txt', { lastModified: 5 }) | File { name: 'f.txt', lastModified: 5, size: 3, type: '' }
            new URLSearchParams('a=1&b=2') | URLSearchParams { 'a' => '1', 'b' => '2', size: 2 }
            new URLSearchParams() | URLSearchParams { size: 0 }
            new AbortController() | AbortController { signal: AbortSignal { aborted: false, reason: undefined } }
            AbortSignal.abort({ why: 1 }) | AbortSignal { aborted: true, reason: { why: 1 } }
            [[[new Blob([])]]] | [ [ [ [Blob] ] ] ]
            new MessageChannel().port1 | MessagePort {}
            new EventTarget() | EventTarget {}
            new ReadableStream() | ReadableStream { locked: false }
            new TransformStream() | TransformStream {}
            new TextDecoder() | TextDecoder { encoding: 'utf-8', fatal: false, ignoreBOM: false }
            new DOMException('m', 'AbortError').name | AbortError
            document.createElement('p') | HTMLParagraphElement {}
            new (class Sub extends Blob { x = 1 })([]) | Sub [Blob] { size: 0, type: '', x: 1 }
            Object.setPrototypeOf(new Blob([]), null) | [Object: null prototype] { size: 0, type: '' }
            Object.create(Blob.prototype) | Blob {}
            Blob.prototype | Object [Blob] { size: [Getter], type: [Getter], slice: [Function: slice], stream: [Function: stream], text: [Function: text], arrayBuffer: [Function: arrayBuffer], bytes: [Function: bytes] }
            """)
    void membersAreShown(String expression, String shown) {
        assertEquals(shown, logged(expression).replaceAll("\\s+", " "));
    }

    @Test
    void aUrlShowsItsParts() {
        assertEquals("""
                URL {
                  href: 'http://u@a:8/p?q=1#h',
                  origin: 'http://a:8',
                  protocol: 'http:',
                  username: 'u',
                  password: '',
                  host: 'a:8',
                  hostname: 'a',
                  port: '8',
                  pathname: '/p',
                  search: '?q=1',
                  searchParams: URLSearchParams { 'q' => '1', size: 1 },
                  hash: '#h'
                }""", logged("new URL('http://u@a:8/p?q=1#h')"));
    }

    @Test
    void anEventNamesNodesAndWindowsOnly() {
        runtime.loadPage("<p id=p>x</p>", "http://example.com/");
        String shown =
                logged("(() => { let e; p.onclick = (event) => { console.log(event); }; p.click(); return 1; })()");
        assertTrue(shown.startsWith("PointerEvent {\n  pointerId: "), shown);
        assertTrue(shown.contains("\n  target: [HTMLParagraphElement],\n"), shown);
        assertTrue(shown.contains("\n  view: "), shown);
        assertTrue(shown.contains("\n  isTrusted: false,\n"), shown);
        assertFalse(shown.contains("[Getter]"), shown);
        assertTrue(
                logged("new MessageEvent('m', { data: [1], source: window })").contains("\n  source: [Window],\n"));
        assertTrue(logged("new CloseEvent('close', { code: 3000 })").startsWith("CloseEvent {\n  wasClean: false,\n"));
        assertTrue(logged("location").contains("\n  href: 'http://example.com/',\n"));
    }

    @Test
    void nothingOfTheScriptRuns() {
        runtime.run("""
                var ran = 0;
                const trap = { configurable: true, get() { ran++; return 'patched'; } };
                for (const type of [Blob, URL, URLSearchParams, Event, AbortSignal]) {
                    for (const key of Object.keys(type.prototype)) Reflect.defineProperty(type.prototype, key, trap);
                    Object.defineProperty(type.prototype, Symbol.toStringTag, trap);
                    Object.defineProperty(type.prototype, Symbol.iterator, trap);
                }
                const everywhere = { __proto__: null, ...trap, set() { ran++; } };
                for (const key of ['get', 'value', 'shown', 'pairs', 'parent', 'length', '0']) {
                    Reflect.defineProperty(Object.prototype, key, everywhere);
                }
                """, "x.js");
        assertEquals("Blob { size: 3, type: '' }", logged("new Blob(['abc'])"));
        assertTrue(logged("new URL('http://a/?b')").contains("searchParams: URLSearchParams { 'b' => '', size: 1 }"));
        assertTrue(logged("new Event('e')").contains("isTrusted: false"));
        assertEquals(0, runtime.evaluate("ran"));
    }

    @Test
    void whatIsShownIsBounded() {
        runtime.run("var many = new URLSearchParams(Array.from({ length: 500 }, (_, i) => ['k' + i, 'v']))", "x.js");
        assertTrue(logged("many").contains("... 400 more items"));
        runtime.run("var long = new URL('data:,' + 'x'.repeat(100000))", "x.js");
        assertTrue(logged("long").length() < 30_000);
        runtime.run("var own = new Event('e'); own.self = new CustomEvent('c', { detail: own })", "x.js");
        assertTrue(logged("own").contains("[Circular *1]"));
    }

    @Test
    void aThrownObjectIsShownInItsReport() {
        runtime.run("setTimeout(() => { throw { a: 1 } }); setTimeout(() => { throw new Blob([]) })", "x.js");
        runtime.runUntilIdle(java.time.Duration.ofSeconds(10));
        assertEquals(
                List.of("x.js:1:20: Uncaught { a: 1 }", "x.js:1:58: Uncaught Blob { size: 0, type: '' }"),
                recorder.messages());
    }
}
