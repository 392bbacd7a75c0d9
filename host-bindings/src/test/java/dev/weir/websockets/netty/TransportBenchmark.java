package dev.weir.websockets.netty;

import dev.weir.websockets.transport.WebSocketClosure;
import dev.weir.websockets.transport.WebSocketConnection;
import dev.weir.websockets.transport.WebSocketListener;
import dev.weir.websockets.transport.WebSocketRequest;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * How much a bare listener gets from a server that floods, and how much it can send to one that only reads. Run by hand;
 * prints the best of several rounds, by the clock and by the loop thread's own CPU time. Arguments: {@code nio} to do without epoll.
 */
public final class TransportBenchmark {
    private static final int ROUNDS = 6;

    private TransportBenchmark() {}

    public static void main(String[] arguments) throws Exception {
        NettyTaskLoop.Io io = Arrays.asList(arguments).contains("nio") ? NettyTaskLoop.Io.NIO : NettyTaskLoop.Io.BEST;
        try (NettyTaskLoop loop = NettyTaskLoop.start("benchmark", true, io)) {
            System.out.println(loop.usesEpoll() ? "epoll" : "nio");
            report("receive 32 B text, messages/s", 1, () -> receive(loop, 0x81, 32, 8_000_000, false));
            report(
                    "receive 32 B text, pause and resume per message, messages/s",
                    1,
                    () -> receive(loop, 0x81, 32, 4_000_000, true));
            report("receive 64 KiB binary, MB/s", 65.536e-3, () -> receive(loop, 0x82, 65536, 40_000, false));
            report("receive 64 KiB text, MB/s", 65.536e-3, () -> receive(loop, 0x81, 65536, 40_000, false));
            report("send 32 B text, messages/s", 1, () -> send(loop, 32, 8_000_000, true));
            report("send 64 KiB binary, MB/s", 65.536e-3, () -> send(loop, 65536, 40_000, false));
            report("send 64 KiB text, MB/s", 65.536e-3, () -> send(loop, 65536, 40_000, true));
        }
    }

    private interface Round {
        /** Messages per second. */
        double run() throws Exception;
    }

    private static void report(String what, double scale, Round round) throws Exception {
        double best = 0;
        double bestByCpu = 0;
        for (int i = 0; i < ROUNDS; i++) {
            double perSecond = round.run();
            best = Math.max(best, perSecond * scale);
            bestByCpu = Math.max(bestByCpu, lastCount / (lastCpu / 1e9) * scale);
        }
        System.out.printf("%-60s %,12.0f %,12.0f%n", what, best, bestByCpu);
    }

    /** What the loop's thread spent on the last round: on a busy machine the truer measure. */
    private static long lastCpu;

    private static long lastCount;

    private static long cpu(NettyTaskLoop loop) throws Exception {
        CompletableFuture<Long> time = new CompletableFuture<>();
        loop.execute(() -> time.complete(ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime()));
        return time.get(20, TimeUnit.SECONDS);
    }

    /** A listener that counts, and perhaps pauses at each message and resumes. */
    private static final class Counting implements WebSocketListener {
        final CompletableFuture<WebSocketClosure> closed = new CompletableFuture<>();
        final CompletableFuture<Boolean> closing = new CompletableFuture<>();
        final CompletableFuture<Boolean> opened = new CompletableFuture<>();
        final boolean pauses;
        Runnable onWritable = () -> {};
        volatile WebSocketConnection connection;
        long messages;
        long size;

        @SuppressWarnings("NullAway.Init")
        Counting(boolean pauses) {
            this.pauses = pauses;
        }

        @Override
        public void onOpen(String protocol, String extensions) {
            opened.complete(true);
        }

        @Override
        public void onText(String text) {
            messages++;
            size += text.length();
            if (pauses) {
                connection.pause();
                connection.resume();
            }
        }

        @Override
        public void onBinary(ByteBuffer bytes) {
            messages++;
            size += bytes.remaining();
        }

        @Override
        public void onWritable() {
            onWritable.run();
        }

        @Override
        public void onClosing(int code, String reason, int unsentMessages) {
            closing.complete(true);
        }

        @Override
        public void onClosed(WebSocketClosure closure) {
            closed.complete(closure);
        }
    }

    private static Counting connect(NettyTaskLoop loop, int port, boolean pauses) throws Exception {
        Counting listener = new Counting(pauses);
        NettyWebSocketTransport transport =
                new NettyWebSocketTransport(loop, new TestRules(), TransportOptions.defaults());
        loop.execute(() ->
                listener.connection = transport.connect(WebSocketRequest.of("ws", "127.0.0.1", port, "/"), listener));
        listener.opened.get(20, TimeUnit.SECONDS);
        return listener;
    }

