package dev.weir.websockets.netty;

import dev.weir.host.NetworkRules;
import dev.weir.host.NotPermittedException;
import dev.weir.websockets.transport.WebSocketRequest;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.NetUtil;
import io.netty.util.concurrent.Future;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/**
 * Finds the server and reaches it: rules, trust, lookup, rules again, TCP, TLS.
 *
 * <p>Of several addresses the first that answers wins; the next is tried when one fails, or has not answered for a
 * while (RFC 8305 in its simplest form). Everything but the lookup runs on the loop.
 */
final class Dialer {
    private static final long HEAD_START_MILLIS = 250;

    /** The most one read brings; a paused connection may hold this much. */
    static final int MAX_READ = 64 << 10;

    private final NettyTaskLoop loop;
    private final NetworkRules rules;
    private final TransportOptions options;
    private final Http2Sessions sessions;
    private final WebSocketRequest request;
    private final NettyWebSocketConnection connection;

    /** Runs when this dialler's turn has come. */
    private final Runnable turn = () -> guard(this::begin);

    private final String place;
    private @Nullable ProxyOptions proxy;
    private @Nullable Future<?> lookupTimer;

    private final ArrayDeque<InetSocketAddress> untried = new ArrayDeque<>();
    private final List<Channel> attempts = new ArrayList<>();
    private @Nullable TlsContext tls;

    /** Set once an attempt has won, everything has failed, or nobody waits any more. */
    private boolean done;

    /** Whether a server that had not looked at a request was dialled once more. */
    private boolean triedAgain;

    Dialer(
            NettyTaskLoop loop,
            NetworkRules rules,
            TransportOptions options,
            Http2Sessions sessions,
            WebSocketRequest request,
            NettyWebSocketConnection connection) {
        this.loop = loop;
        this.rules = rules;
        this.options = options;
        this.sessions = sessions;
        this.request = request;
        this.connection = connection;
        this.place = request.host() + ":" + request.port();
    }

    void start() {
        guard(() -> {
            if (done) {
                return;
            }
            rules.checkConnect(request.scheme(), request.host(), request.port());
            if (joinSession()) {
                return;
            }
            if (options.oneOpeningAtATime()) {
                loop.openings().enter(place, turn);
            } else {
                begin();
            }
        });
    }

    /** The opening is over, well or badly. */
    void finished() {
        loop.openings().leave(place, turn);
    }

    private void begin() throws NotPermittedException, HandshakeException {
        if (done || joinSession()) {
            return;
        }
        ProxyOptions known = options.proxy();
        proxy = known == null || known.bypass().test(request) ? null : known;
        if (request.secure()) {
            options.tls()
                    .context()
                    .whenComplete((context, failure) -> inLoop(() -> {
                        if (failure != null) {
                            fail("the trusted certificates cannot be read: " + Failures.innermost(failure));
                        } else {
                            tls = context;
                            findAddresses();
                        }
                    }));
        } else {
            findAddresses();
        }
    }

    /** Nobody waits any more. */
    void cancel() {
        done = true;
        stopLookupTimer();
        untried.clear();
        for (Channel attempt : List.copyOf(attempts)) {
            attempt.close();
        }
    }

    // ---- where to

    private void findAddresses() throws NotPermittedException {
        ProxyOptions through = proxy;
        if (through != null) {
            for (InetAddress known : withoutLookup(request.host())) {
                checkAddress(new InetSocketAddress(known, request.port()));
            }
        }
        InetSocketAddress target = through == null
                ? rules.route(request.host(), request.port())
                : InetSocketAddress.createUnresolved(through.host(), through.port());
        if (!target.isUnresolved()) {
            dial(List.of(target));
            return;
        }
        String name = target.getHostString();
        int port = target.getPort();
        List<InetAddress> known = withoutLookup(name);
        if (!known.isEmpty()) {
            dial(withPort(known, port));
            return;
        }
        lookupTimer = loop.eventLoop()
                .schedule(
                        () -> guard(() -> fail("the host " + name + " was not found in time")),
                        options.lookupTimeout().toNanos(),
                        TimeUnit.NANOSECONDS);
        options.resolver()
                .resolve(name)
                .whenComplete((found, failure) -> inLoop(() -> {
                    stopLookupTimer();
                    if (failure instanceof Error
                            || failure instanceof CompletionException e && e.getCause() instanceof Error) {
                        throw new IllegalStateException("the resolver broke", failure);
                    } else if (failure != null || found.isEmpty()) {
                        fail("the host " + name + " was not found");
                    } else {
                        dial(withPort(found, port));
                    }
                }));
    }

