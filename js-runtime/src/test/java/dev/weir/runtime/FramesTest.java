package dev.weir.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.websockets.netty.EchoServer;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;

/** Windows in frames: realms of one agent, which hold each other's objects. */
class FramesTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String PAGE = "http://weir.example/page.html";
    private static final SharedEngine ENGINE = SharedEngine.create();

    private final Recorder recorder = new Recorder();

    @AfterAll
    static void closeEngine() {
        ENGINE.close();
    }

    private WebRuntime newRuntime() {
        return recorder.runtime().engine(ENGINE).build();
    }

    /** Loads a page with the script, waits until all is done, and gives what the console shows. */
    private List<String> run(String script) {
        try (WebRuntime runtime = newRuntime()) {
            runtime.loadPage("<!doctype html><body><script>" + script + "</script>", PAGE);
            assertTrue(runtime.runUntilIdle(SOON));
        }
        return recorder.lines;
    }

    @Test
    void aFrameHasAWindowOfItsOwnAtOnce() {
        assertEquals(
                List.of("true true true true true", "true true", "about:blank http://weir.example", "1 true true"),
                run("""
                        const frame = document.createElement('iframe');
                        document.body.append(frame);
                        const inner = frame.contentWindow;
                        console.log(inner !== window, inner.parent === window, inner.top === window,
                            inner.frameElement === frame, inner.document === frame.contentDocument);
                        console.log(inner.Array !== Array, inner.ReadableStream !== ReadableStream);
                        console.log(inner.location.href, inner.origin);
                        console.log(length, frames[0] === inner, '0' in window);
                        """));
    }

    @Test
    void realmsKnowEachOthersObjects() {
        assertEquals(
                List.of(
                        "true",
                        "1,2",
                        "x=1",
                        "p q true",
                        "true",
                        "a b c Node.appendChild: 1 argument required, but only 0 present",
                        "hello",
                        "A",
                        "true"),
                run("""
                        const frame = document.body.appendChild(document.createElement('iframe'));
                        const inner = frame.contentWindow;
                        const stream = ReadableStream.from([1, 2]);
                        const reader = inner.ReadableStream.prototype.getReader.call(stream);
                        console.log(reader instanceof ReadableStreamDefaultReader);
                        (async () => {
                            const chunks = [];
                            const { read } = inner.ReadableStreamDefaultReader.prototype;
                            for (let r = await read.call(reader); !r.done; r = await read.call(reader)) chunks.push(r.value);
                            console.log(chunks.join());
                            console.log(new inner.URLSearchParams(new URLSearchParams('x=1')).toString());
                            const pairs = new URLSearchParams('p=1&q=2').keys();
                            const { next } = Object.getPrototypeOf(new inner.URLSearchParams().keys());
                            console.log(next.call(pairs).value, pairs.next().value, next.call(pairs).done);
                            try { next.call(new Headers().keys()); } catch (e) { console.log(e instanceof inner.TypeError); }
                            const list = document.createElement('p').classList;
                            inner.DOMTokenList.prototype.add.call(list, 'a', 'b', 'c');
                            try { inner.Node.prototype.appendChild.call(document.body); } catch (e) {
                                console.log(list.value, e.message);
                            }
                            const p = inner.document.createElement('p');
                            p.textContent = 'hello';
                            document.body.append(p);
                            console.log(document.body.lastChild.textContent);
                            const piped = new inner.TransformStream();
                            ReadableStream.from(['A']).pipeTo(piped.writable);
                            console.log((await piped.readable.getReader().read()).value);
                            const theirs = new inner.ReadableStream();
                            console.log(structuredClone(theirs, { transfer: [theirs] }) instanceof ReadableStream);
                        })();
                        """));
    }

    @Test
    void anEventIsShownByTheWindowOfTheListener() {
        assertEquals(List.of("undefined true", "true undefined", "frame"), run("""
                const inner = document.body.appendChild(document.createElement('iframe')).contentWindow;
                const target = new inner.EventTarget();
                target.addEventListener('x', inner.Function('e', 'parent.told(e, event)'));
                window.told = (e, shown) => console.log(String(event) + ' ' + (shown === e));
                target.dispatchEvent(new inner.Event('x'));
                target.addEventListener('y', (e) => console.log(event === e, inner.event));
                target.dispatchEvent(new inner.Event('y'));
                inner.onmessage = inner.Function('e', 'e.source.postMessage("frame")');
                onmessage = (e) => console.log(e.source === inner ? e.data : 'other source');
                inner.postMessage('x');
                """));
    }

    @Test
    void wrongObjectsAreRefusedAcrossRealms() {
        assertEquals(List.of("true", "true", "true"), run("""
                const inner = document.body.appendChild(document.createElement('iframe')).contentWindow;
                const { get } = Object.getOwnPropertyDescriptor(inner.ReadableStream.prototype, 'locked');
                for (const wrong of [{}, new WritableStream(), inner.document]) {
                    try { get.call(wrong); } catch (e) { console.log(e instanceof inner.TypeError); }
                }
                """));
    }

    @Test
    void aPageInAnAttributeRunsAndTalks() {
        assertEquals(
                List.of(
                        "in the frame about:srcdoc http://weir.example/",
                        "message to parent true http://weir.example",
                        "loaded complete",
                        "message back true",
                        "window loaded"),
                run("""
                        addEventListener('message', (e) => {
                            console.log('message', e.data, e.source === frame.contentWindow, e.origin);
                        });
                        const frame = document.createElement('iframe');
                        frame.srcdoc = `<script>
                            console.log('in the frame', document.URL, new URL('.', document.baseURI).href);
                            onmessage = (e) => parent.console.log('message', e.data, e.source === parent);
                            parent.postMessage('to parent', '*');
                            <\\/script>`;
                        frame.onload = () => {
                            console.log('loaded', frame.contentDocument.readyState);
                            frame.contentWindow.postMessage('back');
                        };
                        onload = () => setTimeout(() => console.log('window loaded'), 50);
                        document.body.append(frame);
                        """));
    }

    @Test
    void aRemovedFrameEnds() throws IOException {
        try (EchoServer server = EchoServer.builder().start();
                WebRuntime runtime = recorder.runtime()
                        .engine(ENGINE)
                        .network(NetworkAccess.builder().allow("ws://127.0.0.1").build())
                        .build()) {
            runtime.loadPage("""
                    <!doctype html><body><script>
                    const frame = document.body.appendChild(document.createElement('iframe'));
                    const inner = frame.contentWindow;
                    const socket = new inner.WebSocket('ws://127.0.0.1:%d/');
                    inner.setInterval(() => {}, 10);
                    const stream = new inner.TransformStream();
                    socket.onopen = () => {
                        frame.remove();
                        console.log(frame.contentWindow, inner.parent, inner.top, inner.closed, length);
                        inner.setTimeout(() => console.log('never'), 0);
                        try { new inner.XMLHttpRequest().open('GET', '/'); } catch (e) { console.log(e.name); }
                        socket.onclose = () => console.log('never');
                        stream.writable.getWriter().write('still');
                        stream.readable.getReader().read().then(({ value }) => console.log(value));
                    };
                    </script>""".formatted(server.port()), PAGE);
            assertTrue(runtime.runUntilIdle(SOON));
            assertTrue(runtime.runUntil(() -> server.peers().isEmpty(), SOON));
        }
        assertEquals(List.of("null null null true 0", "InvalidStateError", "still"), recorder.lines);
    }

    @Test
    void aFrameThatRemovesItselfHarmsNobody() {
        assertEquals(List.of("removed", "after"), run("""
                const frame = document.createElement('iframe');
                window.gone = () => { frame.remove(); console.log('removed'); };
                frame.srcdoc = '<script>const page = parent; page.gone(); page.after(); new Image();<\\/script><script>page.never()<\\/script>';
                window.after = () => console.log('after');
                document.body.append(frame);
                """));
    }

    @Test
    void whatIsInARemovedFrameEndsWithIt() {
        assertEquals(List.of("true true", "true null null null"), run("""
                window.tell = (inner) => {
                    console.log(inner.top === window, inner.parent === outer.contentWindow);
                    outer.remove();
                    console.log(inner.closed, inner.parent, inner.top, inner.frameElement);
                    inner.setTimeout(() => console.log('never'), 0);
                };
                const outer = document.createElement('iframe');
                outer.srcdoc = '<iframe srcdoc="<script>top.tell(window)<\\/script>"></iframe>';
                document.body.append(outer);
                """));
    }

    @Test
    void loadTellsOfEachPageThatAFrameShows() {
        assertEquals(
                List.of("1 about:blank", "2 about:srcdoc b", "3 about:srcdoc b", "4 about:blank ", "null 0"), run("""
                const frame = document.createElement('iframe');
                let loads = 0;
                frame.onload = () => {
                    const page = frame.contentDocument;
                    console.log(++loads, page.URL, ...(loads > 1 ? [page.body.textContent] : []));
                    if (loads === 1) { frame.srcdoc = 'a'; frame.srcdoc = 'b'; }
                    if (loads === 2) { document.documentElement.append(frame); } // moved, and so begun anew
                    if (loads === 3) { frame.removeAttribute('srcdoc'); }
                    if (loads === 4) { frame.remove(); console.log(frame.contentWindow, length); }
                };
                document.body.append(frame);
                """));
    }

    @Test
    void pagesOfOtherOriginsAreNotShown() {
        List<String> lines = run("""
                const frame = document.createElement('iframe');
                frame.src = 'http://other.example/';
                frame.onload = () => console.log('load', frame.contentDocument.URL);
                document.body.append(frame);
                const sandboxed = document.createElement('iframe');
                sandboxed.sandbox = 'allow-scripts';
                sandboxed.srcdoc = '<script>parent.console.log("never")<\\/script>';
                document.body.append(sandboxed);
                """);
        assertEquals(3, lines.size(), lines::toString);
        assertTrue(lines.get(0).contains("other.example") && lines.get(0).contains("same origin"), lines::toString);
        assertTrue(lines.get(1).contains("sandbox"), lines::toString);
        assertEquals("load about:blank", lines.get(2));
    }

    @Test
    void rejectionsAndErrorsAreTheFramesOwn() {
        assertEquals(
                List.of("frame rejection in", "frame error Uncaught Error: thrown", "main rejection out"), run("""
                addEventListener('unhandledrejection', (e) => { console.log('main rejection', e.reason); e.preventDefault(); });
                const frame = document.createElement('iframe');
                frame.srcdoc = `<script>
                    addEventListener('unhandledrejection', (e) => {
                        parent.console.log('frame rejection', e.reason); e.preventDefault();
                    });
                    addEventListener('error', (e) => { parent.console.log('frame error', e.message); e.preventDefault(); });
                    Promise.reject('in');
                    setTimeout(() => { throw new Error('thrown'); }, 20);
                    setTimeout(() => parent.Promise.reject('out'), 40);
                    <\\/script>`;
                document.body.append(frame);
                """));
    }

    @Test
    void whatACallbackThrowsIsReportedToItsOwnWindow() {
        assertEquals(List.of("frame timer", "frame microtask", "true false"), run("""
                const inner = document.body.appendChild(document.createElement('iframe')).contentWindow;
                onerror = (message) => { console.log('main', message); return true; };
                inner.onerror = (message) => { console.log('frame', message.split(' ').pop()); return true; };
                setTimeout(inner.Function('throw new Error("timer")'));
                setTimeout(() => queueMicrotask(inner.Function('throw new Error("microtask")')), 20);
                setTimeout(() => {
                    const target = inner.Function();
                    target.prototype = null;
                    const event = Reflect.construct(Event, ['x'], target);
                    console.log(event instanceof inner.Event, event instanceof Event);
                }, 40);
                """));
    }

    @Test
    void modulesRunInFrames() {
        assertEquals(List.of("module object true", "module object true"), run("""
                for (let i = 0; i < 2; i++) {
                    const frame = document.createElement('iframe');
                    frame.srcdoc = '<script type=module>parent.console.log("module", typeof window, window !== parent)<\\/script>';
                    document.body.append(frame);
                }
                """));
    }

    @Test
    void closedFramesAreCollected() {
        try (WebRuntime runtime = newRuntime()) {
            runtime.loadPage("<!doctype html><body>", PAGE);
            String open = """
                    for (let i = 0; i < 20; i++) {
                        const frame = document.body.appendChild(document.createElement('iframe'));
                        frame.contentWindow.kept = new Uint8Array(20_000_000);
                        frame.remove();
                    }
                    """;
            for (int i = 0; i < 20; i++) { // 8 GB in all
                runtime.run(open, "open.js");
            }
        }
    }
}
