package dev.weir.websockets.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.fetch.transport.HttpRequest;
import java.nio.ByteBuffer;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Bodies of requests: framing, promises about their length, and writers that are faster than the server. */
@ExtendWith(NoLeaks.class)
class HttpRequestBodyTest {
    private final HttpRealm realm = new HttpRealm();

    @AfterEach
    void end() {
        realm.close();
    }

    private HttpRecorder post(HttpServer server, long length) throws Exception {
        return realm.start(HttpRealm.request("POST", server.url(), length), new HttpRecorder());
    }

    @Test
    void aBodyOfKnownLength() throws Exception {
        try (HttpServer server = new HttpServer(connection -> {
            for (int i = 0; i < 2; i++) {
                String head = connection.request();
                assertTrue(head.contains("\r\nContent-Length: 5\r\n") && !head.contains("Transfer-Encoding"), head);
                connection.answer("got " + connection.body(5));
            }
        })) {
            for (int i = 0; i < 2; i++) {
                HttpRecorder recorder = post(server, 5);
                assertTrue(realm.write(recorder, "he"));
                assertTrue(realm.write(recorder, ""));
                assertTrue(realm.write(recorder, "llo"));
                realm.run(recorder.exchange::endBody);
                recorder.await("head 200 [OK] Content-Length: 9", "end got hello");
            }
            assertEquals(1, server.accepted.get());
        }
    }

    @Test
    void anEmptyBodyHasALength() throws Exception {
        try (HttpServer server = new HttpServer(connection -> {
            String head = connection.request();
            assertTrue(head.contains("\r\nContent-Length: 0\r\n"), head);
            connection.answer("ok");
        })) {
            HttpRecorder recorder = post(server, 0);
            realm.run(recorder.exchange::endBody);
            recorder.await("head 200 [OK] Content-Length: 2", "end ok");
        }
    }

    @Test
    void aBodyOfUnknownLengthIsSentInChunks() throws Exception {
        try (HttpServer server = new HttpServer(connection -> {
            for (int i = 0; i < 2; i++) {
                String head = connection.request();
                assertTrue(head.contains("\r\nTransfer-Encoding: chunked\r\n") && !head.contains("Length"), head);
                assertEquals("2\r\nhe\r\n10\r\n0123456789abcdef\r\n0\r\n\r\n", connection.until("\r\n0\r\n\r\n"));
                connection.answer("ok");
            }
        })) {
            for (int i = 0; i < 2; i++) {
                HttpRecorder recorder = post(server, HttpRequest.UNKNOWN_LENGTH);
                ByteBuffer bytes = ByteBuffer.allocateDirect(4).put(new byte[] {0, 'h', 'e', 0});
                bytes.limit(3).position(1);
                assertTrue(realm.onLoop(() -> recorder.exchange.write(bytes)));
                assertEquals(1, bytes.position(), "the buffer is only looked at");
                realm.write(recorder, "");
                realm.write(recorder, "0123456789abcdef");
                realm.run(recorder.exchange::endBody);
                recorder.await("head 200 [OK] Content-Length: 2", "end ok");
            }
            assertEquals(1, server.accepted.get());
        }
    }

