package dev.weir.websockets.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.websockets.netty.Realm.Client;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLServerSocket;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** Whom {@code wss:} trusts, and what it says when it does not. */
@ParameterizedClass(name = "OpenSSL {0}")
@ValueSource(booleans = {false, true})
@ExtendWith(NoLeaks.class)
class TlsSocketTest {
    private final boolean openSsl;
    private final Realm realm = new Realm(NettyTaskLoop.Io.BEST);

    TlsSocketTest(boolean openSsl) {
        this.openSsl = openSsl;
        realm.options = realm.options.withTls(TlsOptions.systemDefault().withOpenSsl(openSsl));
    }

    @AfterEach
    void end() throws Exception {
        realm.close();
    }

    private void trust(String... names) throws Exception {
        var certificates = new ArrayList<X509Certificate>();
        for (String name : names) {
            certificates.add(Tls.certificate(name));
        }
        realm.options = realm.options.withTls(TlsOptions.trusting(certificates).withOpenSsl(openSsl));
    }

    private static EchoServer serverWith(String certificate) throws Exception {
        return EchoServer.builder().tls(Tls.server(certificate)).start();
    }

    private void failsWith(String url, String failure) throws Exception {
        Client client = realm.connect(url);
        client.listener.await("closed unclean 1006 [] unsent 0: " + url + ": " + failure);
        realm.assertNoChannels();
    }

    @Test
    void aTrustedCertificateForTheHostIsAccepted() throws Exception {
        trust("localhost");
        try (EchoServer server = serverWith("localhost")) {
            for (String host : List.of("localhost", "127.0.0.1")) {
                Client client = realm.connect("wss://" + host + ":" + server.port() + "/")
                        .opened();
                realm.run(client.connection::close);
                client.listener.await("closed clean 1005 [] unsent 0");
            }
        }
    }

    @Test
    void openSslIsUsedWhereItIsWantedAndThere() throws Exception {
        assertEquals(openSsl, realm.options.tls().usesOpenSsl());
        TlsContext context = realm.options.tls().context().get(20, TimeUnit.SECONDS);
        assertEquals(openSsl, context instanceof TlsContext.OpenSsl);
        context.release();
        TlsOptions own = TlsOptions.of(Tls.client("localhost"));
        assertFalse(own.withOpenSsl(false).usesOpenSsl());
        assertThrows(IllegalStateException.class, () -> own.withOpenSsl(true));
    }

    @Test
    void anEmbeddersOwnContextIsUsed() throws Exception {
        realm.options = realm.options.withTls(TlsOptions.of(Tls.client("localhost")));
        try (EchoServer server = serverWith("localhost")) {
            Client client =
                    realm.connect("wss://localhost:" + server.port() + "/").opened();
            realm.run(client.connection::close);
            client.listener.await("closed clean 1005 [] unsent 0");
        }
    }

    @Test
    void aSelfSignedCertificateIsNotTrustedByDefault() throws Exception {
        try (EchoServer server = serverWith("localhost")) {
            failsWith(
                    "wss://localhost:" + server.port() + "/",
                    "TLS handshake failed: unable to find valid certification path to requested target");
        }
    }

    @Test
    void aTrustedCertificateOfAnotherHostIsRefused() throws Exception {
        trust("localhost", "other");
        try (EchoServer server = serverWith("other")) {
            failsWith(
                    "wss://localhost:" + server.port() + "/",
                    "TLS handshake failed: No subject alternative DNS name matching localhost found.");
            failsWith(
                    "wss://127.0.0.1:" + server.port() + "/",
                    "TLS handshake failed: No subject alternative names matching IP address 127.0.0.1 found");
        }
    }

    @Test
    void theNameIsTheUrlsWhereverTheRouteLeads() throws Exception {
        trust("other");
        try (EchoServer server = serverWith("other")) {
            realm.rules.routes.put("other.test:443", new InetSocketAddress("127.0.0.1", server.port()));
            Client client = realm.connect("wss://other.test/").opened();
            realm.run(client.connection::close);
            client.listener.await("closed clean 1005 [] unsent 0");
        }
    }

    @Test
    void theServerLearnsTheNameAskedForAndTheProtocolSpoken() throws Exception {
        trust("localhost");
        realm.options = realm.options.withHttp2(false);
        SSLServerSocket listening = (SSLServerSocket) Tls.server("localhost")
                .getServerSocketFactory()
                .createServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        CompletableFuture<String> seen = new CompletableFuture<>();
        try (FaultServer server = FaultServer.start(listening, peer -> {
            SSLSocket socket = (SSLSocket) peer.socket;
            var parameters = socket.getSSLParameters();
            parameters.setApplicationProtocols(new String[] {"h2", "http/1.1"});
            socket.setSSLParameters(parameters);
            socket.startHandshake();
            ExtendedSSLSession session = assertInstanceOf(ExtendedSSLSession.class, socket.getSession());
            seen.complete(session.getRequestedServerNames() + " " + socket.getApplicationProtocol());
            peer.open().sendHex("88 00").readToEnd();
        })) {
            Client client =
                    realm.connect("wss://localhost:" + server.port() + "/").opened();
            assertEquals("[type=host_name (0), value=localhost] http/1.1", seen.get(20, TimeUnit.SECONDS));
            client.listener.await("closing 1005 [] unsent 0", "closed clean 1005 [] unsent 0");
            server.awaitEnd();
        }
    }

