package dev.weir.websockets.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.weir.websockets.netty.Realm.Client;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What an embedder limits: queued bytes, connections, openings, lookups, silence. */
@ExtendWith(NoLeaks.class)
class LimitsTest {
    private static final String FAILED = "closed unclean 1006 [] unsent ";

    private static Wire open(TransportOptions options) {
        return new Wire(Wire.REQUEST, options.withCompression(Compression.off())).open();
    }

    // ---- queued bytes

    @Test
    void moreQueuedBytesThanAllowedDropTheConnection() {
        try (Wire wire = open(Wire.OPTIONS.withMaxQueuedBytes(1000))) {
            wire.stuck = true;
            wire.connection.sendBinary(ByteBuffer.allocate(1000));
            wire.connection.sendBinary(ByteBuffer.allocate(1));
            assertFalse(wire.connection.sendText("too late"));
            wire.listener.expect();
            wire.turn();
            wire.listener.expect(FAILED + "2: ws://host.test/chat: more than 1000 bytes wait to be sent");
            assertEquals(1000 + 1 + 8, wire.connection.bufferedAmount());
        }
    }

    @Test
    void emptyMessagesTakeRoomToo() {
        try (Wire wire = open(Wire.OPTIONS.withMaxQueuedBytes(1000))) {
            wire.stuck = true;
            for (int i = 0; i <= 2000 / 6; i++) {
                wire.connection.sendText("");
            }
            wire.turn();
            wire.listener.expect(FAILED + "334: ws://host.test/chat: more than 1000 bytes wait to be sent");
        }
    }

    @Test
    void bytesThatWereSentDoNotCount() {
        try (Wire wire = open(Wire.OPTIONS.withMaxQueuedBytes(1000))) {
            for (int i = 0; i < 10; i++) {
                wire.connection.sendBinary(ByteBuffer.allocate(1000));
                wire.turn();
            }
            wire.takeSent().release();
        }
    }

    // ---- connections

    @Test
    void oneConnectionMoreThanAllowedFailsAtOnceAndAnEndMakesRoom() throws Exception {
        Realm realm = new Realm(NettyTaskLoop.Io.BEST);
        realm.options = realm.options.withMaxConnections(2, 1);
        try (EchoServer one = EchoServer.builder().start();
                EchoServer other = EchoServer.builder().start();
                EchoServer third = EchoServer.builder().start()) {
            NettyWebSocketTransport transport = new NettyWebSocketTransport(realm.loop, realm.rules, realm.options);
            List<Client> clients = List.of(new Client(), new Client(), new Client(), new Client(), new Client());
            List<Integer> ports = List.of(one.port(), one.port(), other.port(), third.port(), one.port());
            for (int i = 0; i < 4; i++) {
                int number = i;
                String url = "ws://127.0.0.1:" + ports.get(i) + "/";
                realm.run(() -> clients.get(number).connection =
                        transport.connect(Realm.request(url), clients.get(number).listener));
            }
            clients.get(0).opened();
            clients.get(2).opened();
            clients.get(1)
                    .listener
                    .await(FAILED + "0: ws://127.0.0.1:" + one.port()
                            + "/: the limit of 1 connections to one host is reached");
            clients.get(3)
                    .listener
                    .await(FAILED + "0: ws://127.0.0.1:" + third.port() + "/: the limit of 2 connections is reached");
            realm.run(clients.get(0).connection::close);
            clients.get(0).listener.await("closed clean 1005 [] unsent 0");
            realm.run(() -> clients.get(4).connection =
                    transport.connect(Realm.request("ws://127.0.0.1:" + one.port() + "/"), clients.get(4).listener));
            clients.get(4).opened();
            realm.run(clients.get(4).connection::close);
            clients.get(4).listener.await("closed clean 1005 [] unsent 0");
            realm.run(clients.get(2).connection::close);
            clients.get(2).listener.await("closed clean 1005 [] unsent 0");
        }
        realm.close();
    }

    // ---- openings

