package dev.weir.websockets.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.fetch.transport.HttpField;
import dev.weir.fetch.transport.HttpRequest;
import dev.weir.websockets.transport.ListenerFailure;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Responses, good and bad, and what the listener hears of them. */
@ParameterizedClass
@EnumSource
@ExtendWith(NoLeaks.class)
class HttpResponseTest {
    private final HttpRealm realm;

    HttpResponseTest(NettyTaskLoop.Io io) {
        realm = new HttpRealm(io);
    }

    @AfterEach
    void end() {
        realm.close();
    }

    /** What the listener hears of a server that says this, and ends the connection. */
    private HttpRecorder told(String method, String response) throws Exception {
        try (HttpServer server = new HttpServer(connection -> {
            connection.request();
            connection.send(response);
        })) {
            HttpRecorder recorder =
                    realm.start(HttpRealm.request(method, server.url(), HttpRequest.NO_BODY), new HttpRecorder());
            String first = recorder.next();
            if (first.startsWith("head")) {
                recorder.seen = first + " " + recorder.next();
            } else {
                recorder.seen = first;
            }
            realm.awaitChannels(0);
            return recorder;
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            HTTP/1.1 200 OK~Content-Length: 5~~hello|                            head 200 [OK] Content-Length: 5 end hello
            HTTP/1.1 200 OK~Content-Length: 0~~|                                 head 200 [OK] Content-Length: 0 end ''
            HTTP/1.1 200 OK~content-LENGTH: 5~X-A:  b  c  ~X-A: d~~hello|        head 200 [OK] content-LENGTH: 5, X-A: b  c, X-A: d end hello
            HTTP/1.1 200 OK~Transfer-Encoding: chunked~~3~abc~2;x=y~de~0~T: t~~| head 200 [OK] Transfer-Encoding: chunked end abcde
            HTTP/1.1 200 OK~Transfer-Encoding: chunked~Content-Length: 9~~1~a~0~~| head 200 [OK] Transfer-Encoding: chunked end a
            HTTP/1.1 200 OK~~until the end|                                      head 200 [OK]  end until the end
            HTTP/1.0 200 OK~~until the end|                                      head 200 [OK]  end until the end
            HTTP/1.1 200~Content-Length: 1~~x|                                   head 200 [] Content-Length: 1 end x
            HTTP/1.1 200 ~Content-Length: 1~~x|                                  head 200 [] Content-Length: 1 end x
            HTTP/1.1 204 No Content~Content-Length: 3~~|                         head 204 [No Content] Content-Length: 3 end ''
            HTTP/1.1 304 Not Modified~Content-Length: 3~~|                       head 304 [Not Modified] Content-Length: 3 end ''
            HTTP/1.1 404 Not~X: é~Content-Length: 1~~x|                          head 404 [Not] X: é, Content-Length: 1 end x
            HTTP/1.1 302 Found~Location: /x~Content-Length: 0~~|                 head 302 [Found] Location: /x, Content-Length: 0 end ''
            HTTP/1.1 999 Odd~Content-Length: 0~~|                                head 999 [Odd] Content-Length: 0 end ''
            HTTP/1.1 103 Early Hints~Link: x~~HTTP/1.1 100 Continue~~HTTP/1.1 200 OK~Content-Length: 1~~x| head 200 [OK] Content-Length: 1 end x
            HTTP/1.1 200 OK~X: a~ b~Content-Length: 0~~|                         head 200 [OK] X: a b, Content-Length: 0 end ''
            """)
    void goodResponses(String response, String expected) throws Exception {
        assertEquals(expected.replace(" end ''", " end "), told("GET", response).seen);
    }

    @Test
    void linesMayEndInLfAlone() throws Exception {
        assertEquals(
                "head 200 [OK] Content-Length: 2 end ok", told("GET", "HTTP/1.1 200 OK\nContent-Length: 2\n\nok").seen);
    }

    @ParameterizedTest
    @CsvSource({"'Content-Length: 5'", "'Transfer-Encoding: chunked'", "'X: y'"})
    void aResponseToHeadHasNoBody(String field) throws Exception {
        try (HttpServer server = new HttpServer(connection -> {
            assertTrue(connection.request().startsWith("HEAD / HTTP/1.1\r\n"));
            connection.send("HTTP/1.1 103 Early Hints~~HTTP/1.1 200 OK~" + field + "~~");
            connection.request();
            connection.answer("next");
        })) {
            HttpRecorder head =
                    realm.start(HttpRealm.request("HEAD", server.url(), HttpRequest.NO_BODY), new HttpRecorder());
            assertTrue(head.next().startsWith("head 200 [OK]"));
            head.await("end ");
            realm.get(server.url()).await("head 200 [OK] Content-Length: 4", "end next");
            assertEquals(1, server.accepted.get());
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            HTTP/1.1 200 OK~Content-Length: 5~~hell                  | server closed the connection before its response was complete
            HTTP/1.1 200 OK~Transfer-Encoding: chunked~~5~hel        | server closed the connection before its response was complete
            HTTP/1.1 200 OK~Transfer-Encoding: chunked~~5~hello~     | server closed the connection before its response was complete
            HTTP/1.1 200 OK~Transfer-Encoding: chunked~~5~hello~0~   | server closed the connection before its response was complete
            HTTP/1.1 200 OK~Transfer-Encoding: chunked~~5~helloXX~   | server sent a malformed response: "
            HTTP/1.1 200 OK~Transfer-Encoding: chunked~~x~           | server sent a malformed response: "Invalid character in chunk size"
            """)
    void bodiesThatDoNotHold(String response, String failure) throws Exception {
        String seen = told("GET", response).seen;
        assertTrue(seen.startsWith("head 200 [OK]") && seen.contains(" failed: " + failure), seen);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ''                                          | server closed the connection before it answered
            HTTP/1.1 200 OK                             | server closed the connection before it answered
            HTTP/1.1 200 OK~X: y~                       | server closed the connection before it answered
            HTTP/1.1 103 Early Hints~~                  | server closed the connection before it answered
            SSH-2.0-OpenSSH_9.2                         | server did not answer in HTTP/1.1, but with "SSH-2.0-OpenSSH_9.2"
            H                                           | server closed the connection before it answered
            HTTP/2 200~~                                | server did not answer in HTTP/1.1, but with "HTTP/2 200????"
            HTTP/1.1 101 Switching Protocols~Upgrade: x~~ | server changed to another protocol, which it was not asked for
            HTTP/1.1 101 Switching Protocols~Upgrade: websocket~~ | server changed to another protocol, which it was not asked for
            HTTP/1.1 42 Odd~Content-Length: 0~~         | server answered with the status 42, which there is not
            HTTP/1.1 1000 Odd~Content-Length: 0~~       | server answered with the status 1000, which there is not
            HTTP/1.1 abc~~                              | server sent a malformed response: "
            HTTP/1.1 200 OK~Transfer-Encoding: gzip, chunked~~0~~ | server used a transfer coding that it was not asked for: "gzip, chunked"
            HTTP/1.1 200 OK~Transfer-Encoding: gzip~~x  | server used a transfer coding that it was not asked for: "gzip"
            HTTP/1.1 200 OK~nocolon~~                   | server sent a malformed response: "No colon found"
            HTTP/1.1 200 OK~Content-Length: 1~Content-Length: 2~~x | server sent a malformed response: "
            HTTP/1.1 200 OK~Content-Length: x~~x        | server sent a malformed response: "
            """)
    void headsThatDoNotHold(String response, String failure) throws Exception {
        String seen = told("GET", response).seen;
        assertTrue(seen.startsWith("failed: " + failure), seen);
    }

    @Test
    void anEndlessHeadIsCutOff() throws Exception {
        String seen = told("GET", "HTTP/1.1 200 OK~X: " + "x".repeat(40_000) + "~~").seen;
        assertEquals("failed: server's response has a head of more than 32768 bytes", seen);
        seen = told("GET", "HTTP/1.1 200 " + "x".repeat(40_000) + "~~").seen;
        assertEquals("failed: server's response has a head of more than 32768 bytes", seen);
    }

    @Test
    void interimResponsesWithoutEndAreCutOff() throws Exception {
        String seen = told("GET", "HTTP/1.1 103 Early Hints~~".repeat(200)).seen;
        assertEquals("failed: server sent more than 100 interim responses", seen);
    }

    @Test
    void bytesThatTrickleMakeTheSameResponse() throws Exception {
        try (HttpServer server = new HttpServer(connection -> {
            connection.request();
            connection.peer().socket.setTcpNoDelay(true);
            for (char each : "HTTP/1.1 200 OK~A: b~Transfer-Encoding: chunked~~3~abc~2~de~0~~".toCharArray()) {
                connection.send(String.valueOf(each));
            }
            connection.request();
            connection.answer("next");
        })) {
            realm.get(server.url()).await("head 200 [OK] A: b, Transfer-Encoding: chunked", "end abcde");
            realm.get(server.url()).await("head 200 [OK] Content-Length: 4", "end next");
        }
    }

    @Test
    void aResetIsALoss() throws Exception {
        try (HttpServer server = new HttpServer(connection -> {
            connection.request();
            connection.send("HTTP/1.1 200 OK~Content-Length: 5~~he");
            Thread.sleep(50); // on a reset the client's system forgets what was not read
            connection.peer().reset();
        })) {
            HttpRecorder recorder = realm.get(server.url());
            recorder.await("head 200 [OK] Content-Length: 5");
            String event = recorder.next();
            assertTrue(event.startsWith("failed: connection lost: "), event);
            assertEquals("he", recorder.body());
        }
    }

    @Test
    void aRequestIsSentAsItIs() throws Exception {
        try (HttpServer server = new HttpServer(connection -> {
            assertEquals(
                    "PATch /p?q=%20 HTTP/1.1\r\nHost: 127.0.0.1:"
                            + connection.peer().socket.getLocalPort()
                            + "\r\nx-Z: 1\r\nAccept: */*\r\nx-Z: \ufffd\r\n\r\n",
                    connection.request());
            connection.answer("ok");
        })) {
            HttpRequest request = HttpRealm.request(
                    "PATch",
                    server.url() + "p?q=%20",
                    HttpRequest.NO_BODY,
                    new HttpField("x-Z", "1"),
                    new HttpField("Accept", "*/*"),
                    new HttpField("x-Z", "\u00e9"));
            realm.start(request, new HttpRecorder()).await("head 200 [OK] Content-Length: 2", "end ok");
        }
    }

    // ---- pausing

    @Test
    void aPauseStallsAServerThatFloods() throws Exception {
        AtomicLong sent = new AtomicLong();
        try (HttpServer server = new HttpServer(connection -> {
            connection.request();
            connection.send("HTTP/1.1 200 OK~~");
            byte[] chunk = new byte[64 << 10];
            while (true) {
                connection.peer().send(chunk);
                sent.addAndGet(chunk.length);
            }
        })) {
            HttpRecorder recorder = new HttpRecorder();
            recorder.keepBody = false;
            recorder.onBody = () -> recorder.exchange.pause();
            realm.start(HttpRealm.request("GET", server.url(), HttpRequest.NO_BODY), recorder);
            assertTrue(recorder.next().startsWith("head 200"));
            awaitStall(sent);
            long before = recorder.received;
            assertTrue(before <= Dialer.MAX_READ, "got " + before);
            realm.run(recorder.exchange::resume); // and pauses again with what was held, or the next read
            awaitStall(sent);
            assertTrue(recorder.received > before && recorder.received <= before + 2 * Dialer.MAX_READ);
            realm.run(recorder.exchange::cancel);
            realm.awaitChannels(0);
        }
    }

    private static void awaitStall(AtomicLong sent) throws Exception {
        for (long before = -1; before != sent.get(); Thread.sleep(200)) {
            before = sent.get();
        }
        assertTrue(sent.get() < 32 << 20, "the server sent " + sent);
    }

    @Test
    void whatIsHeldIsDeliveredOnceAndInOrderBeforeTheEnd() throws Exception {
        StringBuilder chunks = new StringBuilder();
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 30; i++) {
            chunks.append("3~").append(100 + i).append("~");
            text.append(100 + i);
        }
        try (HttpServer server = new HttpServer(connection -> {
            connection.request();
            connection.send("HTTP/1.1 200 OK~Transfer-Encoding: chunked~~" + chunks + "0~~");
            connection.peer().readToEnd();
        })) {
            HttpRecorder recorder = new HttpRecorder();
            recorder.onBody = () -> {
                recorder.exchange.pause();
                recorder.exchange.resume();
                recorder.exchange.pause();
            };
            realm.start(HttpRealm.request("GET", server.url(), HttpRequest.NO_BODY), recorder);
            recorder.await("head 200 [OK] Transfer-Encoding: chunked");
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
            while (recorder.received < text.length() && System.nanoTime() < deadline) {
                realm.run(recorder.exchange::resume);
            }
            recorder.await("end " + text);
            assertTrue(recorder.calls < 30, "chunks are held together, not one by one");
        }
    }

    @Test
    void aPauseHoldsNeitherTheHeadNorTheConnection() throws Exception {
        try (HttpServer server = new HttpServer(HttpServer.Connection::count)) {
            HttpRecorder paused = new HttpRecorder();
            realm.run(() -> {
                paused.exchange =
                        realm.transport().start(HttpRealm.request("GET", server.url(), HttpRequest.NO_BODY), paused);
                paused.exchange.pause();
            });
            paused.await("head 200 [OK] Content-Length: 5");
            realm.get(server.url()).await("head 200 [OK] Content-Length: 5", "end c1 r2");
            paused.expect();
            realm.run(paused.exchange::resume);
            paused.await("end c1 r1");
        }
    }

    @Test
    void anEndOfTheConnectionIsToldBehindWhatIsHeld() throws Exception {
        try (HttpServer server = new HttpServer(connection -> {
            connection.request();
            connection.send("HTTP/1.1 200 OK~Content-Length: 9~~half");
        })) {
            HttpRecorder recorder = new HttpRecorder();
            recorder.onHead = () -> recorder.exchange.pause();
            realm.start(HttpRealm.request("GET", server.url(), HttpRequest.NO_BODY), recorder);
            recorder.await("head 200 [OK] Content-Length: 9");
            realm.run(() -> {});
            assertEquals(0, recorder.received);
            realm.run(recorder.exchange::resume);
            recorder.await("failed: server closed the connection before its response was complete");
            assertEquals("half", recorder.body());
        }
    }

    @Test
    void aPausedReaderHoldsOneReadThoughTheServerHasSentAllAndGone() throws Exception {
        int length = 1 << 20;
        CountDownLatch gone = new CountDownLatch(1);
        try (HttpServer server = new HttpServer(connection -> {
            connection.request();
            connection.send("HTTP/1.1 200 OK~~").send("x".repeat(length));
            connection.peer().socket.close();
            gone.countDown();
        })) {
            AtomicLong first = new AtomicLong();
            HttpRecorder recorder = new HttpRecorder();
            recorder.keepBody = false;
            recorder.onHead = () -> recorder.exchange.pause();
            recorder.onBody = () -> first.compareAndSet(0, recorder.received);
            realm.start(HttpRealm.request("GET", server.url(), HttpRequest.NO_BODY), recorder);
            recorder.await("head 200 [OK] ");
            assertTrue(gone.await(20, TimeUnit.SECONDS));
            Thread.sleep(200); // time enough to hold too much
            recorder.expect();
            assertEquals(0, recorder.received);
            realm.run(recorder.exchange::resume);
            recorder.await("end of " + length);
            assertTrue(first.get() <= 2 * Dialer.MAX_READ, "held " + first);
        }
    }

    // ---- listeners

    @ParameterizedTest
    @CsvSource({"head", "body", "end"})
    void aListenerThatThrowsEndsTheExchangeAndIsReported(String where) throws Exception {
        var reported = realm.uncaught();
        IllegalStateException bug = new IllegalStateException("bug");
        Runnable thrower = () -> {
            throw bug;
        };
        HttpRecorder recorder = new HttpRecorder();
        switch (where) {
            case "head" -> recorder.onHead = thrower;
            case "body" -> recorder.onBody = thrower;
            default -> recorder.onEnd = thrower;
        }
        try (HttpServer server = new HttpServer(connection -> {
            connection.request();
            connection.answer("hello").peer().readToEnd();
        })) {
            realm.start(HttpRealm.request("GET", server.url(), HttpRequest.NO_BODY), recorder);
            recorder.await("head 200 [OK] Content-Length: 5");
            recorder.await(where.equals("end") ? "end hello" : "failed: internal error of the host; see its log");
            assertEquals(bug, reported.get(20, TimeUnit.SECONDS));
            realm.awaitChannels(where.equals("end") ? 1 : 0); // the connection is as good as ever
        }
    }

    @Test
    void aListenerThatCannotGoOnIsNotReported() throws Exception {
        var reported = realm.uncaught();
        HttpRecorder recorder = new HttpRecorder();
        recorder.onBody = () -> {
            throw new ListenerFailure("enough");
        };
        try (HttpServer server = new HttpServer(HttpServer.Connection::count)) {
            realm.start(HttpRealm.request("GET", server.url(), HttpRequest.NO_BODY), recorder);
            recorder.await("head 200 [OK] Content-Length: 5", "failed: enough");
            assertTrue(!reported.isDone());
        }
    }

    @ParameterizedTest
    @CsvSource({"head", "body"})
    void aCallbackMayCancelAndStartAnother(String where) throws Exception {
        HttpRecorder first = new HttpRecorder();
        HttpRecorder second = new HttpRecorder();
        try (HttpServer server = new HttpServer(connection -> {
            connection.request();
            connection.send("HTTP/1.1 200 OK~Transfer-Encoding: chunked~~3~abc~3~def~0~~");
            connection.peer().readToEnd();
        })) {
            HttpRequest request = HttpRealm.request("GET", server.url(), HttpRequest.NO_BODY);
            NettyHttpTransport transport = realm.transport();
            Runnable replace = () -> {
                first.exchange.cancel();
                first.exchange.cancel();
                first.exchange.resume();
                second.exchange = transport.start(request, second);
            };
            if (where.equals("head")) {
                first.onHead = replace;
            } else {
                first.onBody = replace;
            }
            realm.start(request, first);
            second.await("head 200 [OK] Transfer-Encoding: chunked", "end abcdef");
            first.expect("head 200 [OK] Transfer-Encoding: chunked");
            assertEquals(where.equals("head") ? 0 : 1, first.calls);
            assertEquals(2, server.accepted.get());
        }
    }

    @Test
    void aMebibyteArrivesWhole() throws Exception {
        String text = "0123456789abcdef".repeat(1 << 16);
        try (HttpServer server = new HttpServer(connection -> {
            connection.request();
            connection.answer(text);
        })) {
            HttpRecorder recorder = realm.get(server.url());
            recorder.await("head 200 [OK] Content-Length: " + text.length(), "end of " + text.length());
            assertEquals(text.length(), text.getBytes(StandardCharsets.US_ASCII).length);
        }
    }
}
