package dev.weir.websockets.netty;

import dev.weir.websockets.netty.Http2StreamHandler.Loss;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.handler.codec.http2.Http2ConnectionAdapter;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2GoAwayFrame;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2SettingsFrame;
import io.netty.handler.codec.http2.Http2Stream;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.handler.codec.http2.Http2StreamChannelBootstrap;
import io.netty.handler.codec.http2.Http2StreamChannelOption;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * One connection that speaks HTTP/2, and the streams that it carries: of WebSockets, or of requests.
 *
 * <p>It is always read from, so that news of windows, resets and pings never wait for a script: what holds a server back
 * is the window of each stream. The connection's own window is wide enough for all of them, or one script that does not
 * read would stall the others.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc8441">RFC 8441</a>
 */
final class Http2Session extends ChannelInboundHandlerAdapter {
    /** What a server may send on a stream before the script has taken some of it, in bytes. */
    static final int STREAM_WINDOW = 1 << 20;

    /** The most streams on one connection; more get another one. */
    static final int MAX_STREAMS = 100;

    private static final int MAX_FRAME = 64 << 10;

    /**
     * Twice what all streams may hold: the window is given back in halves, and the half that is not must do for a stream
     * that goes on while all others stand.
     */
    private static final int CONNECTION_WINDOW = 2 * MAX_STREAMS * STREAM_WINDOW;

    private static final long FAREWELL_MILLIS = 1000;

    /** Who made the connection. */
    interface Owner {
        /** The server has said what it can do. */
        void settled(boolean extendedConnect);

        /** The connection ended before that. */
        void failed(String reason);

        /** A stream has ended, or the server allows more of them; told in a turn of its own. */
        void roomChanged();

        /** It carries no more new streams, and is not to be asked for any. */
        void retired();

        /** It is closed. */
        default void closed() {}
    }

    private final Channel channel;
    private final Owner owner;
    private final Http2FrameCodec codec;
    private final Set<Http2StreamHandler> streams = new LinkedHashSet<>();

    /** Those that have something for their connections at the end of this read. */
    private final Set<Http2StreamHandler> fed = new LinkedHashSet<>();

    private boolean settled;
    private boolean proven;
    private boolean retired;

    private Http2Session(Channel channel, Owner owner) {
        this.channel = channel;
        this.owner = owner;
        this.codec = Http2FrameCodecBuilder.forClient()
                .initialSettings(Http2Settings.defaultSettings()
                        .pushEnabled(false)
                        .initialWindowSize(STREAM_WINDOW)
                        .maxFrameSize(MAX_FRAME)
                        .maxHeaderListSize(ResponseHead.MAX_SIZE))
                .decoderEnforceMaxConsecutiveEmptyDataFrames(0) // they cost nothing: see Http2StreamHandler
                .gracefulShutdownTimeoutMillis(FAREWELL_MILLIS)
                .build();
    }

    /** Begins to speak HTTP/2 on a channel whose TLS is done. */
    static Http2Session start(Channel channel, Owner owner) {
        Http2Session session = new Http2Session(channel, owner);
        channel.pipeline().addLast(session.codec, new Http2MultiplexHandler(new Refuser()), session);
        session.widen();
        session.watchRoom();
        channel.config().setAutoRead(true);
        channel.closeFuture().addListener(closed -> owner.closed());
        return session;
    }

    /** Servers were told not to open streams, and the codec holds them to it. */
    private static final class Refuser extends ChannelInitializer<Channel> {
        @Override
        protected void initChannel(Channel pushed) {
            pushed.close();
        }
    }

