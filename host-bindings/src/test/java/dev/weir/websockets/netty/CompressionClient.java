package dev.weir.websockets.netty;

import dev.weir.websockets.transport.WebSocketClosure;
import dev.weir.websockets.transport.WebSocketConnection;
import dev.weir.websockets.transport.WebSocketListener;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Sends messages of every size through a compressing echo server, under every agreement there is, and compares what comes
 * back. Run by hand; argument: the port of a server that compresses as the query of the URL says: {@code server} and {@code
 * client} are the window bits, {@code st=1} and {@code ct=1} switch context takeover off. The messages are the sizes and
 * numbers of Autobahn's families 12 and 13, unless a second argument says how many of each size, and a third, a regular
 * expression, which queries.
 */
public final class CompressionClient {
    private static final int[] SIZES = {16, 64, 256, 1024, 4096, 8192, 16384, 32768, 65536, 131072};

    private CompressionClient() {}

    public static void main(String[] arguments) throws Exception {
        int port = Integer.parseInt(arguments[0]);
        int count = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 1000;
        String wanted = arguments.length > 2 ? arguments[2] : ".*";
        int failures = 0;
        int runs = 0;
        try (NettyTaskLoop loop = NettyTaskLoop.start("compression")) {
            for (int server = 8; server <= 15; server++) {
                for (int client = 8; client <= 15; client++) {
                    for (int takeover = 0; takeover < 4; takeover++) {
                        String query = "/?server=" + server + "&client=" + client + "&st=" + (takeover & 1) + "&ct="
                                + (takeover >> 1);
                        if (query.matches(wanted)) {
                            runs++;
                            failures += run(loop, port, query, count) ? 0 : 1;
                        }
                    }
                }
            }
        }
        System.out.println(runs + " agreements, " + failures + " failed");
        System.exit(failures == 0 ? 0 : 1);
    }

    private static boolean run(NettyTaskLoop loop, int port, String query, int count) throws Exception {
        Echo echo = new Echo(count);
        TransportOptions options = TransportOptions.defaults();
        loop.execute(() -> echo.connection = new NettyWebSocketTransport(loop, new TestRules(), options)
                .connect(Realm.request("ws://127.0.0.1:" + port + query), echo));
        WebSocketClosure closure = echo.closed.get(600, TimeUnit.SECONDS);
        boolean passed = closure.wasClean() && echo.received == count * SIZES.length * 2;
        System.out.println((passed ? "pass " : "FAIL ") + query + " [" + echo.extensions + "] " + echo.received + " "
                + (passed ? "" : closure + " " + echo.difference));
        return passed;
    }

    /** Sends one message, waits for it to come back, compares, and sends the next. */
    private static final class Echo implements WebSocketListener {
        private static final int AHEAD = 8;
        final CompletableFuture<WebSocketClosure> closed = new CompletableFuture<>();
        private final int count;
        private final Random random = new Random(5);
        private final java.util.ArrayDeque<Object> expected = new java.util.ArrayDeque<>();
        private int sent;
        volatile int received;
        volatile String extensions = "";
        volatile String difference = "";

        @Nullable
        WebSocketConnection connection;

        Echo(int count) {
            this.count = count;
        }

        @Override
        public void onOpen(String protocol, String inUse) {
            extensions = inUse;
            more();
        }

        private void more() {
            int total = count * SIZES.length * 2;
            while (sent < total && expected.size() < AHEAD && connection != null) {
                int size = SIZES[sent / 2 / count];
                if (sent++ % 2 == 0) {
                    String text = text(size);
                    expected.add(text);
                    connection.sendText(text);
                } else {
                    byte[] bytes = bytes(size);
                    expected.add(bytes);
                    connection.sendBinary(ByteBuffer.wrap(bytes));
                }
            }
            if (received == total && connection != null) {
                connection.close();
            }
        }

        private String text(int size) {
            StringBuilder text = new StringBuilder(size);
            while (text.length() < size) {
                text.append("{\"id\":")
                        .append(random.nextInt(1000))
                        .append(",\"é\":\"")
                        .append((char) ('a' + random.nextInt(26)))
                        .append("\"},");
            }
            return text.substring(0, size);
        }

        private byte[] bytes(int size) {
            byte[] bytes = new byte[size];
            random.nextBytes(bytes);
            if (random.nextBoolean()) {
                for (int i = 0; i < size; i++) {
                    bytes[i] &= 0x13;
                }
            }
            return bytes;
        }

        @Override
        @SuppressWarnings("NonAtomicVolatileUpdate") // written by the loop only
        public void onText(String text) {
            received++;
            if (!text.equals(expected.poll())) {
                fail("text " + received);
            }
            more();
        }

        @Override
        @SuppressWarnings("NonAtomicVolatileUpdate")
        public void onBinary(ByteBuffer bytes) {
            received++;
            byte[] copy = new byte[bytes.remaining()];
            bytes.get(copy);
            if (!(expected.poll() instanceof byte[] same && Arrays.equals(copy, same))) {
                fail("binary " + received);
            }
            more();
        }

        private void fail(String what) {
            difference = what;
            if (connection != null) {
                connection.fail();
            }
        }

        @Override
        public void onClosed(WebSocketClosure closure) {
            closed.complete(closure);
        }
    }
}
