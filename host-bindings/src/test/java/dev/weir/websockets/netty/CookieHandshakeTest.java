package dev.weir.websockets.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.cookies.CookieJar;
import dev.weir.websockets.netty.Realm.Client;
import dev.weir.websockets.transport.WebSocketRequest;
import java.io.IOException;
import java.net.CookieHandler;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Cookies in the opening handshake, when the embedder grants them. */
@ExtendWith(NoLeaks.class)
class CookieHandshakeTest {
    private final Realm realm = new Realm(NettyTaskLoop.Io.BEST);
    private final CookieJar jar = new CookieJar();

    @AfterEach
    void end() throws Exception {
        realm.close();
    }

    private void set(String url, String... fields) {
        jar.put(URI.create(url), Map.of("Set-Cookie", List.of(fields)));
    }

    private List<String> kept(String url) {
        return jar.get(URI.create(url), Map.of()).getOrDefault("Cookie", List.of());
    }

    /** What the server is asked; it answers with these further lines and closes. */
    private String requestAnswered(String status, String more, Map<String, String> headers) throws Exception {
        CompletableFuture<String> request = new CompletableFuture<>();
        try (FaultServer server = FaultServer.start(peer -> {
            request.complete(peer.readRequest());
            String answer = Wire.answerTo(request.join(), more).replace("101 Switching Protocols", status);
            peer.send(answer.getBytes(StandardCharsets.ISO_8859_1));
            if (status.startsWith("101")) {
                peer.sendHex("88 00").socket.getInputStream().readNBytes(6); // the answer to that
            } else {
                peer.readToEnd();
            }
        })) {
            WebSocketRequest asked = WebSocketRequest.of("ws", "127.0.0.1", server.port(), "/p/q?r|s%")
                    .withOrigin("http://127.0.0.1")
                    .withHeaders(headers);
            Client client = realm.connect(asked, new Client());
            if (status.startsWith("101")) {
                client.listener.await("open [] []", "closing 1005 [] unsent 0", "closed clean 1005 [] unsent 0");
            } else {
                assertTrue(client.listener.next().contains("server answered " + status));
            }
            server.awaitEnd();
        }
        return request.get(20, TimeUnit.SECONDS);
    }

    @Test
    void unlessGrantedThereAreNone() throws Exception {
        assertFalse(requestAnswered("101 Switching Protocols", "Set-Cookie: x=1\r\n", Map.of())
                .contains("Cookie"));
    }

    @Test
    void aRequestCarriesThoseOfItsPlace() throws Exception {
        realm.options = realm.options.withCookies(jar);
        set("http://127.0.0.1/", "x=1", "y=\u00e9; HttpOnly", "z=1; Path=/other");
        set("https://127.0.0.1/", "w=1; Secure");
        String request = requestAnswered("101 Switching Protocols", "", Map.of());
        assertTrue(request.contains("\r\nCookie: x=1; y=\ufffd\r\n"), request); // read as ASCII
    }

    @Test
    void anAnswerSetsCookiesAndSoDoesARefusal() throws Exception {
        realm.options = realm.options.withCookies(jar);
        requestAnswered("101 Switching Protocols", "Set-Cookie: a=1\r\nset-cookie: b=2; Path=/\r\n", Map.of());
        requestAnswered("403 Forbidden", "Set-Cookie: c=3\r\n", Map.of());
        assertEquals(List.of("a=1; c=3; b=2"), kept("http://127.0.0.1/p/"));
        assertTrue(requestAnswered("101 Switching Protocols", "", Map.of()).contains("\r\nCookie: a=1; c=3; b=2\r\n"));
    }

    @Test
    void whatTheHostSendsItselfIsNotAddedTo() throws Exception {
        realm.options = realm.options.withCookies(jar);
        set("http://127.0.0.1/", "x=1");
        String request = requestAnswered("101 Switching Protocols", "", Map.of("cookie", "own=1"));
        assertTrue(request.contains("\r\ncookie: own=1\r\n") && !request.contains("x=1"), request);
    }

