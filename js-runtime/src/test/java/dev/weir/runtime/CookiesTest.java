package dev.weir.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.cookies.CookieJar;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.CookieHandler;
import java.net.CookieManager;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.Base64;
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
    private final ServerSocket listening = new ServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));

    CookiesTest() throws IOException {
        Thread thread = new Thread(this::serve, "cookie-server");
        thread.setDaemon(true);
        thread.start();
    }

    @AfterEach
    void stop() throws IOException {
        listening.close();
    }

    /** Opens every WebSocket with two cookies, says what cookies came, and closes. */
    private void serve() {
        while (true) {
            try (Socket socket = listening.accept()) {
                ByteArrayOutputStream head = new ByteArrayOutputStream();
                while (!head.toString(StandardCharsets.ISO_8859_1).endsWith("\r\n\r\n")) {
                    head.write(socket.getInputStream().read());
                }
                String request = head.toString(StandardCharsets.ISO_8859_1);
                byte[] sha1 = MessageDigest.getInstance("SHA-1")
                        .digest((field(request, "Sec-WebSocket-Key") + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11")
                                .getBytes(StandardCharsets.ISO_8859_1));
                String answer = "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                        + "Sec-WebSocket-Accept: " + Base64.getEncoder().encodeToString(sha1)
                        + "\r\nSet-Cookie: seen=1\r\nSet-Cookie: hidden=2; HttpOnly\r\n\r\n";
                byte[] cookies = field(request, "Cookie").getBytes(StandardCharsets.ISO_8859_1);
                ByteArrayOutputStream bytes = new ByteArrayOutputStream();
                bytes.writeBytes(answer.getBytes(StandardCharsets.ISO_8859_1));
                bytes.write(0x81);
                bytes.write(cookies.length);
                bytes.writeBytes(cookies);
                bytes.writeBytes(new byte[] {(byte) 0x88, 0});
                socket.getOutputStream().write(bytes.toByteArray());
                while (socket.getInputStream().read() >= 0) {
                    // until the client has had it all
                }
            } catch (IOException | GeneralSecurityException e) {
                if (listening.isClosed()) {
                    return;
                }
            }
        }
    }

    private static String field(String request, String name) {
        return request.lines()
                .filter(line -> line.startsWith(name + ": "))
                .map(line -> line.substring(name.length() + 2))
                .findFirst()
                .orElse("");
    }

    private WebRuntime.Builder runtime() {
        return recorder.runtime()
                .onHostFailure(hostFailures::add)
                .network(NetworkAccess.builder()
                        .allow("ws://example.com")
                        .hostRules("example.com:80=127.0.0.1:" + listening.getLocalPort())
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
