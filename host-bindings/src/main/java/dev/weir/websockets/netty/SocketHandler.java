package dev.weir.websockets.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.IOException;
import java.nio.channels.ClosedChannelException;
import org.jspecify.annotations.Nullable;

/**
 * The channel's side of a connection: its place at the end of the pipeline, from where bytes go to the intake, why the
 * socket was lost, and how to be rid of it. On the loop's thread only.
 */
final class SocketHandler extends ChannelInboundHandlerAdapter {

    /** The connection. */
    interface Owner {
        /** The handler has its place in the pipeline: from now on frames may be written. */
        void attached(ChannelHandlerContext ctx);

        /** Something threw that is not the network's fault. */
        void crashed(Throwable bug);

        /** The handler is out of the pipeline: nothing can be written, nothing will come. */
        void detached();
    }

    private final Intake intake;
    private final Owner owner;

    /** What leads to the server, or to a proxy, as far as the opening has come. */
    private @Nullable Channel channel;

    /** Set when the connection opens. */
    private @Nullable ChannelHandlerContext ctx;

    /** Set when the connection opens, if pings are wanted. */
    private @Nullable KeepAlive keepAlive;

    /** Why the socket failed, in the system's words. */
    private @Nullable String lossReason;

    SocketHandler(Intake intake, Owner owner) {
        this.intake = intake;
        this.owner = owner;
    }

    /** There is a channel on the way to the server, or another one than before. */
    void connected(Channel connected) {
        channel = connected;
    }

    /** The connection is open: what comes behind the server's answer comes here. */
    void takePlaceOf(ChannelHandlerContext handshake) {
        channel = handshake.channel();
        handshake.pipeline().replace(handshake.handler(), null, this);
    }

    void keepAlive(KeepAlive pings) {
        keepAlive = pings;
        pings.start();
    }

    /** The socket took bytes. */
    void progressed() {
        if (keepAlive != null) {
            keepAlive.progressed();
        }
    }

    /** A ping has left. */
    void pingSent() {
        if (keepAlive != null) {
            keepAlive.pingSent();
        }
    }

    void stopPings() {
        if (keepAlive != null) {
            keepAlive.stop();
        }
    }

    /** Asks the socket for more. */
    void read() {
        ChannelHandlerContext context = ctx;
        if (context == null) {
            throw new IllegalStateException("cannot read before the connection is open");
        }
        context.read();
    }

    /** Why the socket failed; null while it has not, or when nothing is known but that it is closed. */
    @Nullable
    String lossReason() {
        return lossReason;
    }

    void noteLoss(Throwable cause) {
        if (lossReason == null && !(cause instanceof ClosedChannelException)) {
            lossReason = Failures.innermost(cause);
        }
    }

    /** Closes the channel, if there is one, without waiting for anything. */
    void drop() {
        if (channel != null) {
            Dialer.drop(channel);
        }
    }

    // ---- what the channel says

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        ctx = context;
        owner.attached(context);
    }

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        if (keepAlive != null) {
            keepAlive.heard();
        }
        intake.received((ByteBuf) message);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        intake.endTurn();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        intake.end();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof IOException || cause.getCause() instanceof IOException) {
            noteLoss(cause);
            context.close();
        } else {
            owner.crashed(cause);
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext context, Object event) {
        if (event instanceof Http2StreamHandler.Loss loss && lossReason == null) {
            lossReason = loss.reason();
        }
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        owner.detached();
    }
}
