package dev.weir.websockets.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2WindowUpdateFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2GoAwayFrame;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.nio.channels.ClosedChannelException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Makes a stream of HTTP/2 look like a socket: bytes in and out, read only when asked, ended by the server.
 *
 * <p>What comes while nothing was asked for is held here, and the server is not given its window back before the
 * connection asks for more: so at most one window's worth is held, however small the frames. Empty ones leave no trace.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8441#section-5">RFC 8441, section 5</a>
 */
final class Http2StreamHandler extends ChannelDuplexHandler {
    private static final long END_TIMEOUT_MILLIS = 2000;

    /** The stream ends without the server having ended it: an event for the handlers behind. */
    record Loss(Kind kind, String reason) {
        enum Kind {
            /** The server says that it has done nothing with the stream. */
            UNTOUCHED,
            /** It resets the stream, and says that nothing is wrong. */
            NO_ERROR,
            /** One side has broken the rules, or the server says that something is wrong. */
            ERROR,
            /** The connection is lost, for no fault of the server's that is known. */
            CONNECTION
        }
    }

    private final Consumer<Http2StreamHandler> fed;
    private @Nullable ChannelHandlerContext ctx;

    /** What came and was not asked for yet; {@code owned} says that it may be appended to. */
    private @Nullable ByteBuf held;

    private boolean owned;

    /** Bytes of the window that the server gets back with the next read: those that were handed on, padding included. */
    private int handedOn;

    /** Those of what is held. */
    private int heldBytes;

    /** Whether the headers came that end the opening, well or badly. */
    private boolean answered;

    private boolean wanted;
    private boolean handsOnHeaders;
    private boolean scheduled;

    /** The server has ended its side. */
    private boolean serverEnded;

    /** It has, or the stream is gone, and the handlers behind were told. */
    private boolean ended;

    /** This side has ended, too. */
    private boolean endSent;

    private @Nullable Future<?> endTimer;

    /** @param fed is told when something came; at the end of the read, {@link #handOn} is to be called */
    Http2StreamHandler(Consumer<Http2StreamHandler> fed) {
        this.fed = fed;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        ctx = context;
    }

    @Override
    public void channelActive(ChannelHandlerContext context) {
        context.read();
    }

