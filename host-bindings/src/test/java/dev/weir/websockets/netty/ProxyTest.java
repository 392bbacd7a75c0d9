package dev.weir.websockets.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.websockets.netty.Realm.Client;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Connections through proxies, good and bad. */
@ExtendWith(NoLeaks.class)
class ProxyTest {
    private final Realm realm = new Realm(NettyTaskLoop.Io.BEST);

    @AfterEach
    void end() throws Exception {
        realm.close();
    }

    private ProxyOptions through(ProxyOptions.Kind kind, FaultServer proxy) {
        ProxyOptions options = ProxyOptions.of(kind, "127.0.0.1", proxy.port())
                .withBypass(request -> request.host().equals("near.test"));
        realm.options = realm.options.withProxy(options).withResolver(host -> {
            throw new AssertionError("looked up " + host);
        });
        return options;
    }

    private void echoes(String url) throws Exception {
        Client client = realm.connect(url).opened();
        realm.run(() -> client.connection.sendText("through"));
        client.listener.await("text through");
        realm.run(client.connection::close);
        client.listener.await("closed clean 1005 [] unsent 0");
    }

    @Test
    void anHttpProxyIsAskedForATunnel() throws Exception {
        try (EchoServer server = EchoServer.builder().start();
                FaultServer proxy = FaultServer.start(peer -> {
                    String request = peer.readRequest();
                    assertEquals("CONNECT far.test:80 HTTP/1.1\r\nHost: far.test:80\r\n\r\n", request);
                    peer.send("HTTP/1.1 200 Connection established\r\nProxy-Agent: test\r\n\r\n"
                            .getBytes(StandardCharsets.US_ASCII));
                    peer.tunnelTo(server.port());
                })) {
            through(ProxyOptions.Kind.HTTP, proxy);
            echoes("ws://far.test/");
            proxy.awaitEnd();
        }
    }

