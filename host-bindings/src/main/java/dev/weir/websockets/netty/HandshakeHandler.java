package dev.weir.websockets.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Sends the opening request, judges the answer, and makes way for the connection. */
final class HandshakeHandler extends OpeningStage {
    private static final byte[] PROTOCOL_NAME = "HTTP/1.".getBytes(StandardCharsets.US_ASCII);

    private final OpeningHandshake handshake;
    private final NettyWebSocketConnection connection;

    /** What the server sent so far. */
    private @Nullable ByteBuf received;

    HandshakeHandler(OpeningHandshake handshake, NettyWebSocketConnection connection) {
        super(connection, false);
        this.handshake = handshake;
        this.connection = connection;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        try {
            ctx.writeAndFlush(ctx.alloc().buffer().writeBytes(handshake.requestBytes()));
            ctx.read();
        } catch (Throwable bug) {
            connection.crashed(bug); // thrown on, it would cost this handler its place, and nobody would hear
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        if (received != null) {
            received.release();
            received = null;
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf bytes = (ByteBuf) message;
        try {
            ByteBuf all = received;
            if (all == null) {
                all = ctx.alloc().heapBuffer(bytes.readableBytes());
                received = all;
            }
            all.writeBytes(bytes);
            judge(ctx, all);
        } catch (HandshakeException e) {
            fail(ctx, e.reason());
        } finally {
            bytes.release();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        ctx.read();
    }

    private void judge(ChannelHandlerContext ctx, ByteBuf all) throws HandshakeException {
        while (true) {
            requireHttp(all);
            int end = endOfHead(all);
            // With the heads of interim answers, which were read before and are kept.
            int size = all.readerIndex() + (end < 0 ? all.readableBytes() : end);
            if (size > ResponseHead.MAX_SIZE) {
                throw new HandshakeException(
                        "server's answer has a head of more than " + ResponseHead.MAX_SIZE + " bytes");
            }
            if (end < 0) {
                return;
            }
            byte[] bytes = new byte[end];
            all.readBytes(bytes);
            ResponseHead head = ResponseHead.parse(bytes, end);
            boolean interim = head.status() < 200 && head.status() != 101;
            if (!interim) {
                OpeningHandshake.Agreement agreement = handshake.verify(head);
                received = null;
                connection.opened(ctx, agreement, all);
                return;
            }
        }
    }

    /** Tells other protocols apart from their first bytes on, whether or not they end their lines. */
    static void requireHttp(ByteBuf all) throws HandshakeException {
        int count = Math.min(all.readableBytes(), PROTOCOL_NAME.length);
        for (int i = 0; i < count; i++) {
            if (all.getByte(all.readerIndex() + i) != PROTOCOL_NAME[i]) {
                String start =
                        all.toString(all.readerIndex(), Math.min(all.readableBytes(), 40), StandardCharsets.ISO_8859_1);
                throw new HandshakeException(
                        "server did not answer in HTTP/1.1, but with " + ResponseHead.quote(start));
            }
        }
    }

    /** How many bytes the head takes with its empty line; negative while that has not come. */
    static int endOfHead(ByteBuf all) {
        int start = all.readerIndex();
        int from = start;
        while (true) {
            int lineEnd = all.indexOf(from, all.writerIndex(), (byte) '\n');
            if (lineEnd < 0) {
                return -1;
            }
            int length = lineEnd - from;
            if (length == 0 || (length == 1 && all.getByte(from) == '\r')) {
                return lineEnd + 1 - start;
            }
            from = lineEnd + 1;
        }
    }
}
