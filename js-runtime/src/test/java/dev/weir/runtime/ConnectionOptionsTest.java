package dev.weir.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.websockets.netty.EchoPeer;
import dev.weir.websockets.netty.EchoServer;
import dev.weir.websockets.netty.TransportOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Each limit that an embedder sets on connections, and the error by which a script learns of it. */
class ConnectionOptionsTest {
    private static final Duration LONG = Duration.ofSeconds(30);
    private static final TransportOptions DEFAULTS = TransportOptions.defaults();

    /** What the script's promise is rejected with, the server's URL left out. */
    private static String failure(TransportOptions options, int port, String script) {
        try (WebRuntime runtime = WebRuntime.builder()
                .network(NetworkAccess.builder().allow("127.0.0.1").build())
                .connections(options)
                .build()) {
            runtime.run(
                    "const url = 'ws://127.0.0.1:" + port + "/'; let outcome = 'pending';\n(async () => {" + script
                            + "\n})().then(() => { outcome = 'fulfilled'; }, (e) => { outcome = e.name + ' ' + e.closeCode"
                            + " + ' ' + e.message.replace(url, ''); });",
                    "test");
            assertTrue(runtime.runUntil(() -> !"pending".equals(runtime.evaluate("outcome")), LONG));
            return String.valueOf(runtime.evaluate("outcome"));
        }
    }

    private static String failure(TransportOptions options, Consumer<EchoPeer> onConnect, String script)
            throws IOException {
        try (EchoServer server = EchoServer.builder().onConnect(onConnect).start()) {
            return failure(options, server.port(), script);
        }
    }

    private static final String SENDS = """
            const socket = new WebSocketStream(url);
            const writer = (await socket.opened).writable.getWriter();
            writer.write(new Uint8Array(50_000)).catch(() => {});
            await socket.closed;
            """;

    @Test
    void aMessageThatIsTooLong() throws IOException {
        assertEquals(
                "WebSocketError 1006 : server sent a malformed frame: message too big: a message exceeds the limit of 10000 bytes",
                failure(DEFAULTS.withMaxMessageSize(10_000), peer -> {}, SENDS));
    }

    @Test
    void tooManyBytesThatWait() throws IOException {
        assertEquals(
                "WebSocketError 1006 : more than 10000 bytes wait to be sent",
                failure(DEFAULTS.withMaxQueuedBytes(10_000), EchoPeer::stopReading, SENDS));
    }

    @Test
    void tooManyConnections() throws IOException {
        String two = "await new WebSocketStream(url).opened; await new WebSocketStream(url).opened;";
        assertEquals(
                "WebSocketError 1006 : the limit of 1 connections is reached",
                failure(DEFAULTS.withMaxConnections(1, 1), peer -> {}, two));
        assertEquals(
                "WebSocketError 1006 : the limit of 1 connections to one host is reached",
                failure(DEFAULTS.withMaxConnections(2, 1), peer -> {}, two));
    }

    @Test
    void aServerThatDoesNotAnswerTheOpening() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
            assertEquals(
                    "WebSocketError 1006 : no connection within 200 ms",
                    failure(
                            DEFAULTS.withTimeouts(Duration.ofMillis(200), LONG, LONG),
                            silent.getLocalPort(),
                            "await new WebSocketStream(url).opened;"));
        }
    }

    @Test
    void aServerThatDoesNotAnswerTheClosing() throws IOException {
        assertEquals(
                "WebSocketError 1006 : server did not complete the closing handshake within 200 ms",
                failure(
                        DEFAULTS.withTimeouts(LONG, LONG, Duration.ofMillis(200)),
                        EchoPeer::stopReading,
                        "const socket = new WebSocketStream(url); await socket.opened; socket.close(); await socket.closed;"));
    }

    @Test
    void aServerThatDoesNotAnswerPings() throws IOException {
        assertEquals(
                "WebSocketError 1006 : server did not answer a ping within 200 ms",
                failure(
                        DEFAULTS.withPingInterval(Duration.ofMillis(200)),
                        EchoPeer::stopReading,
                        "const socket = new WebSocketStream(url); await socket.opened; await socket.closed;"));
    }
}