    @Test
    void theHandlerIsAskedOnTheLoopByAUriOfHttp() throws Exception {
        List<String> calls = new ArrayList<>();
        Thread loop = realm.onLoop(Thread::currentThread);
        realm.options = realm.options.withCookies(new CookieHandler() {
            @Override
            public Map<String, List<String>> get(URI uri, Map<String, List<String>> headers) {
                calls.add("get " + uri.getScheme() + " " + uri.getRawPath() + " " + uri.getRawQuery() + " "
                        + headers.get("Origin") + " " + (Thread.currentThread() == loop));
                return Map.of("Cookie", List.of("a=1", "b=2"), "Other", List.of("c"));
            }

            @Override
            public void put(URI uri, Map<String, List<String>> headers) {
                calls.add("put " + uri.getScheme() + " " + headers + " " + (Thread.currentThread() == loop));
            }
        });
        String request = requestAnswered("101 Switching Protocols", "Set-Cookie: x=1\r\nX: y\r\n", Map.of());
        assertTrue(request.contains("\r\nCookie: a=1; b=2\r\n") && !request.contains("Other"), request);
        assertEquals(
                List.of("get http /p/q r%7Cs%25 [http://127.0.0.1] true", "put http {Set-Cookie=[x=1]} true"), calls);
    }

    /** A handler that fails, or gives what it must not. */
    private static CookieHandler handler(String given, boolean failsToPut) {
        return new CookieHandler() {
            @Override
            public Map<String, List<String>> get(URI uri, Map<String, List<String>> headers) throws IOException {
                if (given.isEmpty()) {
                    throw new IOException("disk full");
                }
                return Map.of("Cookie", List.of(given));
            }

            @Override
            public void put(URI uri, Map<String, List<String>> headers) throws IOException {
                if (failsToPut) {
                    throw new IOException("disk full");
                }
            }
        };
    }

    @Test
    void aHandlerThatFailsFailsTheConnection() throws Exception {
        try (EchoServer server = EchoServer.builder().start()) {
            String url = "ws://127.0.0.1:" + server.port() + "/";
            String failed = "closed unclean 1006 [] unsent 0: " + url + ": ";
            realm.options = realm.options.withCookies(handler("", false));
            realm.connect(url).listener.await(failed + "the cookies cannot be had: disk full");
            realm.options = realm.options.withCookies(handler("a\r\nX: y", false));
            realm.connect(url)
                    .listener
                    .await(failed + "the cookies cannot be had: the cookie handler gave what no header can carry");
        }
        try (FaultServer server = FaultServer.start(peer -> peer.send(
                        Wire.answerTo(peer.readRequest(), "Set-Cookie: x=1\r\n").getBytes(StandardCharsets.US_ASCII))
                .readToEnd())) {
            realm.options = realm.options.withCookies(handler("x=1", true));
            String url = "ws://127.0.0.1:" + server.port() + "/";
            realm.connect(url)
                    .listener
                    .await("closed unclean 1006 [] unsent 0: " + url
                            + ": the server's cookies cannot be kept: disk full");
            server.awaitEnd();
        }
    }

    @Test
    void aHandlerThatBreaksIsReportedAndFailsTheConnection() throws Exception {
        CompletableFuture<Throwable> reported = new CompletableFuture<>();
        realm.run(() -> Thread.currentThread().setUncaughtExceptionHandler((thread, bug) -> reported.complete(bug)));
        IllegalStateException bug = new IllegalStateException("bug");
        realm.options = realm.options.withCookies(new CookieHandler() {
            @Override
            public Map<String, List<String>> get(URI uri, Map<String, List<String>> headers) {
                throw bug;
            }

            @Override
            public void put(URI uri, Map<String, List<String>> headers) {}
        });
        try (EchoServer server = EchoServer.builder().start()) {
            String url = "ws://127.0.0.1:" + server.port() + "/";
            realm.connect(url)
                    .listener
                    .await("closed unclean 1006 [] unsent 0: " + url + ": internal error of the host; see its log");
        }
        assertEquals(bug, reported.get(20, TimeUnit.SECONDS));
    }

    @Test
    void overHttp2ItIsTheSame() throws Exception {
        realm.options =
                realm.options.withCookies(jar).withTls(TlsOptions.trusting(List.of(Tls.certificate("localhost"))));
        set("https://localhost/", "x=1; Secure", "y=\u00e9");
        try (Http2Server server = Http2Server.start()) {
            Client client = realm.connect(server.url());
            Http2Server.Stream stream = server.next();
            assertTrue(stream.requestLines().contains("\ncookie x=1; y=\u00e9\n"), stream.requestLines());
            stream.answer("200", "set-cookie", "z=3").sendHex("88 00").end();
            client.listener.await("open [] []", "closing 1005 [] unsent 0", "closed clean 1005 [] unsent 0");
            client = realm.connect(server.url());
            stream = server.next();
            assertTrue(stream.requestLines().contains("\ncookie x=1; y=\u00e9; z=3\n"), stream.requestLines());
            stream.answer("403", "set-cookie", "w=4");
            assertTrue(client.listener.next().contains("server answered 403"));
            assertEquals(List.of("x=1; y=\u00e9; z=3; w=4"), kept("https://localhost/"));
        }
    }
}
