package dev.weir.websockets.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.websockets.netty.Realm.Client;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Servers whose TLS is wrong, late or cut off. */
@ParameterizedClass(name = "OpenSSL {0}")
@ValueSource(booleans = {false, true})
@ExtendWith(NoLeaks.class)
class TlsFaultTest {
    /** Records of a handshake begin so: the kind, and a version that says nothing any more. */
    private static final String SERVER_HELLO_TLS_1_0 = "16 0301 002a 02 000026 0301 " + "00".repeat(32) + " 00 c013 00";

    private final boolean openSsl;
    private final Realm realm = new Realm(NettyTaskLoop.Io.BEST);

    TlsFaultTest(boolean openSsl) throws Exception {
        this.openSsl = openSsl;
        trust("signed");
    }

    @AfterEach
    void end() throws Exception {
        realm.close();
    }

    private void trust(String authority) throws Exception {
        realm.options = realm.options.withTls(
                TlsOptions.trusting(List.of(Tls.authority(authority))).withOpenSsl(openSsl));
    }

    private static String url(int port) {
        return "wss://localhost:" + port + "/";
    }

    private String failureOf(int port) throws Exception {
        String before = "closed unclean 1006 [] unsent 0: " + url(port) + ": ";
        String event = realm.connect(url(port)).listener.next();
        assertTrue(event.startsWith(before), event);
        realm.assertNoChannels();
        return event.substring(before.length());
    }

    private void failsWith(int port, String failure) throws Exception {
        String actual = failureOf(port);
        assertTrue(actual.startsWith(failure), actual);
    }

    /** Each row: the server's certificate, whose authority is trusted, and what becomes of it. */
    @ParameterizedTest
    @CsvSource({
        "expired, TLS handshake failed: NotAfter: ",
        "future, TLS handshake failed: NotBefore: ",
        "other, TLS handshake failed: unable to find valid certification path to requested target"
    })
    void aCertificateThatDoesNotHold(String certificate, String failure) throws Exception {
        try (EchoServer server =
                EchoServer.builder().tls(Tls.server(certificate)).start()) {
            failsWith(server.port(), failure);
        }
    }

    @Test
    void oneOfAnAuthorityThatIsTrustedHolds() throws Exception {
        try (EchoServer server = EchoServer.builder().tls(Tls.server("signed")).start()) {
            Client client = realm.connect(url(server.port())).opened();
            realm.run(client.connection::close);
            client.listener.await("closed clean 1005 [] unsent 0");
        }
    }

    @Test
    void aServerThatKnowsNothingNewerThanTls10() throws Exception {
        CompletableFuture<String> alert = new CompletableFuture<>();
        try (FaultServer server = FaultServer.start(peer -> {
            readRecord(peer.socket.getInputStream());
            peer.sendHex(SERVER_HELLO_TLS_1_0);
            alert.complete(HexFormat.of().formatHex(readRecord(peer.socket.getInputStream())));
            peer.readToEnd();
        })) {
            failsWith(server.port(), "TLS handshake failed: ");
            assertEquals("0246", alert.get(20, TimeUnit.SECONDS), "fatal, protocol_version");
            server.awaitEnd();
        }
    }

    /** The body of a record. */
    private static byte[] readRecord(InputStream in) throws IOException {
        byte[] header = in.readNBytes(5);
        return in.readNBytes((header[3] & 0xff) << 8 | (header[4] & 0xff));
    }

    @Test
    void aServerThatGoesOnInPlainTextAfterItsHello() throws Exception {
        try (FaultServer server = FaultServer.start(peer -> {
            readRecord(peer.socket.getInputStream());
            peer.sendHex("16 0303 0004 02 00").sendHex("0000");
            peer.send("HTTP/1.1 400 Bad Request\r\n\r\n".getBytes()).readToEnd();
        })) {
            String failure = failureOf(server.port());
            assertTrue(
                    failure.equals("server does not speak TLS") || failure.startsWith("TLS handshake failed: "),
                    failure);
            server.awaitEnd();
        }
    }

    @Test
    void aServerThatSpeaksPlainText() throws Exception {
        try (FaultServer server = FaultServer.start(
                peer -> peer.send("220 mail.test ESMTP\r\n".getBytes()).readToEnd())) {
            failsWith(server.port(), "server does not speak TLS");
            server.awaitEnd();
        }
    }

    @Test
    void anAlertAmidTheHandshake() throws Exception {
        try (FaultServer server = FaultServer.start(peer -> {
            readRecord(peer.socket.getInputStream());
            peer.sendHex("15 0303 0002 0250").readToEnd();
        })) {
            String failure = failureOf(server.port());
            assertTrue(failure.startsWith("TLS handshake failed: ") && failure.endsWith("internal_error"), failure);
            server.awaitEnd();
        }
    }

