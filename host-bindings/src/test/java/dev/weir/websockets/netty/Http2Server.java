package dev.weir.websockets.netty;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http2.DefaultHttp2DataFrame;
import io.netty.handler.codec.http2.DefaultHttp2GoAwayFrame;
import io.netty.handler.codec.http2.DefaultHttp2Headers;
import io.netty.handler.codec.http2.DefaultHttp2HeadersFrame;
import io.netty.handler.codec.http2.DefaultHttp2ResetFrame;
import io.netty.handler.codec.http2.DefaultHttp2SettingsFrame;
import io.netty.handler.codec.http2.Http2DataFrame;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2FrameCodec;
import io.netty.handler.codec.http2.Http2FrameCodecBuilder;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2HeadersFrame;
import io.netty.handler.codec.http2.Http2MultiplexHandler;
import io.netty.handler.codec.http2.Http2ResetFrame;
import io.netty.handler.codec.http2.Http2Settings;
import io.netty.handler.codec.http2.Http2SettingsFrame;
import io.netty.handler.codec.http2.Http2StreamChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLParameters;

/** A server that speaks HTTP/2 over TLS and does with its streams what a test says; over HTTP/1.1 it echoes. */
final class Http2Server implements AutoCloseable {
    final LinkedBlockingQueue<Stream> streams = new LinkedBlockingQueue<>();
    final LinkedBlockingQueue<Channel> connections = new LinkedBlockingQueue<>();
    final AtomicInteger connectionCount = new AtomicInteger();
    final Http2Settings settings;
    /** What it speaks, by ALPN's names. */
    volatile String[] protocols = {"h2", "http/1.1"};

    private final NettyTaskLoop loop = NettyTaskLoop.start("http2-server");
    private final Channel channel;

