package dev.weir.websockets.netty;

import dev.weir.fetch.transport.HttpField;
import dev.weir.fetch.transport.HttpRequest;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** A loop with a transport of HTTP, and the exchanges made on it. */
final class HttpRealm extends LoopOfTests<NettyHttpTransport> implements AutoCloseable {
    private final List<HttpRecorder> exchanges = new ArrayList<>();

    HttpRealm() {
        this(NettyTaskLoop.Io.BEST);
    }

    HttpRealm(NettyTaskLoop.Io io) {
        super("http realm", io);
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

    @Override
    NettyHttpTransport newTransport() {
        return new NettyHttpTransport(loop, rules, options);
    }

    boolean write(HttpRecorder recorder, String text) throws Exception {
        return onLoop(() -> recorder.exchange.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.ISO_8859_1))));
    }

    CompletableFuture<Throwable> uncaught() throws Exception {
        CompletableFuture<Throwable> reported = new CompletableFuture<>();
        run(() -> Thread.currentThread().setUncaughtExceptionHandler((thread, bug) -> reported.complete(bug)));
        return reported;
    }

    @Override
    public void close() {
        closeLoop();
        exchanges.forEach(HttpRecorder::expect);
    }
}
