package dev.weir.websockets.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weir.websockets.transport.WebSocketConnection;
import dev.weir.websockets.transport.WebSocketRequest;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A loop with a transport, and the connections made on it. */
final class Realm implements AutoCloseable {
    final NettyTaskLoop loop;
    final TestRules rules = new TestRules();
    TransportOptions options = TransportOptions.defaults()
            .withTimeouts(Duration.ofSeconds(20), Duration.ofSeconds(10), Duration.ofSeconds(10));
    private final List<Client> clients = new ArrayList<>();
    private @Nullable NettyWebSocketTransport transport;
    private @Nullable TransportOptions transportOptions;
    private final Set<TlsOptions> tls = new HashSet<>();

    Realm(NettyTaskLoop.Io io) {
        loop = NettyTaskLoop.start("realm", true, io);
    }

    /** One connection and what its listener heard. */
    static final class Client {
        final RecordingListener listener = new RecordingListener();
        volatile WebSocketConnection connection;

        @SuppressWarnings("NullAway.Init") // set on the loop, before connect returns to the test
        Client() {
            listener.showBatches = false;
        }

        /** Opened, and nothing else so far. */
        Client opened() {
            listener.await("open [] []");
            return this;
        }
    }

    Client connect(String url) throws Exception {
        return connect(request(url), new Client());
    }

    Client connect(WebSocketRequest request, Client client) throws Exception {
        clients.add(client);
        NettyWebSocketTransport used = transport();
        onLoop(() -> client.connection = used.connect(request, client.listener));
        return client;
    }

    /** The same one as before while the options are the same. */
    private NettyWebSocketTransport transport() {
        if (transport == null || !options.equals(transportOptions)) {
            transportOptions = options;
            tls.add(options.tls());
            transport = new NettyWebSocketTransport(loop, rules, options);
        }
        return transport;
    }

    static WebSocketRequest request(String url) {
        var parts = URI.create(url);
        int port = parts.getPort() >= 0 ? parts.getPort() : parts.getScheme().equals("wss") ? 443 : 80;
        String host = parts.getHost().replaceAll("[\\[\\]]", "");
        String query = parts.getRawQuery() == null ? "" : "?" + parts.getRawQuery();
        return WebSocketRequest.of(parts.getScheme(), host, port, parts.getRawPath() + query);
    }

    <T> T onLoop(Callable<T> action) throws Exception {
        CompletableFuture<T> result = new CompletableFuture<>();
        loop.execute(() -> {
            try {
                result.complete(action.call());
            } catch (Throwable failure) {
                result.completeExceptionally(failure);
            }
        });
        return result.get(20, TimeUnit.SECONDS);
    }

    void run(Runnable action) throws Exception {
        onLoop(() -> {
            action.run();
            return true;
        });
    }

    /** Every socket of the loop is closed, if not now then soon. */
    void assertNoChannels() throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        int channels = onLoop(loop::channelCount);
        while (channels > 0 && System.nanoTime() < deadline) {
            CompletableFuture<Integer> later = new CompletableFuture<>();
            loop.schedule(() -> later.complete(loop.channelCount()), TimeUnit.MILLISECONDS.toNanos(5));
            channels = later.get(20, TimeUnit.SECONDS);
        }
        assertEquals(0, channels, "channels still open");
    }

    @Override
    public void close() throws Exception {
        try {
            if (!loop.isClosed()) {
                assertNoChannels();
            }
        } finally {
            loop.close();
            tls.forEach(TlsOptions::release);
        }
        for (Client client : clients) {
            client.listener.assertNothingLeft();
        }
    }
}
