package dev.weir.websockets.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.websockets.netty.Realm.Client;
import java.io.IOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** The transport and the embedded server over real sockets, encrypted and not, with epoll and without. */
@ParameterizedClass
@EnumSource
@ExtendWith(NoLeaks.class)
class EchoSocketTest {
    enum Kind {
        EPOLL(NettyTaskLoop.Io.BEST, "ws", false),
        NIO(NettyTaskLoop.Io.NIO, "ws", false),
        EPOLL_TLS(NettyTaskLoop.Io.BEST, "wss", false),
        NIO_TLS(NettyTaskLoop.Io.NIO, "wss", false),
        EPOLL_OPEN_SSL(NettyTaskLoop.Io.BEST, "wss", true),
        NIO_OPEN_SSL(NettyTaskLoop.Io.NIO, "wss", true);

        final NettyTaskLoop.Io io;
        final String scheme;
        final boolean openSsl;

        Kind(NettyTaskLoop.Io io, String scheme, boolean openSsl) {
            this.io = io;
            this.scheme = scheme;
            this.openSsl = openSsl;
        }
    }

    private final Kind kind;
    private final Realm realm;
    private final LinkedBlockingQueue<EchoPeer> connected = new LinkedBlockingQueue<>();
    private final EchoServer server;

    EchoSocketTest(Kind kind) throws Exception {
        this.kind = kind;
        realm = new Realm(kind.io);
        realm.options = realm.options.withTls(
                TlsOptions.trusting(List.of(Tls.certificate("localhost"))).withOpenSsl(kind.openSsl));
        EchoServer.Builder builder = EchoServer.builder()
                .protocols(List.of("wamp", "soap"))
                .replies(Map.of("ping", "pong"))
                .onConnect(connected::add);
        if (kind.scheme.equals("wss")) {
            builder.tls(Tls.server("localhost"));
        }
        server = builder.start();
    }

    @AfterEach
    void end() throws Exception {
        try (server) {
            realm.close();
        }
    }

    private String url() {
        return kind.scheme + "://127.0.0.1:" + server.port() + "/";
    }

    private EchoPeer peer() throws InterruptedException {
        EchoPeer peer = connected.poll(20, TimeUnit.SECONDS);
        return peer == null ? Assertions.fail("nobody connected") : peer;
    }

    private void closeCleanly(Client client) throws Exception {
        realm.run(client.connection::close);
        client.listener.await("closed clean 1005 [] unsent 0");
    }

    @Test
    void messagesComeBackAsTheyWere() throws Exception {
        Client client = realm.connect(url()).opened();
        realm.run(() -> {
            client.connection.sendText("héllo");
            client.connection.sendBinary(ByteBuffer.wrap(new byte[] {1, 2, 3}));
            client.connection.sendText("ping");
            client.connection.sendText("");
        });
        client.listener.await("text héllo", "binary 010203", "text pong", "text ");
        closeCleanly(client);
    }

    @Test
    void thousandsOfMessagesKeepTheirOrder() throws Exception {
        Client client = realm.connect(url()).opened();
        int count = 20_000;
        realm.run(() -> {
            for (int i = 0; i < count; i++) {
                client.connection.sendText("message " + i);
            }
        });
        for (int i = 0; i < count; i++) {
            String event = client.listener.next();
            if (event.equals("writable")) {
                event = client.listener.next();
            }
            assertEquals("text message " + i, event);
        }
        closeCleanly(client);
    }

    @Test
    void bigMessagesComeBackWhole() throws Exception {
        Client client = realm.connect(url()).opened();
        String text = "0123456789abcdef".repeat(1 << 16);
        byte[] bytes = new byte[5_000_001];
        realm.run(() -> {
            client.connection.sendText(text);
            client.connection.sendBinary(ByteBuffer.wrap(bytes));
        });
        String first = client.listener.next();
        assertTrue(first.equals("writable") || first.equals("text of 1048576"), first);
        List<String> rest = new ArrayList<>(List.of(first, client.listener.next(), client.listener.next()));
        rest.remove("writable");
        assertEquals(List.of("text of 1048576", "binary of 5000001"), rest);
        closeCleanly(client);
    }

    @Test
    void theServersChoiceOfSubprotocolAndTheRequestsPartsAreSeen() throws Exception {
        Client client = realm.connect(
                Realm.request(url() + "path?query")
                        .withProtocols(List.of("x", "soap"), true)
                        .withOrigin("https://page.test"),
                new Client());
        client.listener.await("open [soap] []");
        EchoPeer peer = peer();
        assertEquals("/path?query", peer.resource());
        assertEquals("https://page.test", peer.origin());
        closeCleanly(client);
    }

    @Test
    void theServerLearnsCodeAndReason() throws Exception {
        Client client = realm.connect(url()).opened();
        realm.run(() -> client.connection.close(4001, "tschüß"));
        client.listener.await("closed clean 4001 [tschüß] unsent 0");
        assertEquals("4001 tschüß", peer().closeReceived().get(20, TimeUnit.SECONDS));
    }

    @Test
    void theServerMayCloseFirst() throws Exception {
        Client client = realm.connect(url()).opened();
        EchoPeer peer = peer();
        peer.sendText("last");
        peer.startClose(3000, "done");
        client.listener.await("text last", "closing 3000 [done] unsent 0", "closed clean 3000 [done] unsent 0");
        assertEquals("3000 ", peer.closeReceived().get(20, TimeUnit.SECONDS));
    }

