package dev.weir.websockets.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.websockets.netty.Realm.Client;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.epoll.EpollServerSocketChannel;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Servers that misbehave, over real sockets. */
@ParameterizedClass
@EnumSource
@ExtendWith(NoLeaks.class)
class FaultSocketTest {
    private static final String NO_CLOSE_FRAME = "server closed the connection without a close frame";

    private final Realm realm;

    /** Whether the system tells of a connection's end although nothing is read. */
    private final boolean hearsOfEnds;

    FaultSocketTest(NettyTaskLoop.Io io) {
        realm = new Realm(io);
        hearsOfEnds = realm.loop.serverChannelClass() == EpollServerSocketChannel.class;
    }

    @AfterEach
    void end() throws Exception {
        realm.close();
    }

    private static String url(FaultServer server) {
        return "ws://127.0.0.1:" + server.port() + "/";
    }

    private static String failed(FaultServer server, String failure) {
        return "closed unclean 1006 [] unsent 0: " + url(server) + ": " + failure;
    }

    @Test
    void anAnswerThatIsNotOneOhOne() throws Exception {
        try (FaultServer server = FaultServer.start(peer -> {
            peer.readRequest();
            peer.send("HTTP/1.1 404 Not Found\r\nContent-Length: 5\r\n\r\nsorry".getBytes(StandardCharsets.US_ASCII));
            peer.readToEnd();
        })) {
            Client client = realm.connect(url(server));
            client.listener.await(failed(server, "server answered 404 Not Found instead of 101"));
            server.awaitEnd();
        }
    }

    @Test
    void anEndBeforeTheAnswer() throws Exception {
        try (FaultServer server = FaultServer.start(FaultServer.Peer::readRequest)) {
            Client client = realm.connect(url(server));
            client.listener.await(
                    failed(server, "server closed the connection before it answered the opening handshake"));
        }
    }

    @Test
    void aResetBeforeTheAnswer() throws Exception {
        try (FaultServer server = FaultServer.start(peer -> {
            peer.readRequest();
            peer.reset();
        })) {
            Client client = realm.connect(url(server));
            String event = client.listener.next();
            assertTrue(
                    event.contains("connection lost during the opening handshake: ")
                            && event.contains("onnection reset"),
                    event);
        }
    }

    @Test
    void aMalformedFrameEndsTheConnectionAndTheServerLearnsWhy() throws Exception {
        try (FaultServer server = FaultServer.start(peer -> {
            peer.open().sendHex("81 01 61 83 00");
            peer.expectByte(0x88).expectByte(0x82);
            byte[] rest = peer.socket.getInputStream().readNBytes(6);
            assertEquals(1002, ((rest[4] ^ rest[0]) & 0xff) << 8 | ((rest[5] ^ rest[1]) & 0xff));
        })) {
            Client client = realm.connect(url(server)).opened();
            client.listener.await(
                    "text a",
                    failed(server, "server sent a malformed frame: protocol error: a frame has the unknown opcode 3"));
            server.awaitEnd();
        }
    }

    @Test
    void invalidTextIsNoticedWhileItsFrameIsStillArriving() throws Exception {
        try (FaultServer server = FaultServer.start(peer -> {
            peer.open().sendHex("81 7e 1000 6162 f490");
            peer.expectByte(0x88);
            peer.readToEnd();
        })) {
            Client client = realm.connect(url(server)).opened();
            client.listener.await(
                    failed(server, "server sent a malformed frame: bad data: a text message is not UTF-8"));
            server.awaitEnd();
        }
    }

    @Test
    void afterAMalformedFrameAServerThatStaysIsLeft() throws Exception {
        realm.options =
                realm.options.withTimeouts(Duration.ofSeconds(20), Duration.ofSeconds(10), Duration.ofMillis(100));
        try (FaultServer server =
                FaultServer.start(peer -> peer.open().sendHex("83 00").readToEnd())) {
            Client client = realm.connect(url(server)).opened();
            client.listener.await(
                    failed(server, "server sent a malformed frame: protocol error: a frame has the unknown opcode 3"));
            server.awaitEnd();
        }
    }

    @Test
    void aServerThatIgnoresTheCloseFrameIsLeftAfterTheCloseTimeout() throws Exception {
        realm.options =
                realm.options.withTimeouts(Duration.ofSeconds(20), Duration.ofSeconds(10), Duration.ofMillis(100));
        try (FaultServer server = FaultServer.start(peer -> peer.open().readToEnd())) {
            Client client = realm.connect(url(server)).opened();
            realm.run(client.connection::close);
            client.listener.await(failed(server, "server did not complete the closing handshake within 100 ms"));
            server.awaitEnd();
        }
    }

