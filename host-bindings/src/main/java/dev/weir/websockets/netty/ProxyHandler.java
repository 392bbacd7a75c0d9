package dev.weir.websockets.netty;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.io.IOException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Asks a proxy for the way to a server, and leaves the pipeline when it is open. */
abstract class ProxyHandler extends ChannelInboundHandlerAdapter {
    /** What one proxy may say before it has said enough, in bytes. */
    private static final int MAX_ANSWER = ResponseHead.MAX_SIZE;

    final ProxyOptions proxy;
    final String host;
    final int port;
    private final Runnable open;
    private final Consumer<String> failed;
    private @Nullable ByteBuf received;
    private boolean done;

    /**
     * @param open runs once the proxy passes everything on
     * @param failed is told why it does not
     */
    ProxyHandler(ProxyOptions proxy, String host, int port, Runnable open, Consumer<String> failed) {
        this.proxy = proxy;
        this.host = host;
        this.port = port;
        this.open = open;
        this.failed = failed;
    }

    /** The first thing to say. */
    abstract ByteBuf greeting(ChannelHandlerContext ctx);

    /**
     * Reads an answer, if it is there as a whole, and says what is next.
     *
     * @return whether the way is open
     */
    abstract boolean answered(ChannelHandlerContext ctx, ByteBuf answer) throws HandshakeException;

    /** Host and port as in a URL. */
    final String authority() {
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        try {
            ctx.writeAndFlush(greeting(ctx));
            ctx.read();
        } catch (OutOfMemoryError e) {
            fail(ctx, "no memory is left to ask it"); // thrown on, it would cost this handler its place unheard
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
            if (all.writerIndex() > MAX_ANSWER) { // with what was read of it before
                throw new HandshakeException("its answer is longer than " + MAX_ANSWER + " bytes");
            }
            if (answered(ctx, all)) {
                if (all.isReadable()) {
                    throw new HandshakeException("it sent more than its answer");
                }
                done = true;
                ctx.pipeline().remove(this);
                open.run();
            }
        } catch (HandshakeException e) {
            fail(ctx, e.reason());
        } finally {
            bytes.release();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (!done) {
            ctx.read();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        fail(ctx, "it closed the connection");
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof IOException) {
            fail(ctx, Failures.innermost(cause));
        } else {
            ctx.fireExceptionCaught(cause);
        }
    }

    private void fail(ChannelHandlerContext ctx, String why) {
        if (!done) {
            done = true;
            failed.accept("the " + proxy + " did not connect to " + authority() + ": " + why);
            ctx.close();
        }
    }
}
