package dev.weir.websockets.netty;

import java.net.CookieHandler;
import java.time.Duration;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What an embedder may set on a {@link NettyWebSocketTransport}, or a {@link NettyHttpTransport}, which says what counts there.
 * Immutable.
 */
public final class TransportOptions {
    private static final TransportOptions DEFAULTS = new TransportOptions();

    private int maxMessageSize = 32 << 20;
    private long maxBodySize = 256 << 20;
    private long maxQueuedBytes = 256 << 20;
    private int maxConnections = Integer.MAX_VALUE;
    private int maxConnectionsPerHost = Integer.MAX_VALUE;
    private Duration handshakeTimeout = Duration.ofSeconds(20);
    private Duration lookupTimeout = Duration.ofSeconds(10);
    private Duration connectTimeout = Duration.ofSeconds(10);
    private Duration closeTimeout = Duration.ofSeconds(10);
    private Duration pingInterval = Duration.ZERO;
    private boolean oneOpeningAtATime = true;
    private boolean http2 = true;
    private int highWaterMark = 128 << 10;
    private int lowWaterMark = 32 << 10;
    private Compression compression = Compression.on();
    private TlsOptions tls = TlsOptions.systemDefault();
    private HostResolver resolver = HostResolver.system();
    private @Nullable ProxyOptions proxy;
    private @Nullable CookieHandler cookies;

    private TransportOptions() {}

    private TransportOptions(TransportOptions other) {
        maxMessageSize = other.maxMessageSize;
        maxBodySize = other.maxBodySize;
        maxQueuedBytes = other.maxQueuedBytes;
        maxConnections = other.maxConnections;
        maxConnectionsPerHost = other.maxConnectionsPerHost;
        handshakeTimeout = other.handshakeTimeout;
        lookupTimeout = other.lookupTimeout;
        connectTimeout = other.connectTimeout;
        closeTimeout = other.closeTimeout;
        pingInterval = other.pingInterval;
        oneOpeningAtATime = other.oneOpeningAtATime;
        http2 = other.http2;
        highWaterMark = other.highWaterMark;
        lowWaterMark = other.lowWaterMark;
        compression = other.compression;
        tls = other.tls;
        resolver = other.resolver;
        proxy = other.proxy;
        cookies = other.cookies;
    }

    private TransportOptions with(Consumer<TransportOptions> change) {
        TransportOptions changed = new TransportOptions(this);
        change.accept(changed);
        return changed;
    }

    /**
     * 32 MiB a message, 256 MiB a response that is read as a whole, 256 MiB queued, any number of connections; 20 s for an opening, 10 s for a lookup, an address and
     * a closing; no pings; marks of 128 KiB and 32 KiB; compression as browsers have it, and HTTP/2 where servers
     * offer it; the JDK's trust and the system's names; no proxy, no cookies.
     */
    public static TransportOptions defaults() {
        return DEFAULTS;
    }

    // ---- what is set

    /** The longest message accepted from a server, in bytes; a longer one fails the connection with 1009. */
    public int maxMessageSize() {
        return maxMessageSize;
    }

    /**
     * The longest body that scripts may read as a whole, with {@code text()}, say, in bytes and without its content coding; a longer
     * one fails them. What is read as a stream has no limit.
     */
    public long maxBodySize() {
        return maxBodySize;
    }

    /**
     * The most bytes that may wait to be sent; a message beyond that fails the connection. It is messages that count, as
     * long as their frames do not take twice as much, as those of empty messages would.
     */
    public long maxQueuedBytes() {
        return maxQueuedBytes;
    }

    /** How many connections a transport (that is, a realm) may have, in whatever stage; one more fails at once. */
    public int maxConnections() {
        return maxConnections;
    }

    /** How many of them may lead to one host and port. */
    public int maxConnectionsPerHost() {
        return maxConnectionsPerHost;
    }

    /** The time for everything from {@code connect} to the server's whole answer, lookup and TLS included. */
    public Duration handshakeTimeout() {
        return handshakeTimeout;
    }

    /** The time for looking up a name. */
    public Duration lookupTimeout() {
        return lookupTimeout;
    }

    /** The time for one attempt to reach one address. */
    public Duration connectTimeout() {
        return connectTimeout;
    }

    /**
     * The time a server has for its part of the closing handshake. It begins anew for as long as the server takes messages
     * that were sent before, and with this side's close frame; when it is over, the connection is dropped.
     */
    public Duration closeTimeout() {
        return closeTimeout;
    }

    /**
     * After how long a silence a server is pinged, and how long it has to answer a ping once that has left; zero for no
     * pings.
     */
    public Duration pingInterval() {
        return pingInterval;
    }

    /** Whether, as RFC 6455 demands, a connection waits while another one to the same host and port is in its opening. */
    public boolean oneOpeningAtATime() {
        return oneOpeningAtATime;
    }

