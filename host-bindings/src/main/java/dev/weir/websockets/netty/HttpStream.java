package dev.weir.websockets.netty;

import dev.weir.fetch.transport.HttpField;
import dev.weir.fetch.transport.HttpRequest;
import dev.weir.infra.Ascii;
import dev.weir.websockets.netty.Http2StreamHandler.Loss;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.util.AsciiString;
import io.netty.util.ReferenceCountUtil;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A request and its response on a stream of HTTP/2. On the loop's thread only.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9113#section-8.1">RFC 9113, section 8.1</a>
 */
final class HttpStream extends ChannelInboundHandlerAdapter implements HttpCarrier {
    /** Whether the connection served others before, so that the server may have left it by now. */
    private final boolean reused;

    private final Runnable onReleased;

    private @Nullable ChannelHandlerContext ctx;
    private @Nullable HttpRequest request;
    private @Nullable User user;

    private boolean headless = true;

    /** Whether what the server sends as a body is none. */
    private boolean bodiless;

    /** Of the length that the server told, if it did, what it has not sent yet. */
    private long missing;

    /** Whether the server has said that nothing is wrong. */
    private boolean good;

    /** Whether the server ends the stream, and is heard just now. */
    private boolean amidLoss;

    private int interimResponses;

    /** @param onReleased is run when the exchange is over */
    HttpStream(boolean reused, Runnable onReleased) {
        this.reused = reused;
        this.onReleased = onReleased;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        ctx = context;
    }

    private ChannelHandlerContext stream() {
        return Objects.requireNonNull(ctx);
    }

    // ---- for an exchange

    @Override
    public void serve(User exchange, HttpRequest asked) {
        user = exchange;
        request = asked;
    }

    @Override
    public ChannelFuture sendHead(String cookie) {
        HttpRequest asked = Objects.requireNonNull(request);
        Http2Headers head = new DefaultHttp2Headers()
                .method(asked.method())
                .scheme(asked.scheme())
                .authority(asked.authority())
                .path(asked.resource());
        for (HttpField field : asked.fields()) {
            add(head, field.name(), field.value());
        }
        if (!cookie.isEmpty()) {
            add(head, "cookie", cookie);
        }
        if (asked.bodyLength() >= 0) {
            add(head, "content-length", Long.toString(asked.bodyLength()));
        }
        return stream().write(new DefaultHttp2HeadersFrame(head, asked.bodyLength() == HttpRequest.NO_BODY));
    }

    private static void add(Http2Headers head, String name, String value) {
        head.add(Ascii.lowercase(name), new AsciiString(value)); // which keeps each character as a byte
    }

    @Override
    public ChannelFuture sendBody(ByteBuf bytes) {
        return stream().write(bytes);
    }

    @Override
    public ChannelFuture sendEnd() {
        return stream().write(new DefaultHttp2DataFrame(true));
    }

    @Override
    public void flush() {
        stream().flush();
    }

    @Override
    public void read() {
        stream().read();
    }

    @Override
    public void done(boolean requestComplete) {
        if (!requestComplete) {
            drop();
        }
    }

    @Override
    public void drop() {
        user = null;
        ChannelHandlerContext context = stream();
        if (amidLoss) {
            context.executor().execute(context::close); // then no reset answers the server's
        } else {
            context.close();
        }
    }

    @Override
    public void release() {
        onReleased.run();
    }

    // ---- what comes

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof Http2HeadersFrame frame) {
            try {
                began(frame.headers());
            } catch (HandshakeException e) {
                fail(e.reason(), false);
            }
        } else if (message instanceof ByteBuf bytes && user != null && !bodiless) {
            missing -= bytes.readableBytes();
            user.body(bytes);
        } else {
            ReferenceCountUtil.release(message);
        }
    }

    private void began(Http2Headers head) throws HandshakeException {
        int status = ResponseHead.status(head);
        List<HttpField> fields = ResponseFields.of(head.iterator());
        for (HttpField field : fields) {
            if (field.value().indexOf('\r') >= 0 || field.value().indexOf('\n') >= 0) {
                throw ResponseFields.malformed(field.name() + ": " + field.value());
            }
        }
        if (status == 101) {
            throw new HandshakeException("server changed to another protocol, which it was not asked for");
        }
        if (status < 200) {
            if (++interimResponses > MAX_INTERIM_RESPONSES) {
                throw new HandshakeException("server sent more than " + MAX_INTERIM_RESPONSES + " interim responses");
            }
            return;
        }
        headless = false;
        bodiless = status == 204
                || status == 304
                || Objects.requireNonNull(request).method().equals("HEAD");
        missing = bodiless ? 0 : head.getLong("content-length", 0);
        if (user != null) {
            user.head(status, "", fields);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        if (user != null) {
            user.readComplete();
        }
    }

    // ---- ends

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (!good && !context.pipeline().get(Http2StreamHandler.class).isServerEnded()) {
            fail(closedEarly("closed the connection"), reused && heardNothing());
        } else if (headless || missing > 0) {
            fail(closedEarly("ended the stream"), false);
        } else if (user != null) {
            User served = user;
            user = null;
            served.complete();
        }
    }

    private boolean heardNothing() {
        return headless && interimResponses == 0;
    }

    private String closedEarly(String what) {
        return "server " + what + (headless ? " before it answered" : " before its response was complete");
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (!(event instanceof Loss loss)) {
            ReferenceCountUtil.release(event);
        } else if (loss.kind() == Loss.Kind.NO_ERROR && !headless) {
            // Node's server says it in place of the end when it has much to send; the end is when the stream is gone.
            good = true;
        } else {
            boolean untouched = loss.kind() == Loss.Kind.UNTOUCHED || (loss.kind() == Loss.Kind.CONNECTION && reused);
            amidLoss = true;
            fail(loss.reason(), untouched && heardNothing());
            amidLoss = false;
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable bug) {
        if (user != null) {
            user.crashed(bug);
        } else {
            NettyTaskLoop.report(bug);
        }
    }

    private void fail(String reason, boolean untouched) {
        User served = user;
        if (served != null) {
            user = null;
            served.failed(reason, untouched);
        }
    }
}
