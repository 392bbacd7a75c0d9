package dev.weir.runtime.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.html.DocumentUrl;
import dev.weir.runtime.SharedEngine;
import dev.weir.runtime.WebRuntime;
import dev.weir.websockets.netty.EchoServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MainTest {
    private static final String ECHO = """
            const wss = new WebSocketStream('ws://127.0.0.1/');
            const { readable, writable } = await wss.opened;
            await writable.getWriter().write('ping');
            console.log((await readable.getReader().read()).value);
            wss.close();
            """;

    @TempDir
    private Path folder = Path.of("");

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int weir(String... arguments) {
        out.reset();
        err.reset();
        return Main.run(arguments, out, err);
    }

    private String script(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text).toString();
    }

    /** How scripts are named in reports. */
    private static String url(String file) {
        return DocumentUrl.of(Path.of(file)).href();
    }

    private String out() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String err() {
        return err.toString(StandardCharsets.UTF_8);
    }

    private void assertFails(String message, String... arguments) {
        assertEquals(1, weir(arguments));
        assertEquals(message + "\n", err());
    }

    private void assertMisused(String message, String... arguments) {
        assertEquals(2, weir(arguments));
        assertEquals("weir: " + message + "\n", err());
        assertEquals("", out());
    }

    @Test
    void runsAScriptUntilNothingIsLeft() throws IOException {
        String file =
                script("a.js", "console.log('é', { a: 1 }); console.error('e'); setTimeout(() => console.log('z'), 5)");
        assertEquals(0, weir("run", file));
        assertEquals("é { a: 1 }\nz\n", out());
        assertEquals("e\n", err());
    }

    @Test
    void aLoneSurrogateIsPrintedAsAReplacementCharacter() throws IOException {
        String text = "'a\\uD800b\\uDC00', '\\u{1F600}'";
        assertEquals(0, weir("run", script("a.js", "console.log(" + text + "); console.error(" + text + ")")));
        assertEquals("a\uFFFDb\uFFFD \uD83D\uDE00\n", out());
        assertEquals(out(), err());
    }

    @Test
    void urlsStartFromTheScriptUnlessToldOtherwise() throws IOException {
        script("beside.js", "postMessage('beside')");
        String file = script("a.js", """
                console.log(location.pathname.endsWith('/a.js'), location.protocol);
                new Worker('beside.js').onmessage = (event) => { console.log(event.data); event.target.terminate(); };
                """);
        assertEquals(0, weir("run", file));
        assertEquals("true file:\nbeside\n", out());
        assertEquals(0, weir("run", "--url", "https://example.com/x", script("b.js", "console.log(location.href)")));
        assertEquals("https://example.com/x\n", out());
    }

    @Test
    void runsModulesByNameOrOption() throws IOException {
        script("lib.mjs", "export default 'lib'");
        String text = "import lib from './lib.mjs'; console.log(await lib, this)";
        assertEquals(0, weir("run", script("a.mjs", text)));
        assertEquals("lib undefined\n", out());
        assertEquals(0, weir("run", "--module", script("a.js", text)));
        assertEquals("lib undefined\n", out());
        String plain = script("b.js", "import lib from './lib.mjs'");
        assertFails(
                "Uncaught SyntaxError: Expected an operand but found import\n    at " + url(plain)
                        + ":1:1\nimport lib from './lib.mjs'\n^\nweir: --module runs a file with imports or exports",
                "run",
                plain);
    }

    @Test
    void everyFailureIsOneClearMessageAndExitCodeOne() throws IOException {
        String none = folder.resolve("none.js").toString();
        assertFails("weir: cannot read " + none + ": no such file", "run", none);
        assertFails("weir: cannot read " + folder + ": it is a folder", "run", folder.toString());
        String file = script("a.js", "\nvar x = ;");
        assertFails(
                "Uncaught SyntaxError: Expected an operand but found ;\n    at " + url(file)
                        + ":2:9\nvar x = ;\n        ^",
                "run",
                file);
        script("a.js", "function f() {\n  null.x;\n}\nsetInterval(() => {}, 1000);\nf();");
        assertFails(
                "Uncaught TypeError: Cannot read property 'x' of null\n    at f (" + url(file) + ":2:3)\n    at "
                        + url(file) + ":5:1",
                "run",
                file);
        script("a.js", "setInterval(() => {}, 1000); setTimeout(() => { throw 'late' })");
        assertFails("Uncaught late\n    at " + url(file) + ":1:49", "run", file);
        script("a.js", "setInterval(() => {}, 1000); Promise.reject(new Error('r'))");
        assertFails("Uncaught (in promise) Error: r\n    at " + url(file) + ":1:45", "run", file);
        script("a.js", "throw Symbol('s')");
        assertFails("Uncaught Symbol(s)\n    at " + url(file) + ":1:1", "run", file);
        Files.write(folder.resolve("a.js"), new byte[] {(byte) 0xFF, 1});
        assertFails("weir: cannot read " + file + ": it is not UTF-8 text", "run", file);
        script("a.js", "1");
        assertMisused("not a host or host:port: 'x:y'", "run", "--map", "x:y=a:1", file);
        assertMisused("not an absolute URL: x", "run", "--url", "x", file);
        assertFails("weir: cannot read " + none + ": no such file", "run", "--trust", none, file);
        assertFails("weir: " + file + " holds no certificate: No certificate data found", "run", "--trust", file, file);
    }

    @Test
    void aScriptThatDealsWithItsFailuresSucceeds() throws IOException {
        String file =
                script("a.js", "onerror = () => true; setTimeout(() => { throw 1 }); Promise.reject().catch(() => {})");
        assertEquals(0, weir("run", file));
        assertEquals("", err());
    }

    @Test
    void timeEnds() throws IOException {
        String file = script("a.js", "console.log('a'); for (;;);");
        assertFails("weir: " + file + " has not ended after 200ms", "run", "--timeout", "200ms", file);
        script("a.js", "console.log('a'); setInterval(() => {}, 1000)");
        assertFails("weir: " + file + " has not ended after 200ms", "run", "--timeout", "0.2", file);
        assertEquals(0, weir("run", "--for", "200ms", "--timeout", "20s", file));
        assertEquals("", err());
        assertEquals(0, weir("run", "--timeout", "1m", script("b.js", "console.log(1)")));
    }

    @Test
    void aRunEndsWhenNobodyReadsItsOutput() throws IOException {
        String file = script("a.js", "setInterval(() => console.log('tick'), 1)");
        err.reset();
        assertEquals(1, Main.run(new String[] {"run", "--timeout", "20s", file}, failing("Broken pipe"), err));
        assertEquals("", err());
        script("a.js", "setInterval(() => console.log('x'.repeat(100000)), 1)");
        assertEquals(1, Main.run(new String[] {"run", "--timeout", "20s", file}, failing("No space left"), err));
        assertEquals("weir: cannot write the output: No space left\n", err());
    }

    @Test
    void aRunGoesOnWhenNobodyReadsItsErrors() throws IOException {
        String file = script("a.js", "console.error('e'); setTimeout(() => console.log('z'), 50)");
        assertEquals(0, Main.run(new String[] {"run", file}, out, failing("Broken pipe")));
        assertEquals("z\n", out());
    }

    private static OutputStream failing(String reason) {
        return new OutputStream() {
            @Override
            public void write(int b) throws IOException {
                throw new IOException(reason);
            }
        };
    }

    @Test
    void theTimeBeginsWhenTheScriptCanRun() throws IOException {
        long start = Long.MAX_VALUE;
        try (SharedEngine engine = SharedEngine.create()) {
            for (int i = 0; i < 3; i++) {
                try (WebRuntime runtime = WebRuntime.builder().engine(engine).build()) {
                    long before = System.nanoTime();
                    runtime.evaluate("0");
                    start = Math.min(start, System.nanoTime() - before);
                }
            }
        }
        // Less than any start takes, and a script that is quick enough for it once in a while on a busy machine.
        String time = start / 2_000_000 + "ms";
        String file = script("a.js", "console.log('ran'); setInterval(() => {}, 1000)");
        boolean ran = false;
        for (int i = 0; i < 10 && !ran; i++) {
            assertEquals(0, weir("run", "--for", time, file));
            ran = out().equals("ran\n");
        }
        assertTrue(ran, () -> "within " + time);
    }

    @Test
    void connectsWhereItIsMappedAndAllowedTo() throws IOException {
        String file = script("a.mjs", ECHO);
        try (EchoServer server =
                EchoServer.builder().replies(Map.of("ping", "pong")).start()) {
            String map = "127.0.0.1:80=127.0.0.1:" + server.port();
            assertEquals(0, weir("run", "--map", map, file));
            assertEquals("pong\n", out());
            assertEquals(0, weir("run", "--map", map, "--allow-net", "127.0.0.1:80", file));
            assertEquals("pong\n", out());
            assertEquals(1, weir("run", "--map", map, "--allow-net", "127.0.0.1:81", file));
            assertTrue(err().contains("not allowed"), err());
            assertEquals(1, weir("run", "--map", map, "--deny-net", file));
        }
    }

    @Test
    void allowingAndDenyingConnectionsIsRefused() throws IOException {
        String file = script("a.js", "console.log('ran')");
        String message = "--allow-net and --deny-net do not go together: give one of them";
        assertMisused(message, "run", "--deny-net", "--allow-net", "127.0.0.1:80", file);
        assertMisused(message, "run", "--allow-net", "127.0.0.1:80", "--deny-net", file);
    }

    @Test
    void runsPagesAndPrintsThem() throws IOException {
        String page = script("p.html", "<title>t</title><p id=out>a</p><script>console.log(document.title)</script>");
        assertEquals(0, weir("run", "--dump", "text", page));
        assertEquals("t\na\n", out());
        String file = script("a.js", "out.textContent = 'b'; setTimeout(() => { out.textContent += 'c' })");
        assertEquals(0, weir("run", "--page", page, "--dump=html", file));
        assertTrue(out().contains("<p id=\"out\">bc</p>"), out());
        assertMisused("--page needs a file that ends in .html, and " + file + " does not", "run", "--page", file, file);
        assertMisused("--dump needs a page: give a file that ends in .html, or --page", "run", "--dump", "text", file);
    }

    @Test
    void aPageIsNotRunAsTheScriptOfAnother() throws IOException {
        String page = script("p.html", "<p>a</p><script>console.log('ran')</script>");
        String other = script("q.HTM", "<p>b</p>");
        assertMisused(
                "FILE must be a script when --page is given, and " + other + " is a page",
                "run",
                "--page",
                page,
                other);
        String same = folder.resolve(".").resolve("p.html").toString();
        assertEquals(0, weir("run", "--page", same, page), this::err);
        assertEquals("ran\n", out());
    }

    @Test
    void aModuleThatAwaitsForEverIsAFailure() throws IOException {
        String module = script("m.mjs", "console.log('before'); await new Promise(() => {}); console.log('after')");
        assertEquals(1, weir("run", module));
        assertEquals("before\n", out());
        assertEquals("weir: " + module + " awaits something at its top level that never comes\n", err());
        String ends = script("e.mjs", "await new Promise((resolve) => setTimeout(resolve, 1)); console.log('after')");
        assertEquals(0, weir("run", ends), this::err);
    }

    @Test
    void aPageGoesOnAfterAFailureAndIsPrintedWhenItsTimeIsOver() throws IOException {
        String page = script(
                "p.html", "<p id=out>a</p><script>setInterval(() => { out.innerText += 'b' }, 1); null.x</script>");
        assertEquals(1, weir("run", "--dump", "text", "--timeout", "2s", page));
        assertTrue(out().matches("ab+\n"), out());
        assertTrue(err().startsWith("Uncaught TypeError: Cannot read property 'x' of null\n    at file:///"), err());
        assertTrue(err().endsWith("weir: " + page + " has not ended after 2s\n"), err());
        assertEquals(1, weir("run", "--dump", "text", "--for", "300ms", page));
        assertTrue(!err().contains("weir:"), err());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            chat      | 3. Ada: Let us begin with the loops. / The conversation is over. / Closed: 1000 Good night
            upload    | 100 % / Everything is sent / The server has answered 4194304 bytes
            transform | Oslo 23 F / Rome 68 F / Cairo 95 F / That is all.
            reconnect | Connection 2 was closed: 3002 maintenance / It was enough / No further connection: AbortError
            binary    | ca fe ba be 40 09 21 fb 54 44 2d 18 / cafebabe, 3.14159 / unharmed: true / Closed: 1005
            """)
    void everyOtherDemoShowsWhatItDid(String name, String shown) {
        assertEquals(0, weir("demo", name), this::err);
        String text = out().replaceAll("\\s+", " ");
        for (String line : shown.split(" / ")) {
            assertTrue(text.contains(line), () -> line + " is not in: " + text);
        }
        assertEquals("", err());
    }

    @Test
    void aDemoThatThereIsNotIsNamedWithThoseThereAre() {
        assertEquals(2, weir("demo", "fish"));
        assertEquals("weir: there is no demo 'fish', only ping, chat, upload, transform, reconnect, binary\n", err());
    }

    @Test
    void theDemoShowsAConversationAndSucceeds() {
        assertEquals(0, weir("demo"));
        assertEquals("""
                WebSocketStream over a real socket

                CONNECTED: ws://127.0.0.1/

                SENT: ping

                RECEIVED: pong

                SENT: ping

                RECEIVED: pong

                SENT: ping

                RECEIVED: pong

                CLOSED: 1000 That is enough

                Close the connection
                """, out());
        assertEquals("", err());
    }

    @Test
    void anUnreachableServerIsOneMessageWithItsUrl() throws IOException {
        int port;
        try (ServerSocket free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        String file = script("a.mjs", ECHO);
        assertEquals(1, weir("run", "--map", "127.0.0.1:80=127.0.0.1:" + port, file));
        assertTrue(err().contains("ws://127.0.0.1/"), err());
        assertEquals(
                1, err().lines().filter(line -> line.contains("WebSocketError")).count(), err());
        assertTrue(!err().contains("java"), err());
    }

    @Test
    void aWrongCommandLineSaysHowItGoes() {
        assertEquals(2, weir());
        assertTrue(err().contains("Usage: weir"));
        assertEquals(2, weir("run"));
        assertTrue(err().contains("Missing required parameter"), err());
        assertEquals(2, weir("run", "--nonsense", "x.js"));
        assertEquals(2, weir("run", "--timeout", "soon", "x.js"));
        assertTrue(err().contains("'soon' is no duration"), err());
        assertEquals(0, weir("--help"));
        assertTrue(out().contains("Usage: weir"));
        assertEquals(0, weir("run", "--help"));
        assertTrue(out().contains("--allow-net"));
        assertEquals(0, weir("--version"));
        assertTrue(out().startsWith("Weir 0.1"), out());
    }

    @Test
    void echoServesWithACertificateAndItsOwnKeyOnly() throws Exception {
        for (String kind : List.of("RSA", "EC", "Ed25519")) {
            makeKey(kind + "-a", kind);
            makeKey(kind + "-b", kind);
        }
        for (String kind : List.of("RSA", "EC", "Ed25519")) {
            assertEquals(0, weir(echoWith(kind + "-a", kind + "-a")), this::err);
            assertTrue(out().startsWith("Serving wss:"), out());
            assertDoesNotFit(kind + "-a", kind + "-b");
        }
        assertDoesNotFit("RSA-a", "EC-a");
        assertDoesNotFit("EC-a", "Ed25519-a");
    }

    private void assertDoesNotFit(String certificate, String key) {
        assertEquals(1, weir(echoWith(certificate, key)));
        String message = "weir: " + folder.resolve(key + ".key") + " does not fit "
                + folder.resolve(certificate + ".crt") + ": ";
        assertTrue(err().startsWith(message), err());
        assertEquals(1, err().lines().count(), err());
        assertEquals("", out());
    }

    private String[] echoWith(String certificate, String key) {
        String shown = folder.resolve(certificate + ".crt").toString();
        String secret = folder.resolve(key + ".key").toString();
        return new String[] {"echo", "--port", "0", "--for", "1ms", "--tls-cert", shown, "--tls-key", secret};
    }

    private void makeKey(String name, String kind) throws Exception {
        Path file = folder.resolve(name + ".p12");
        String tool = Path.of(System.getProperty("java.home"), "bin", "keytool").toString();
        String[] command = {
            tool,
            "-genkeypair",
            "-keyalg",
            kind,
            "-alias",
            "a",
            "-dname",
            "CN=localhost",
            "-storetype",
            "PKCS12",
            "-storepass",
            "secret",
            "-keystore",
            file.toString()
        };
        Process made = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("keytool.log").toFile())
                .start();
        assertEquals(0, made.waitFor());
        KeyStore store = KeyStore.getInstance(file.toFile(), "secret".toCharArray());
        writePem(
                name + ".key",
                "PRIVATE KEY",
                store.getKey("a", "secret".toCharArray()).getEncoded());
        writePem(name + ".crt", "CERTIFICATE", store.getCertificate("a").getEncoded());
    }

    private void writePem(String name, String kind, byte[] bytes) throws IOException {
        String text = Base64.getMimeEncoder().encodeToString(bytes);
        script(name, "-----BEGIN " + kind + "-----\n" + text + "\n-----END " + kind + "-----\n");
    }

    @Test
    void echoServesForAWhile() throws IOException {
        assertEquals(0, weir("echo", "--port", "0", "--for", "10ms"));
        assertTrue(out().matches("Serving ws://127\\.0\\.0\\.1:\\d+/\n"), out());
        try (ServerSocket taken = new ServerSocket(0)) {
            assertEquals(1, weir("echo", "--port", Integer.toString(taken.getLocalPort()), "--host", "0.0.0.0"));
            assertTrue(err().startsWith("weir: cannot listen on 0.0.0.0:"), err());
        }
        assertMisused("--port: not a port from 0 to 65535: 70000", "echo", "--port", "70000");
        assertMisused("--port: not a port from 0 to 65535: -1", "echo", "--port", "-1");
        assertMisused("--tls-cert and --tls-key go together", "echo", "--tls-cert", "x.pem");
    }
}
