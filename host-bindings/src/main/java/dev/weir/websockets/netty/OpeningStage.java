package dev.weir.websockets.netty;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.handler.ssl.SslCompletionEvent;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;

/** A handler at work while a connection is in its opening: whatever goes wrong there fails it, in words of its own. */
abstract class OpeningStage extends ChannelInboundHandlerAdapter {

    /** For whom a connection is opened. */
    interface Owner {
        /** There will be no connection, for a reason that is for people. */
        void openingFailed(String failure);

        /** Something threw that is not the network's fault. */
        void crashed(Throwable bug);
    }

    private final Owner owner;

    /** Whether no TLS handshake is still to come. */
    private boolean secured;

    /** Whether TLS has failed, which is told in the next turn. */
    private boolean unsecurable;

    /** @param tls whether a TLS handshake is still to come */
    OpeningStage(Owner owner, boolean tls) {
        this.owner = owner;
        this.secured = !tls;
    }

    /** The TLS handshake is done. */
    void secured(ChannelHandlerContext ctx) {}

    @Override
    public final void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof SslHandshakeCompletionEvent completion) {
            secured = completion.isSuccess();
            if (secured) {
                secured(ctx);
            } else {
                // Later, since the alert that tells the server why leaves after this event.
                unsecurable = true;
                ctx.executor().execute(() -> failed(ctx, completion.cause()));
            }
        } else if (event instanceof Http2StreamHandler.Loss loss) {
            lost(ctx, loss);
        } else if (!(event instanceof SslCompletionEvent)) {
            ctx.fireUserEventTriggered(event);
        }
    }

    /** The stream of HTTP/2 ends. */
    void lost(ChannelHandlerContext ctx, Http2StreamHandler.Loss loss) {
        fail(ctx, loss.reason());
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        if (!unsecurable) {
            fail(ctx, closedEarly());
        }
    }

    @Override
    public final void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (!unsecurable) {
            failed(ctx, cause);
        }
    }

    private void failed(ChannelHandlerContext ctx, Throwable cause) {
        Throwable reason = cause instanceof DecoderException && cause.getCause() != null ? cause.getCause() : cause;
        if (reason instanceof NotSslRecordException) {
            fail(ctx, "server does not speak TLS");
        } else if (reason instanceof ClosedChannelException) {
            fail(ctx, closedEarly());
        } else if (reason instanceof IOException && !secured) {
            fail(ctx, "TLS handshake failed: " + Failures.innermost(reason));
        } else if (reason instanceof IOException) {
            fail(ctx, "connection lost during the opening handshake: " + Failures.innermost(reason));
        } else {
            owner.crashed(cause);
        }
    }

    private String closedEarly() {
        return "server closed the connection "
                + (secured ? "before it answered the opening handshake" : "during the TLS handshake");
    }

    final void fail(ChannelHandlerContext ctx, String failure) {
        owner.openingFailed(failure);
        ctx.close();
    }
}