    @Test
    void aServerThatKeepsTcpOpenAfterTheClosingHandshakeIsLeftCleanly() throws Exception {
        realm.options =
                realm.options.withTimeouts(Duration.ofSeconds(20), Duration.ofSeconds(10), Duration.ofMillis(100));
        try (FaultServer server =
                FaultServer.start(peer -> peer.open().sendHex("88 02 03e8").readToEnd())) {
            Client client = realm.connect(url(server)).opened();
            client.listener.await("closing 1000 [] unsent 0", "closed clean 1000 [] unsent 0");
            server.awaitEnd();
        }
    }

    @Test
    void aResetIsToldAfterTheMessagesBeforeIt() throws Exception {
        CompletableFuture<Boolean> received = new CompletableFuture<>();
        try (FaultServer server = FaultServer.start(peer -> {
            peer.open().sendHex("81 01 61");
            received.get(20, TimeUnit.SECONDS);
            peer.reset();
        })) {
            Client client = realm.connect(url(server)).opened();
            client.listener.await("text a");
            received.complete(true);
            String event = client.listener.next();
            assertTrue(event.startsWith(failed(server, NO_CLOSE_FRAME + ": Connection reset")), event);
        }
    }

    @Test
    void whatCameBeforeTheEndIsDeliveredToAReaderThatPausedMeanwhile() throws Exception {
        try (FaultServer server = FaultServer.start(peer -> {
            ByteBuf all = Unpooled.buffer();
            for (int i = 0; i < 5000; i++) {
                all.writeBytes(Wire.textFrame("message " + i));
            }
            all.writeBytes(Wire.hex("88 02 03e8"));
            peer.open().send(all);
        })) {
            Client client = new Client();
            client.listener.showEnding = false;
            client.listener.onMessage = () -> client.connection.pause();
            realm.connect(Realm.request(url(server)), client).opened();
            server.awaitEnd();
            for (int i = 0; i < 5000; i++) {
                client.listener.await("text message " + i);
                realm.run(client.connection::resume);
            }
            client.listener.await("closing 1000 [] unsent 0", "closed clean 1000 [] unsent 0");
        }
    }

    @Test
    void aPausedReaderCostsNoTimeWhenTheServerEndsOrResets() throws Exception {
        for (boolean reset : new boolean[] {false, true}) {
            CompletableFuture<Boolean> received = new CompletableFuture<>();
            try (FaultServer server = FaultServer.start(peer -> {
                peer.open().sendHex("81 01 61 81 01 62");
                received.get(20, TimeUnit.SECONDS);
                if (reset) {
                    peer.reset();
                }
            })) {
                Client client = new Client();
                client.listener.onMessage = () -> client.connection.pause();
                realm.connect(Realm.request(url(server)), client).opened();
                client.listener.await("text a");
                received.complete(true);
                server.awaitEnd();

                var threads = ManagementFactory.getThreadMXBean();
                long id = realm.onLoop(() -> Thread.currentThread().threadId());
                long before = threads.getThreadCpuTime(id);
                CompletableFuture<Boolean> later = new CompletableFuture<>();
                realm.loop.schedule(() -> later.complete(true), TimeUnit.MILLISECONDS.toNanos(500));
                later.get(20, TimeUnit.SECONDS);
                long spent = threads.getThreadCpuTime(id) - before;
                assertTrue(spent < TimeUnit.MILLISECONDS.toNanos(200), "the loop was busy for " + spent + " ns");

                if (hearsOfEnds) {
                    String ending = client.listener.next();
                    assertTrue(ending.startsWith("ending: " + failed(server, NO_CLOSE_FRAME)), ending);
                }
                client.listener.expect();
                realm.run(client.connection::resume);
                client.listener.await("text b");
                realm.run(client.connection::resume);
                String event = client.listener.next();
                assertTrue(event.startsWith(failed(server, NO_CLOSE_FRAME)), event);
            }
        }
    }

