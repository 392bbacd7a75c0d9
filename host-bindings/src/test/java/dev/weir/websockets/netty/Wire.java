package dev.weir.websockets.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.websockets.transport.WebSocketRequest;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundHandlerAdapter;
import io.netty.channel.ChannelPromise;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A connection over an embedded channel: bytes in and out, a clock moved by hand. */
final class Wire implements AutoCloseable {
    static final WebSocketRequest REQUEST = WebSocketRequest.of("ws", "host.test", 80, "/chat");
    static final TransportOptions OPTIONS = TransportOptions.defaults()
            .withTimeouts(Duration.ofSeconds(20), Duration.ofSeconds(10), Duration.ofSeconds(10));

    final RecordingListener listener;
    final EmbeddedChannel channel = new EmbeddedChannel();
    final NettyWebSocketConnection connection;

    /** Reads asked of the socket. */
    int reads;

    /** Flushes that reached the socket. */
    int flushes;

    /** While set, the socket takes nothing. */
    boolean stuck;

    private final List<Object[]> untaken = new ArrayList<>();
    private final ByteBuf sent = Unpooled.buffer();
    private final WebSocketRequest request;
    private final TransportOptions options;

    Wire() {
        this(REQUEST, OPTIONS);
    }

    Wire(WebSocketRequest request, TransportOptions options) {
        this(request, options, new RecordingListener());
    }

    Wire(WebSocketRequest request, TransportOptions options, RecordingListener listener) {
        this.listener = listener;
        this.request = request;
        this.options = options;
        channel.freezeTime();
        channel.config().setAutoRead(false);
        channel.pipeline().addFirst(new Socket());
        connection = new NettyWebSocketConnection(
                request.url(),
                options,
                channel.eventLoop(),
                new MaskSource(),
                new Scratch(),
                listener,
                new HashSet<>());
        connection.start(null, Duration.ofSeconds(20), () -> {});
        connection.connected(channel);
    }

    /** The state of the art of the network: what goes out is seen, and may get stuck. */
    private final class Socket extends ChannelOutboundHandlerAdapter {
        @Override
        public void read(ChannelHandlerContext ctx) {
            reads++;
        }

        @Override
        public void write(ChannelHandlerContext ctx, Object message, ChannelPromise promise) {
            if (stuck) {
                untaken.add(new Object[] {message, promise});
            } else {
                ctx.write(message, promise);
            }
        }

        @Override
        public void handlerRemoved(ChannelHandlerContext ctx) {
            for (Object[] write : untaken) {
                ((ByteBuf) write[0]).release();
                ((ChannelPromise) write[1]).setFailure(new ClosedChannelException());
            }
            untaken.clear();
        }

        @Override
        public void flush(ChannelHandlerContext ctx) {
            flushes++;
            ctx.flush();
        }
    }

    /** The socket takes bytes again. */
    void unstick() {
        stuck = false;
        List<Object[]> waiting = List.copyOf(untaken);
        untaken.clear();
        take(waiting);
    }

    /** The socket takes the first of the buffers that it was given, and no more. */
    void takeSome() {
        take(List.<Object[]>of(untaken.removeFirst()));
    }

    private void take(List<Object[]> writes) {
        ChannelHandlerContext socket = channel.pipeline().context(Socket.class);
        for (Object[] write : writes) {
            socket.write(write[0], (ChannelPromise) write[1]);
        }
        socket.flush();
        channel.runPendingTasks();
    }

    /** Bytes that the channel was given and the socket did not take. */
    int stuckBytes() {
        return untaken.stream()
                .mapToInt(write -> ((ByteBuf) write[0]).readableBytes())
                .sum();
    }

    /** Begins the opening handshake and returns the request. */
    String begin() {
        try {
            OpeningHandshake handshake = new OpeningHandshake(
                    request, new MaskSource().nextKey(), options.compression().offered(), options.cookies());
            channel.pipeline().addLast(new HandshakeHandler(handshake, connection));
        } catch (HandshakeException e) {
            throw new AssertionError(e);
        }
        return takeSent().toString(StandardCharsets.US_ASCII);
    }

    /** Opens the connection; the recorder has nothing left of it, and the counters start anew. */
    Wire open() {
        return open("");
    }

    /** Opens the connection with this answer to the offer of extensions. */
    Wire open(String extensions) {
        String more = extensions.isEmpty() ? "" : "Sec-WebSocket-Extensions: " + extensions + "\r\n";
        channel.writeInbound(ascii(answerTo(begin(), more)));
        listener.expect("open [] [" + extensions + "]");
        reads = 0;
        flushes = 0;
        return this;
    }