    @Test
    void oneOpeningAtATimeToOnePlace() throws Exception {
        Realm realm = new Realm(NettyTaskLoop.Io.BEST);
        CompletableFuture<Boolean> answer = new CompletableFuture<>();
        CountDownLatch asked = new CountDownLatch(1);
        try (FaultServer slow = FaultServer.start(peer -> {
                    String request = peer.readRequest();
                    asked.countDown();
                    answer.get(20, TimeUnit.SECONDS);
                    peer.send(Wire.answerTo(request, "").getBytes());
                    peer.sendHex("88 00").readToEnd();
                });
                EchoServer other = EchoServer.builder().start()) {
            String url = "ws://127.0.0.1:" + slow.port() + "/";
            Client first = realm.connect(url);
            asked.await(20, TimeUnit.SECONDS);
            Client second = realm.connect(url);
            Client third = realm.connect(url);
            Client elsewhere =
                    realm.connect("ws://127.0.0.1:" + other.port() + "/").opened();
            assertEquals(2, realm.onLoop(realm.loop::channelCount), "the second has not begun to dial");
            realm.run(second.connection::fail);
            second.listener.await(FAILED + "0: " + url + ": given up before the connection was established");
            answer.complete(true);
            first.opened().listener.await("closing 1005 [] unsent 0", "closed clean 1005 [] unsent 0");
            // The server serves one connection: the third one is the next to dial, and is turned away or waits.
            slow.close();
            String event = third.listener.next();
            assertEquals(FAILED + "0", event.substring(0, FAILED.length() + 1));
            realm.run(elsewhere.connection::close);
            elsewhere.listener.await("closed clean 1005 [] unsent 0");
        }
        realm.close();
    }

    @Test
    void theRuleOfOneOpeningMayBeSwitchedOff() throws Exception {
        Realm realm = new Realm(NettyTaskLoop.Io.BEST);
        realm.options = realm.options.withOneOpeningAtATime(false);
        CountDownLatch asked = new CountDownLatch(1);
        try (FaultServer slow = FaultServer.start(peer -> {
            peer.readRequest();
            asked.countDown();
            peer.readToEnd();
        })) {
            String url = "ws://127.0.0.1:" + slow.port() + "/";
            Client first = realm.connect(url);
            asked.await(20, TimeUnit.SECONDS);
            Client second = realm.connect(url);
            realm.run(() -> {});
            assertEquals(2, realm.onLoop(realm.loop::channelCount));
            for (Client client : List.of(first, second)) {
                realm.run(client.connection::fail);
                client.listener.await(FAILED + "0: " + url + ": given up before the connection was established");
            }
        }
        realm.close();
    }

    @Test
    void aLookupThatTakesTooLongFailsTheConnection() throws Exception {
        Realm realm = new Realm(NettyTaskLoop.Io.BEST);
        CompletableFuture<List<InetAddress>> lookup = new CompletableFuture<>();
        realm.options = realm.options.withResolver(host -> lookup).withLookupTimeout(Duration.ofMillis(50));
        Client client = realm.connect("ws://slow.test/");
        client.listener.await(FAILED + "0: ws://slow.test/: the host slow.test was not found in time");
        lookup.complete(List.of(InetAddress.getLoopbackAddress()));
        realm.run(() -> {});
        realm.close();
    }

    // ---- silence

    @Test
    void aSilentServerIsPingedAndLeftWhenItDoesNotAnswer() {
        try (Wire wire = open(Wire.OPTIONS.withPingInterval(Duration.ofSeconds(30)))) {
            wire.advance(29, TimeUnit.SECONDS);
            wire.expectSent();
            wire.advance(1, TimeUnit.SECONDS);
            wire.expectSent("opcode 9 ");
            wire.advance(29, TimeUnit.SECONDS);
            wire.listener.expect();
            wire.advance(1, TimeUnit.SECONDS);
            wire.listener.expect(FAILED + "0: ws://host.test/chat: server did not answer a ping within 30 s");
        }
    }

    @Test
    void aServerThatIsSlowToTakeAMessageIsNotSilent() {
        try (Wire wire = open(Wire.OPTIONS.withPingInterval(Duration.ofSeconds(30)))) {
            wire.stuck = true;
            wire.connection.sendBinary(ByteBuffer.allocate(1 << 20));
            wire.turn();
            for (int taken = 0; taken < 5; taken++) {
                wire.advance(29, TimeUnit.SECONDS);
                wire.takeSome();
            }
            wire.listener.expect();
            wire.unstick();
            wire.listener.expect("writable");
            List<String> frames = Wire.sentFrames(wire.takeSent());
            assertEquals("opcode 9 ", frames.getLast());
            wire.advance(29, TimeUnit.SECONDS);
            wire.listener.expect();
            wire.advance(1, TimeUnit.SECONDS);
            wire.listener.expect(FAILED + "0: ws://host.test/chat: server did not answer a ping within 30 s");
        }
    }

