package dev.weir.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.cookies.CookieJar;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.CookieHandler;
import java.net.CookieManager;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Cookies of handshakes and of {@code document.cookie}, which an embedder grants or does not. */
class CookiesTest {
    private static final Duration SOON = Duration.ofSeconds(30);
    private static final String PAGE_URL = "http://example.com/dir/page.html";

    /** Prints the cookies that the server was sent. */
    private static final String ASK = """
            function ask() {
              const socket = new WebSocket('ws://example.com/dir/socket');
              socket.onopen = () => console.log(`open with ${globalThis.document?.cookie}`);
              socket.onmessage = (event) => console.log(`sent ${event.data}`);
            }
            ask();
            """;

    private final Recorder recorder = new Recorder();
    private final List<Throwable> hostFailures = new CopyOnWriteArrayList<>();
    private final CookieJar jar = new CookieJar();
    private final RawServer server = new RawServer(CookiesTest::serve);

    CookiesTest() throws IOException {}

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    /** Opens every WebSocket with two cookies, says what cookies came, and closes. */
    private static void serve(Socket socket) throws Exception {
        String request = RawServer.readRequest(socket);
        byte[] cookies = RawServer.field(request, "Cookie").getBytes(StandardCharsets.ISO_8859_1);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        bytes.writeBytes(RawServer.answerTo(request, "Set-Cookie: seen=1\r\nSet-Cookie: hidden=2; HttpOnly\r\n"));
        bytes.writeBytes(new byte[] {(byte) 0x81, (byte) cookies.length});
        bytes.writeBytes(cookies);
        bytes.writeBytes(new byte[] {(byte) 0x88, 0});
        socket.getOutputStream().write(bytes.toByteArray());
        socket.getInputStream().readNBytes(6); // the answer to the close frame
    }

    private WebRuntime.Builder runtime() {
        return recorder.runtime()
                .onHostFailure(hostFailures::add)
                .network(NetworkAccess.builder()
                        .allow("ws://example.com")
                        .hostRules("example.com:80=127.0.0.1:" + server.port())
                        .build());
    }

    private List<String> linesOf(WebRuntime.Builder builder, String script) {
        try (WebRuntime runtime = builder.build()) {
            runtime.loadPage("<script>" + script + "</script>", PAGE_URL);
            assertTrue(runtime.runUntilIdle(SOON));
        }
        return recorder.lines;
    }

    @Test
    void unlessGrantedThereAreNone() {
        List<String> lines = linesOf(runtime(), """
                document.cookie = 'a=b';
                console.log(`${navigator.cookieEnabled} <${document.cookie}>`);
                """ + ASK);
        assertEquals(List.of("false <>", "open with ", "sent "), lines);
    }

    @Test
    void handshakesAndDocumentsShareThem() {
        List<String> lines = linesOf(runtime().cookies(jar), """
                document.cookie = 'a=\u20ac; Path=/';
                document.cookie = 'b=1; HttpOnly';
                document.cookie = 'c=1; Path=/elsewhere';
                console.log(`${navigator.cookieEnabled} <${document.cookie}>`);
                """ + ASK);
        assertEquals(List.of("true <a=\u20ac>", "open with seen=1; a=\u20ac", "sent a=\u20ac"), lines);
        assertEquals(
                Map.of("Cookie", List.of("seen=1; hidden=2; a=\u00e2\u0082\u00ac")),
                jar.get(URI.create("http://example.com/dir/"), Map.of()));
    }

    @Test
    void anotherRuntimeSeesThemOnlyIfItIsGivenTheSameJar() {
        linesOf(runtime().cookies(jar), ASK);
        recorder.lines.clear();
        assertEquals(
                List.of("open with seen=1", "sent seen=1; hidden=2"),
                List.copyOf(linesOf(runtime().cookies(jar), ASK)));
        recorder.lines.clear();
        assertEquals(List.of("open with seen=1", "sent "), linesOf(runtime().cookies(new CookieJar()), ASK));
    }

    @Test
    void aWorkersHandshakesHaveThemToo() throws Exception {
        linesOf(runtime().cookies(jar), ASK);
        recorder.lines.clear();
        try (WebRuntime runtime =
                runtime().cookies(jar).dedicatedWorker().url(PAGE_URL).build()) {
            runtime.run(ASK, "worker.js");
            assertTrue(runtime.runUntilIdle(SOON));
        }
        assertEquals(List.of("open with undefined", "sent seen=1; hidden=2"), recorder.lines);
    }

    @Test
    void scriptsWithoutAPageAreOfNoSiteUnlessGivenAUrl() {
        linesOf(runtime().cookies(jar), ASK);
        for (String url : List.of("about:blank", PAGE_URL)) {
            recorder.lines.clear();
            try (WebRuntime runtime = runtime().cookies(jar).url(url).build()) {
                runtime.run(ASK, "script");
                assertTrue(runtime.runUntilIdle(SOON));
            }
            assertEquals(url.equals(PAGE_URL) ? "sent seen=1; hidden=2" : "sent ", recorder.lines.getLast());
        }
    }

    @Test
    void documentsThatAreNotOfTheWebAreAverseToCookies() {
        try (WebRuntime runtime = runtime().cookies(jar).build()) {
            assertEquals("", runtime.evaluate("document.cookie = 'a=b'; document.cookie"));
            runtime.loadPage("", PAGE_URL);
            assertEquals("<> a=b", runtime.evaluate("""
                            const other = document.implementation.createHTMLDocument();
                            other.cookie = 'c=d';
                            document.cookie = 'a=b';
                            `<${other.cookie}> ${document.cookie}`
                            """));
        }
    }

    @Test
    void theJdksOwnHandlerHidesWhatItMustFromScriptsToo() {
        CookieHandler manager = new CookieManager();
        List<String> lines = linesOf(runtime().cookies(manager), ASK);
        assertEquals(List.of("open with seen=1", "sent "), lines);
    }

    @Test
    void aHandlerThatFailsIsTheHostsFailureAndShowsTheScriptNothingOfJava() {
        CookieHandler failing = new CookieHandler() {
            @Override
            public Map<String, List<String>> get(URI uri, Map<String, List<String>> headers) throws IOException {
                throw new IOException("secret");
            }

            @Override
            public void put(URI uri, Map<String, List<String>> headers) throws IOException {
                throw new IOException("secret");
            }
        };
        List<String> lines = linesOf(runtime().cookies(failing), """
                for (const steps of [() => document.cookie, () => { document.cookie = 'a=b'; }]) {
                  try { console.log('none', steps()); } catch (e) { console.log(e instanceof Error && !/secret|java/.test(e)); }
                }
                """);
        assertEquals(List.of("true", "true"), lines);
        assertEquals(2, hostFailures.size());
    }
}
