package dev.weir.websockets.netty;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandler;
import io.netty.channel.ChannelOption;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.handler.codec.http.DefaultFullHttpResponse;
import io.netty.handler.codec.http.FullHttpRequest;
import io.netty.handler.codec.http.FullHttpResponse;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshaker;
import io.netty.handler.codec.http.websocketx.WebSocketServerHandshakerFactory;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One client of an {@link EchoServer}, seen from the server; its methods may be called on any thread. */
public final class EchoPeer {
    static final int MAX_MESSAGE = 64 << 20;

    private final Channel channel;
    private final List<String> protocols;
    private final Map<String, String> replies;
    private final Consumer<EchoPeer> onConnect;
    private final CompletableFuture<String> closeReceived = new CompletableFuture<>();

    private volatile String resource = "";
    private volatile String origin = "";
    private volatile @Nullable HttpHeaders headers;
    private volatile boolean stopped;
    private volatile long messagesReceived;
    private boolean closeSent;

    EchoPeer(Channel channel, List<String> protocols, Map<String, String> replies, Consumer<EchoPeer> onConnect) {
        this.channel = channel;
        this.protocols = protocols;
        this.replies = replies;
        this.onConnect = onConnect;
    }

    /** Path and query that the client asked for. */
    public String resource() {
        return resource;
    }

    /** The client's {@code Origin} header, or the empty string. */
    public String origin() {
        return origin;
    }

    /** A header of the client's opening request, or the empty string. */
    public String header(String name) {
        HttpHeaders all = headers;
        return all == null ? "" : all.get(name, "");
    }

    /** How many messages came. */
    public long messagesReceived() {
        return messagesReceived;
    }

    /** Completes with code and reason, as in {@code "1000 bye"}, when the client's close frame comes; 1005 for none. */
    public CompletableFuture<String> closeReceived() {
        return closeReceived.copy();
    }

    /** Completes when the connection has ended. */
    public CompletableFuture<@Nullable Void> ended() {
        CompletableFuture<@Nullable Void> end = new CompletableFuture<>();
        channel.closeFuture().addListener(ignored -> end.complete(null));
        return end;
    }

    /** Whether what was sent has left the server's buffers for the most part. */
    public boolean isWritable() {
        return channel.isWritable();
    }

    /** Sends a text message. */
    public void sendText(String text) {
        channel.writeAndFlush(new TextWebSocketFrame(text));
    }

    /** Sends a binary message. */
    public void sendBinary(byte[] bytes) {
        channel.writeAndFlush(new BinaryWebSocketFrame(Unpooled.wrappedBuffer(bytes)));
    }

    /** Sends a ping. */
    public void sendPing(byte[] payload) {
        channel.writeAndFlush(new PingWebSocketFrame(Unpooled.wrappedBuffer(payload)));
    }

    /** Starts the closing handshake; the connection is ended when the client has answered. */
    public void startClose(int code, String reason) {
        channel.eventLoop().execute(() -> {
            closeSent = true;
            channel.writeAndFlush(new CloseWebSocketFrame(code, reason));
        });
    }

    /** Ends the connection with no close frame. */
    public void drop() {
        channel.close();
    }

    /** Ends the connection so that the client sees a reset. */
    public void reset() {
        channel.config().setOption(ChannelOption.SO_LINGER, 0);
        channel.close();
    }

    /** Reads nothing more, so that the client's sending stalls. */
    public void stopReading() {
        stopped = true;
        channel.config().setAutoRead(false);
    }

    /** Reads again. */
    public void resumeReading() {
        stopped = false;
        channel.config().setAutoRead(true);
    }

    ChannelInboundHandler upgrade() {
        return new Upgrade();
    }

    /** Answers the opening handshake. */
    private final class Upgrade extends SimpleChannelInboundHandler<FullHttpRequest> {
        @Override
        protected void channelRead0(ChannelHandlerContext ctx, FullHttpRequest request) {
            if (!request.headers().containsValue(HttpHeaderNames.UPGRADE, "websocket", true)) {
                refuse(ctx);
                return;
            }
            WebSocketDecoderConfig config = WebSocketDecoderConfig.newBuilder()
                    .maxFramePayloadLength(MAX_MESSAGE)
                    .allowExtensions(true)
                    .build();
            WebSocketServerHandshaker handshaker = new WebSocketServerHandshakerFactory(
                            request.uri(), protocols.isEmpty() ? null : String.join(",", protocols), config)
                    .newHandshaker(request);
            if (handshaker == null) {
                WebSocketServerHandshakerFactory.sendUnsupportedVersionResponse(ctx.channel());
                return;
            }
            resource = request.uri();
            headers = request.headers().copy();
            origin = request.headers().get(HttpHeaderNames.ORIGIN, "");
            handshaker.handshake(ctx.channel(), request).addListener(done -> {
                if (done.isSuccess()) {
                    ctx.pipeline().remove(this);
                    ctx.pipeline().addLast(new WebSocketFrameAggregator(MAX_MESSAGE), new Echo());
                    onConnect.accept(EchoPeer.this);
                } else {
                    ctx.close();
                }
            });
        }

        private static void refuse(ChannelHandlerContext ctx) {
            FullHttpResponse response = new DefaultFullHttpResponse(HttpVersion.HTTP_1_1, HttpResponseStatus.NOT_FOUND);
            response.headers().set(HttpHeaderNames.CONTENT_LENGTH, 0).set(HttpHeaderNames.CONNECTION, "close");
            ctx.writeAndFlush(response).addListener(ChannelFutureListener.CLOSE);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            ctx.close();
        }
    }

    /** Answers messages. */
    private final class Echo extends SimpleChannelInboundHandler<WebSocketFrame> {
        @Override
        @SuppressWarnings("NonAtomicVolatileUpdate") // written by the loop only
        protected void channelRead0(ChannelHandlerContext ctx, WebSocketFrame frame) {
            switch (frame) {
                case TextWebSocketFrame text -> {
                    messagesReceived++;
                    String reply = replies.isEmpty() ? null : replies.get(text.text());
                    ctx.write(reply == null ? text.retain() : new TextWebSocketFrame(reply));
                }
                case BinaryWebSocketFrame binary -> {
                    messagesReceived++;
                    ctx.write(binary.retain());
                }
                case PingWebSocketFrame ping ->
                    ctx.write(new PongWebSocketFrame(ping.content().retain()));
                case CloseWebSocketFrame close -> answerClose(ctx, close);
                default -> {} // a pong
            }
        }

        private void answerClose(ChannelHandlerContext ctx, CloseWebSocketFrame close) {
            int code = close.statusCode();
            closeReceived.complete(code < 0 ? "1005 " : code + " " + close.reasonText());
            if (closeSent) {
                ctx.close();
            } else {
                closeSent = true;
                ctx.writeAndFlush(close.retain()).addListener(ChannelFutureListener.CLOSE);
            }
        }

        @Override
        public void channelReadComplete(ChannelHandlerContext ctx) {
            ctx.flush();
        }

        @Override
        public void channelWritabilityChanged(ChannelHandlerContext ctx) {
            // Who does not take the answers gets to ask no more.
            ctx.channel().config().setAutoRead(ctx.channel().isWritable() && !stopped);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            ctx.close();
        }
    }
}