    /** How a relay ends. */
    private enum Cut {
        FIN,
        RESET
    }

    /** Passes on everything of the client, and that many bytes of the server; then it ends both connections. */
    private static FaultServer relay(EchoServer server, long bytes, Cut cut) throws IOException {
        return FaultServer.start(peer -> {
            try (Socket upstream = new Socket("127.0.0.1", server.port())) {
                Thread up = new Thread(() -> {
                    try {
                        peer.socket.getInputStream().transferTo(upstream.getOutputStream());
                    } catch (IOException e) {
                        // the end
                    }
                });
                up.start();
                InputStream down = upstream.getInputStream();
                for (long passed = 0; passed < bytes; passed++) {
                    int next = down.read();
                    if (next < 0) {
                        break;
                    }
                    peer.send(new byte[] {(byte) next});
                }
                if (cut == Cut.RESET) {
                    peer.reset();
                } else {
                    peer.socket.shutdownOutput();
                }
                up.join(TimeUnit.SECONDS.toMillis(20));
            }
        });
    }

    /** Amid the first record's header, amid the server's hello, and amid what follows it. */
    @ParameterizedTest
    @CsvSource({"1, RESET", "20, RESET", "300, RESET", "1, FIN", "20, FIN", "300, FIN"})
    void anEndAmidTheHandshake(int bytes, Cut cut) throws Exception {
        try (EchoServer server = EchoServer.builder().tls(Tls.server("signed")).start();
                FaultServer relay = relay(server, bytes, cut)) {
            if (cut == Cut.RESET) {
                String failure = failureOf(relay.port());
                assertTrue(
                        failure.startsWith("TLS handshake failed: ") && failure.contains("onnection reset"), failure);
            } else {
                failsWith(relay.port(), "server closed the connection during the TLS handshake");
            }
            relay.awaitEnd();
        }
    }

    @Test
    void anEndWithoutCloseNotifyIs1006() throws Exception {
        CompletableFuture<EchoPeer> peer = new CompletableFuture<>();
        CompletableFuture<Boolean> cut = new CompletableFuture<>();
        try (EchoServer server = EchoServer.builder()
                        .tls(Tls.server("signed"))
                        .onConnect(peer::complete)
                        .start();
                FaultServer relay = untilCut(server, cut)) {
            Client client = realm.connect(url(relay.port())).opened();
            peer.get(20, TimeUnit.SECONDS).sendText("hello");
            client.listener.await("text hello");
            cut.complete(true);
            client.listener.await("closed unclean 1006 [] unsent 0: " + url(relay.port())
                    + ": server closed the connection without a close frame");
            relay.awaitEnd();
        }
    }

    /** Passes everything on until it is told to end without a word. */
    private static FaultServer untilCut(EchoServer server, CompletableFuture<Boolean> cut) throws IOException {
        return FaultServer.start(peer -> {
            try (Socket upstream = new Socket("127.0.0.1", server.port())) {
                Thread up = pass(peer.socket, upstream);
                Thread down = pass(upstream, peer.socket);
                cut.get(20, TimeUnit.SECONDS);
                peer.socket.shutdownOutput();
                up.join(TimeUnit.SECONDS.toMillis(20));
                upstream.close();
                down.join(TimeUnit.SECONDS.toMillis(20));
            }
        });
    }

    private static Thread pass(Socket from, Socket to) {
        Thread thread = new Thread(() -> {
            try {
                from.getInputStream().transferTo(to.getOutputStream());
            } catch (IOException e) {
                // the end
            }
        });
        thread.start();
        return thread;
    }

    @Test
    void theTimeForTheHandshakeIsForAllOfItHoweverSlowlyBytesCome() throws Exception {
        realm.options =
                realm.options.withTimeouts(Duration.ofMillis(500), Duration.ofSeconds(10), Duration.ofSeconds(10));
        try (FaultServer server = FaultServer.start(peer -> {
            byte[] hello = HexFormat.of().parseHex("1603034000" + "00".repeat(16));
            try {
                while (true) {
                    for (byte next : hello) {
                        peer.send(new byte[] {next});
                        Thread.sleep(20); // a server that is never silent for long
                    }
                    hello = new byte[16];
                }
            } catch (IOException e) {
                // the client has ended the connection
            }
        })) {
            failsWith(server.port(), "no connection within 500 ms");
            server.awaitEnd();
        }
    }
}