    @Test
    void aClientCertificateIsShownToAServerThatAsks() throws Exception {
        SSLServerSocket listening = (SSLServerSocket) Tls.serverFor("localhost", "other")
                .getServerSocketFactory()
                .createServerSocket(0, 50, InetAddress.getByName("127.0.0.1"));
        listening.setNeedClientAuth(true);
        CompletableFuture<String> seen = new CompletableFuture<>();
        realm.options = realm.options.withTls(TlsOptions.systemDefault()
                .withOpenSsl(openSsl)
                .withClientCertificate(Tls.key("other"), List.of(Tls.certificate("other")))
                .alsoTrusting(List.of(Tls.certificate("localhost"))));
        try (FaultServer server = FaultServer.start(listening, peer -> {
            SSLSocket socket = (SSLSocket) peer.socket;
            socket.startHandshake();
            seen.complete(socket.getSession().getPeerPrincipal().getName());
            peer.open().sendHex("88 00").readToEnd();
        })) {
            Client client =
                    realm.connect("wss://localhost:" + server.port() + "/").opened();
            assertEquals(Tls.certificate("other").getSubjectX500Principal().getName(), seen.get(20, TimeUnit.SECONDS));
            client.listener.await("closing 1005 [] unsent 0", "closed clean 1005 [] unsent 0");
            server.awaitEnd();
        }
    }

    @Test
    void anEmbeddersOwnContextCannotBeAddedTo() throws Exception {
        TlsOptions own = TlsOptions.of(Tls.client("localhost"));
        assertThrows(IllegalStateException.class, () -> own.alsoTrusting(List.of()));
        assertThrows(
                IllegalStateException.class,
                () -> own.withClientCertificate(Tls.key("other"), List.of(Tls.certificate("other"))));
    }

    @Test
    void aServerThatDoesNotSpeakTlsIsToldSo() throws Exception {
        try (EchoServer server = EchoServer.builder().start()) {
            failsWith("wss://127.0.0.1:" + server.port() + "/", "server does not speak TLS");
        }
    }

    @Test
    void plainTextToATlsServerFailsWithOneMessage() throws Exception {
        try (EchoServer server = serverWith("localhost")) {
            String url = "ws://127.0.0.1:" + server.port() + "/";
            Client client = realm.connect(url);
            String event = client.listener.next();
            assertTrue(event.startsWith("closed unclean 1006 [] unsent 0: " + url + ": server "), event);
        }
    }

    @Test
    void aServerThatEndsDuringTheTlsHandshakeIsToldSo() throws Exception {
        try (FaultServer server =
                FaultServer.start(peer -> peer.socket.getInputStream().read(new byte[2000]))) {
            failsWith(
                    "wss://127.0.0.1:" + server.port() + "/", "server closed the connection during the TLS handshake");
        }
    }

    @Test
    void aServerThatResetsDuringTheTlsHandshakeIsToldSo() throws Exception {
        try (FaultServer server = FaultServer.start(peer -> {
            peer.socket.getInputStream().read();
            peer.reset();
        })) {
            Client client = realm.connect("wss://127.0.0.1:" + server.port() + "/");
            String event = client.listener.next();
            assertTrue(event.contains(": TLS handshake failed: ") && event.contains("onnection reset"), event);
        }
    }

    @Test
    void anAlertDuringTheTlsHandshakeIsNamed() throws Exception {
        try (FaultServer server = FaultServer.start(peer -> {
            peer.socket.getInputStream().read(new byte[2000]);
            peer.sendHex("15 0303 0002 0228").readToEnd();
        })) {
            Client client = realm.connect("wss://127.0.0.1:" + server.port() + "/");
            String event = client.listener.next();
            assertTrue(event.endsWith("handshake_failure"), event);
        }
    }

    @Test
    void anEndWithoutCloseNotifyIs1006() throws Exception {
        trust("localhost");
        try (EchoServer server = EchoServer.builder()
                .tls(Tls.server("localhost"))
                .onConnect(EchoPeer::reset)
                .start()) {
            String url = "wss://localhost:" + server.port() + "/";
            Client client = realm.connect(url).opened();
            String event = client.listener.next();
            assertTrue(
                    event.startsWith("closed unclean 1006 [] unsent 0: " + url
                            + ": server closed the connection without a close frame"),
                    event);
        }
    }

    @Test
    void failDoesNotWaitForAServerThatDoesNotRead() throws Exception {
        trust("localhost");
        CompletableFuture<EchoPeer> peer = new CompletableFuture<>();
        try (EchoServer server = EchoServer.builder()
                .tls(Tls.server("localhost"))
                .onConnect(connected -> {
                    connected.stopReading();
                    peer.complete(connected);
                })
                .start()) {
            String url = "wss://localhost:" + server.port() + "/";
            Client client = realm.connect(url).opened();
            peer.get(20, TimeUnit.SECONDS);
            ByteBuffer much = ByteBuffer.allocate(30_000_000); // more than the system takes
            assertFalse(realm.onLoop(() -> client.connection.sendBinary(much)));
            realm.run(client.connection::fail);
            client.listener.await("closed unclean 1006 [] unsent 1: " + url + ": connection dropped");
            // The farewell of TLS would be waited for three seconds.
            CompletableFuture<Integer> later = new CompletableFuture<>();
            realm.loop.schedule(() -> later.complete(realm.loop.channelCount()), TimeUnit.MILLISECONDS.toNanos(500));
            assertEquals(0, later.get(20, TimeUnit.SECONDS));
        }
    }
}