    @Test
    void aWriterHearsOfTheEndThoughNothingIsRead() throws Exception {
        try (FaultServer server = FaultServer.start(peer -> peer.open().sendHex("81 01 61 81 01 62"))) {
            Client client = new Client();
            client.listener.onMessage = () -> client.connection.pause();
            realm.connect(Realm.request(url(server)), client).opened();
            client.listener.await("text a");
            server.awaitEnd();
            String event = null;
            for (int i = 0;
                    i < 1000 && event == null;
                    i++) { // the system says no to the second write, or to a later one
                realm.run(() -> client.connection.sendText("into the void"));
                TimeUnit.MILLISECONDS.sleep(5);
                event = client.listener.poll();
            }
            assertTrue(String.valueOf(event).startsWith("ending: closed unclean 1006 []"), event);
            realm.run(client.connection::fail);
            assertTrue(client.listener.next().startsWith("closed unclean 1006 []"));
        }
    }

    @Test
    void writesThatFailDoNotHideTheServersCloseFrame() throws Exception {
        CompletableFuture<Boolean> paused = new CompletableFuture<>();
        try (FaultServer server = FaultServer.start(peer -> {
            peer.open().sendHex("81 01 61");
            paused.get(20, TimeUnit.SECONDS);
            // More than nothing unread is left behind: the system answers further bytes with a reset.
            peer.sendHex("81 01 62 88 02 0fa0");
        })) {
            Client client = new Client();
            client.listener.showEnding = false;
            client.listener.onMessage = () -> client.connection.pause();
            realm.connect(Realm.request(url(server)), client).opened();
            client.listener.await("text a");
            realm.run(() -> client.connection.sendText("unread"));
            paused.complete(true);
            server.awaitEnd();
            for (int i = 0; i < 20; i++) {
                realm.run(() -> client.connection.sendText("into the void"));
            }
            client.listener.onMessage = () -> {};
            realm.run(client.connection::resume);
            client.listener.await("text b");
            assertTrue(client.listener.next().startsWith("closing 4000 []"));
            String event = client.listener.next();
            assertTrue(event.startsWith("closed clean 4000 []"), event);
        }
    }

    @Test
    void aFloodOfPingsToAServerThatDoesNotReadIsBounded() throws Exception {
        int pings = 200_000;
        try (FaultServer server = FaultServer.start(peer -> {
            peer.open();
            ByteBuf all = Unpooled.buffer();
            for (int i = 0; i < pings; i++) {
                all.writeBytes(Wire.frame(0x89, new byte[125]));
            }
            peer.send(all).sendHex("81 03 656e64");
            peer.sendHex("88 00");
            peer.readToEnd();
        })) {
            Client client = realm.connect(url(server)).opened();
            client.listener.await("text end");
            assertTrue(client.listener.next().startsWith("closing 1005 []"));
            client.listener.await("closed clean 1005 [] unsent 0");
            server.awaitEnd();
        }
    }

    @Test
    void segmentsOfOneByteMakeTheSameMessages() throws Exception {
        Random random = new Random(3);
        byte[] payload = new byte[300];
        random.nextBytes(payload);
        try (FaultServer server = FaultServer.start(peer -> {
            peer.socket.setTcpNoDelay(true);
            String answer = Wire.answerTo(peer.readRequest(), "");
            ByteBuf all = Wire.ascii(answer);
            ByteBuf frames = Unpooled.wrappedBuffer(all, Wire.frame(0x82, payload), Wire.textFrame("é€😀"));
            while (frames.isReadable()) {
                peer.send(new byte[] {frames.readByte()});
            }
            frames.release();
            peer.sendHex("88 00").readToEnd();
        })) {
            Client client = realm.connect(url(server)).opened();
            client.listener.await(
                    "binary of 300", "text é€😀", "closing 1005 [] unsent 0", "closed clean 1005 [] unsent 0");
            server.awaitEnd();
        }
    }

    @Test
    void aThousandConnectionsLeaveNothingBehind() throws Exception {
        try (EchoServer server = EchoServer.builder().start()) {
            String url = "ws://127.0.0.1:" + server.port() + "/";
            for (int round = 0; round < 1000; round++) {
                Client client = new Client();
                int how = round % 3;
                client.listener.onOpen = () -> {
                    client.connection.sendText("a");
                    if (how == 0) {
                        client.connection.close();
                    } else if (how == 1) {
                        client.connection.fail();
                    }
                };
                realm.connect(Realm.request(url), client).opened();
                if (how == 2) {
                    client.listener.await("text a");
                    realm.run(client.connection::close);
                }
                assertTrue(client.listener.next().startsWith("closed "));
            }
            realm.assertNoChannels();
        }
    }
}
