package dev.weir.websockets.netty;

import dev.weir.websockets.transport.WebSocketRequest;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.util.ReferenceCountUtil;
import java.util.Locale;
import java.util.function.Predicate;

/**
 * Asks for a WebSocket on a stream of HTTP/2, judges the answer, and makes way for the connection.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8441#section-5">RFC 8441, section 5</a>
 */
final class Http2HandshakeHandler extends OpeningStage {
    private final WebSocketRequest request;
    private final OpeningHandshake handshake;
    private final NettyWebSocketConnection connection;
    private final Predicate<String> tryAgain;

    /** @param tryAgain is given why the server did not even look at the request; whether that is seen to */
    Http2HandshakeHandler(
            WebSocketRequest request,
            OpeningHandshake handshake,
            NettyWebSocketConnection connection,
            Predicate<String> tryAgain) {
        super(connection, false);
        this.request = request;
        this.handshake = handshake;
        this.connection = connection;
        this.tryAgain = tryAgain;
    }

    /** Asks. */
    void start(ChannelHandlerContext ctx) {
        ctx.writeAndFlush(new DefaultHttp2HeadersFrame(requestHeaders()));
    }

    private Http2Headers requestHeaders() {
        Http2Headers headers = new DefaultHttp2Headers()
                .method("CONNECT")
                .scheme("https")
                .authority(request.authority())
                .path(request.resource())
                .set(Http2Headers.PseudoHeaderName.PROTOCOL.value(), "websocket");
        handshake.fields((name, value) -> headers.add(name.toLowerCase(Locale.ROOT), value));
        return headers;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (!(message instanceof Http2HeadersFrame frame)) {
            ReferenceCountUtil.release(message);
            return;
        }
        try {
            ResponseHead head = ResponseHead.of(frame.headers());
            if (head.status() < 200) {
                return; // more will follow
            }
            OpeningHandshake.Agreement agreement = handshake.verifyConnected(head);
            connection.opened(ctx, agreement, Unpooled.EMPTY_BUFFER);
        } catch (HandshakeException e) {
            fail(ctx, e.reason());
        }
    }

    @Override
    void lost(ChannelHandlerContext ctx, Http2StreamHandler.Loss loss) {
        if (loss.kind() != Http2StreamHandler.Loss.Kind.UNTOUCHED || !tryAgain.test(loss.reason())) {
            fail(ctx, loss.reason());
        } else {
            ctx.pipeline().remove(this);
            ctx.close();
        }
    }
}
