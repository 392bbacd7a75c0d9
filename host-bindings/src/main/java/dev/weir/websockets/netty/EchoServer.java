package dev.weir.websockets.netty;

import io.netty.bootstrap.ServerBootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.handler.codec.http.HttpObjectAggregator;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.websocketx.extensions.compression.WebSocketServerCompressionHandler;
import io.netty.handler.ssl.SslHandler;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/**
 * A small WebSocket server that answers every message with the same message, or with what its reply rules say; for
 * demonstrations and tests. Any path will do; a request that is no WebSocket handshake is answered 404.
 *
 * <p>It has a thread of its own. A client that does not read is not read from either.
 */
public final class EchoServer implements AutoCloseable {
    private static final int GOING_AWAY = 1001;
    private static final int MAX_PORT = 65_535;

    private final NettyTaskLoop loop;
    private final Channel channel;
    private final Set<EchoPeer> peers = ConcurrentHashMap.newKeySet();

    private EchoServer(Builder builder) throws IOException {
        loop = NettyTaskLoop.start("weir-echo");
        try {
            channel = bind(builder);
        } catch (Throwable failure) {
            loop.close(); // nobody else has it
            throw failure;
        }
    }

    private Channel bind(Builder builder) throws IOException {
        ChannelFuture binding = new ServerBootstrap()
                .group(loop.eventLoop())
                .channel(loop.serverChannelClass())
                .childHandler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel accepted) {
                        if (builder.tls != null) {
                            SSLEngine engine = builder.tls.createSSLEngine();
                            engine.setUseClientMode(false);
                            accepted.pipeline().addLast(new SslHandler(engine));
                        }
                        EchoPeer peer = new EchoPeer(accepted, builder.protocols, builder.replies, builder.onConnect);
                        peers.add(peer);
                        accepted.closeFuture().addListener(end -> peers.remove(peer));
                        accepted.pipeline().addLast(new HttpServerCodec(), new HttpObjectAggregator(64 << 10));
                        if (builder.compression) {
                            accepted.pipeline().addLast(new WebSocketServerCompressionHandler(EchoPeer.MAX_MESSAGE));
                        }
                        accepted.pipeline().addLast(peer.upgrade());
                    }
                })
                .bind(builder.host, builder.port)
                .awaitUninterruptibly();
        if (!binding.isSuccess()) {
            throw new IOException(
                    "cannot listen on " + builder.host + ":" + builder.port + ": "
                            + Failures.innermost(binding.cause()),
                    binding.cause());
        }
        return binding.channel();
    }

    /** Where to begin. */
    public static Builder builder() {
        return new Builder();
    }

    /** The port it listens on. */
    public int port() {
        return ((InetSocketAddress) channel.localAddress()).getPort();
    }

    /** The connections there are now, those in their handshake included. */
    public Set<EchoPeer> peers() {
        return Set.copyOf(peers);
    }

    /**
     * Stops listening, tells every client by a close frame that the server goes away (1001), and closes when all have
     * answered. An interrupt ends the wait.
     *
     * @param patience the longest time to wait for the answers; then the connections that are left are dropped
     */
    public void goAway(Duration patience) {
        channel.close().awaitUninterruptibly();
        Set<EchoPeer> clients = peers();
        clients.forEach(client -> client.startClose(GOING_AWAY, ""));
        try {
            CompletableFuture.allOf(clients.stream().map(EchoPeer::ended).toArray(CompletableFuture[]::new))
                    .get(patience.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            // those that are left are dropped
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the end of a connection is no failure", e);
        } finally {
            close();
        }
    }

    /** Stops listening and drops all connections. */
    @Override
    public void close() {
        peers().forEach(EchoPeer::drop);
        loop.close();
    }

    /** What may be set on a server. */
    public static final class Builder {
        private String host = "127.0.0.1";
        private int port;
        private @Nullable SSLContext tls;
        private List<String> protocols = List.of();
        private Map<String, String> replies = Map.of();
        private boolean compression;
        private Consumer<EchoPeer> onConnect = peer -> {};

        private Builder() {}

        /** The address to listen on; the loopback address unless set. */
        public Builder host(String name) {
            host = name;
            return this;
        }

        /**
         * The port to listen on; any free one unless set, or when 0.
         *
         * @throws IllegalArgumentException when it is not one of 0 to 65535
         */
        public Builder port(int number) {
            if (number < 0 || number > MAX_PORT) {
                throw new IllegalArgumentException("not a port from 0 to " + MAX_PORT + ": " + number);
            }
            port = number;
            return this;
        }

        /** Speaks {@code wss:}, with this context's certificate. */
        public Builder tls(SSLContext context) {
            tls = context;
            return this;
        }

        /** The subprotocols it speaks; the first that a client offers is chosen. */
        public Builder protocols(List<String> names) {
            protocols = List.copyOf(names);
            return this;
        }

        /** Texts that are answered with other texts. */
        public Builder replies(Map<String, String> rules) {
            replies = Map.copyOf(rules);
            return this;
        }

        /** Speaks permessage-deflate with clients that offer it. */
        public Builder compression(boolean wanted) {
            compression = wanted;
            return this;
        }

        /** Called on the server's thread with each connection once it is open. */
        public Builder onConnect(Consumer<EchoPeer> action) {
            onConnect = action;
            return this;
        }

        /**
         * Listens.
         *
         * @throws IOException when the address cannot be listened on
         */
        public EchoServer start() throws IOException {
            return new EchoServer(this);
        }
    }
}