    private void stopLookupTimer() {
        if (lookupTimer != null) {
            lookupTimer.cancel(false);
            lookupTimer = null;
        }
    }

    /** Literals, and the names that always mean this machine (RFC 6761, section 6.3). */
    private static List<InetAddress> withoutLookup(String name) {
        try {
            byte[] literal = NetUtil.createByteArrayFromIpAddressString(name);
            if (literal != null) {
                return List.of(InetAddress.getByAddress(name, literal));
            }
            if (name.equals("localhost") || name.endsWith(".localhost")) {
                byte[] six = new byte[16];
                six[15] = 1;
                return List.of(
                        InetAddress.getByAddress(name, new byte[] {127, 0, 0, 1}), InetAddress.getByAddress(name, six));
            }
            return List.of();
        } catch (UnknownHostException e) {
            throw new AssertionError("4 and 16 bytes are addresses", e);
        }
    }

    /** The families in turn, so that one that does not work costs one attempt only: RFC 8305, section 4. */
    private static List<InetSocketAddress> alternating(List<InetSocketAddress> addresses) {
        boolean six = !addresses.isEmpty() && addresses.getFirst().getAddress() instanceof Inet6Address;
        ArrayDeque<InetSocketAddress> first = new ArrayDeque<>();
        ArrayDeque<InetSocketAddress> second = new ArrayDeque<>();
        for (InetSocketAddress address : addresses) {
            (address.getAddress() instanceof Inet6Address == six ? first : second).add(address);
        }
        List<InetSocketAddress> result = new ArrayList<>();
        while (!first.isEmpty() || !second.isEmpty()) {
            if (!first.isEmpty()) {
                result.add(first.remove());
            }
            if (!second.isEmpty()) {
                result.add(second.remove());
            }
        }
        return result;
    }

    private void checkAddress(InetSocketAddress address) throws NotPermittedException {
        rules.checkAddress(request.scheme(), request.host(), request.port(), address);
    }

    private static List<InetSocketAddress> withPort(List<InetAddress> addresses, int port) {
        return addresses.stream()
                .map(address -> new InetSocketAddress(address, port))
                .toList();
    }

    // ---- TCP

    private void dial(List<InetSocketAddress> addresses) throws NotPermittedException {
        NotPermittedException refusal = null;
        for (InetSocketAddress address : alternating(addresses)) {
            try {
                if (proxy == null) { // the embedder's own proxy needs no leave, and it does the lookup
                    checkAddress(address);
                }
                untried.add(address);
            } catch (NotPermittedException e) {
                refusal = e;
            }
        }
        if (untried.isEmpty() && refusal != null) {
            throw refusal;
        }
        tryNext();
    }