    /**
     * Whether HTTP/2 is offered to servers over TLS. Requests for {@code https:} URLs use it where a server chooses it, and those of
     * one transport to one place share a connection then. {@code wss:} connections use it where the server offers extended CONNECT,
     * sharing a connection among themselves; others get HTTP/1.1, on a second connection if need be.
     *
     * @see <a href="https://www.rfc-editor.org/rfc/rfc9113">RFC 9113</a>, <a href="https://www.rfc-editor.org/rfc/rfc8441">RFC
     *     8441</a>
     */
    public boolean http2() {
        return http2;
    }

    /** Bytes queued for sending above which a send says that the queue is full. */
    public int highWaterMark() {
        return highWaterMark;
    }

    /** Bytes queued at or below which {@code onWritable} follows. */
    public int lowWaterMark() {
        return lowWaterMark;
    }

    /** Whether and how messages are compressed. */
    public Compression compression() {
        return compression;
    }

    /** Whom to trust, and the certificate to show. */
    public TlsOptions tls() {
        return tls;
    }

    /** How names become addresses. */
    public HostResolver resolver() {
        return resolver;
    }

    /** The proxy, or null for none. */
    public @Nullable ProxyOptions proxy() {
        return proxy;
    }

    /** Where cookies come from and go to, or null for none. */
    public @Nullable CookieHandler cookies() {
        return cookies;
    }

    // ---- setting it

    /** These options with another limit on responses that are read as a whole. */
    public TransportOptions withMaxBodySize(long bytes) {
        require(bytes >= 0, "maxBodySize", bytes);
        return with(changed -> changed.maxBodySize = bytes);
    }

    /** These options with another limit on messages. */
    public TransportOptions withMaxMessageSize(int bytes) {
        require(bytes > 0, "maxMessageSize", bytes);
        return with(changed -> changed.maxMessageSize = bytes);
    }

    /** These options with another limit on what waits to be sent. */
    public TransportOptions withMaxQueuedBytes(long bytes) {
        require(bytes > 0, "maxQueuedBytes", bytes);
        return with(changed -> changed.maxQueuedBytes = bytes);
    }

    /** These options with other numbers of connections: of one transport, and of those to one host and port. */
    public TransportOptions withMaxConnections(int all, int perHost) {
        require(all > 0, "maxConnections", all);
        require(perHost > 0, "maxConnectionsPerHost", perHost);
        return with(changed -> {
            changed.maxConnections = all;
            changed.maxConnectionsPerHost = perHost;
        });
    }

    /** These options with another time for looking up a name. */
    public TransportOptions withLookupTimeout(Duration limit) {
        require(limit.isPositive(), "lookupTimeout", limit);
        return with(changed -> changed.lookupTimeout = limit);
    }

    /** These options with pings after this silence; zero for none. */
    public TransportOptions withPingInterval(Duration interval) {
        require(!interval.isNegative(), "pingInterval", interval);
        return with(changed -> changed.pingInterval = interval);
    }

    /** These options with, or without, the rule of one opening at a time. */
    public TransportOptions withOneOpeningAtATime(boolean rule) {
        return with(changed -> changed.oneOpeningAtATime = rule);
    }

    /** These options with, or without, HTTP/2. */
    public TransportOptions withHttp2(boolean wanted) {
        return with(changed -> changed.http2 = wanted);
    }

    /** These options with a proxy, or with none. */
    public TransportOptions withProxy(@Nullable ProxyOptions other) {
        return with(changed -> changed.proxy = other);
    }

    /**
     * These options with cookies, or with none: requests carry those that the handler gives, and it is given those that
     * answers set, of refusals too. It is called on the loop's thread with URIs of http and https, and so must not block;
     * runtimes and their workers have threads of their own, so that it must be safe for several. What it throws fails the
     * connection.
     */
    public TransportOptions withCookies(@Nullable CookieHandler handler) {
        return with(changed -> changed.cookies = handler);
    }

    /** These options with other times. */
    public TransportOptions withTimeouts(Duration handshake, Duration connect, Duration close) {
        require(handshake.isPositive(), "handshakeTimeout", handshake);
        require(connect.isPositive(), "connectTimeout", connect);
        require(close.isPositive(), "closeTimeout", close);
        return with(changed -> {
            changed.handshakeTimeout = handshake;
            changed.connectTimeout = connect;
            changed.closeTimeout = close;
        });
    }

    /** These options with other marks. */
    public TransportOptions withWaterMarks(int high, int low) {
        require(high > 0, "highWaterMark", high);
        require(low >= 0 && low <= high, "lowWaterMark", low);
        return with(changed -> {
            changed.highWaterMark = high;
            changed.lowWaterMark = low;
        });
    }

    /** These options with another compression. */
    public TransportOptions withCompression(Compression kind) {
        return with(changed -> changed.compression = kind);
    }

    /** These options with other trust. */
    public TransportOptions withTls(TlsOptions trust) {
        return with(changed -> changed.tls = trust);
    }

    /** These options with another way to look up names. */
    public TransportOptions withResolver(HostResolver lookup) {
        return with(changed -> changed.resolver = lookup);
    }

    private static void require(boolean condition, String name, Object value) {
        if (!condition) {
            throw new IllegalArgumentException(name + " cannot be " + value);
        }
    }
}
