package dev.weir.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Which pages frames show, and what their scripts are and import. */
class FramePagesTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final SharedEngine ENGINE = SharedEngine.create();

    private final Recorder recorder = new Recorder();

    @TempDir
    private Path folder = Path.of("");

    @AfterAll
    static void closeEngine() {
        ENGINE.close();
    }

    private Path write(String name, String text) throws IOException {
        Path file = folder.toRealPath().resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    private List<String> run(Path page) throws IOException {
        try (WebRuntime runtime = recorder.runtime().engine(ENGINE).build()) {
            runtime.loadPage(page);
            assertTrue(runtime.runUntilIdle(SOON));
            assertFalse(runtime.hasPendingModules());
        }
        assertEquals(List.of(), recorder.messages());
        return recorder.lines;
    }

    private List<String> runPage(String script) throws IOException {
        return run(write("page.html", "<!doctype html><body><script>" + script + "</script>"));
    }

    @Test
    void framesShowFilesOfGrantedFolders() throws IOException {
        write(
                "inner.html",
                "<title>inner</title><script>parent.tell(document.title)</script><a href='second.html'>go</a>");
        write("second.html", "<script>parent.tell('second ' + (window !== parent.first))</script>");
        write("secret.txt", "secret");
        Path page = write("page.html", """
                <!doctype html><body><script>
                var first;
                function tell(text) { console.log(text); }
                </script>
                <iframe name=named src=inner.html></iframe><iframe src=secret.txt></iframe>
                <iframe src=page.html></iframe>
                <script>onload = () => {
                    first = named;
                    console.log('load', frames.length, frames[2].document.URL, named === frames[0]);
                    named.document.querySelector('a').click();
                };</script>""");
        try (WebRuntime runtime = recorder.runtime().engine(ENGINE).build()) {
            runtime.loadPage(page);
            assertTrue(runtime.runUntilIdle(SOON));
        }
        List<String> lines = recorder.lines;
        assertEquals(4, lines.size(), lines::toString);
        assertTrue(lines.stream().anyMatch(line -> line.contains("secret.txt")), lines::toString);
        assertTrue(lines.contains("inner"), lines::toString);
        assertTrue(lines.contains("load 3 about:blank true"), lines::toString);
        assertEquals("second true", lines.get(3));
    }

    @Test
    void modulesOfFilesRunInFrames() throws IOException {
        write("lib/name.js", "export const name = 'lib';");
        write(
                "lib/module.js",
                "import { name } from './name.js'; parent.console.log('file', name, window !== parent);");
        write("inner/page.html", """
                <script type=module src=../lib/module.js></script>
                <script type=module>
                import { name } from '../lib/name.js';
                parent.console.log('inline', name, window !== parent);
                </script>""");
        assertEquals(List.of("file lib true", "inline lib true", "file lib true"), run(write("page.html", """
                <!doctype html><body><script>
                const first = document.body.appendChild(document.createElement('iframe'));
                first.src = 'inner/page.html';
                first.onload = () => {
                    first.onload = null;
                    const second = document.createElement('iframe');
                    second.srcdoc = '<script type=module src=lib/module.js></' + 'script>';
                    document.body.append(second);
                };
                </script>""")));
    }

    @Test
    void whatAFramesScriptsImportIsBesideThem() throws IOException {
        write("name.js", "export default 'beside the page';");
        write("inner/name.js", "export default 'beside the frame';");
        write("inner/lib/name.js", "export default 'beside the script';");
        write("inner/lib/script.js", "parent.tell(import('./name.js'), document.currentScript.src);");
        write("inner/page.html", """
                <script src=lib/script.js></script>
                <script>parent.tell(import('./name.js'), new Error().stack.includes('inner/page.html:2:'))</script>
                <base href=lib/>
                <script>parent.tell(import('./name.js'))</script>""");
        assertEquals(
                List.of(
                        "beside the script " + folder.toRealPath().toUri() + "inner/lib/script.js",
                        "beside the frame true",
                        "beside the script",
                        "beside the page"),
                runPage("""
                        const all = [];
                        window.tell = (module, ...more) => all.push(module.then((m) => [m.default, ...more].join(' ')));
                        const frame = document.createElement('iframe');
                        frame.src = 'inner/page.html';
                        frame.onload = async () => {
                            tell(import('./name.js'));
                            for (const line of all) console.log(await line);
                        };
                        document.body.append(frame);
                        """));
    }

    @Test
    void scriptsOfFramesMayLieInFoldersOfAnyName() throws IOException {
        String name = "sp ace/h#sh%20\u00e9?:";
        write(name + "/s,\u00e9.js", "parent.tell('script', location.protocol, document.currentScript !== null);");
        write(name + "/name.js", "export default 'name';");
        write(name + "/imports.js", "import('./name.js').then((m) => parent.tell('import', m.default));");
        write(name + "/missing.js", "import('./no.js').catch((e) => parent.tell(e.message));");
        write(name + "/syntax.js", "let a;\nlet 5;");
        write(name + "/inner.html", """
                <script src="s,\u00e9.js"></script><script src=imports.js></script><script src=missing.js></script>
                <script>onerror = (message, url, line) => parent.tell(message, url.split('/').pop(), line)</script>
                <script src=syntax.js></script>""");
        Path page = write(name + "/page.html", """
                <!doctype html><body><script>function tell(...parts) { console.log(...parts); }</script>
                <iframe src=inner.html></iframe><iframe srcdoc="<script src='s,\u00e9.js'></script>"></iframe>""");
        try (WebRuntime runtime = recorder.runtime().engine(ENGINE).build()) {
            runtime.loadPage(page);
            assertTrue(runtime.runUntilIdle(SOON));
        }
        List<String> lines = recorder.lines.stream().sorted().toList();
        assertEquals(5, lines.size(), lines::toString);
        assertTrue(lines.get(0).startsWith("Uncaught SyntaxError"), lines::toString);
        assertTrue(lines.get(0).endsWith("syntax.js 2"), lines::toString);
        assertTrue(lines.get(1).matches("cannot import './no.js' from .*/missing.js: no such file"), lines::toString);
        assertEquals(List.of("import name", "script about: true", "script file: true"), lines.subList(2, 5));
    }

    @Test
    void whatAFrameCannotImportIsToldWithoutNamesOfOurs() throws IOException {
        write("inner.html", "<script type=module>import './missing.js';</script>");
        Path page = write("page.html", "<!doctype html><iframe src=inner.html></iframe>");
        try (WebRuntime runtime = recorder.runtime().engine(ENGINE).build()) {
            runtime.loadPage(page);
            assertTrue(runtime.runUntilIdle(SOON));
        }
        String message = String.join("\n", recorder.messages());
        assertTrue(message.contains("missing.js") && message.contains("no such file"), message);
        assertFalse(message.matches("(?s).*[0-9a-f]{8}-[0-9a-f]{4}-.*"), message);
        assertFalse(message.contains("internal"), message);
    }

    @Test
    void aPageInAnAttributeIsThereForThatAttributeOnly() throws IOException {
        List<String> lines = runPage("""
                const none = document.createElement('iframe');
                none.src = 'about:srcdoc';
                none.onload = () => console.log('none', none.contentDocument.URL, none.contentDocument.body.childNodes.length);
                document.body.append(none);
                const frame = document.createElement('iframe');
                let loads = 0;
                frame.srcdoc = 'text';
                frame.onload = () => {
                    const { location, document } = frame.contentWindow;
                    console.log(++loads, document.URL, document.body.textContent);
                    if (loads === 1) { location.hash = 'x'; location.reload(); }
                };
                document.body.append(frame);
                """);
        assertEquals(
                List.of(
                        "A frame cannot show about:srcdoc: there is no such page",
                        "none about:blank 0",
                        "1 about:srcdoc text",
                        "2 about:srcdoc#x text"),
                lines);
    }

    @Test
    void aParsedFrameIsOfTheDocumentThatItsParentWasMovedTo() throws IOException {
        assertEquals(List.of("true 1 0 true", "undefined"), run(write("page.html", """
                <!doctype html><body><iframe></iframe><div><p>
                <script>
                const inner = frames[0];
                inner.document.body.append(document.querySelector('div'));
                </script>
                <iframe id=moved></iframe><script>var ran = true</script></div>
                <script>onload = () => {
                    const moved = inner.document.getElementById('moved');
                    console.log(moved.ownerDocument === inner.document, inner.length, length - 1,
                        moved.contentWindow.parent === inner);
                    console.log(typeof ran);
                };</script>""")));
    }

    @Test
    void blobsOfAPageOfAFileAreShown() throws IOException {
        assertEquals(List.of("blob: true"), runPage("""
                const text = '<script>parent.console.log(location.protocol, parent.document.URL.startsWith("file:"))</' + 'script>';
                const frame = document.createElement('iframe');
                frame.src = URL.createObjectURL(new Blob([text], { type: 'text/html' }));
                document.body.append(frame);
                """));
    }

    @Test
    void framesNavigateAsPagesDo() throws IOException {
        write(
                "inner.html",
                "<a id=out target=_parent href='page.html#up'></a><a id=named target=other href='second.html'></a>");
        write("second.html", "second");
        assertEquals(
                List.of(
                        "src: inner.html#x true kept",
                        "search: inner.html?q=1#x false undefined",
                        "name stays: mine",
                        "parent: #up",
                        "named: second second",
                        "protocol: inner.html?q=1#x"),
                runPage("""
                        const frame = document.createElement('iframe');
                        const other = document.createElement('iframe');
                        other.name = 'other';
                        const loaded = (of) => new Promise((resolve) => { of.onload = resolve; });
                        const rest = (url) => url.slice(document.baseURI.lastIndexOf('/') + 1).replace(/^page.html/, '');
                        (async () => {
                            frame.src = 'inner.html';
                            document.body.append(frame, other);
                            await loaded(frame);
                            const first = frame.contentWindow;
                            first.kept = 'kept';
                            first.name = 'mine';
                            frame.src = 'inner.html#x';
                            console.log('src:', rest(first.location.href), first === frame.contentWindow, first.kept);
                            first.location.search = '?q=1';
                            await loaded(frame);
                            const next = frame.contentWindow;
                            console.log('search:', rest(next.location.href), first === next, next.kept);
                            console.log('name stays:', next.name);
                            next.document.getElementById('out').click();
                            console.log('parent:', location.hash);
                            next.document.getElementById('named').click();
                            await loaded(other);
                            console.log('named:', other.contentDocument.body.textContent,
                                window.other.document.body.textContent);
                            next.location.protocol = 'https';
                            console.log('protocol:', rest(next.location.href));
                        })();
                        """));
    }

    @Test
    void pagesWithoutEndInEachOtherEnd() throws IOException {
        write("deep.html", """
                <script>
                let depth = 0;
                for (let w = window; w !== top; w = w.parent) depth++;
                top.deepest = depth;
                const frame = document.createElement('iframe');
                frame.src = `deep.html?${depth}`;
                document.documentElement.append(frame);
                </script>""");
        List<String> lines = runPage("""
                const frame = document.body.appendChild(document.createElement('iframe'));
                frame.src = 'deep.html';
                onload = () => console.log('deepest', deepest);
                """);
        assertEquals(2, lines.size(), lines::toString);
        assertTrue(lines.get(0).endsWith("there are 20 frames around it"), lines::toString);
        assertEquals("deepest 20", lines.get(1));
    }

    @Test
    void whereAPageCannotGoIsSaid() throws IOException {
        assertEquals(
                List.of("This page cannot go to http://weir.example/elsewhere", "CSS1Compat BackCompat"), runPage("""
                        const link = document.createElement('a');
                        link.href = 'http://weir.example/elsewhere';
                        document.body.append(link);
                        link.click();
                        const frame = document.createElement('iframe');
                        frame.srcdoc = 'no doctype';
                        document.body.append(frame);
                        onload = () => console.log(frame.contentDocument.compatMode, 'BackCompat');
                        """));
    }

    @Test
    void interfacesOfAnotherWindowAreWhatTheyAreHereWhenLookedAt() throws IOException {
        assertEquals(List.of("function", "function undefined", "5", "function"), runPage("""
                const w = document.body.appendChild(document.createElement('iframe')).contentWindow;
                Object.defineProperty(w, 'WebSocket', { writable: false });
                console.log(typeof w.WebSocket);
                const descriptor = Object.getOwnPropertyDescriptor(w, 'EventTarget');
                console.log(typeof descriptor.value, typeof descriptor.get);
                const { get } = w.Function('w', 'return Object.getOwnPropertyDescriptors(w)')(window).ReadableStream;
                w.Blob = 5;
                console.log(w.Blob);
                Object.freeze(w.Function.prototype);
                console.log(typeof w.Function('w', 'return Object.getOwnPropertyDescriptor(w, "File").value')(window));
                """));
    }

    @Test
    void modulesOfFramesAreWaitedFor() throws IOException {
        Path page = write("page.html", """
                <!doctype html><body><iframe srcdoc="<script type=module>await new Promise(() => {})</script>"></iframe>""");
        try (WebRuntime runtime = recorder.runtime().engine(ENGINE).build()) {
            runtime.loadPage(page);
            assertTrue(runtime.runUntilIdle(SOON));
            assertTrue(runtime.hasPendingModules());
            runtime.run("document.querySelector('iframe').remove()", "remove.js");
            assertFalse(runtime.hasPendingModules());
        }
    }

    @Test
    void whatAnotherRealmMadeIsClonedAndShownAsWhatItIs() throws IOException {
        assertEquals(
                List.of(
                        "Set(1) { 1 } /a/g Map(1) { 1 => 2 } [BigInt: 1n] WeakMap { <items unknown> } [RangeError: x]",
                        "Set(1) { 1 } true",
                        "/a/g true",
                        "[BigInt: 1n] true",
                        "{ a: [ 1 ] } true",
                        "DataCloneError DataCloneError DataCloneError DataCloneError"),
                runPage("""
                        const inner = document.body.appendChild(document.createElement('iframe')).contentWindow;
                        const make = (code) => inner.Function('return ' + code)();
                        console.log(make('new Set([1])'), make('/a/g'), make('new Map([[1, 2]])'), make('Object(1n)'),
                            make('new WeakMap()'), (() => { const e = make('new RangeError("x")'); e.stack = ''; return e; })());
                        const kinds = { 'new Set([1])': Set, '/a/g': RegExp, 'Object(1n)': BigInt, '{ a: [1] }': Object };
                        for (const code in kinds) {
                            const clone = structuredClone(make(`(${code})`));
                            console.log(clone, clone instanceof kinds[code]);
                        }
                        const names = [];
                        for (const code of ['Promise.resolve()', 'new WeakMap()', '(function* () {})()', 'new Intl.NumberFormat()']) {
                            try { structuredClone(make(code)); names.push(code); } catch (e) { names.push(e.name); }
                        }
                        console.log(...names);
                        """));
    }

    @Test
    void objectsOfAnotherWindowShowWhatTheirOwnGettersSay() throws IOException {
        List<String> lines = runPage("""
                const inner = document.body.appendChild(document.createElement('iframe')).contentWindow;
                console.log(inner.location);
                console.log(new inner.MessageEvent('m', { source: inner }));
                """);
        assertFalse(lines.toString().contains("[Getter"), lines::toString);
        assertTrue(lines.get(0).startsWith("Location {\n  href: 'about:blank',"), lines::toString);
        assertEquals(2, lines.get(1).split("isTrusted", -1).length, lines::toString);
        assertTrue(lines.get(1).contains("source: [Window]"), lines::toString);
    }

    @Test
    void pagesOfServersAreShownUnlessTheyForbidIt() throws IOException {
        try (FetchServer server = new FetchServer((request, out) -> {
                    String fields = switch (request.path()) {
                        case "/deny" -> "X-Frame-Options: DENY\r\n";
                        case "/both" -> "X-Frame-Options: SAMEORIGIN, allowall\r\n";
                        case "/same" -> "X-Frame-Options: SAMEORIGIN\r\n";
                        case "/file" -> "Content-Disposition: attachment; filename=x\r\n";
                        case "/text" -> "Content-Type: text/plain\r\n";
                        default -> "Content-Type: text/html\r\n";
                    };
                    String status = request.path().equals("/none") ? "204 No Content" : "200 OK";
                    String body = status.startsWith("204") ? "" : "<b>page</b>";
                    out.write(("HTTP/1.1 %s\r\n%sContent-Length: %d\r\n\r\n%s"
                                    .formatted(status, fields, body.length(), body))
                            .getBytes(StandardCharsets.US_ASCII));
                });
                WebRuntime runtime = recorder.runtime()
                        .engine(ENGINE)
                        .network(NetworkAccess.builder().allow(server.url()).build())
                        .build()) {
            runtime.loadPage("<!doctype html><body>", server.url() + "/page.html");
            runtime.run("""
                    (async () => {
                        for (const path of ['html', 'same', 'text', 'deny', 'both', 'file', 'none']) {
                            const frame = document.createElement('iframe');
                            frame.src = path;
                            document.body.append(frame);
                            await new Promise((resolve) => { frame.onload = resolve; });
                            const { URL, body } = frame.contentDocument;
                            console.log(path, URL === `${location.origin}/${path}`, body.innerHTML.trim());
                        }
                    })();
                    """, "frames.js");
            assertTrue(runtime.runUntilIdle(SOON));
        }
        List<String> told =
                recorder.lines.stream().filter(line -> line.contains("http:")).toList();
        List<String> shown =
                recorder.lines.stream().filter(line -> !told.contains(line)).toList();
        assertEquals(
                List.of(
                        "html true <b>page</b>",
                        "same true <b>page</b>",
                        "text true <pre>&lt;b&gt;page&lt;/b&gt;</pre>",
                        "deny false ",
                        "both false ",
                        "file false ",
                        "none false "),
                shown);
        assertEquals(4, told.size(), told::toString);
        assertTrue(told.get(0).endsWith("the server forbids to show it in a frame"), told::toString);
        assertTrue(told.get(2).endsWith("the server sends a file to be saved"), told::toString);
        assertTrue(told.get(3).endsWith("the server has nothing to show"), told::toString);
    }
}
