package dev.weir.websockets.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.fetch.transport.HttpRequest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Connections that are used again, that are not, and exchanges that wait for one. */
@ExtendWith(NoLeaks.class)
class HttpPoolTest {
    private final HttpRealm realm = new HttpRealm();

    @AfterEach
    void end() {
        realm.close();
    }

    private HttpRecorder got(String url, String body) throws Exception {
        HttpRecorder recorder = realm.get(url);
        recorder.await("head 200 [OK] Content-Length: " + body.length(), "end " + body);
        return recorder;
    }

    @Test
    void aConnectionServesOneExchangeAfterTheOther() throws Exception {
        try (HttpServer server = new HttpServer(HttpServer.Connection::count)) {
            for (int i = 1; i <= 5; i++) {
                got(server.url(), "c1 r" + i);
                realm.awaitChannels(1);
            }
        }
        realm.awaitChannels(0); // its end is noticed while it is idle
    }

    @Test
    void anIdleConnectionIsClosedBeforeTheServerWould() throws Exception {
        try (HttpServer server = new HttpServer(connection -> {
            connection.request();
            connection.send("HTTP/1.1 200 OK~Keep-Alive: timeout=2, max=9~Content-Length: 0~~");
            connection.peer().readToEnd();
        })) {
            realm.get(server.url()).await("head 200 [OK] Keep-Alive: timeout=2, max=9, Content-Length: 0", "end ");
            realm.awaitChannels(1);
            assertEquals(1, realm.onLoop(() -> realm.loop.dependents().size()));
            realm.awaitChannels(0);
            assertEquals(0, realm.onLoop(() -> realm.loop.dependents().size()));
        }
    }

