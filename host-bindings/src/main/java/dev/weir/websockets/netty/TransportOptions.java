package dev.weir.websockets.netty;

import java.time.Duration;

/**
 * What an embedder may set on a {@link NettyWebSocketTransport}.
 *
 * @param maxMessageSize the longest message accepted from a server, in bytes; a longer one fails the connection with 1009
 * @param handshakeTimeout for everything from {@code connect} to the server's whole answer, lookup and TLS included
 * @param connectTimeout for one attempt to reach one address
 * @param closeTimeout from the start of the closing handshake until the connection is dropped
 * @param highWaterMark bytes queued for sending above which a send says that the queue is full
 * @param lowWaterMark bytes queued at or below which {@code onWritable} follows
 * @param tls whom to trust
 * @param resolver how names become addresses
 */
public record TransportOptions(
        int maxMessageSize,
        Duration handshakeTimeout,
        Duration connectTimeout,
        Duration closeTimeout,
        int highWaterMark,
        int lowWaterMark,
        TlsOptions tls,
        HostResolver resolver) {

    public TransportOptions {
        require(maxMessageSize > 0, "maxMessageSize", maxMessageSize);
        require(handshakeTimeout.isPositive(), "handshakeTimeout", handshakeTimeout);
        require(connectTimeout.isPositive(), "connectTimeout", connectTimeout);
        require(closeTimeout.isPositive(), "closeTimeout", closeTimeout);
        require(highWaterMark > 0, "highWaterMark", highWaterMark);
        require(lowWaterMark >= 0 && lowWaterMark <= highWaterMark, "lowWaterMark", lowWaterMark);
    }

    /** 32 MiB a message; 20 s, 10 s and 10 s; 128 KiB and 32 KiB; the JDK's trust and the system's names. */
    public static TransportOptions defaults() {
        return new TransportOptions(
                32 << 20,
                Duration.ofSeconds(20),
                Duration.ofSeconds(10),
                Duration.ofSeconds(10),
                128 << 10,
                32 << 10,
                TlsOptions.systemDefault(),
                HostResolver.system());
    }

    /** These options with another limit on messages. */
    public TransportOptions withMaxMessageSize(int bytes) {
        return new TransportOptions(
                bytes, handshakeTimeout, connectTimeout, closeTimeout, highWaterMark, lowWaterMark, tls, resolver);
    }

    /** These options with other times. */
    public TransportOptions withTimeouts(Duration handshake, Duration connect, Duration close) {
        return new TransportOptions(
                maxMessageSize, handshake, connect, close, highWaterMark, lowWaterMark, tls, resolver);
    }

    /** These options with other marks. */
    public TransportOptions withWaterMarks(int high, int low) {
        return new TransportOptions(
                maxMessageSize, handshakeTimeout, connectTimeout, closeTimeout, high, low, tls, resolver);
    }

    /** These options with other trust. */
    public TransportOptions withTls(TlsOptions trust) {
        return new TransportOptions(
                maxMessageSize,
                handshakeTimeout,
                connectTimeout,
                closeTimeout,
                highWaterMark,
                lowWaterMark,
                trust,
                resolver);
    }

    /** These options with another way to look up names. */
    public TransportOptions withResolver(HostResolver lookup) {
        return new TransportOptions(
                maxMessageSize,
                handshakeTimeout,
                connectTimeout,
                closeTimeout,
                highWaterMark,
                lowWaterMark,
                tls,
                lookup);
    }

    private static void require(boolean condition, String name, Object value) {
        if (!condition) {
            throw new IllegalArgumentException(name + " cannot be " + value);
        }
    }
}