    // ---- input

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (message instanceof Http2DataFrame data) {
            heldBytes += data.initialFlowControlledBytes();
            if (!answered) {
                data.release();
                tell(context, new Loss(Loss.Kind.ERROR, "server sent data before it answered"));
                return;
            }
            if (data.content().isReadable() && !ended) {
                hold(context, data.content());
                fed.accept(this);
            }
            boolean last = data.isEndStream();
            data.release();
            if (last) {
                serverEnded(context);
            }
        } else if (message instanceof Http2HeadersFrame headers) {
            if (!answered) { // behind the answer they are trailers, which say nothing to a WebSocket
                CharSequence status = headers.headers().status();
                answered = status == null || !status.toString().startsWith("1");
                handsOnHeaders = true;
                fed.accept(this);
                context.fireChannelRead(headers);
            }
            if (headers.isEndStream()) {
                serverEnded(context);
            }
        } else {
            ReferenceCountUtil.release(message); // a frame of a kind that says nothing to a WebSocket
        }
    }

    private void hold(ChannelHandlerContext context, ByteBuf content) {
        ByteBuf before = held;
        if (before == null) {
            held = content.retain();
            owned = false;
            return;
        }
        if (!owned) {
            ByteBuf all = context.alloc().buffer(before.readableBytes() + content.readableBytes());
            all.writeBytes(before);
            before.release();
            before = all;
            held = all;
            owned = true;
        }
        before.writeBytes(content);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        context.read(); // always: what holds a server back is its window
    }

    /** Hands on what is held, if it was asked for. */
    void handOn() {
        ChannelHandlerContext context = ctx;
        ByteBuf bytes = held;
        if (context == null || ended) {
            return;
        }
        if (wanted && bytes != null) {
            wanted = false;
            take();
            context.fireChannelRead(bytes);
            context.fireChannelReadComplete();
        } else if (handsOnHeaders) {
            handsOnHeaders = false;
            context.fireChannelReadComplete();
        }
    }

    private void take() {
        held = null;
        handsOnHeaders = false;
        handedOn += heldBytes;
        heldBytes = 0;
    }

    @Override
    public void read(ChannelHandlerContext context) {
        if (ended) {
            return;
        }
        wanted = true;
        if (held == null && heldBytes > 0) {
            take(); // nothing but padding
        }
        if (handedOn > 0) {
            context.write(new DefaultHttp2WindowUpdateFrame(handedOn));
            handedOn = 0;
            context.flush();
        }
        if (held != null && !scheduled) {
            // Whoever asks does not expect an answer while asking.
            scheduled = true;
            context.channel().eventLoop().execute(() -> {
                scheduled = false;
                handOn();
            });
        }
    }

    // ---- ends

    /** Whether the server has ended its side as it should. */
    boolean isServerEnded() {
        return serverEnded;
    }

    /** Ends this side, too, once what was written has left. */
    private void serverEnded(ChannelHandlerContext context) {
        serverEnded = true;
        end(context);
        if (!endSent) {
            endSent = true;
            context.writeAndFlush(new DefaultHttp2DataFrame(true)).addListener(done -> context.close());
            endTimer = context.channel()
                    .eventLoop()
                    .schedule((Runnable) context::close, END_TIMEOUT_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    /** Nothing more will come: what is held is handed on, wanted or not. */
    private void end(ChannelHandlerContext context) {
        if (ended) {
            return;
        }
        ByteBuf bytes = held;
        take();
        if (bytes != null) {
            context.fireChannelRead(bytes);
            context.fireChannelReadComplete();
        }
        ended = true;
        context.fireChannelInactive();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        if (endTimer != null) {
            endTimer.cancel(false);
        }
        end(context);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        if (held != null) {
            held.release();
            held = null;
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof Http2ResetFrame reset) {
            long code = reset.errorCode();
            Loss.Kind kind = code == Http2Error.REFUSED_STREAM.code()
                    ? Loss.Kind.UNTOUCHED
                    : code == Http2Error.NO_ERROR.code() ? Loss.Kind.NO_ERROR : Loss.Kind.ERROR;
            tell(context, new Loss(kind, "server reset the stream: " + name(code)));
        } else if (event instanceof Http2GoAwayFrame away) {
            long code = away.errorCode();
            away.release();
            tell(context, new Loss(Loss.Kind.UNTOUCHED, "server is going away: " + name(code)));
        } else {
            ReferenceCountUtil.release(event); // the parent's events are for the parent
        }
    }

    /** The connection that carries the stream breaks. */
    void lost(Loss loss) {
        ChannelHandlerContext context = ctx;
        if (context != null) {
            tell(context, loss);
        }
    }

    private void tell(ChannelHandlerContext context, Loss loss) {
        if (!ended) {
            context.fireUserEventTriggered(loss);
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        tell(context, new Loss(Loss.Kind.ERROR, "server broke the rules of HTTP/2: " + Failures.innermost(cause)));
    }

    /** A code of RFC 9113, section 7, in letters. */
    static String name(long code) {
        Http2Error error = Http2Error.valueOf(code);
        return error == null ? "error " + code : error.name();
    }

    // ---- output

    @Override
    public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
        if (!(message instanceof ByteBuf bytes)) {
            endSent |= isLast(message);
            context.write(message, promise);
        } else if (endSent) {
            bytes.release();
            promise.setFailure(new ClosedChannelException());
        } else {
            context.write(new DefaultHttp2DataFrame(bytes), promise);
        }
    }

    private static boolean isLast(Object message) {
        return message instanceof Http2DataFrame data && data.isEndStream()
                || message instanceof Http2HeadersFrame headers && headers.isEndStream();
    }
}
