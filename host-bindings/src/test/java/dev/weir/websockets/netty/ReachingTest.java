package dev.weir.websockets.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.host.NetworkRules;
import dev.weir.websockets.netty.Realm.Client;
import dev.weir.websockets.transport.WebSocketConnection;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** From a URL to a connected socket: rules, names, addresses, and every way not to get there. */
@ParameterizedClass
@EnumSource
@ExtendWith(NoLeaks.class)
class ReachingTest {
    private final Realm realm;
    private final EchoServer server = EchoServer.builder().start();

    private final NettyTaskLoop.Io io;

    ReachingTest(NettyTaskLoop.Io io) throws Exception {
        this.io = io;
        realm = new Realm(io);
    }

    @AfterEach
    void end() throws Exception {
        try (server) {
            realm.close();
        }
    }

    private void failsWith(String url, String failure) throws Exception {
        Client client = realm.connect(url);
        client.listener.await("closed unclean 1006 [] unsent 0: " + url + ": " + failure);
    }

    private void opens(String url) throws Exception {
        Client client = realm.connect(url).opened();
        realm.run(client.connection::close);
        client.listener.await("closed clean 1005 [] unsent 0");
    }

    private void resolveTo(List<String> addresses) {
        realm.options = realm.options.withResolver(host -> CompletableFuture.completedFuture(
                addresses.stream().map(ReachingTest::address).toList()));
    }