    @Test
    void aServerThatTakesNothingIsSilent() {
        try (Wire wire = open(Wire.OPTIONS.withPingInterval(Duration.ofSeconds(30)))) {
            wire.stuck = true;
            wire.connection.sendText("stuck");
            wire.turn();
            wire.advance(30, TimeUnit.SECONDS);
            wire.advance(30, TimeUnit.SECONDS);
            wire.listener.expect(FAILED + "1: ws://host.test/chat: server did not answer a ping within 30 s");
        }
    }

    @Test
    void aConnectionOutlastsAnHourOfSilenceIfTheServerAnswersPings() {
        try (Wire wire = open(Wire.OPTIONS.withPingInterval(Duration.ofSeconds(30)))) {
            int pings = 0;
            for (int second = 0; second < 3600; second++) {
                wire.advance(1, TimeUnit.SECONDS);
                List<String> frames = Wire.sentFrames(wire.takeSent());
                if (!frames.isEmpty()) {
                    assertEquals(List.of("opcode 9 "), frames);
                    pings++;
                    wire.receive("8a 00");
                }
            }
            // A tick that finds the answer to the last ping is followed by one that pings.
            assertEquals(3600 / (2 * 30), pings);
            wire.receive("81 01 61");
            wire.listener.expect("text a", "batch");
            wire.connection.sendText("b");
            wire.turn();
            wire.expectSent("text b");
        }
    }

    @Test
    void aServerThatIsHeardOfIsNotPinged() {
        try (Wire wire = open(Wire.OPTIONS.withPingInterval(Duration.ofSeconds(30)))) {
            for (int i = 0; i < 5; i++) {
                wire.advance(20, TimeUnit.SECONDS);
                wire.receive("81 01 61");
                wire.listener.expect("text a", "batch");
                wire.advance(9, TimeUnit.SECONDS);
            }
            wire.expectSent();
            wire.advance(60, TimeUnit.SECONDS);
            wire.takeSent().release();
            wire.receive("8a 00");
            wire.advance(29, TimeUnit.SECONDS);
            wire.listener.expect();
        }
    }

    @Test
    void silenceMeansNothingWhileNobodyListens() {
        try (Wire wire = open(Wire.OPTIONS.withPingInterval(Duration.ofSeconds(30)))) {
            wire.connection.pause();
            wire.advance(300, TimeUnit.SECONDS);
            wire.expectSent();
            wire.listener.expect();
        }
    }

    @Test
    void nothingIsPingedAfterTheCloseFrame() {
        try (Wire wire = open(Wire.OPTIONS.withPingInterval(Duration.ofSeconds(3)))) {
            wire.connection.close();
            wire.turn();
            wire.expectSent("close");
            wire.advance(7, TimeUnit.SECONDS);
            wire.expectSent();
            wire.advance(3, TimeUnit.SECONDS);
            wire.listener.expect(
                    FAILED + "0: ws://host.test/chat: server did not complete the closing handshake within 10 s");
        }
    }

    @Test
    void limitsThatAreNoneAreRefused() {
        TransportOptions options = TransportOptions.defaults();
        assertThrows(IllegalArgumentException.class, () -> options.withMaxQueuedBytes(0));
        assertThrows(IllegalArgumentException.class, () -> options.withMaxConnections(0, 1));
        assertThrows(IllegalArgumentException.class, () -> options.withMaxConnections(1, 0));
        assertThrows(IllegalArgumentException.class, () -> options.withLookupTimeout(Duration.ZERO));
        assertThrows(IllegalArgumentException.class, () -> options.withPingInterval(Duration.ofSeconds(-1)));
        assertThrows(IllegalArgumentException.class, () -> new Compression(true, 0, 0, 1));
        assertThrows(IllegalArgumentException.class, () -> ProxyOptions.of(ProxyOptions.Kind.HTTP, "", 1));
    }
}
