package dev.weir.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.websockets.netty.EchoServer;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PageTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final SharedEngine ENGINE = SharedEngine.create();

    private final Recorder recorder = new Recorder();

    @TempDir
    private Path folder = Path.of("");

    @AfterAll
    static void closeEngine() {
        ENGINE.close();
    }

    private WebRuntime newRuntime() {
        return recorder.runtime().engine(ENGINE).build();
    }

    private Path write(String name, String text) throws IOException {
        Path file = folder.toRealPath().resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    @Test
    void loadsAPageWithScriptsOfEveryKind() throws IOException {
        write(
                "js/classic.js",
                "log('classic ' + document.readyState + ' ' + document.currentScript.src.endsWith('classic.js'))");
        write("js/main.mjs", "import { name } from './lib.mjs'; log('module ' + name + ' ' + document.readyState)");
        write("js/lib.mjs", "export const name = 'lib'; log('lib')");
        Path page = write("page.html", """
                <!doctype html><title>T</title>
                <script>var log = (text) => { console.log(text); }; addEventListener('load', () => log('load'));</script>
                <script type="module">import './js/lib.mjs'; log('inline ' + import.meta.url.split('/').pop());</script>
                <script type="module">log('second ' + import.meta.url.split('/').pop());</script>
                <script type="module" src="js/main.mjs"></script>
                <script src="js/classic.js"></script>
                <script>import('./js/lib.mjs').then((lib) => log('dynamic ' + lib.name)); log(typeof later);</script>
                <p id="later">shown <b>text</b></p>
                """);
        try (WebRuntime runtime = newRuntime()) {
            Page loaded = runtime.loadPage(page);
            assertTrue(runtime.runUntilIdle(SOON));
            assertEquals(List.of(), recorder.messages());
            assertEquals(
                    List.of(
                            "classic loading true",
                            "undefined",
                            "lib",
                            "dynamic lib",
                            "inline page.html",
                            "second page.html?inline=2",
                            "module lib interactive",
                            "load"),
                    recorder.lines);
            assertEquals("T", loaded.title());
            assertEquals("shown text", loaded.text().strip());
            assertEquals(Optional.of("shown text"), loaded.text("#later"));
            assertEquals(Optional.of("later"), loaded.attribute("p", "id"));
            assertEquals(1, loaded.count("p"));
            assertTrue(loaded.html().contains("<p id=\"later\">"));
            assertEquals(page.toUri().getPath(), runtime.evaluate("location.pathname"));
            assertThrows(IllegalArgumentException.class, () -> loaded.text("p["));
            assertThrows(IllegalArgumentException.class, () -> loaded.click("#none"));
        }
    }

    @Test
    void clicksAndInputReachThePage() {
        try (WebRuntime runtime = newRuntime()) {
            Page page = runtime.loadPage(
                    "<input id=i><button onclick='out.textContent = i.value'>go</button><p id=out></p>",
                    "https://example.com/");
            page.fill("input", "hello");
            page.click("button");
            assertEquals(Optional.of("hello"), page.text("#out"));
            assertEquals("https://example.com", runtime.evaluate("origin"));
            assertEquals("hello", page.read(tree -> tree.select("#out").text()));
        }
    }

    @Test
    void aPageThatAnotherTookThePlaceOfIsNoLongerUsed() {
        List<Throwable> failures = new CopyOnWriteArrayList<>();
        try (WebRuntime runtime =
                recorder.runtime().engine(ENGINE).onHostFailure(failures::add).build()) {
            Page old = runtime.loadPage("<p>old</p><input><button id=b onclick='null.x'>", "https://example.com/");
            Page page = runtime.loadPage("<input>", "https://example.com/");
            assertEquals(
                    "another page was loaded",
                    assertThrows(IllegalStateException.class, () -> old.click("#b"))
                            .getMessage());
            assertThrows(IllegalStateException.class, () -> old.fill("input", "x"));
            assertEquals(Optional.of("old"), old.text("p"));
            page.fill("input", "x");
            assertEquals("x", runtime.evaluate("document.querySelector('input').value"));
            assertEquals(List.of(), recorder.messages());
            assertEquals(List.of(), failures);
        }
    }

    @Test
    void whatCannotBeFilledIsAnIllegalArgument() {
        try (WebRuntime runtime = newRuntime()) {
            Page page = runtime.loadPage(
                    "<input type=file><select onchange='console.log(value)'><option>a<option>b</select>",
                    "https://example.com/");
            assertThrows(IllegalArgumentException.class, () -> page.fill("input", "x"));
            assertThrows(IllegalArgumentException.class, () -> page.fill("select", "c"));
            page.fill("select", "b");
            assertEquals(List.of("b"), recorder.lines);
            runtime.evaluate("document.querySelector('input').type = 'text'");
            runtime.evaluate("document.querySelector('input').onfocus = (e) => { e.target.type = 'file'; }");
            assertThrows(IllegalArgumentException.class, () -> page.fill("input", "x"));
        }
    }

    @Test
    void aLinkToAFragmentChangesTheLocation() {
        try (WebRuntime runtime = newRuntime()) {
            Page page = runtime.loadPage(
                    "<a href='#sec'>x</a><script>onhashchange = (e) => console.log(e)</script>",
                    "https://example.com/p");
            page.click("a");
            assertTrue(runtime.runUntilIdle(SOON));
            assertEquals("https://example.com/p#sec", runtime.evaluate("location.href"));
            assertTrue(
                    recorder.lines
                            .getFirst()
                            .startsWith(
                                    "HashChangeEvent {\n  oldURL: 'https://example.com/p',\n  newURL: 'https://example.com/p#sec',"));
        }
    }

    @Test
    void scriptsOfAPageMayBeInTheirUrl() {
        try (WebRuntime runtime = newRuntime()) {
            runtime.loadPage("""
                    <script src="data:text/javascript;base64,Y29uc29sZS5sb2coJ2NsYXNzaWMnKQ=="></script>
                    <script type=module src="data:text/javascript,console.log('module %26 more')"></script>
                    <script>
                      const src = URL.createObjectURL(new Blob(["console.log('blob')"], { type: 'text/javascript' }));
                      document.head.append(Object.assign(document.createElement('script'), { src, type: 'module' }));
                    </script>
                    <script type=module src="data:text/plain,never"></script>
                    """, "https://example.com/");
            assertEquals(Set.of("classic", "module & more", "blob"), Set.copyOf(recorder.lines));
            assertEquals(
                    List.of(
                            "data:text/plain,never:0:0: Cannot load the script data:text/plain,never: it is of type text/plain, which is none of a"
                                    + " module"),
                    recorder.messages());
        }
    }

    @Test
    void failuresOfAPageSayWhereInThePageAndItGoesOn() throws IOException {
        Path page = write("page.html", """
                <p>x</p>
                <script>null.a</script>
                <script src="none.js"></script>
                <script>
                  var x = ;
                </script>
                <script type="module">
                  null.b</script>
                <script type="module" src="../outside.mjs"></script>
                <script src="https://example.com/x.js"></script>
                <body onclick="null.c">
                <script>console.log('still here')</script>
                """);
        String url = page.toUri().toString().replace("file:/", "file:///").replace("////", "//");
        try (WebRuntime runtime = newRuntime()) {
            Page loaded = runtime.loadPage(page);
            loaded.click("p");
            assertTrue(runtime.runUntilIdle(SOON));
            assertEquals(List.of("still here"), recorder.lines);
            String base = url.replace("page.html", "");
            String parent = base.replaceFirst("[^/]+/$", "");
            assertEquals(
                    Set.of(
                            url + ":2:9: Uncaught TypeError: Cannot read property 'a' of null",
                            base + "none.js:0:0: Cannot load the script " + base + "none.js: no such file",
                            url + ":5:11: Uncaught SyntaxError: Expected an operand but found ;",
                            "https://example.com/x.js:0:0: Cannot load the script https://example.com/x.js: scripts come from files, blobs and data: URLs, unless the embedder loads others",
                            parent + "outside.mjs:0:0: Cannot load the script " + parent
                                    + "outside.mjs: it is outside of the folders that scripts may be loaded from",
                            url + ":8:3: Uncaught TypeError: Cannot read property 'b' of null"),
                    recorder.messages().stream().filter(m -> !m.contains("'c'")).collect(Collectors.toSet()));
            assertEquals(
                    1,
                    recorder.messages().stream().filter(m -> m.contains("'c'")).count());
        }
    }

    @Test
    void pagesAndTheirScriptsComeInTheEncodingTheySay() throws IOException {
        Charset cyrillic = Charset.forName("windows-1251");
        Files.writeString(folder.resolve("own.js"), "console.log('Жук')", cyrillic);
        Files.writeString(folder.resolve("greek.js"), "console.log('Ωμ')", Charset.forName("ISO-8859-7"));
        Files.writeString(folder.resolve("marked.js"), "\uFEFFconsole.log('Ωμ')");
        Files.writeString(folder.resolve("module.mjs"), "console.log('Ωμ')");
        byte[] html = """
                <meta charset=windows-1251><title>Жук</title><a id=a href="?Ж=&#937;#Ж"></a>
                <script>console.log(document.title, document.characterSet, a.search, a.hash)</script>
                <script src=own.js></script>
                <script src=greek.js charset=greek></script>
                <script src=marked.js charset=greek></script>
                <script src=module.mjs type=module charset=greek></script>
                """.getBytes(cyrillic);
        Files.write(folder.resolve("page.html"), html);
        List<String> expected = List.of("Жук windows-1251 ?%C6=%26%23937%3B #%D0%96", "Жук", "Ωμ", "Ωμ", "Ωμ");
        try (WebRuntime runtime = newRuntime()) {
            runtime.loadPage(folder.resolve("page.html"));
            assertEquals(expected, recorder.lines);
            recorder.lines.clear();
            runtime.loadPage(html, "https://example.com/");
            assertEquals(expected.getFirst(), recorder.lines.getFirst());
        }
    }

    @Test
    void loadingAnotherPageEndsTheFirst() {
        try (WebRuntime runtime = newRuntime()) {
            runtime.run("var leftover = 1; setInterval(() => console.log('old'), 1)", "x.js");
            runtime.loadPage("<script>setInterval(() => alert('first'), 1)</script>", "https://example.com/");
            runtime.loadPage("<script>console.log(typeof leftover)</script>", "https://example.com/");
            recorder.lines.clear();
            recorder.alerts.clear();
            assertTrue(runtime.runUntilIdle(SOON));
            assertEquals(List.of(), recorder.alerts);
            assertEquals(List.of(), recorder.lines);
            assertEquals("undefined", runtime.evaluate("typeof leftover"));
        }
    }

    @Test
    void aScriptWithoutAPageHasABlankDocument() {
        try (WebRuntime runtime = newRuntime()) {
            assertEquals(
                    "<html><head></head><body></body></html>", runtime.evaluate("document.documentElement.outerHTML"));
            runtime.evaluate(
                    "const s = document.createElement('script'); s.text = 'console.log(1)'; document.body.append(s)");
            assertEquals(List.of("1"), recorder.lines);
            assertEquals("about:blank", runtime.evaluate("document.URL"));
        }
    }

    @Test
    void nothingOfJavaIsReachableFromAPage() throws IOException {
        try (WebRuntime runtime = newRuntime()) {
            runtime.loadPage("""
                    <title>t</title><form id=f><input id=i name=n><select id=s><option>1</select><textarea></textarea></form>
                    <table><tr><td>1</table><a href=x>y</a><img><label></label><template><p>z</template><div onclick="1"
                    data-x=1 style="color: red" class="a b">text<!--c--></div>
                    """, "https://example.com/");
            assertEquals(List.of(), NothingOfJavaTest.walk(runtime, """
                    [document, ...document.querySelectorAll('*'), document.querySelector('div').attributes,
                     document.querySelector('div').classList, document.querySelector('div').style,
                     document.querySelector('div').dataset, document.querySelector('div').childNodes,
                     document.querySelector('template').content, f.elements, s.options, document.forms,
                     document.querySelector('div').onclick, new MouseEvent('click'), new Text('x'),
                     caught(() => document.querySelector('[')), caught(() => document.appendChild(document)), f, i, s]"""));
        }
    }

    @Test
    void aPageTalksToAServerWhileTimeIsMovedByHand() throws IOException {
        try (EchoServer server =
                        EchoServer.builder().replies(Map.of("ping", "pong")).start();
                WebRuntime runtime = recorder.runtime()
                        .engine(ENGINE)
                        .virtualClock()
                        .network(NetworkAccess.builder()
                                .allow("127.0.0.1:80")
                                .hostRules("127.0.0.1:80=127.0.0.1:" + server.port())
                                .build())
                        .build()) {
            Page page = runtime.loadPage("""
                    <ul id="list"></ul>
                    <script>
                    (async () => {
                        const { readable, writable } = await new WebSocketStream('ws://127.0.0.1/').opened;
                        const show = (text) => list.append(Object.assign(document.createElement('li'), { innerText: text }));
                        const writer = writable.getWriter();
                        setInterval(() => writer.write('ping'), 5000);
                        show('connected');
                        for await (const message of readable) show(message);
                    })();
                    </script>""", "http://127.0.0.1/");
            for (int i = 1; i <= 3; i++) {
                int expected = i;
                assertTrue(runtime.runUntil(() -> page.count("li") == expected, SOON));
                runtime.advance(Duration.ofSeconds(5));
            }
            assertTrue(runtime.runUntil(() -> page.count("li") == 4, SOON));
            assertEquals(Optional.of("pong"), page.text("li:last-child"));
        }
    }
}