    private void widen() {
        try {
            var connection = codec.connection();
            var flow = connection.local().flowController();
            flow.incrementWindowSize(
                    connection.connectionStream(),
                    CONNECTION_WINDOW - flow.initialWindowSize(connection.connectionStream()));
            channel.flush();
        } catch (Http2Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** A stream counts until the codec has ended it, which is later than its channel's end where a reset waits to leave. */
    private void watchRoom() {
        codec.connection().addListener(new Http2ConnectionAdapter() {
            @Override
            public void onStreamClosed(Http2Stream stream) {
                channel.eventLoop().execute(owner::roomChanged);
            }
        });
    }

    /** Whether another stream may be opened. */
    boolean hasRoom() {
        return settled
                && !retired
                && channel.isActive()
                && streams.size() < MAX_STREAMS
                && codec.connection().local().canOpenStream();
    }

    boolean isSettled() {
        return settled;
    }

    /** Whether a stream has come to its end. */
    boolean isProven() {
        return proven;
    }

    /** Whether no stream is open. */
    boolean isIdle() {
        return streams.isEmpty();
    }

    /** Opens a stream that looks like a socket to this handler. There must be room. */
    Channel open(ChannelHandler handler) {
        Http2StreamHandler stream = new Http2StreamHandler(fed::add);
        streams.add(stream);
        Future<Http2StreamChannel> opening = new Http2StreamChannelBootstrap(channel)
                .option(ChannelOption.AUTO_READ, false)
                .option(Http2StreamChannelOption.AUTO_STREAM_FLOW_CONTROL, false)
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel made) {
                        made.pipeline().addLast(stream, handler);
                    }
                })
                .open();
        if (!opening.isSuccess()) { // on the loop it is done at once
            streams.remove(stream);
            throw new IllegalStateException("no stream could be opened", opening.cause());
        }
        Channel made = opening.getNow();
        made.closeFuture().addListener(closed -> {
            proven = true;
            streams.remove(stream);
            channel.eventLoop().execute(owner::roomChanged);
        });
        return made;
    }

    /** Ends the connection. */
    void close() {
        retire();
        if (channel.isWritable()) {
            channel.close();
        } else {
            // Who does not read need not be told: neither GOAWAY nor the farewell of TLS would leave.
            ChannelHandlerContext first = channel.pipeline().firstContext();
            if (first != null) {
                first.close();
            }
        }
    }

    private void retire() {
        if (!retired) {
            retired = true;
            owner.retired();
        }
    }

    // ---- what the server says

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        try {
            if (message instanceof Http2SettingsFrame frame && !settled) {
                settled = true;
                owner.settled(Boolean.TRUE.equals(frame.settings().connectProtocolEnabled()));
            } else if (message instanceof Http2SettingsFrame) {
                channel.eventLoop().execute(owner::roomChanged);
            } else if (message instanceof Http2GoAwayFrame) {
                if (settled) {
                    retire(); // streams that the server has not given up go on
                } else {
                    fail(new Loss(Loss.Kind.UNTOUCHED, "server is going away"));
                }
            }
        } finally {
            ReferenceCountUtil.release(message);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        List<Http2StreamHandler> now = List.copyOf(fed);
        fed.clear();
        now.forEach(Http2StreamHandler::handOn);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        boolean broken = isHttp2(cause);
        fail(new Loss(
                broken ? Loss.Kind.ERROR : Loss.Kind.CONNECTION,
                (broken ? "server broke the rules of HTTP/2: " : "") + Failures.innermost(cause)));
        if (!broken) {
            ctx.close();
        }
    }

    private static boolean isHttp2(Throwable cause) {
        return cause instanceof Http2Exception || (cause.getCause() != null && isHttp2(cause.getCause()));
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        if (settled) {
            retire(); // the streams hear for themselves
        } else {
            fail(new Loss(Loss.Kind.CONNECTION, "server closed the connection before it said what it can do"));
        }
    }

    private void fail(Loss loss) {
        retire();
        if (!settled) {
            settled = true;
            owner.failed(loss.reason());
            close();
        }
        for (Http2StreamHandler stream : List.copyOf(streams)) {
            stream.lost(loss);
        }
    }
}