    private static double receive(NettyTaskLoop loop, int opcode, int size, int count, boolean pauses)
            throws Exception {
        byte[] payload = new byte[size];
        Arrays.fill(payload, (byte) 'x');
        var frame = Wire.frame(opcode, payload);
        byte[] bytes = new byte[frame.readableBytes()];
        frame.readBytes(bytes);
        int perChunk = Math.max(1, (1 << 20) / bytes.length);
        ByteBuffer chunk = ByteBuffer.allocateDirect(bytes.length * perChunk);
        for (int i = 0; i < perChunk; i++) {
            chunk.put(bytes);
        }
        chunk.flip();
        int chunks = count / perChunk;
        try (ServerSocketChannel server = ServerSocketChannel.open().bind(new InetSocketAddress("127.0.0.1", 0))) {
            Thread flood = new Thread(() -> {
                try (SocketChannel channel = server.accept()) {
                    open(channel);
                    for (int i = 0; i < chunks; i++) {
                        chunk.rewind();
                        while (chunk.hasRemaining()) {
                            channel.write(chunk);
                        }
                    }
                    channel.write(ByteBuffer.wrap(new byte[] {(byte) 0x88, 0}));
                    channel.socket().getInputStream().readNBytes(6); // the answering close frame
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
            flood.start();
            long cpu = cpu(loop);
            long start = System.nanoTime();
            Counting listener = connect(loop, ((InetSocketAddress) server.getLocalAddress()).getPort(), pauses);
            listener.closing.get(120, TimeUnit.SECONDS);
            long time = System.nanoTime() - start;
            lastCpu = cpu(loop) - cpu;
            WebSocketClosure closure = listener.closed.get(20, TimeUnit.SECONDS);
            flood.join();
            long expected = (long) chunks * perChunk;
            lastCount = expected;
            if (!closure.wasClean() || listener.messages != expected || listener.size != expected * size) {
                throw new AssertionError("lost messages: " + listener.messages + " of " + expected + ", " + closure);
            }
            return expected / (time / 1e9);
        }
    }

    private static double send(NettyTaskLoop loop, int size, int count, boolean text) throws Exception {
        String message = "x".repeat(size);
        ByteBuffer bytes = ByteBuffer.allocate(size);
        long expected = (long) count * (size + FrameEncoder.headerSize(size));
        CompletableFuture<Long> received = new CompletableFuture<>();
        try (ServerSocketChannel server = ServerSocketChannel.open().bind(new InetSocketAddress("127.0.0.1", 0))) {
            Thread sink = new Thread(() -> {
                try (SocketChannel channel = server.accept()) {
                    open(channel);
                    ByteBuffer chunk = ByteBuffer.allocateDirect(1 << 20);
                    long total = 0;
                    while (total < expected) {
                        total += channel.read(chunk.clear());
                    }
                    received.complete(total);
                } catch (IOException e) {
                    received.completeExceptionally(e);
                }
            });
            sink.start();
            Counting listener = connect(loop, ((InetSocketAddress) server.getLocalAddress()).getPort(), false);
            int[] sent = {0};
            Runnable write = () -> {
                boolean room = true;
                while (room && sent[0] < count) {
                    room = text ? listener.connection.sendText(message) : listener.connection.sendBinary(bytes);
                    sent[0]++;
                }
            };
            listener.onWritable = write;
            long cpu = cpu(loop);
            long start = System.nanoTime();
            loop.execute(write);
            long total = received.get(120, TimeUnit.SECONDS);
            long time = System.nanoTime() - start;
            lastCpu = cpu(loop) - cpu;
            lastCount = count;
            sink.join();
            listener.closed.get(20, TimeUnit.SECONDS);
            if (total != expected) {
                throw new AssertionError("received " + total + " bytes of " + expected);
            }
            return count / (time / 1e9);
        }
    }

    private static void open(SocketChannel channel) throws IOException {
        StringBuilder request = new StringBuilder();
        InputStream in = channel.socket().getInputStream();
        while (request.indexOf("\r\n\r\n") < 0) {
            request.append((char) in.read());
        }
        channel.write(ByteBuffer.wrap(Wire.answerTo(request.toString(), "").getBytes(StandardCharsets.US_ASCII)));
    }
}