    private static InetAddress address(String literal) {
        try {
            return InetAddress.getByName(literal);
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void nothingListening() throws Exception {
        int free;
        try (ServerSocket socket = new ServerSocket(0, 1, address("127.0.0.1"))) {
            free = socket.getLocalPort();
        }
        failsWith("ws://127.0.0.1:" + free + "/", "could not connect: connection refused");
        failsWith("wss://127.0.0.1:" + free + "/a?b=c", "could not connect: connection refused");
    }

    @Test
    void localhostNeedsNoLookup() throws Exception {
        realm.options = realm.options.withResolver(host -> {
            throw new AssertionError("looked up " + host);
        });
        opens("ws://localhost:" + server.port() + "/");
        opens("ws://sub.localhost:" + server.port() + "/");
        opens("ws://127.0.0.1:" + server.port() + "/");
    }

    @Test
    void anUnknownHost() throws Exception {
        realm.options =
                realm.options.withResolver(host -> CompletableFuture.failedFuture(new UnknownHostException(host)));
        failsWith("ws://nowhere.test/", "the host nowhere.test was not found");
        resolveTo(List.of());
        failsWith("ws://nowhere.test/", "the host nowhere.test was not found");
    }

    @Test
    void theSystemsResolverKnowsThatInvalidDoesNotExist() throws Exception {
        failsWith("ws://no.such.host.invalid/", "the host no.such.host.invalid was not found");
    }

    @Test
    void aResolverThatBreaksIsReportedAndEndsTheConnection() throws Exception {
        CompletableFuture<Throwable> reported = new CompletableFuture<>();
        realm.run(() -> Thread.currentThread().setUncaughtExceptionHandler((thread, bug) -> reported.complete(bug)));
        RuntimeException bug = new IllegalStateException("bug");
        realm.options = realm.options.withResolver(host -> {
            throw bug;
        });
        failsWith("ws://host.test/", "internal error of the host; see its log");
        assertEquals(bug, reported.get(20, TimeUnit.SECONDS));
    }

    @Test
    void aSlowLookupDoesNotHoldUpTheLoop() throws Exception {
        CompletableFuture<List<InetAddress>> lookup = new CompletableFuture<>();
        realm.options = realm.options.withResolver(host -> lookup);
        Client slow = realm.connect("ws://slow.test:" + server.port() + "/");
        opens("ws://127.0.0.1:" + server.port() + "/");
        slow.listener.expect();
        lookup.complete(List.of(address("127.0.0.1")));
        slow.opened();
        realm.run(slow.connection::close);
        slow.listener.await("closed clean 1005 [] unsent 0");
    }

    @Test
    void theRulesDecideBeforeAnythingIsLookedUp() throws Exception {
        realm.rules.forbiddenHosts.add("secret.test");
        realm.options = realm.options.withResolver(host -> {
            throw new AssertionError("looked up " + host);
        });
        failsWith("ws://secret.test/", "scripts may not connect to secret.test");
    }

    @Test
    void theRulesDecideOnTheAddressReallyDialled() throws Exception {
        realm.rules.forbiddenAddresses.add("127.0.0.1");
        resolveTo(List.of("127.0.0.1"));
        failsWith("ws://rebound.test:" + server.port() + "/", "the address of rebound.test is out of bounds");
        failsWith("ws://127.0.0.1:" + server.port() + "/", "the address of 127.0.0.1 is out of bounds");
        failsWith("ws://localhost:" + server.port() + "/", "could not connect: connection refused");
        assertEquals(0, server.peers().size());
    }

    @Test
    void aRuleThatBreaksEndsTheConnection() throws Exception {
        CompletableFuture<Throwable> reported = new CompletableFuture<>();
        realm.run(() -> Thread.currentThread().setUncaughtExceptionHandler((thread, bug) -> reported.complete(bug)));
        NetworkRules broken = new NetworkRules() {
            @Override
            public void checkConnect(String scheme, String host, int port) {}

            @Override
            public InetSocketAddress route(String host, int port) {
                throw new IllegalStateException("bug");
            }

            @Override
            public void checkAddress(String scheme, String host, int port, InetSocketAddress resolved) {}
        };
        Client client = new Client();
        realm.run(() -> client.connection = new NettyWebSocketTransport(realm.loop, broken, realm.options)
                .connect(Realm.request("ws://h/"), client.listener));
        client.listener.await("closed unclean 1006 [] unsent 0: ws://h/: internal error of the host; see its log");
        assertEquals("bug", reported.get(20, TimeUnit.SECONDS).getMessage());
    }

    @Test
    void aRouteLeadsElsewhereWhileTheHostStaysTheUrls() throws Exception {
        try (FaultServer fault = FaultServer.start(peer -> {
            String request = peer.readRequest();
            assertTrue(request.contains("\r\nHost: app.test\r\n"), request);
            peer.send(Wire.answerTo(request, "").getBytes());
            peer.sendHex("88 00");
            peer.readToEnd();
        })) {
            realm.rules.routes.put("app.test:80", new InetSocketAddress("127.0.0.1", fault.port()));
            Client client = realm.connect("ws://app.test/").opened();
            client.listener.await("closing 1005 [] unsent 0", "closed clean 1005 [] unsent 0");
            fault.awaitEnd();
        }
    }

    @Test
    void aRouteMayLeadToAName() throws Exception {
        resolveTo(List.of("127.0.0.1"));
        realm.rules.routes.put("app.test:80", InetSocketAddress.createUnresolved("inner.test", server.port()));
        opens("ws://app.test/");
    }

    @Test
    void whenOneAddressFailsTheNextIsTried() throws Exception {
        resolveTo(List.of("127.0.0.2", "127.0.0.3", "127.0.0.1"));
        opens("ws://many.test:" + server.port() + "/");
    }

    @Test
    void whenOneAddressDoesNotAnswerTheNextIsTried() throws Exception {
        try (BlackHole hole = new BlackHole("127.0.0.2", server.port())) {
            resolveTo(List.of(hole.address(), "127.0.0.1"));
            opens("ws://many.test:" + server.port() + "/");
        }
    }

    @Test
    void anAddressThatDoesNotAnswerEndsInTheConnectTimeout() throws Exception {
        realm.options =
                realm.options.withTimeouts(Duration.ofSeconds(20), Duration.ofMillis(200), Duration.ofSeconds(10));
        try (BlackHole hole = new BlackHole("127.0.0.2", 0)) {
            failsWith("ws://127.0.0.2:" + hole.port() + "/", "could not connect: no answer in time");
        }
    }

    @Test
    void theHandshakeTimeoutCoversEveryStage() throws Exception {
        realm.options = realm.options
                .withTimeouts(Duration.ofMillis(300), Duration.ofSeconds(10), Duration.ofSeconds(10))
                .withResolver(host -> new CompletableFuture<>());
        failsWith("ws://lookup.test/", "no connection within 300 ms");
        try (BlackHole hole = new BlackHole("127.0.0.2", 0)) {
            failsWith("ws://127.0.0.2:" + hole.port() + "/", "no connection within 300 ms");
        }
        for (String scheme : List.of("ws", "wss")) {
            try (FaultServer silent = FaultServer.start(FaultServer.Peer::readToEnd)) {
                failsWith(scheme + "://127.0.0.1:" + silent.port() + "/", "no connection within 300 ms");
                silent.awaitEnd();
            }
        }
    }

    @Test
    void aRequestMayHaveATimeoutOfItsOwn() throws Exception {
        try (FaultServer silent = FaultServer.start(FaultServer.Peer::readToEnd)) {
            String url = "ws://127.0.0.1:" + silent.port() + "/";
            Client client = realm.connect(Realm.request(url).withHandshakeTimeout(Duration.ofMillis(50)), new Client());
            client.listener.await("closed unclean 1006 [] unsent 0: " + url + ": no connection within 50 ms");
            silent.awaitEnd();
        }
    }

    @Test
    void failEndsEveryStageBeforeTheConnectionIsOpen() throws Exception {
        realm.options = realm.options.withResolver(host -> new CompletableFuture<>());
        String gone = ": given up before the connection was established";
        List<Client> clients = new ArrayList<>();
        CountDownLatch reached = new CountDownLatch(2);
        FaultServer.Script wait = peer -> {
            peer.socket.getInputStream().read();
            reached.countDown();
            peer.readToEnd();
        };
        try (BlackHole hole = new BlackHole("127.0.0.2", 0);
                FaultServer plain = FaultServer.start(wait);
                FaultServer tls = FaultServer.start(wait)) {
            List<String> urls = List.of(
                    "ws://lookup.test/",
                    "ws://127.0.0.2:" + hole.port() + "/",
                    "ws://127.0.0.1:" + plain.port() + "/",
                    "wss://127.0.0.1:" + tls.port() + "/");
            for (String url : urls) {
                clients.add(realm.connect(url));
            }
            assertTrue(reached.await(20, TimeUnit.SECONDS));
            for (int i = 0; i < urls.size(); i++) {
                WebSocketConnection connection = clients.get(i).connection;
                realm.run(connection::fail);
                realm.run(connection::fail);
                clients.get(i).listener.await("closed unclean 1006 [] unsent 0: " + urls.get(i) + gone);
            }
            plain.awaitEnd();
            tls.awaitEnd();
            realm.assertNoChannels();
        }
    }

    @Test
    void failBeforeTheFirstTurnDialsNothing() throws Exception {
        Client client = new Client();
        realm.rules.forbiddenHosts.add("h"); // would be told, were it asked
        realm.run(() -> {
            client.connection = new NettyWebSocketTransport(realm.loop, realm.rules, realm.options)
                    .connect(Realm.request("ws://h/"), client.listener);
            client.connection.fail();
        });
        client.listener.await(
                "closed unclean 1006 [] unsent 0: ws://h/: given up before the connection was established");
    }

    @Test
    void closingTheLoopEndsConnectionsInEveryStage() throws Exception {
        realm.options = realm.options.withResolver(host -> new CompletableFuture<>());
        Client open = realm.connect("ws://127.0.0.1:" + server.port() + "/").opened();
        Client holding = realm.connect("ws://127.0.0.1:" + server.port() + "/").opened();
        realm.run(holding.connection::pause);
        for (EchoPeer peer : server.peers()) {
            peer.sendText("hello");
        }
        open.listener.await("text hello");
        Client closing = realm.connect("ws://127.0.0.1:" + server.port() + "/").opened();
        realm.run(closing.connection::close);
        closing.listener.await("closed clean 1005 [] unsent 0");
        CountDownLatch reached = new CountDownLatch(1);
        try (FaultServer silent = FaultServer.start(peer -> {
            peer.readRequest();
            reached.countDown();
            peer.readToEnd();
        })) {
            Client waiting = realm.connect("ws://127.0.0.1:" + silent.port() + "/");
            assertTrue(reached.await(20, TimeUnit.SECONDS));
            realm.loop.close();
            silent.awaitEnd();
            assertTrue(waiting.listener.next().startsWith("closed unclean 1006"));
        }
        assertTrue(open.listener.next().startsWith("closed unclean 1006"));
        assertTrue(holding.listener.next().startsWith("closed unclean 1006"));
    }

    @Test
    void closingTheLoopAmidAnyStepOfConnectingEndsEveryConnection() throws Exception {
        for (int round = 0; round < 50; round++) {
            Realm other = new Realm(io);
            List<Client> clients = new ArrayList<>();
            for (int i = 0; i < 10; i++) {
                Client client = new Client();
                client.listener.onOpen = () -> client.connection.pause();
                clients.add(other.connect(Realm.request("ws://127.0.0.1:" + server.port() + "/"), client));
                client.listener.onMessage = client.connection::pause;
            }
            for (int turn = 0; turn < round; turn++) {
                other.run(() -> {});
            }
            other.loop.close();
            for (Client client : clients) {
                String event = client.listener.next();
                if (event.startsWith("open")) {
                    event = client.listener.next();
                }
                assertTrue(event.endsWith(": connection dropped, since its loop ends"), event);
            }
            other.close();
        }
    }

    /** A port whose queue of connections is full, so that the system answers no further one. */
    private static final class BlackHole implements AutoCloseable {
        private final ServerSocket socket;
        private final List<Socket> filling = new ArrayList<>();

        BlackHole(String address, int port) throws Exception {
            socket = new ServerSocket(port, 1, InetAddress.getByName(address));
            while (true) {
                Socket next = new Socket();
                filling.add(next);
                try {
                    next.connect(socket.getLocalSocketAddress(), 100);
                } catch (SocketTimeoutException full) {
                    return;
                }
            }
        }

        int port() {
            return socket.getLocalPort();
        }

        String address() {
            return socket.getInetAddress().getHostAddress();
        }

        @Override
        public void close() throws Exception {
            for (Socket one : filling) {
                one.close();
            }
            socket.close();
        }
    }
}