    @SuppressWarnings("deprecation") // AUTO_CLOSE: see below
    private void tryNext() {
        InetSocketAddress address = untried.poll();
        if (done || address == null) {
            return;
        }
        Channel socket;
        try {
            socket = loop.newSocket();
        } catch (ChannelException noDescriptorLeft) {
            // Left to the bootstrap, this would be told on a thread of Netty's own.
            notReached(noDescriptorLeft);
            return;
        }
        ChannelFuture connecting = new Bootstrap()
                .group(loop.eventLoop())
                .channelFactory(() -> socket)
                .option(ChannelOption.AUTO_READ, false)
                .option(ChannelOption.TCP_NODELAY, true)
                // A write that fails must not discard what can still be read: often the server's close frame.
                .option(ChannelOption.AUTO_CLOSE, false)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, (int)
                        Math.min(options.connectTimeout().toMillis(), Integer.MAX_VALUE))
                .option(
                        ChannelOption.RECVBUF_ALLOCATOR,
                        new AdaptiveRecvByteBufAllocator(512, 4096, MAX_READ).maxMessagesPerRead(1))
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel channel) {}
                })
                .connect(address);
        attempts.add(connecting.channel());
        connecting.addListener(result -> guard(() -> attempted(connecting)));
        if (!untried.isEmpty()) {
            loop.eventLoop().schedule(() -> guard(this::tryNext), HEAD_START_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    private void attempted(ChannelFuture attempt) throws HandshakeException {
        Channel channel = attempt.channel();
        attempts.remove(channel);
        if (done) {
            channel.close();
        } else if (attempt.isSuccess()) {
            cancel();
            connected(channel);
        } else {
            notReached(attempt.cause());
        }
    }

    private void notReached(Throwable cause) {
        if (!untried.isEmpty()) {
            tryNext();
        } else if (attempts.isEmpty()) {
            String to = proxy == null ? "" : " to the " + proxy;
            fail("could not connect" + to + ": " + Failures.connecting(cause));
        }
    }

    // ---- TLS and on

    private void connected(Channel channel) throws HandshakeException {
        connection.connected(channel);
        ProxyOptions through = proxy;
        if (through == null) {
            reached(channel);
            return;
        }
        // A route is for this program's own dialling: the proxy is asked for the place that the URL names.
        Runnable open = () -> guard(() -> reached(channel));
        channel.pipeline()
                .addLast(
                        through.kind() == ProxyOptions.Kind.HTTP
                                ? new HttpProxyHandler(through, request.host(), request.port(), open, this::fail)
                                : new Socks5ProxyHandler(through, request.host(), request.port(), open, this::fail));
    }

    /** The channel leads to the server. */
    private void reached(Channel channel) throws HandshakeException {
        TlsContext context = tls;
        if (context == null) {
            speakHttp1(channel);
            return;
        }
        boolean offersHttp2 = options.http2() && !sessions.lacksExtendedConnect(place);
        SSLEngine engine = context.newEngine(channel.alloc(), request.host(), request.port(), offersHttp2);
        SslHandler handler = new SslHandler(engine);
        handler.setHandshakeTimeoutMillis(0); // the connection's own timer covers all stages
        channel.pipeline().addLast(handler);
        channel.pipeline()
                .addLast(new AlpnHandler(
                        connection,
                        engine,
                        http2 -> guard(() -> {
                            if (offersHttp2 && http2) {
                                speakHttp2(channel);
                            } else {
                                speakHttp1(channel);
                            }
                        })));
    }

    // ---- HTTP

    private OpeningHandshake newHandshake() throws HandshakeException {
        return new OpeningHandshake(
                request, loop.masks().nextKey(), options.compression().offered(), options.cookies());
    }

    private void speakHttp1(Channel channel) throws HandshakeException {
        channel.pipeline().addLast(new HandshakeHandler(newHandshake(), connection));
    }

    private void speakHttp2(Channel channel) {
        NewSession owner = new NewSession();
        owner.session = Http2Session.start(channel, owner);
    }

    /** Becomes one more WebSocket of a connection that is there, if there is one. */
    private boolean joinSession() throws HandshakeException {
        Http2Session session = request.secure() && options.http2() ? sessions.withRoom(place) : null;
        if (session == null) {
            return false;
        }
        cancel();
        finished(); // on a connection that is open, openings need not wait for one another
        connection.connected(
                session.open(new Http2HandshakeHandler(request, newHandshake(), connection, this::tryAgain)));
        return true;
    }

    /** The server has not looked at the request: dials anew, once. */
    private boolean tryAgain(String reason) {
        if (triedAgain || !connection.isConnecting()) {
            return false;
        }
        triedAgain = true;
        dialAnew();
        return true;
    }

    private void dialAnew() {
        loop.eventLoop()
                .execute(() -> guard(() -> {
                    if (connection.isConnecting()) {
                        done = false;
                        begin();
                    }
                }));
    }

    /** A connection over HTTP/2 that was dialled for this WebSocket, and that others may share. */
    private final class NewSession implements Http2Session.Owner {
        private @Nullable Http2Session session;

        @Override
        public void settled(boolean extendedConnect) {
            Http2Session made = Objects.requireNonNull(session);
            if (!connection.isConnecting()) {
                made.close();
            } else if (extendedConnect && made.hasRoom()) {
                sessions.add(place, made);
                guard(Dialer.this::joinSession);
            } else {
                sessions.rememberLackOfExtendedConnect(place);
                made.close();
                dialAnew();
            }
        }

        @Override
        public void failed(String reason) {
            fail(reason);
        }

        @Override
        public void retired() {
            if (session != null) {
                sessions.remove(place, session);
            }
        }
    }

    // ---- errors

    private interface Step {
        void run() throws NotPermittedException, HandshakeException;
    }

    private void inLoop(Step step) {
        loop.eventLoop()
                .execute(() -> guard(() -> {
                    if (!done) {
                        step.run();
                    }
                }));
    }

    private void guard(Step step) {
        try {
            step.run();
        } catch (NotPermittedException e) {
            fail(String.valueOf(e.getMessage()));
        } catch (HandshakeException e) {
            fail(e.reason());
        } catch (Throwable bug) {
            cancel();
            connection.crashed(bug);
        }
    }

    private void fail(String failure) {
        cancel();
        connection.openingFailed(failure);
    }
}