    @Test
    void aLongWriteIsSentWhole() throws Exception {
        int length = 1_000_000;
        try (HttpServer server = new HttpServer(connection -> {
            connection.request();
            byte[] body = connection.peer().socket.getInputStream().readNBytes(length);
            for (int i = 0; i < length; i++) {
                if (body[i] != (byte) i) {
                    throw new AssertionError("wrong at " + i);
                }
            }
            connection.answer("ok");
        })) {
            HttpRecorder recorder = post(server, length);
            byte[] body = new byte[length];
            for (int i = 0; i < length; i++) {
                body[i] = (byte) i;
            }
            assertFalse(realm.onLoop(() -> recorder.exchange.write(ByteBuffer.wrap(body))));
            recorder.await("writable", "head 200 [OK] Content-Length: 2", "end ok");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            more | the request's body is longer than the 5 bytes that were announced
            less | the request's body has 3 bytes instead of the 5 that were announced
            """)
    void aBodyOfAnotherLengthThanAnnouncedFailsTheExchange(String what, String failure) throws Exception {
        try (HttpServer server = new HttpServer(connection -> {
            connection.request();
            assertTrue(connection.peer().readToEnd() < 5);
        })) {
            HttpRecorder recorder = post(server, 5);
            realm.run(() -> {
                recorder.exchange.write(ByteBuffer.wrap(new byte[3]));
                if (what.equals("more")) {
                    assertFalse(recorder.exchange.write(ByteBuffer.wrap(new byte[3])));
                } else {
                    recorder.exchange.endBody();
                }
                recorder.expect(); // not amid the call
                assertFalse(recorder.exchange.write(ByteBuffer.wrap(new byte[3])));
                recorder.exchange.endBody();
            });
            recorder.await("failed: " + failure);
            realm.awaitChannels(0);
        }
    }

    @Test
    void aFailureThatIsYetToBeToldMayStillBeCancelled() throws Exception {
        try (HttpServer server = new HttpServer(connection -> connection.peer().readToEnd())) {
            HttpRecorder recorder = post(server, 5);
            realm.run(() -> {
                recorder.exchange.endBody();
                recorder.exchange.cancel();
            });
            realm.run(() -> {});
            recorder.expect();
        }
    }

    @Test
    void whoWritesWhereThereIsNoBodyIsTold() throws Exception {
        try (HttpServer server = new HttpServer(connection -> connection.peer().readToEnd())) {
            HttpRecorder recorder = realm.get(server.url());
            realm.run(() -> {
                assertThrows(IllegalStateException.class, () -> recorder.exchange.write(ByteBuffer.allocate(1)));
                assertThrows(IllegalStateException.class, recorder.exchange::endBody);
                recorder.exchange.cancel();
            });
            HttpRecorder ended = post(server, 0);
            realm.run(() -> {
                ended.exchange.endBody();
                assertThrows(IllegalStateException.class, ended.exchange::endBody);
                ended.exchange.cancel();
            });
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aServerThatDoesNotReadFillsTheQueueAndStallsTheWriter(boolean beforeThereIsAConnection) throws Exception {
        CountDownLatch read = new CountDownLatch(1);
        try (HttpServer server = new HttpServer(connection -> {
            connection.request();
            read.await(20, TimeUnit.SECONDS);
            connection.until("\r\n0\r\n\r\n");
            connection.answer("ok");
        })) {
            HttpRecorder recorder = new HttpRecorder();
            byte[] piece = new byte[100_000];
            if (beforeThereIsAConnection) {
                HttpRequest request = HttpRealm.request("POST", server.url(), HttpRequest.UNKNOWN_LENGTH);
                realm.run(() -> {
                    recorder.exchange = realm.transport().start(request, recorder);
                    assertTrue(recorder.exchange.write(ByteBuffer.wrap(piece)));
                    assertFalse(recorder.exchange.write(ByteBuffer.wrap(piece))); // 128 KiB are enough
                });
                recorder.await("writable");
            } else {
                realm.start(HttpRealm.request("POST", server.url(), HttpRequest.UNKNOWN_LENGTH), recorder);
                int writes = 0;
                do {
                    while (realm.onLoop(() -> recorder.exchange.write(ByteBuffer.wrap(piece)))) {
                        assertTrue(++writes < 500, "the system's buffers cannot take that much");
                    }
                    Thread.sleep(100); // but they may grow
                } while (recorder.drain().contains("writable"));
            }
            read.countDown();
            if (!beforeThereIsAConnection) {
                recorder.await("writable");
            }
            realm.run(recorder.exchange::endBody);
            recorder.await("head 200 [OK] Content-Length: 2", "end ok");
        }
    }

    @Test
    void aResponseMayComeBeforeTheBodyIsSent() throws Exception {
        try (HttpServer server = new HttpServer(connection -> {
            connection.request();
            assertEquals("some", connection.body(4));
            connection.send("HTTP/1.1 413 Too Large~Content-Length: 3~~big");
            connection.peer().readToEnd();
        })) {
            HttpRecorder recorder = post(server, 1000);
            assertTrue(realm.write(recorder, "some"));
            recorder.await("head 413 [Too Large] Content-Length: 3", "end big");
            assertFalse(realm.write(recorder, "more"));
            realm.run(recorder.exchange::endBody);
            realm.awaitChannels(0);
        }
    }

    @Test
    void theBodyMayGoOnWhileTheResponseComes() throws Exception {
        try (HttpServer server = new HttpServer(connection -> {
            connection.request();
            connection.send("HTTP/1.1 200 OK~Transfer-Encoding: chunked~~");
            for (String echoed = connection.body(6); !echoed.startsWith("0"); echoed = connection.body(6)) {
                connection.send(echoed);
                if (echoed.contains("z")) {
                    connection.body(5);
                    break;
                }
            }
            connection.send("0~~");
            connection.count();
        })) {
            HttpRecorder recorder = post(server, HttpRequest.UNKNOWN_LENGTH);
            realm.write(recorder, "x");
            recorder.await("head 200 [OK] Transfer-Encoding: chunked");
            realm.write(recorder, "y");
            realm.write(recorder, "z");
            realm.run(recorder.exchange::endBody);
            recorder.await("end xyz");
            realm.get(server.url()).await("head 200 [OK] Content-Length: 5", "end c1 r1");
        }
    }

    @Test
    void aCallbackMayWriteOn() throws Exception {
        try (HttpServer server = new HttpServer(connection -> {
            connection.request();
            connection.body(200_000);
            connection.answer("ok");
        })) {
            HttpRecorder recorder = new HttpRecorder();
            recorder.onWritable = () -> {
                recorder.exchange.write(ByteBuffer.wrap(new byte[50_000]));
                recorder.exchange.endBody();
            };
            realm.start(HttpRealm.request("PUT", server.url(), 200_000), recorder);
            assertFalse(realm.onLoop(() -> recorder.exchange.write(ByteBuffer.wrap(new byte[150_000]))));
            recorder.await("writable", "head 200 [OK] Content-Length: 2", "end ok");
        }
    }
}
