package dev.weir.websockets.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.cookies.CookieJar;
import dev.weir.fetch.transport.HttpField;
import dev.weir.fetch.transport.HttpRequest;
import java.io.IOException;
import java.net.CookieHandler;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** From a request to a server, and every way not to get there: rules, names, TLS, proxies, cookies, times, ends. */
@ExtendWith(NoLeaks.class)
class HttpReachingTest {
    private final HttpRealm realm = new HttpRealm();
    private final CookieJar jar = new CookieJar();

    @AfterEach
    void end() {
        realm.close();
    }

    private void failsWith(String url, String failure) throws Exception {
        realm.get(url).await("failed: " + failure);
        realm.awaitChannels(0);
    }

    private void succeeds(String url) throws Exception {
        realm.get(url).await("head 200 [OK] Content-Length: 5", "end c1 r1");
    }

    private static HttpServer server() throws IOException {
        return new HttpServer(HttpServer.Connection::count);
    }

    // ---- names and rules

    @Test
    void nothingListening() throws Exception {
        int free;
        try (ServerSocket socket = new ServerSocket(0)) {
            free = socket.getLocalPort();
        }
        failsWith("http://127.0.0.1:" + free + "/", "could not connect: connection refused");
        failsWith("https://127.0.0.1:" + free + "/", "could not connect: connection refused");
    }

    @Test
    void anUnknownHost() throws Exception {
        realm.options =
                realm.options.withResolver(host -> CompletableFuture.failedFuture(new UnknownHostException(host)));
        failsWith("http://nowhere.test/", "the host nowhere.test was not found");
    }

    @Test
    void theRulesDecide() throws Exception {
        realm.rules.forbiddenHosts.add("secret.test");
        realm.rules.forbiddenAddresses.add("127.0.0.1");
        failsWith("http://secret.test/", "scripts may not connect to secret.test");
        failsWith("http://127.0.0.1/", "the address of 127.0.0.1 is out of bounds");
    }

    @Test
    void theRulesAreAskedForEveryExchangeAndByItsScheme() throws Exception {
        List<String> asked = new ArrayList<>();
        NettyHttpTransport transport = new NettyHttpTransport(
                realm.loop,
                new dev.weir.host.NetworkRules() {
                    @Override
                    public void checkConnect(String scheme, String host, int port) {
                        asked.add("connect " + scheme + " " + host);
                    }

                    @Override
                    public InetSocketAddress route(String host, int port) {
                        return InetSocketAddress.createUnresolved(host, port);
                    }

                    @Override
                    public void checkAddress(String scheme, String host, int port, InetSocketAddress resolved) {
                        asked.add("address " + scheme + " " + host);
                    }
                },
                realm.options);
        try (HttpServer server = server()) {
            for (int i = 1; i <= 2; i++) {
                HttpRecorder recorder = new HttpRecorder();
                HttpRequest request = HttpRealm.request("GET", server.url(), HttpRequest.NO_BODY);
                realm.run(() -> recorder.exchange = transport.start(request, recorder));
                recorder.await("head 200 [OK] Content-Length: 5", "end c1 r" + i);
            }
            assertEquals(List.of("connect http 127.0.0.1", "address http 127.0.0.1", "connect http 127.0.0.1"), asked);
        }
    }

    @Test
    void aResolverThatBreaksIsReportedAndEndsTheExchange() throws Exception {
        var reported = realm.uncaught();
        RuntimeException bug = new IllegalStateException("bug");
        realm.options = realm.options.withResolver(host -> {
            throw bug;
        });
        failsWith("http://host.test/", "internal error of the host; see its log");
        assertEquals(bug, reported.get(20, TimeUnit.SECONDS));
    }

