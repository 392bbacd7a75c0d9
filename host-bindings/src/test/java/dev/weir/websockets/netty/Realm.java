package dev.weir.websockets.netty;

import dev.weir.websockets.transport.WebSocketConnection;
import dev.weir.websockets.transport.WebSocketRequest;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;

/** A loop with a transport, and the connections made on it. */
final class Realm extends LoopOfTests<NettyWebSocketTransport> implements AutoCloseable {
    private final List<Client> clients = new ArrayList<>();

    Realm(NettyTaskLoop.Io io) {
        super("realm", io);
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

    @Override
    NettyWebSocketTransport newTransport() {
        return new NettyWebSocketTransport(loop, rules, options);
    }

    static WebSocketRequest request(String url) {
        var parts = URI.create(url);
        int port = parts.getPort() >= 0 ? parts.getPort() : parts.getScheme().equals("wss") ? 443 : 80;
        String host = parts.getHost().replaceAll("[\\[\\]]", "");
        String query = parts.getRawQuery() == null ? "" : "?" + parts.getRawQuery();
        return WebSocketRequest.of(parts.getScheme(), host, port, parts.getRawPath() + query);
    }

    /** Every socket of the loop is closed, if not now then soon. */
    void assertNoChannels() throws Exception {
        awaitChannels(0);
    }

    @Override
    public void close() throws Exception {
        try {
            if (!loop.isClosed()) {
                assertNoChannels();
            }
        } finally {
            closeLoop();
        }
        for (Client client : clients) {
            client.listener.assertNothingLeft();
        }
    }
}