    @Test
    void aServerThatGoesAwaySaysSo() throws Exception {
        Client client = realm.connect(url()).opened();
        try (Socket silent = new Socket("127.0.0.1", server.port())) {
            silent.setSoTimeout(20_000);
            while (server.peers().size() < 2) {
                Thread.sleep(1);
            }
            server.goAway(Duration.ofMillis(200));
            client.listener.await("closing 1001 [] unsent 0", "closed clean 1001 [] unsent 0");
            silent.getInputStream().readAllBytes(); // ends
        }
    }

    @Test
    void pingsAreAnswered() throws Exception {
        Client client = realm.connect(url()).opened();
        EchoPeer peer = peer();
        for (int i = 0; i < 1000; i++) {
            peer.sendPing(new byte[] {1, 2, 3});
        }
        peer.sendText("after");
        client.listener.await("text after");
        closeCleanly(client);
    }

    @Test
    void aDroppedConnectionIs1006() throws Exception {
        Client client = realm.connect(url()).opened();
        peer().drop();
        client.listener.await(
                "closed unclean 1006 [] unsent 0: " + url() + ": server closed the connection without a close frame");
    }

    @Test
    void failDropsTheServersSideToo() throws Exception {
        Client client = realm.connect(url()).opened();
        EchoPeer peer = peer();
        realm.run(client.connection::fail);
        client.listener.await("closed unclean 1006 [] unsent 0: " + url() + ": connection dropped");
        peer.ended().get(20, TimeUnit.SECONDS);
    }

    @Test
    void aRequestThatIsNoHandshakeIsAnswered404() throws Exception {
        try (Socket socket = kind.scheme.equals("wss")
                ? Tls.client("localhost").getSocketFactory().createSocket("127.0.0.1", server.port())
                : new Socket("127.0.0.1", server.port())) {
            socket.getOutputStream().write("GET / HTTP/1.1\r\nHost: x\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
            assertTrue(answer.startsWith("HTTP/1.1 404 Not Found\r\n"), answer);
        }
    }

    @Test
    void aServerThatDoesNotReadStallsTheWriterUntilItDoes() throws Exception {
        Client client = realm.connect(url()).opened();
        EchoPeer peer = peer();
        peer.stopReading();
        byte[] message = new byte[64 << 10];
        long[] sent = {0};
        int most = 1600; // 100 MiB: far more than the system buffers
        Runnable write = () -> {
            boolean room = true;
            while (room && sent[0] < most) {
                room = client.connection.sendBinary(ByteBuffer.wrap(message));
                sent[0]++;
            }
        };
        client.listener.onWritable = write;
        realm.run(write);
        assertEquals("writable", client.listener.next());
        // No event says that nothing happens: the loop's timer asks until nothing was sent for a while.
        long before = -1;
        long now = 0;
        while (now != before) {
            before = now;
            var later = new CompletableFuture<Long>();
            realm.loop.schedule(() -> later.complete(sent[0]), TimeUnit.MILLISECONDS.toNanos(300));
            now = later.get(20, TimeUnit.SECONDS);
        }
        assertTrue(now < most, "the writer was never stalled");
        long queued = realm.onLoop(client.connection::bufferedAmount);
        int high = realm.options.highWaterMark();
        assertTrue(queued > 0 && queued <= high + message.length, "queued " + queued);

        peer.resumeReading();
        int echoed = 0;
        while (echoed < most) {
            String event = client.listener.next();
            if (!event.equals("writable")) {
                assertEquals("binary of 65536", event);
                echoed++;
            }
        }
        realm.run(client.connection::close);
        String event = client.listener.next();
        while (event.equals("writable")) {
            event = client.listener.next();
        }
        assertEquals("closed clean 1005 [] unsent 0", event);
    }

    @Test
    void aReaderThatPausesStallsTheServer() throws Exception {
        Client client = realm.connect(url()).opened();
        EchoPeer peer = peer();
        client.listener.onMessage = client.connection::pause;
        byte[] message = new byte[64 << 10];
        int most = 1600; // 100 MiB
        for (int i = 0; i < most; i++) {
            peer.sendBinary(message);
        }
        peer.sendText("end");
        client.listener.await("binary of 65536");
        // A server whose buffers cannot drain stays unwritable; a round trip over another connection gives it time.
        Client other = realm.connect(url()).opened();
        realm.run(() -> other.connection.sendText("hello"));
        other.listener.await("text hello");
        assertTrue(!peer.isWritable(), "the server could send everything to a client that does not read");
        closeCleanly(other);
        client.listener.expect();

        client.listener.onMessage = () -> {};
        realm.run(client.connection::resume);
        for (int i = 1; i < most; i++) {
            client.listener.await("binary of 65536");
        }
        client.listener.await("text end");
        closeCleanly(client);
    }

    @Test
    void aSecondServerOnTheSamePortSaysWhatIsWrong() {
        IOException refused = Assertions.assertThrows(
                IOException.class,
                () -> EchoServer.builder().port(server.port()).start());
        assertTrue(
                String.valueOf(refused.getMessage()).startsWith("cannot listen on 127.0.0.1:" + server.port()),
                refused.getMessage());
    }
}