    @Test
    void anHttpProxyIsToldNameAndPassword() throws Exception {
        try (EchoServer server = EchoServer.builder().start();
                FaultServer proxy = FaultServer.start(peer -> {
                    String request = peer.readRequest();
                    assertTrue(request.contains("\r\nProxy-Authorization: Basic bWU6c8OpY3JldA==\r\n"), request);
                    peer.send("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                    peer.tunnelTo(server.port());
                })) {
            ProxyOptions options = through(ProxyOptions.Kind.HTTP, proxy).withCredentials("me", "sécret");
            assertTrue(!options.toString().contains("cret"));
            realm.options = realm.options.withProxy(options);
            echoes("ws://[2001:db8::1]:8080/");
            proxy.awaitEnd();
        }
    }

    @Test
    void tlsGoesThroughTheTunnelAndTheNameStaysTheUrls() throws Exception {
        realm.options = realm.options.withTls(TlsOptions.trusting(List.of(Tls.certificate("other"))));
        try (EchoServer server = EchoServer.builder().tls(Tls.server("other")).start();
                FaultServer proxy = FaultServer.start(peer -> {
                    peer.readRequest();
                    peer.send("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
                    peer.tunnelTo(server.port());
                })) {
            through(ProxyOptions.Kind.HTTP, proxy);
            echoes("wss://other.test/");
            proxy.awaitEnd();
        }
    }

    @Test
    void aSocksProxyDoesTheLookup() throws Exception {
        try (EchoServer server = EchoServer.builder().start();
                FaultServer proxy = FaultServer.start(peer -> {
                    expect(peer, "050100");
                    peer.sendHex("05 00");
                    expect(peer, "0501000308" + hex("far.test") + "0050");
                    peer.sendHex("05 00 00 03 01 61 0000");
                    peer.tunnelTo(server.port());
                })) {
            through(ProxyOptions.Kind.SOCKS5, proxy);
            echoes("ws://far.test/");
            proxy.awaitEnd();
        }
    }

    @Test
    void aSocksProxyIsToldNameAndPasswordAndAddresses() throws Exception {
        try (EchoServer server = EchoServer.builder().start();
                FaultServer proxy = FaultServer.start(peer -> {
                    expect(peer, "05020002");
                    peer.sendHex("05 02");
                    expect(peer, "01" + "02" + hex("me") + "06" + hex("secret"));
                    peer.sendHex("01 00");
                    expect(peer, "05010001c00002011f90");
                    for (byte next : new byte[] {5, 0, 0, 1, 127, 0, 0, 1, 0, 80}) {
                        peer.send(new byte[] {next});
                    }
                    peer.tunnelTo(server.port());
                })) {
            realm.options = realm.options.withProxy(
                    through(ProxyOptions.Kind.SOCKS5, proxy).withCredentials("me", "secret"));
            echoes("ws://192.0.2.1:8080/");
            proxy.awaitEnd();
        }
    }

    @Test
    void whatNeedsNoProxyIsDialledDirectly() throws Exception {
        try (EchoServer server = EchoServer.builder().start();
                FaultServer proxy = FaultServer.start(peer -> {})) {
            through(ProxyOptions.Kind.HTTP, proxy);
            realm.rules.routes.put("near.test:80", new java.net.InetSocketAddress("127.0.0.1", server.port()));
            echoes("ws://near.test/");
        }
    }

    @Test
    void theRulesDecideBeforeTheProxyIsAsked() throws Exception {
        try (FaultServer proxy = FaultServer.start(peer -> {})) {
            through(ProxyOptions.Kind.HTTP, proxy);
            realm.rules.forbiddenHosts.add("secret.test");
            Client client = realm.connect("ws://secret.test/");
            client.listener.await(
                    "closed unclean 1006 [] unsent 0: ws://secret.test/: scripts may not connect to secret.test");
        }
    }

    @ParameterizedTest
    @CsvSource({"169.254.1.2, 169.254.1.2", "[::1], 0:0:0:0:0:0:0:1", "localhost, 127.0.0.1"})
    void theRulesDecideAboutAnAddressBeforeTheProxyIsAsked(String host, String address) throws Exception {
        try (FaultServer proxy = FaultServer.start(peer -> {})) {
            through(ProxyOptions.Kind.SOCKS5, proxy);
            realm.rules.forbiddenAddresses.add(address);
            Client client = realm.connect("ws://" + host + "/");
            String name = host.replaceAll("[\\[\\]]", "");
            client.listener.await("closed unclean 1006 [] unsent 0: ws://" + host + "/: the address of " + name
                    + " is out of bounds");
        }
    }

    @Test
    void interimAnswersOfAProxyWithoutEndAreCutOff() throws Exception {
        byte[] hint = ("HTTP/1.1 103 Early Hints\r\nX-Filler: " + "x".repeat(1000) + "\r\n\r\n")
                .getBytes(StandardCharsets.US_ASCII);
        try (FaultServer proxy = FaultServer.start(peer -> {
            peer.readRequest();
            for (int i = 0; i < 40; i++) {
                peer.send(hint);
            }
            peer.readToEnd();
        })) {
            through(ProxyOptions.Kind.HTTP, proxy);
            failsWith(proxy, "HTTP", "its answer is longer than 32768 bytes");
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            HTTP/1.1 407 Proxy Authentication Required~~ | it answered 407 Proxy Authentication Required
            HTTP/1.1 502 Bad Gateway~Content-Length: 3~~sad | it answered 502 Bad Gateway
            HTTP/1.1 200 OK~~surprise | it sent more than its answer
            HTTP/1.1 200 OK~bad header~~ | server sent a malformed header line: "bad header"
            SSH-2.0-OpenSSH_9.2 | server did not answer in HTTP/1.1, but with "SSH-2.0-OpenSSH_9.2"
            HTTP/1.1 200 | it closed the connection
            '' | it closed the connection
            """)
    void anHttpProxyThatDoesNotOpenTheWay(String answer, String why) throws Exception {
        try (FaultServer proxy = FaultServer.start(peer -> {
            peer.readRequest();
            peer.send(answer.replace("~", "\r\n").getBytes(StandardCharsets.US_ASCII));
        })) {
            through(ProxyOptions.Kind.HTTP, proxy);
            failsWith(proxy, "HTTP", why);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            05ff         | ''         | it wants a kind of authentication that was not offered
            0502         | ''         | it wants a kind of authentication that was not offered
            0400         | ''         | it does not speak SOCKS 5
            0500         | 0505       | connection refused
            0500         | 05020001   | its rules forbid it
            0500         | 050000070000 | it answered with an address of unknown kind
            0500         | 0500       | it closed the connection
            ''           | ''         | it closed the connection
            """)
    void aSocksProxyThatDoesNotOpenTheWay(String first, String second, String why) throws Exception {
        try (FaultServer proxy = FaultServer.start(peer -> {
            expect(peer, "050100");
            peer.sendHex(first);
            if (!second.isEmpty()) {
                expect(peer, "0501000308" + hex("far.test") + "0050");
                peer.sendHex(second);
            }
        })) {
            through(ProxyOptions.Kind.SOCKS5, proxy);
            failsWith(proxy, "SOCKS5", why);
        }
    }

    private void failsWith(FaultServer proxy, String kind, String why) throws Exception {
        Client client = realm.connect("ws://far.test/");
        String event = client.listener.next();
        String place = "closed unclean 1006 [] unsent 0: ws://far.test/: the " + kind + " proxy 127.0.0.1:"
                + proxy.port() + " did not connect to far.test:80: ";
        assertEquals(place + why, event);
        realm.assertNoChannels();
    }

    @Test
    void aProxyThatIsNotThere() throws Exception {
        int port;
        try (FaultServer gone = FaultServer.start(peer -> {})) {
            port = gone.port();
        }
        realm.options = realm.options.withProxy(ProxyOptions.of(ProxyOptions.Kind.HTTP, "127.0.0.1", port));
        Client client = realm.connect("ws://far.test/");
        client.listener.await("closed unclean 1006 [] unsent 0: ws://far.test/: could not connect to the HTTP proxy"
                + " 127.0.0.1:" + port + ": connection refused");
    }

    @Test
    void aProxyThatSaysNothingEndsInTheHandshakeTimeout() throws Exception {
        realm.options =
                realm.options.withTimeouts(Duration.ofMillis(200), Duration.ofSeconds(10), Duration.ofSeconds(10));
        try (FaultServer proxy = FaultServer.start(FaultServer.Peer::readToEnd)) {
            through(ProxyOptions.Kind.SOCKS5, proxy);
            Client client = realm.connect("ws://far.test/");
            client.listener.await("closed unclean 1006 [] unsent 0: ws://far.test/: no connection within 200 ms");
            proxy.awaitEnd();
        }
    }

    @ParameterizedTest
    @CsvSource({
        "stall, no connection within 300 ms",
        "end, server closed the connection before it answered the opening handshake",
        "reset, connection lost during the opening handshake: "
    })
    void aWayThatIsOpenAndLeadsNowhere(String what, String failure) throws Exception {
        realm.options =
                realm.options.withTimeouts(Duration.ofMillis(300), Duration.ofSeconds(10), Duration.ofSeconds(10));
        try (FaultServer proxy = FaultServer.start(peer -> {
            peer.readRequest();
            peer.send("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            peer.readRequest();
            switch (what) {
                case "stall" -> peer.readToEnd();
                case "reset" -> peer.reset();
                default -> {}
            }
        })) {
            through(ProxyOptions.Kind.HTTP, proxy);
            String event = realm.connect("ws://far.test/").listener.next();
            assertTrue(event.startsWith("closed unclean 1006 [] unsent 0: ws://far.test/: " + failure), event);
            realm.assertNoChannels();
            proxy.awaitEnd();
        }
    }

    @Test
    void aResetAmidTheTunnelIsALossLikeAnyOther() throws Exception {
        CountDownLatch opened = new CountDownLatch(1);
        try (FaultServer proxy = FaultServer.start(peer -> {
            peer.readRequest();
            peer.send("HTTP/1.1 200 OK\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
            peer.open();
            opened.await(20, TimeUnit.SECONDS);
            peer.reset();
        })) {
            through(ProxyOptions.Kind.HTTP, proxy);
            Client client = realm.connect("ws://far.test/").opened();
            opened.countDown();
            String event = client.listener.next();
            assertTrue(
                    event.startsWith("closed unclean 1006 [] unsent 0: ws://far.test/: server closed the connection"
                            + " without a close frame"),
                    event);
        }
    }

    private static String hex(String text) {
        return java.util.HexFormat.of().formatHex(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static void expect(FaultServer.Peer peer, String hex) throws IOException {
        InputStream in = peer.socket.getInputStream();
        assertEquals(hex, java.util.HexFormat.of().formatHex(in.readNBytes(hex.length() / 2)));
    }
}