    /** The answer that a good server gives, with further header lines. */
    static String answerTo(String request, String more) {
        String key = request.lines()
                .filter(line -> line.startsWith("Sec-WebSocket-Key: "))
                .findFirst()
                .orElseThrow()
                .substring(19);
        return "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\nSec-WebSocket-Accept: "
                + OpeningHandshake.acceptFor(key) + "\r\n" + more + "\r\n";
    }

    static ByteBuf ascii(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII);
    }

    static ByteBuf hex(String digits) {
        return Unpooled.wrappedBuffer(HexFormat.of().parseHex(digits.replace(" ", "")));
    }

    /** Bytes arrive in one read. */
    Wire receive(String hex) {
        channel.writeInbound(hex(hex));
        return this;
    }

    Wire receive(ByteBuf bytes) {
        channel.writeInbound(bytes);
        return this;
    }

    /** Each byte arrives in a read of its own. */
    Wire receiveByteByByte(String hex) {
        ByteBuf bytes = hex(hex);
        while (bytes.isReadable() && channel.isOpen()) {
            channel.writeInbound(bytes.readRetainedSlice(1));
        }
        bytes.release();
        return this;
    }

    /** A text frame from a server. */
    static ByteBuf textFrame(String text) {
        return frame(0x81, text.getBytes(StandardCharsets.UTF_8));
    }

    /** A frame from a server. */
    static ByteBuf frame(int firstByte, byte[] payload) {
        ByteBuf frame = Unpooled.buffer(payload.length + 10).writeByte(firstByte);
        if (payload.length < 126) {
            frame.writeByte(payload.length);
        } else if (payload.length < 1 << 16) {
            frame.writeByte(126).writeShort(payload.length);
        } else {
            frame.writeByte(127).writeLong(payload.length);
        }
        return frame.writeBytes(payload);
    }

    /** The server ends TCP. */
    void serverEnds() {
        channel.close();
        channel.runPendingTasks();
    }

    void turn() {
        channel.runPendingTasks();
    }

    void advance(long time, TimeUnit unit) {
        channel.advanceTimeBy(time, unit);
        channel.runScheduledPendingTasks();
        channel.runPendingTasks();
    }

    /** Everything sent since last asked. */
    ByteBuf takeSent() {
        for (ByteBuf bytes = channel.readOutbound(); bytes != null; bytes = channel.readOutbound()) {
            sent.writeBytes(bytes);
            bytes.release();
        }
        ByteBuf all = sent.copy();
        sent.clear();
        return all;
    }

    /** The frames sent since last asked are exactly these, each masked. */
    void expectSent(String... frames) {
        assertEquals(String.join("\n", frames), String.join("\n", sentFrames(takeSent())));
    }

    static List<String> sentFrames(ByteBuf bytes) {
        List<String> frames = new ArrayList<>();
        while (bytes.isReadable()) {
            int first = bytes.readUnsignedByte();
            int second = bytes.readUnsignedByte();
            assertEquals(0x80, first & 0xb0, "a frame is unfragmented and has no bits reserved");
            assertTrue(second >= 0x80, "a client's frame is masked");
            int length = second & 0x7f;
            if (length == 126) {
                length = bytes.readUnsignedShort();
                assertTrue(length >= 126);
            } else if (length == 127) {
                length = (int) bytes.readLong();
                assertTrue(length > 0xffff);
            }
            byte[] mask = new byte[4];
            bytes.readBytes(mask);
            byte[] payload = new byte[length];
            bytes.readBytes(payload);
            for (int i = 0; i < length; i++) {
                payload[i] ^= mask[i & 3];
            }
            boolean compressed = (first & 0x40) != 0;
            frames.add(
                    compressed
                            ? "compressed " + (first & 0xf) + " "
                                    + HexFormat.of().formatHex(payload)
                            : describe(first & 0xf, payload));
        }
        bytes.release();
        return frames;
    }

    private static String describe(int opcode, byte[] payload) {
        String hex = HexFormat.of().formatHex(payload);
        return switch (opcode) {
            case 1 -> "text " + new String(payload, StandardCharsets.UTF_8);
            case 2 -> "binary " + hex;
            case 8 ->
                payload.length == 0
                        ? "close"
                        : "close " + ((payload[0] & 0xff) << 8 | (payload[1] & 0xff)) + " ["
                                + new String(payload, 2, payload.length - 2, StandardCharsets.UTF_8) + "]";
            case 10 -> "pong " + hex;
            default -> "opcode " + opcode + " " + hex;
        };
    }

    /** Nothing was left unsaid, unsent or unreleased. */
    @Override
    public void close() {
        listener.assertNothingLeft();
        expectSent();
        channel.finishAndReleaseAll();
        sent.release();
        channel.checkException();
    }
}
