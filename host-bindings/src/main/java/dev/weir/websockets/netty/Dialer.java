package dev.weir.websockets.netty;

import dev.weir.host.NetworkRules;
import dev.weir.host.NotPermittedException;
import dev.weir.websockets.transport.WebSocketRequest;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
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
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/**
 * Finds a server and reaches it: trust, lookup, rules, TCP, a proxy, TLS. What is spoken then, and whether something must be
 * waited for before, is its owner's.
 *
 * <p>Of several addresses the first that answers wins; the next is tried when one fails, or has not answered for a
 * while (RFC 8305 in its simplest form). Everything but the lookup runs on the loop.
 */
final class Dialer {
    private static final long HEAD_START_MILLIS = 250;

    /** The most one read brings; a paused connection may hold this much. */
    static final int MAX_READ = 64 << 10;

    /**
     * Where to.
     *
     * @param scheme the URL's, as the rules are asked about it
     */
    record Target(String scheme, String host, int port, boolean secure) {}

    /** For whom the server is reached. */
    interface Owner extends OpeningStage.Owner {
        /** There is a channel on the way to the server; nobody speaks on it yet. */
        void connected(Channel channel);

        /** Whether the server may choose HTTP/2; asked just before TLS begins. */
        boolean offersHttp2();

        /**
         * The channel leads to the server, and is the owner's from now on.
         *
         * @param http2 whether the server chose HTTP/2
         */
        void reached(Channel channel, boolean http2) throws HandshakeException;
    }

    private final NettyTaskLoop loop;
    private final NetworkRules rules;
    private final TransportOptions options;
    private final Target target;
    private final Owner owner;

    private @Nullable ProxyOptions proxy;
    private @Nullable Future<?> lookupTimer;

    private final ArrayDeque<InetSocketAddress> untried = new ArrayDeque<>();
    private final List<Channel> attempts = new ArrayList<>();
    private @Nullable TlsContext tls;

    /** Set once an attempt has won, everything has failed, or nobody waits any more. */
    private boolean done;

    Dialer(NettyTaskLoop loop, NetworkRules rules, TransportOptions options, Target target, Owner owner) {
        this.loop = loop;
        this.rules = rules;
        this.options = options;
        this.target = target;
        this.owner = owner;
    }

    /** The proxy for this request, if it needs one. */
    static @Nullable ProxyOptions proxyFor(TransportOptions options, WebSocketRequest request) {
        ProxyOptions known = options.proxy();
        return known == null || known.bypass().test(request) ? null : known;
    }

    /** Closes a channel without waiting for anything. */
    static void drop(Channel channel) {
        // From the front of the pipeline: TLS shall not wait until its farewell is sent.
        ChannelHandlerContext first = channel.pipeline().firstContext();
        if (first != null) {
            first.close();
        } else {
            channel.close(); // nobody speaks on it yet
        }
    }

    boolean isDone() {
        return done;
    }

    /**
     * Begins, or begins anew after an attempt that has won turned out to lead nowhere.
     *
     * @param through the proxy, or null for none
     */
    void dial(@Nullable ProxyOptions through) throws NotPermittedException {
        done = false;
        proxy = through;
        if (target.secure()) {
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
            for (InetAddress known : withoutLookup(target.host())) {
                checkAddress(new InetSocketAddress(known, target.port()));
            }
        }
        InetSocketAddress place = through == null
                ? rules.route(target.host(), target.port())
                : InetSocketAddress.createUnresolved(through.host(), through.port());
        if (!place.isUnresolved()) {
            connect(List.of(place));
            return;
        }
        String name = place.getHostString();
        int port = place.getPort();
        List<InetAddress> known = withoutLookup(name);
        if (!known.isEmpty()) {
            connect(withPort(known, port));
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
                        connect(withPort(found, port));
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
        rules.checkAddress(target.scheme(), target.host(), target.port(), address);
    }

    private static List<InetSocketAddress> withPort(List<InetAddress> addresses, int port) {
        return addresses.stream()
                .map(address -> new InetSocketAddress(address, port))
                .toList();
    }

    // ---- TCP

    private void connect(List<InetSocketAddress> addresses) throws NotPermittedException {
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
        owner.connected(channel);
        ProxyOptions through = proxy;
        if (through == null) {
            reached(channel);
            return;
        }
        // A route is for this program's own dialling: the proxy is asked for the place that the URL names. Plain http:
        // needs no tunnel through an HTTP proxy, but gets one, and so no treatment of its own.
        Runnable open = () -> guard(() -> reached(channel));
        channel.pipeline()
                .addLast(
                        through.kind() == ProxyOptions.Kind.HTTP
                                ? new HttpProxyHandler(through, target.host(), target.port(), open, this::fail)
                                : new Socks5ProxyHandler(through, target.host(), target.port(), open, this::fail));
    }

    /** The channel leads to the server. */
    private void reached(Channel channel) throws HandshakeException {
        TlsContext context = tls;
        if (context == null) {
            owner.reached(channel, false);
            return;
        }
        boolean offersHttp2 = owner.offersHttp2();
        SSLEngine engine = context.newEngine(channel.alloc(), target.host(), target.port(), offersHttp2);
        SslHandler handler = new SslHandler(engine);
        handler.setHandshakeTimeoutMillis(0); // the owner's own timer covers all stages
        channel.pipeline().addLast(handler);
        channel.pipeline()
                .addLast(new AlpnHandler(
                        owner, engine, http2 -> guard(() -> owner.reached(channel, offersHttp2 && http2))));
    }

    // ---- errors

    /** What may find that it is forbidden, or that it cannot be. */
    interface Step {
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

    /** Runs a step of the opening, and tells the owner what became of it if it went wrong. */
    void guard(Step step) {
        try {
            step.run();
        } catch (NotPermittedException e) {
            fail(String.valueOf(e.getMessage()));
        } catch (HandshakeException e) {
            fail(e.reason());
        } catch (Throwable bug) {
            cancel();
            owner.crashed(bug);
        }
    }

    void fail(String failure) {
        cancel();
        owner.openingFailed(failure);
    }
}
