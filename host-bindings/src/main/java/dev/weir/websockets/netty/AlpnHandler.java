package dev.weir.websockets.netty;

import io.netty.channel.ChannelHandlerContext;
import java.util.function.Consumer;
import javax.net.ssl.SSLEngine;

/** Waits for the TLS handshake, which settles what is spoken, and makes way for whoever speaks it. */
final class AlpnHandler extends OpeningStage {
    static final String HTTP_2 = "h2";
    static final String HTTP_1_1 = "http/1.1";

    private final SSLEngine engine;
    private final Consumer<Boolean> http2;

    /** @param http2 is told whether the server chose HTTP/2; by then this handler has left */
    AlpnHandler(Owner owner, SSLEngine engine, Consumer<Boolean> http2) {
        super(owner, true);
        this.engine = engine;
        this.http2 = http2;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        ctx.read();
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        ctx.read();
    }

    @Override
    void secured(ChannelHandlerContext ctx) {
        ctx.pipeline().remove(this);
        http2.accept(HTTP_2.equals(engine.getApplicationProtocol()));
    }
}
