package dev.weir.websockets.netty;

import dev.weir.websockets.transport.WebSocketClosure;
import dev.weir.websockets.transport.WebSocketConnection;
import dev.weir.websockets.transport.WebSocketListener;
import dev.weir.websockets.transport.WebSocketRequest;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The transport as the client of Autobahn's fuzzing server: runs all its cases and has the report written. Run by hand;
 * argument: the server's port.
 */
public final class AutobahnClient {
    private AutobahnClient() {}

    public static void main(String[] arguments) throws Exception {
        int port = Integer.parseInt(arguments[0]);
        try (NettyTaskLoop loop = NettyTaskLoop.start("autobahn")) {
            int cases = Integer.parseInt(String.valueOf(run(loop, port, "/getCaseCount").lastText));
            System.out.println(cases + " cases");
            for (int number = 1; number <= cases; number++) {
                run(loop, port, "/runCase?case=" + number + "&agent=weir");
            }
            TimeUnit.SECONDS.sleep(8);
            run(loop, port, "/updateReports?agent=weir");
        }
    }

    private static Echo run(NettyTaskLoop loop, int port, String resource) throws Exception {
        TransportOptions options = TransportOptions.defaults()
                .withMaxMessageSize(64 << 20)
                .withTimeouts(Duration.ofSeconds(20), Duration.ofSeconds(10), Duration.ofSeconds(10));
        Echo echo = new Echo();
        NettyWebSocketTransport transport = new NettyWebSocketTransport(loop, new TestRules(), options);
        loop.execute(() ->
                echo.connection = transport.connect(WebSocketRequest.of("ws", "127.0.0.1", port, resource), echo));
        WebSocketClosure closure = echo.closed.get(300, TimeUnit.SECONDS);
        if (!closure.wasClean()) {
            System.out.println(resource + " " + closure.failure());
        }
        return echo;
    }

    /** Sends every message back. */
    private static final class Echo implements WebSocketListener {
        final CompletableFuture<WebSocketClosure> closed = new CompletableFuture<>();

        @Nullable
        WebSocketConnection connection;

        volatile @Nullable String lastText;

        @Override
        public void onOpen(String protocol, String extensions) {}

        @Override
        public void onText(String text) {
            lastText = text;
            if (connection != null) {
                connection.sendText(text);
            }
        }

        @Override
        public void onBinary(ByteBuffer bytes) {
            if (connection != null) {
                connection.sendBinary(bytes);
            }
        }

        @Override
        public void onClosed(WebSocketClosure closure) {
            closed.complete(closure);
        }
    }
}