    Http2Server(Http2Settings settings) throws Exception {
        this.settings = settings;
        SSLContext tls = Tls.server("localhost");
        channel = new ServerBootstrap()
                .group(loop.eventLoop())
                .channel(loop.serverChannelClass())
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel accepted) {
                        connectionCount.incrementAndGet();
                        SSLEngine engine = tls.createSSLEngine();
                        engine.setUseClientMode(false);
                        SSLParameters parameters = engine.getSSLParameters();
                        parameters.setApplicationProtocols(protocols);
                        engine.setSSLParameters(parameters);
                        accepted.pipeline().addLast(new SslHandler(engine), new Negotiated(engine));
                    }
                })
                .bind("127.0.0.1", 0)
                .syncUninterruptibly()
                .channel();
    }

    static Http2Server start() throws Exception {
        return new Http2Server(Http2Settings.defaultSettings().connectProtocolEnabled(true));
    }

    String url() {
        return url("wss");
    }

    String url(String scheme) {
        return scheme + "://localhost:" + ((InetSocketAddress) channel.localAddress()).getPort() + "/path?query";
    }

    /** The next stream that a client opens. */
    Stream next() throws InterruptedException {
        Stream stream = streams.poll(20, TimeUnit.SECONDS);
        assertNotNull(stream, "no stream was opened");
        return stream;
    }

    /** The next connection over HTTP/2. */
    Channel nextConnection() throws InterruptedException {
        Channel connection = connections.poll(20, TimeUnit.SECONDS);
        assertNotNull(connection, "no connection was made");
        return connection;
    }

    /** Lets the client send as much as it likes on streams that were given no window. */
    void widen(Stream stream) {
        change(stream, new Http2Settings().initialWindowSize(1 << 24));
    }

    /** Changes the settings of the stream's connection. */
    void change(Stream stream, Http2Settings changed) {
        stream.channel.parent().writeAndFlush(new DefaultHttp2SettingsFrame(changed));
    }

    @Override
    public void close() {
        loop.close();
    }

    private final class Negotiated extends ChannelInboundHandlerAdapter {
        private final SSLEngine engine;

        Negotiated(SSLEngine engine) {
            this.engine = engine;
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
            if (event instanceof SslHandshakeCompletionEvent done && done.isSuccess()) {
                if ("h2".equals(engine.getApplicationProtocol())) {
                    Http2FrameCodec codec = Http2FrameCodecBuilder.forServer()
                            .initialSettings(settings)
                            .gracefulShutdownTimeoutMillis(100)
                            .build();
                    ctx.pipeline().addLast(codec, new Http2MultiplexHandler(new ChannelInitializer<>() {
                        @Override
                        protected void initChannel(Channel stream) {
                            stream.pipeline().addLast(new Stream(stream));
                        }
                    }));
                    connections.add(ctx.channel());
                } else {
                    ctx.pipeline()
                            .addLast(
                                    new HttpServerCodec(),
                                    new HttpObjectAggregator(1 << 16),
                                    new EchoPeer(ctx.channel(), List.of(), Map.of(), peer -> {}).upgrade());
                }
                ctx.pipeline().remove(this);
            }
        }
    }

    /** One stream, seen from here; its methods may be called on any thread. */
    final class Stream extends ChannelDuplexHandler {
        final Channel channel;
        final LinkedBlockingQueue<String> events = new LinkedBlockingQueue<>();
        final AtomicLong written = new AtomicLong();
        private final ByteBuf received = Unpooled.buffer();
        volatile Http2Headers request = new DefaultHttp2Headers();

        Stream(Channel channel) {
            this.channel = channel;
        }

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            if (message instanceof Http2HeadersFrame headers) {
                request = headers.headers();
                streams.add(this);
                if (headers.isEndStream()) {
                    events.add("end");
                }
            } else if (message instanceof Http2DataFrame data) {
                received.writeBytes(data.content());
                boolean last = data.isEndStream();
                data.release();
                if ("CONNECT".contentEquals(request.method())) {
                    takeFrames();
                } else if (last) {
                    events.add("body " + received.readCharSequence(received.readableBytes(), UTF_8));
                }
                if (last) {
                    events.add("end");
                }
            } else {
                ReferenceCountUtil.release(message);
            }
        }

        /** Small frames only: those that have come as a whole. */
        private void takeFrames() {
            while (received.readableBytes() >= 6) {
                int length = received.getByte(received.readerIndex() + 1) & 0x7f;
                if (length > 125 || received.readableBytes() < 6 + length) {
                    return;
                }
                Wire.sentFrames(received.readRetainedSlice(6 + length)).forEach(events::add);
            }
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
            if (event instanceof Http2ResetFrame reset) {
                events.add("reset " + Http2StreamHandler.name(reset.errorCode()));
            } else if (event instanceof Http2SettingsFrame) {
                return;
            }
            ReferenceCountUtil.release(event);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            events.add("exception " + cause);
        }

        @Override
        public void handlerRemoved(ChannelHandlerContext ctx) {
            received.release();
        }

        /** The request's fields, a line each. */
        String requestLines() {
            StringBuilder lines = new StringBuilder();
            request.forEach(field -> lines.append(field.getKey())
                    .append(' ')
                    .append(field.getValue())
                    .append('\n'));
            return lines.toString();
        }

        void await(String... expected) throws InterruptedException {
            for (String event : expected) {
                assertEquals(event, events.poll(20, TimeUnit.SECONDS));
            }
        }

        Stream answer(String status, String... fields) {
            Http2Headers headers = new DefaultHttp2Headers().status(status);
            for (int i = 0; i < fields.length; i += 2) {
                headers.add(fields[i], fields[i + 1]);
            }
            channel.writeAndFlush(new DefaultHttp2HeadersFrame(headers));
            return this;
        }

        /** Answers with this text, and ends the stream. */
        void answerAll(String text) {
            answer("200").send(Wire.ascii(text)).end();
        }

        Stream send(ByteBuf bytes) {
            int length = bytes.readableBytes();
            channel.writeAndFlush(new DefaultHttp2DataFrame(bytes)).addListener(done -> {
                if (done.isSuccess()) {
                    written.addAndGet(length);
                }
            });
            return this;
        }

        Stream sendHex(String hex) {
            return send(Wire.hex(hex));
        }

        /** Bytes where an answer should be: past the codec's own check of what may come when. */
        void sendDataFirst() {
            Channel parent = channel.parent();
            parent.eventLoop().execute(() -> {
                Http2FrameCodec codec = parent.pipeline().get(Http2FrameCodec.class);
                ChannelHandlerContext ctx = parent.pipeline().context(codec);
                int id = ((Http2StreamChannel) channel).stream().id();
                codec.encoder().frameWriter().writeData(ctx, id, Wire.ascii("FOO BAR BAZ"), 0, false, ctx.newPromise());
                ctx.flush();
            });
        }

        void end() {
            channel.writeAndFlush(new DefaultHttp2DataFrame(true));
        }

        /** Ends the stream with a field behind its data. */
        void endWithTrailers() {
            Http2Headers trailers = new DefaultHttp2Headers().add("x-sum", "1");
            channel.writeAndFlush(new DefaultHttp2HeadersFrame(trailers, true));
        }

        void reset(Http2Error error) {
            channel.writeAndFlush(new DefaultHttp2ResetFrame(error));
        }

        /** Says that no stream after the last so many will be looked at. */
        void goAway(Http2Error error, int fewer) {
            Channel parent = channel.parent();
            parent.eventLoop().execute(() -> {
                Http2FrameCodec codec = parent.pipeline().get(Http2FrameCodec.class);
                if (fewer == 0) {
                    parent.writeAndFlush(new DefaultHttp2GoAwayFrame(error));
                } else {
                    ChannelHandlerContext ctx = parent.pipeline().context(codec);
                    codec.encoder()
                            .frameWriter()
                            .writeGoAway(ctx, 0, error.code(), Unpooled.EMPTY_BUFFER, ctx.newPromise());
                    ctx.flush();
                }
            });
        }
    }
}
