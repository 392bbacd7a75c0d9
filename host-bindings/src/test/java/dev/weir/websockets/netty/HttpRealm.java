package dev.weir.websockets.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weir.fetch.transport.HttpField;
import dev.weir.fetch.transport.HttpRequest;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A loop with a transport of HTTP, and the exchanges made on it. */
final class HttpRealm implements AutoCloseable {
    final NettyTaskLoop loop;
    final TestRules rules = new TestRules();
    TransportOptions options = TransportOptions.defaults()
            .withTimeouts(Duration.ofSeconds(20), Duration.ofSeconds(10), Duration.ofSeconds(10));
    private final List<HttpRecorder> exchanges = new ArrayList<>();
    private final Set<TlsOptions> tls = new HashSet<>();
    private @Nullable NettyHttpTransport transport;
    private @Nullable TransportOptions transportOptions;

    HttpRealm() {
        this(NettyTaskLoop.Io.BEST);
    }

    HttpRealm(NettyTaskLoop.Io io) {
        loop = NettyTaskLoop.start("http realm", true, io);
    }

    static HttpRequest request(String method, String url, long bodyLength, HttpField... fields) {
        var parts = URI.create(url);
        int port = parts.getPort() >= 0 ? parts.getPort() : parts.getScheme().equals("https") ? 443 : 80;
        String query = parts.getRawQuery() == null ? "" : "?" + parts.getRawQuery();
        return new HttpRequest(
                parts.getScheme(),
                parts.getHost().replaceAll("[\\[\\]]", ""),
                port,
                method,
                parts.getRawPath() + query,
                List.of(fields),
                bodyLength,
                url.substring(0, url.length() - parts.getRawPath().length() - query.length()));
    }

    HttpRecorder get(String url) throws Exception {
        return start(request("GET", url, HttpRequest.NO_BODY), new HttpRecorder());
    }

    HttpRecorder start(HttpRequest request, HttpRecorder recorder) throws Exception {
        exchanges.add(recorder);
        NettyHttpTransport used = transport();
        run(() -> recorder.exchange = used.start(request, recorder));
        return recorder;
    }

    /** The same one as before while the options are the same. */
    NettyHttpTransport transport() {
        if (transport == null || !options.equals(transportOptions)) {
            transportOptions = options;
            tls.add(options.tls());
            transport = new NettyHttpTransport(loop, rules, options);
        }
        return transport;
    }

    boolean write(HttpRecorder recorder, String text) throws Exception {
        return onLoop(() -> recorder.exchange.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1))));
    }

    <T> T onLoop(Callable<T> action) throws Exception {
        CompletableFuture<T> result = new CompletableFuture<>();
        loop.execute(() -> {
            try {
                result.complete(action.call());
            } catch (Throwable failure) {
                result.completeExceptionally(failure);
            }
        });
        return result.get(20, TimeUnit.SECONDS);
    }

    void run(Runnable action) throws Exception {
        onLoop(() -> {
            action.run();
            return true;
        });
    }

    CompletableFuture<Throwable> uncaught() throws Exception {
        CompletableFuture<Throwable> reported = new CompletableFuture<>();
        run(() -> Thread.currentThread().setUncaughtExceptionHandler((thread, bug) -> reported.complete(bug)));
        return reported;
    }

    /** The loop has so many sockets, if not now then soon. */
    void awaitChannels(int expected) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        int channels = onLoop(loop::channelCount);
        while (channels != expected && System.nanoTime() < deadline) {
            CompletableFuture<Integer> later = new CompletableFuture<>();
            loop.schedule(() -> later.complete(loop.channelCount()), TimeUnit.MILLISECONDS.toNanos(5));
            channels = later.get(20, TimeUnit.SECONDS);
        }
        assertEquals(expected, channels, "channels");
    }

    @Override
    public void close() {
        loop.close();
        tls.forEach(TlsOptions::release);
        exchanges.forEach(HttpRecorder::expect);
    }
}