    // ---- TLS

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aTrustedServerIsSpokenToAndItsConnectionKept(boolean openSsl) throws Exception {
        realm.options = realm.options.withTls(
                TlsOptions.trusting(List.of(Tls.certificate("localhost"))).withOpenSsl(openSsl));
        try (HttpServer server = new HttpServer(Tls.server("localhost"), connection -> {
            connection.request();
            connection.send("HTTP/1.1 200 OK~Transfer-Encoding: chunked~~3~abc~0~~");
            String head = connection.request();
            assertTrue(head.contains("\r\nContent-Length: 300000\r\n"));
            connection.body(300_000);
            connection.answer("ok").peer().readToEnd();
        })) {
            String url = "https://localhost:" + server.port() + "/";
            realm.get(url).await("head 200 [OK] Transfer-Encoding: chunked", "end abc");
            HttpRecorder post = realm.start(HttpRealm.request("POST", url, 300_000), new HttpRecorder());
            assertFalse(realm.write(post, "x".repeat(300_000)));
            realm.run(post.exchange::endBody);
            post.await("writable", "head 200 [OK] Content-Length: 2", "end ok");
            assertEquals(1, server.accepted.get());
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aCertificateOfAnotherHostIsRefused(boolean openSsl) throws Exception {
        realm.options = realm.options.withTls(
                TlsOptions.trusting(List.of(Tls.certificate("other"))).withOpenSsl(openSsl));
        try (HttpServer server = new HttpServer(Tls.server("other"), HttpServer.Connection::count)) {
            HttpRecorder recorder = realm.get("https://localhost:" + server.port() + "/");
            String event = recorder.next();
            assertTrue(event.startsWith("failed: TLS handshake failed: "), event);
            realm.awaitChannels(0);
        }
    }

    @Test
    void aServerWithoutTls() throws Exception {
        try (HttpServer server = new HttpServer(connection -> connection.send("HTTP/1.1 400 Bad Request~~"))) {
            failsWith("https://127.0.0.1:" + server.port() + "/", "server does not speak TLS");
        }
    }

    // ---- proxies

    private void through(ProxyOptions.Kind kind, HttpServer proxy) {
        realm.options = realm.options
                .withProxy(ProxyOptions.of(kind, "127.0.0.1", proxy.port())
                        .withBypass(request -> request.url().equals("ws://near.test/")))
                .withResolver(host -> {
                    throw new AssertionError("looked up " + host);
                });
    }

    @Test
    void anHttpProxyIsAskedForATunnelWhichIsKept() throws Exception {
        try (HttpServer server = server();
                HttpServer proxy = new HttpServer(connection -> {
                    assertEquals("CONNECT far.test:80 HTTP/1.1\r\nHost: far.test:80\r\n\r\n", connection.request());
                    connection.send("HTTP/1.1 200 Connection established~~");
                    connection.peer().tunnelTo(server.port());
                })) {
            through(ProxyOptions.Kind.HTTP, proxy);
            succeeds("http://far.test/a");
            realm.get("http://far.test/b").await("head 200 [OK] Content-Length: 5", "end c1 r2");
            realm.rules.routes.put("near.test:80", new InetSocketAddress("127.0.0.1", server.port()));
            realm.get("http://near.test/x").await("head 200 [OK] Content-Length: 5", "end c2 r1");
            assertEquals(1, proxy.accepted.get());
        }
    }

    @Test
    void aSocksProxyDoesTheLookup() throws Exception {
        try (HttpServer server = server();
                HttpServer proxy = new HttpServer(connection -> {
                    assertEquals("\5\1\0", connection.body(3));
                    connection.peer().sendHex("05 00");
                    assertEquals("\5\1\0\3\10far.test\0P", connection.body(15));
                    connection.peer().sendHex("05 00 00 03 01 61 0000");
                    connection.peer().tunnelTo(server.port());
                })) {
            through(ProxyOptions.Kind.SOCKS5, proxy);
            succeeds("http://far.test/");
        }
    }

    @Test
    void aProxyThatDoesNotOpenTheWay() throws Exception {
        try (HttpServer proxy = new HttpServer(connection -> {
            connection.request();
            connection.send("HTTP/1.1 407 Proxy Authentication Required~~");
        })) {
            through(ProxyOptions.Kind.HTTP, proxy);
            failsWith(
                    "http://far.test/",
                    "the HTTP proxy 127.0.0.1:" + proxy.port()
                            + " did not connect to far.test:80: it answered 407 Proxy Authentication Required");
        }
    }

    // ---- cookies

    private void set(String url, String... fields) {
        jar.put(URI.create(url), Map.of("Set-Cookie", List.of(fields)));
    }

    @Test
    void cookiesAreSentAndKeptByRedirectsToo() throws Exception {
        realm.options = realm.options.withCookies(jar);
        set("http://127.0.0.1/", "x=1", "y=\u00e9");
        try (HttpServer server = new HttpServer(connection -> {
            String head = connection.request();
            assertTrue(head.contains("\r\nCookie: x=1; y=\ufffd\r\n"), head); // read as ASCII
            connection.send("HTTP/1.1 302 Found~Set-Cookie: a=\u00e9~set-cookie: b=2~Content-Length: 0~~");
            head = connection.request();
            assertTrue(head.contains("\r\nCookie: x=1; y=\ufffd; a=\ufffd; b=2\r\n"), head);
            connection.answer("ok");
        })) {
            HttpRecorder redirect = realm.get(server.url());
            redirect.await("head 302 [Found] Set-Cookie: a=\u00e9, set-cookie: b=2, Content-Length: 0", "end ");
            realm.get(server.url()).await("head 200 [OK] Content-Length: 2", "end ok");
        }
        assertEquals(
                List.of("x=1; y=\u00e9; a=\u00e9; b=2"),
                jar.get(URI.create("http://127.0.0.1/"), Map.of()).get("Cookie"));
    }

    @Test
    void withoutCredentialsThereAreNone() throws Exception {
        realm.options = realm.options.withCookies(jar);
        set("http://127.0.0.1/", "x=1");
        try (HttpServer server = new HttpServer(connection -> {
            String head = connection.request();
            assertFalse(head.contains("Cookie"), head);
            connection.send("HTTP/1.1 200 OK~Set-Cookie: a=1~Content-Length: 0~~");
            head = connection.request();
            assertTrue(head.contains("\r\ncookie: own=1\r\n") && !head.contains("x=1"), head);
            connection.answer("ok");
        })) {
            HttpRequest request = new HttpRequest(
                    "http", "127.0.0.1", server.port(), "GET", "/", List.of(), HttpRequest.NO_BODY, null);
            realm.start(request, new HttpRecorder()).await("head 200 [OK] Set-Cookie: a=1, Content-Length: 0", "end ");
            HttpRequest own =
                    HttpRealm.request("GET", server.url(), HttpRequest.NO_BODY, new HttpField("cookie", "own=1"));
            realm.start(own, new HttpRecorder()).await("head 200 [OK] Content-Length: 2", "end ok");
        }
        assertEquals(
                List.of("x=1"),
                jar.get(URI.create("http://127.0.0.1/"), Map.of()).get("Cookie"));
    }

    @Test
    void aCookieHandlerThatFailsFailsTheExchange() throws Exception {
        AtomicInteger puts = new AtomicInteger();
        realm.options = realm.options.withCookies(new CookieHandler() {
            @Override
            public Map<String, List<String>> get(URI uri, Map<String, List<String>> headers) throws IOException {
                if (uri.getPath().equals("/get")) {
                    throw new IOException("disk full");
                }
                return Map.of();
            }

            @Override
            public void put(URI uri, Map<String, List<String>> headers) throws IOException {
                puts.incrementAndGet();
                throw new IOException("disk full");
            }
        });
        try (HttpServer server = new HttpServer(connection -> {
            connection.request();
            connection.send("HTTP/1.1 200 OK~Set-Cookie: x=1~Content-Length: 0~~");
        })) {
            failsWith(server.url() + "get", "the cookies cannot be had: disk full");
            failsWith(server.url() + "put", "the server's cookies cannot be kept: disk full");
        }
        assertEquals(1, puts.get());
    }

    // ---- times and ends

    @Test
    void theTimeIsForReachingTheServerAndNotForItsAnswerNorForATurn() throws Exception {
        realm.options = realm.options
                .withMaxConnections(100, 1)
                .withTimeouts(Duration.ofMillis(200), Duration.ofSeconds(10), Duration.ofSeconds(10));
        try (HttpServer server = new HttpServer(connection -> {
            for (int i = 1; i <= 2; i++) {
                connection.request();
                Thread.sleep(300);
                connection.answer("slow");
            }
        })) {
            HttpRecorder first = realm.get(server.url());
            HttpRecorder second = realm.get(server.url());
            first.await("head 200 [OK] Content-Length: 4", "end slow");
            second.await("head 200 [OK] Content-Length: 4", "end slow");
        }
        try (HttpServer silent = new HttpServer(connection -> connection.peer().readToEnd())) {
            failsWith("https://127.0.0.1:" + silent.port() + "/", "no connection within 200 ms");
        }
        realm.options = realm.options.withResolver(host -> new CompletableFuture<>());
        failsWith("http://lookup.test/", "no connection within 200 ms");
    }

    @ParameterizedTest
    @EnumSource
    void anExchangeMayEndAtEachStage(End how) throws Exception {
        realm.options =
                realm.options.withResolver(host -> new CompletableFuture<>()).withMaxConnections(100, 1);
        CountDownLatch reached = new CountDownLatch(3);
        HttpServer.Script stall = connection -> {
            connection.peer().socket.getInputStream().read();
            reached.countDown();
            connection.peer().readToEnd();
        };
        CountDownLatch left = new CountDownLatch(1);
        try (HttpServer plain = new HttpServer(stall);
                HttpServer tls = new HttpServer(stall);
                HttpServer sending = new HttpServer(connection -> {
                    connection.request();
                    reached.countDown();
                    left.await(20, TimeUnit.SECONDS);
                });
                HttpServer flooding = new HttpServer(connection -> {
                    connection.request();
                    connection.send("HTTP/1.1 200 OK~~");
                    while (true) {
                        connection.send("x".repeat(10_000));
                    }
                })) {
            List<HttpRecorder> all = new ArrayList<>();
            all.add(realm.get("http://lookup.test/"));
            all.add(realm.get(plain.url()));
            all.add(realm.get(plain.url() + "waits"));
            all.add(realm.get("https://127.0.0.1:" + tls.port() + "/"));
            HttpRecorder upload = realm.start(
                    HttpRealm.request("POST", sending.url(), HttpRequest.UNKNOWN_LENGTH), new HttpRecorder());
            while (realm.write(upload, "x".repeat(100_000))) {
                assertTrue(upload.body().isEmpty());
            }
            all.add(upload);
            HttpRecorder paused = new HttpRecorder();
            paused.onBody = () -> paused.exchange.pause();
            all.add(realm.start(HttpRealm.request("GET", flooding.url(), HttpRequest.NO_BODY), paused));
            paused.await("head 200 [OK] ");
            assertTrue(reached.await(20, TimeUnit.SECONDS));
            if (how == End.CANCEL) {
                for (HttpRecorder each : all) {
                    realm.run(each.exchange::cancel);
                }
                realm.awaitChannels(0);
                upload.drain(); // what it could write may have left meanwhile
                assertEquals(0, realm.onLoop(() -> realm.loop.dependents().size()));
                realm.options = TransportOptions.defaults();
            } else {
                realm.loop.close();
                for (HttpRecorder each : all) {
                    String event = each.next();
                    if (event.equals("writable")) { // the system's buffers may have grown
                        event = each.next();
                    }
                    each.expect();
                    assertEquals("failed: connection dropped, since its loop ends", event);
                }
            }
            left.countDown();
        }
    }

    enum End {
        CANCEL,
        LOOP
    }

    @Test
    void cancellingBeforeTheFirstTurnDialsNothing() throws Exception {
        realm.rules.forbiddenHosts.add("h"); // would be told, were it asked
        HttpRecorder recorder = new HttpRecorder();
        realm.run(() -> {
            recorder.exchange =
                    realm.transport().start(HttpRealm.request("GET", "http://h/", HttpRequest.NO_BODY), recorder);
            recorder.exchange.cancel();
        });
        realm.run(() -> {});
        recorder.expect();
    }

    @Test
    void whatIsStartedWhileTheLoopEndsHearsSo() throws Exception {
        HttpRecorder second = new HttpRecorder();
        HttpRecorder first = new HttpRecorder();
        NettyHttpTransport transport = realm.transport();
        try (HttpServer silent = new HttpServer(connection -> connection.peer().readToEnd())) {
            HttpRequest request = HttpRealm.request("GET", silent.url(), HttpRequest.NO_BODY);
            first.onFailed = () -> second.exchange = transport.start(request, second);
            realm.start(request, first);
            realm.awaitChannels(1);
            realm.loop.close();
            first.await("failed: connection dropped, since its loop ends");
            second.await("failed: connection dropped, since its loop ends");
        }
    }
}