    @Test
    void theLoopsEndClosesIdleConnections() throws Exception {
        CountDownLatch left = new CountDownLatch(1);
        try (HttpServer server = new HttpServer(connection -> {
            connection.request();
            connection.answer("ok").peer().readToEnd();
            left.countDown();
        })) {
            got(server.url(), "ok");
            realm.loop.close();
            assertTrue(left.await(20, TimeUnit.SECONDS));
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            HTTP/1.1 200 OK~Connection: close~Content-Length: 2~~ok
            HTTP/1.0 200 OK~Content-Length: 2~~ok
            HTTP/1.1 200 OK~Keep-Alive: timeout=1~Content-Length: 2~~ok
            HTTP/1.1 200 OK~Content-Length: 2~~ok~
            HTTP/1.1 200 OK~Content-Length: 2~~okHTTP/1.1 200 OK~Content-Length: 3~~bad
            HTTP/1.1 200 OK~Content-Length: 2~Transfer-Encoding: chunked~~2~ok~0~~
            """)
    void aConnectionThatIsNotAsGoodAsNewIsNotUsedAgain(String response) throws Exception {
        try (HttpServer server = new HttpServer(connection -> {
            connection.request();
            connection.send(response).peer().readToEnd();
        })) {
            for (int i = 1; i <= 2; i++) {
                HttpRecorder recorder = realm.get(server.url());
                assertTrue(recorder.next().startsWith("head 200 [OK]"));
                recorder.await("end ok");
                realm.awaitChannels(0);
                assertEquals(i, server.accepted.get());
            }
        }
    }

    /** Its body may come later, and must not be taken for the next answer. */
    @ParameterizedTest
    @ValueSource(strings = {"204 No Content~Content-Length: 2~~", "304 Not Modified~Content-Length: 2~~"})
    void aConnectionWhoseServerPromisesABodyWhereNoneMayBeIsNotUsedAgain(String response) throws Exception {
        try (HttpServer server = new HttpServer(connection -> {
            connection.request();
            connection.send("HTTP/1.1 " + response).peer().readToEnd();
        })) {
            for (int i = 1; i <= 2; i++) {
                HttpRecorder recorder = realm.get(server.url());
                assertTrue(recorder.next().startsWith("head "));
                recorder.await("end ");
                realm.awaitChannels(0);
                assertEquals(i, server.accepted.get());
            }
        }
    }

    @Test
    void aServerThatSaysSomethingUnaskedIsLeft() throws Exception {
        CountDownLatch idle = new CountDownLatch(1);
        CountDownLatch left = new CountDownLatch(1);
        try (HttpServer server = new HttpServer(connection -> {
            connection.request();
            connection.answer("one");
            if (connection.number() == 1) {
                idle.await(20, TimeUnit.SECONDS);
                connection.answer("surprise").peer().readToEnd();
                left.countDown();
            }
        })) {
            got(server.url(), "one");
            realm.run(() -> {});
            idle.countDown();
            assertTrue(left.await(20, TimeUnit.SECONDS));
            got(server.url(), "one");
        }
    }

    @Test
    void anIdleConnectionThatTurnsOutClosedCostsNothing() throws Exception {
        // The server ends the connection when the second request comes, without a byte in answer.
        try (HttpServer server = new HttpServer(connection -> {
            connection.request();
            connection.answer("from " + connection.number());
            connection.request();
        })) {
            got(server.url(), "from 1");
            got(server.url(), "from 2");
            assertEquals(2, server.accepted.get());
        }
    }

    @Test
    void onlyOnceAndOnlyWithoutABody() throws Exception {
        try (HttpServer server = new HttpServer(connection -> {
            connection.request();
            if (connection.number() == 1) {
                connection.answer("ok");
                connection.request();
            }
        })) {
            got(server.url(), "ok");
            realm.get(server.url()).await("failed: server closed the connection before it answered");
            assertEquals(2, server.accepted.get());
        }
        try (HttpServer server = new HttpServer(connection -> {
            connection.request();
            connection.answer("ok");
            connection.request();
        })) {
            got(server.url(), "ok");
            HttpRecorder post = realm.start(HttpRealm.request("POST", server.url(), 3), new HttpRecorder());
            realm.write(post, "abc");
            realm.run(post.exchange::endBody);
            String event = post.next();
            assertTrue(
                    event.equals("failed: server closed the connection before it answered")
                            || event.startsWith("failed: connection lost: "),
                    event);
        }
    }

    @Test
    void anAnswerThatHasBegunIsNotAskedForAgain() throws Exception {
        try (HttpServer server = new HttpServer(connection -> {
            connection.request();
            connection.answer("ok");
            connection.request();
            connection.send("HTTP");
        })) {
            got(server.url(), "ok");
            realm.get(server.url()).await("failed: server closed the connection before it answered");
            assertEquals(1, server.accepted.get());
        }
    }

    @Test
    void sixAtATimeAndTheOthersInOrder() throws Exception {
        CountDownLatch six = new CountDownLatch(6);
        CountDownLatch go = new CountDownLatch(1);
        List<String> asked = java.util.Collections.synchronizedList(new ArrayList<>());
        try (HttpServer server = new HttpServer(connection -> {
            while (true) {
                asked.add(connection.request().split(" ")[1]);
                six.countDown();
                go.await(20, TimeUnit.SECONDS);
                connection.answer("ok");
            }
        })) {
            List<HttpRecorder> recorders = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                recorders.add(realm.get(server.url() + i));
            }
            assertTrue(six.await(20, TimeUnit.SECONDS));
            realm.run(recorders.get(7).exchange::cancel); // one that waits
            Thread.sleep(50);
            assertEquals(6, asked.size());
            go.countDown();
            for (int i = 0; i < 20; i++) {
                if (i != 7) {
                    recorders.get(i).await("head 200 [OK] Content-Length: 2", "end ok");
                }
            }
            assertEquals(19, asked.size());
            assertEquals(6, server.accepted.get());
        }
    }

    @Test
    void whoWaitsComesInTheOrderOfAsking() throws Exception {
        realm.options = realm.options.withMaxConnections(100, 1);
        List<String> asked = java.util.Collections.synchronizedList(new ArrayList<>());
        try (HttpServer server = new HttpServer(connection -> {
            while (true) {
                asked.add(connection.request().split(" ")[1]);
                connection.answer("ok");
            }
        })) {
            List<HttpRecorder> recorders = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                recorders.add(realm.get(server.url() + i));
            }
            for (HttpRecorder recorder : recorders) {
                recorder.await("head 200 [OK] Content-Length: 2", "end ok");
            }
            assertEquals(List.of("/0", "/1", "/2", "/3", "/4", "/5", "/6", "/7", "/8", "/9"), asked);
            assertEquals(1, server.accepted.get());
        }
    }

    @Test
    void cancellingTheOneAtWorkLetsTheNextOneIn() throws Exception {
        realm.options = realm.options.withMaxConnections(100, 1);
        CountDownLatch first = new CountDownLatch(1);
        try (HttpServer server = new HttpServer(connection -> {
            connection.request();
            if (connection.number() == 1) {
                first.countDown();
                connection.peer().readToEnd();
            }
            connection.answer("ok");
        })) {
            HttpRecorder stalled = realm.get(server.url());
            HttpRecorder cancelled = realm.get(server.url());
            HttpRecorder next = realm.get(server.url());
            assertTrue(first.await(20, TimeUnit.SECONDS));
            realm.run(() -> {
                stalled.exchange.cancel(); // and the next one before its turn has begun
                cancelled.exchange.cancel();
            });
            next.await("head 200 [OK] Content-Length: 2", "end ok");
        }
    }

    @Test
    void moreConnectionsThanAllowedFail() throws Exception {
        realm.options = realm.options.withMaxConnections(2, 6);
        try (HttpServer silent = new HttpServer(connection -> connection.peer().readToEnd());
                HttpServer good = new HttpServer(HttpServer.Connection::count)) {
            HttpRecorder one = realm.get(silent.url());
            got(good.url(), "c1 r1"); // idle then
            HttpRecorder two = realm.get(silent.url()); // takes its place
            HttpRecorder three = realm.get(silent.url());
            three.await("failed: the limit of 2 connections is reached");
            realm.run(one.exchange::cancel);
            got(good.url(), "c2 r1");
            realm.run(two.exchange::cancel);
        }
        realm.awaitChannels(0);
    }

    @Test
    void aThousandRacesOfStartAndCancelLeaveNothing() throws Exception {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        try (HttpServer server = new HttpServer(connection -> {
            while (true) {
                connection.request();
                connection.send("HTTP/1.1 200 OK~Transfer-Encoding: chunked~~3~abc~");
                connection.send("3~def~0~~");
            }
        })) {
            Map<HttpRecorder, List<String>> expected = new LinkedHashMap<>();
            String head = "head 200 [OK] Transfer-Encoding: chunked";
            for (int round = 0; round < 1000; round++) {
                HttpRecorder recorder = new HttpRecorder();
                int when = random.nextInt(5);
                if (when == 0) {
                    recorder.onHead = () -> recorder.exchange.cancel();
                } else if (when == 1) {
                    recorder.onBody = () -> recorder.exchange.cancel();
                }
                realm.start(HttpRealm.request("GET", server.url(), HttpRequest.NO_BODY), recorder);
                if (when == 2) {
                    for (int turns = random.nextInt(30); turns > 0; turns--) {
                        realm.run(() -> {});
                    }
                    realm.run(recorder.exchange::cancel);
                    List<String> heard = recorder.drain();
                    assertTrue(heard.stream().noneMatch(event -> event.startsWith("failed")), seed + " " + heard);
                } else if (when == 3) {
                    realm.run(recorder.exchange::pause);
                    realm.run(recorder.exchange::resume);
                }
                expected.put(recorder, when < 2 ? List.of(head) : when == 2 ? List.of() : List.of(head, "end abcdef"));
            }
            expected.forEach((recorder, events) -> recorder.await(events.toArray(new String[0])));
        }
        realm.awaitChannels(0);
        assertEquals(0, realm.onLoop(() -> realm.loop.dependents().size()));
    }

    @Test
    void theLoopMayEndAmidAnyStep() throws Exception {
        try (HttpServer server = new HttpServer(HttpServer.Connection::count)) {
            for (int round = 0; round < 50; round++) {
                try (HttpRealm other = new HttpRealm()) {
                    List<HttpRecorder> recorders = new ArrayList<>();
                    for (int i = 0; i < 10; i++) {
                        recorders.add(other.get(server.url()));
                    }
                    for (int turn = 0; turn < round; turn++) {
                        other.run(() -> {});
                    }
                    other.loop.close();
                    for (HttpRecorder recorder : recorders) {
                        String event = recorder.next();
                        if (event.startsWith("head")) {
                            event = recorder.next();
                        }
                        assertTrue(
                                event.startsWith("end ")
                                        || event.equals("failed: connection dropped, since its loop ends"),
                                event);
                    }
                }
            }
        }
    }
}
