package dev.weir.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a module specifier names, and what becomes of one that names nothing. */
class ModulesTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final SharedEngine ENGINE = SharedEngine.create();

    private final Recorder recorder = new Recorder();
    private Path folder;

    @AfterAll
    static void closeEngine() {
        ENGINE.close();
    }

    @BeforeEach
    void useFolder(@TempDir Path made) throws IOException {
        folder = made.toRealPath();
        write("x.mjs", "export default 'x'");
    }

    private Path write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        return Files.writeString(file, text);
    }

    private WebRuntime.Builder runtime() {
        return recorder.runtime().engine(ENGINE);
    }

    private void assertLogs(String... lines) {
        assertEquals(List.of(), recorder.messages());
        assertEquals(List.of(lines), recorder.lines);
    }

    /** The function log(promise) prints a module's default export, or what the import failed with. */
    private static final String LOG = """
            globalThis.log = (promise) => promise.then(
                (m) => console.log(m.default),
                (e) => console.log((e instanceof Error) + ' ' + e));
            """;

    /** Runs imports, one a line, in a module main.mjs in the folder "in", which alone is granted. */
    private void runImports(String... specifiers) throws IOException {
        StringBuilder script = new StringBuilder(LOG);
        for (String specifier : specifiers) {
            script.append("await log(import(`").append(specifier).append("`));\n");
        }
        Path main = write("in/main.mjs", script.toString());
        try (WebRuntime runtime = runtime().build()) {
            runtime.runModule(main);
            assertTrue(runtime.runUntilIdle(SOON));
        }
    }

    @Test
    void scriptsWithoutAPathImportRelativeToThePage() throws IOException {
        Path page = write(
                "page.html",
                "<button id=b onclick=\"log(import('./x.mjs'))\"></button><script>" + LOG
                        + "setTimeout(`log(import('./x.mjs'))`)</script>");
        try (WebRuntime runtime = runtime().build()) {
            runtime.loadPage(page).click("#b");
            assertTrue(runtime.runUntilIdle(SOON));
            runtime.run("log(import('./x.mjs'))", "a.js");
            assertLogs("x", "x", "x");
        }
    }

    @Test
    void scriptsWithoutAPathImportRelativeToTheDocumentsBase() throws IOException {
        write("lib/x.mjs", "export default 'lib'");
        Path page = write("page.html", "<base href=lib/><script>" + LOG + "</script>");
        try (WebRuntime runtime = runtime().build()) {
            runtime.loadPage(page);
            runtime.run("log(import('./x.mjs'))", "a.js");
            assertLogs("lib");
        }
    }

    @Test
    void scriptsWithoutAPathOrPageImportRelativeToTheUrlThatTheyAreGiven() throws IOException {
        try (WebRuntime runtime = runtime()
                .url(folder.toUri() + "any.html")
                .allowImportsFrom(folder)
                .build()) {
            runtime.run(LOG + "log(import('./x.mjs'))", "a.js");
            assertLogs("x");
        }
    }

    @Test
    void aModuleThatAwaitsForEverIsPending() throws IOException {
        Path ends = write("ends.mjs", "await new Promise((resolve) => setTimeout(resolve, 1));");
        Path fails = write("fails.mjs", "await null; throw new Error('on purpose');");
        Path waits = write("waits.mjs", "import './ends.mjs'; await new Promise(() => {});");
        try (WebRuntime runtime = runtime().build()) {
            assertFalse(runtime.hasPendingModules());
            runtime.runModule(ends);
            assertTrue(runtime.runUntilIdle(SOON));
            assertFalse(runtime.hasPendingModules());
            assertThrows(ScriptException.class, () -> runtime.runModule(fails));
            assertFalse(runtime.hasPendingModules());
            runtime.runModule(waits);
            assertTrue(runtime.runUntilIdle(SOON));
            assertTrue(runtime.hasPendingModules());
            runtime.loadPage("<script type=module>await new Promise(() => {});</script>", "https://example.com/");
            assertTrue(runtime.hasPendingModules());
            runtime.loadPage("<p>", "https://example.com/");
            assertFalse(runtime.hasPendingModules());
        }
    }

    @Test
    void blobsAndDataAreModulesWithoutAGrant() {
        try (WebRuntime runtime = runtime().url("https://example.com/a/").build()) {
            runtime.run(LOG + """
                    (async () => {
                      const blob = (text, type = 'text/javascript') => URL.createObjectURL(new Blob([text], { type }));
                      const inner = blob('export default "inner"');
                      const outer = blob(`export { default } from '${inner}'`);
                      await log(import(outer));
                      URL.revokeObjectURL(outer);
                      await log(import(outer)); // known by now
                      await log(import(outer + '#other').catch((e) => { throw Error(e.message.replace(outer, 'it')); }));
                      await log(import('data:text/javascript,export%20default%205'));
                      for (const bad of [blob('1', 'text/plain'), blob('import "./x.mjs"')]) {
                        await log(import(bad).catch((e) => { throw Error(e.message.replaceAll(bad, 'it')); }));
                      }
                    })();
                    """, "a.js");
            assertTrue(runtime.runUntilIdle(SOON));
            assertLogs(
                    "inner",
                    "inner",
                    "true Error: cannot import 'it#other': no such blob",
                    "5",
                    "true Error: cannot import 'it': it is of type text/plain, which is none of a module",
                    "true Error: cannot import './x.mjs' from it: it is not a valid URL");
        }
    }

    @Test
    void whereNoFilesAreGrantedTheRefusalNamesTheSpecifier() {
        String notGranted = "it is outside of the folders that scripts may be loaded from";
        try (WebRuntime runtime = runtime().build()) {
            runtime.run(LOG + "log(import('./x.mjs'))", "a.js");
            assertLogs("true Error: cannot import './x.mjs': " + notGranted);
        }
        recorder.lines.clear();
        try (WebRuntime runtime = runtime().url("https://example.com/a/").build()) {
            runtime.run(LOG + "log(import('../x.mjs'))", "a.js");
            assertLogs("true Error: cannot import '../x.mjs': modules come from files, blobs and data: URLs only");
        }
    }

    @Test
    void namespacesCannotBeClonedAndWhatLooksLikeThemCan() throws IOException {
        write("empty.mjs", "");
        Path main = write("main.mjs", """
                import * as x from './x.mjs';
                import * as empty from './empty.mjs';
                import * as own from './main.mjs';
                const clone = (value) => {
                    try { return JSON.stringify(structuredClone(value)); } catch (e) { return e.name; }
                };
                const tag = { [Symbol.toStringTag]: { value: 'Module' } };
                const like = Object.preventExtensions(Object.create(null, { ...tag, x: { value: 1, enumerable: true } }));
                console.log(clone(x), clone(empty), clone(own), clone([x]), clone(like));
                console.log(clone(Object.freeze(Object.create(null, tag))), clone({ __proto__: null, a: 1 }));
                export let later = 1;
                """);
        try (WebRuntime runtime = runtime().build()) {
            runtime.runModule(main);
            assertTrue(runtime.runUntilIdle(SOON));
        }
        assertLogs("DataCloneError DataCloneError DataCloneError DataCloneError {\"x\":1}", "{} {\"a\":1}");
    }

    @Test
    void specifiersAreUrls() throws IOException {
        write("in/dep.mjs", "export default globalThis.n = (globalThis.n ?? 0) + 1;");
        write("in/sp ace.mjs", "export { default } from './d%65p.mjs?x=1';");
        write("in/que?ry.mjs", "export default import.meta.url.split('/').pop();");
        write("in/meta.mjs", "export default import.meta.url.split('/').pop();");
        runImports(
                "./dep.mjs",
                "./dep.mjs?x=1",
                "./dep.mjs?x=2",
                "./dep.mjs#h",
                "./dep.mjs",
                "./dep.mjs?x=1",
                "./dep.mjs#h",
                "./d%65p.mjs",
                "./sp%20ace.mjs",
                "./sp ace.mjs",
                "./que%3Fry.mjs",
                "./meta.mjs?a=b:c|d#h",
                "file:" + folder + "/in/dep.mjs",
                "FILE://" + folder + "/in/../in/./dep.mjs?x=1");
        assertLogs("1", "2", "3", "4", "1", "2", "4", "5", "6", "6", "que%3Fry.mjs", "meta.mjs?a=b:c%7Cd#h", "1", "7");
    }

    @Test
    void escapesLeadOutOfNoFolder() throws IOException {
        Files.createDirectories(folder.resolve("in/sub"));
        Files.createSymbolicLink(folder.resolve("in/link.mjs"), folder.resolve("x.mjs"));
        Files.createSymbolicLink(folder.resolve("in/up"), folder);
        write("in/a.mjs", "");
        String[] specifiers = {
            "../x.mjs",
            "%2e%2e/x.mjs",
            "./%2e%2e/x.mjs",
            "./%2E./x.mjs",
            "./sub/%2e%2e/%2e%2e/x.mjs",
            "./..%2fx.mjs",
            "./%2e%2e%2Fx.mjs",
            "./..%5cx.mjs",
            "./..\\\\x.mjs",
            "./sub/..%2fa.mjs",
            "./a.mjs%00",
            "./a.mjs%00/../../x.mjs",
            "./link.mjs",
            "./link.mjs?q",
            "./up/x.mjs#h",
            "file://" + folder + "/x.mjs",
            "file://host" + folder + "/in/a.mjs",
            "file://" + folder + "/in/%2e%2e/x.mjs?q",
            folder + "/x.mjs",
            "../none.mjs",
        };
        runImports(specifiers);
        assertEquals(specifiers.length, recorder.lines.size(), recorder.lines::toString);
        for (int i = 0; i < specifiers.length; i++) {
            String line = recorder.lines.get(i);
            assertTrue(
                    line.startsWith("true Error: cannot import '")
                            && (line.contains(": it is outside of the folders") || specifiers[i].startsWith("%")),
                    specifiers[i] + ": " + line);
        }
    }

    @Test
    void failuresNameTheSpecifierAsItWasWritten() throws IOException {
        Path in = Files.createDirectories(folder.resolve("in/dir")).getParent();
        write("in/deep.mjs", "import './none.mjs?q'");
        runImports("./none.mjs", "bare", "https://x.y/z.js", "./deep.mjs", "./dir", "file://[", "./a b%zz.mjs");
        String from = " from " + in + "/main.mjs: ";
        assertLogs(
                "true Error: cannot import './none.mjs'" + from + "no such file",
                "true Error: cannot import 'bare'" + from
                        + "a module specifier must be a file URL or start with '/', './' or '../'",
                "true Error: cannot import 'https://x.y/z.js': modules come from files, blobs and data: URLs only",
                "true Error: cannot import './none.mjs?q' from " + in + "/deep.mjs: no such file",
                "true Error: cannot import './dir'" + from + "it is a folder",
                "true Error: cannot import 'file://['" + from
                        + "a module specifier must be a file URL or start with '/', './' or '../'",
                "true Error: cannot import './a b%zz.mjs'" + from + "no such file");
    }

    @Test
    void noFailureBlamesAnotherScript() throws IOException {
        try (WebRuntime runtime = runtime()
                .url(folder.toUri() + "a.html")
                .allowImportsFrom(folder)
                .build()) {
            runtime.run(
                    LOG + "for (const s of ['bare', 'https://x.y/z.js', 'bare', './nowhere.mjs']) log(import(s));",
                    "a.js");
            String notFiles = "modules come from files, blobs and data: URLs only";
            String bare = "a module specifier must be a file URL or start with '/', './' or '../'";
            assertLogs(
                    "true Error: cannot import 'bare': " + bare,
                    "true Error: cannot import 'https://x.y/z.js': " + notFiles,
                    "true Error: cannot import 'bare': " + bare,
                    "true Error: cannot import './nowhere.mjs': no such file");
        }
    }

    @Test
    void importScriptsSaysReadablyWhyAScriptCannotBeHad() throws IOException {
        Files.createDirectory(folder.resolve("dir.js"));
        String url = "file://" + folder + "/";
        try (WebRuntime runtime = runtime()
                .dedicatedWorker()
                .url(url + "worker.js")
                .allowImportsFrom(folder)
                .build()) {
            String script = "try { importScripts('%s') } catch (e) { e.message }";
            assertEquals(
                    "importScripts: cannot load " + url + "nope.js: no such file",
                    runtime.evaluate(script.formatted("nope.js")));
            assertEquals(
                    "importScripts: cannot load " + url + "x.mjs/x.js: it cannot be read",
                    runtime.evaluate(script.formatted("x.mjs/x.js")));
        }
    }
}
