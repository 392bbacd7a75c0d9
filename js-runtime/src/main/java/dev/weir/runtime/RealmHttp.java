package dev.weir.runtime;

import dev.weir.fetch.FetchEnvironment;
import dev.weir.fetch.transport.HttpExchange;
import dev.weir.fetch.transport.HttpField;
import dev.weir.fetch.transport.HttpListener;
import dev.weir.fetch.transport.HttpRequest;
import dev.weir.fetch.transport.HttpTransport;
import dev.weir.host.TaskLoop;
import dev.weir.html.DocumentUrl;
import dev.weir.html.WindowOrWorkerGlobalScope;
import dev.weir.websockets.netty.NettyHttpTransport;
import dev.weir.websockets.netty.NettyTaskLoop;
import dev.weir.websockets.netty.TransportOptions;
import java.nio.ByteBuffer;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The requests of one realm: they end with it, and after that no script hears of them. Only on the loop unless said. */
final class RealmHttp implements HttpTransport, FetchEnvironment {
    private final TaskLoop loop;
    private final NetworkAccess network;
    private final TransportOptions options;
    private final @Nullable HttpTransport transport;
    private final Supplier<WindowOrWorkerGlobalScope> global;
    private final Consumer<String> console;
    private final RealmCalls calls;
    private final Set<Entry> open = new LinkedHashSet<>();
    /** Ends the wait of a script that waits for a request; null when none does. */
    private volatile @Nullable Runnable endWait;

    /**
     * Requests are made by Netty on the realm's own loop; on a loop of another kind none can be made.
     *
     * @param global for whom requests are made; asked once scripts run
     * @param console is told why requests failed
     * @param calls by which scripts hear of their requests
     */
    RealmHttp(
            TaskLoop loop,
            NetworkAccess network,
            TransportOptions options,
            Supplier<WindowOrWorkerGlobalScope> global,
            Consumer<String> console,
            RealmCalls calls) {
        this.loop = loop;
        this.network = network;
        this.options = options;
        this.global = global;
        this.console = console;
        this.calls = calls;
        transport = loop instanceof NettyTaskLoop netty ? new NettyHttpTransport(netty, network, options) : null;
    }

    @Override
    public HttpTransport httpTransport() {
        return this;
    }

    @Override
    public DocumentUrl url() {
        return global.get().environmentUrl();
    }

    @Override
    public DocumentUrl baseUrl() {
        return global.get().baseUrl();
    }

    @Override
    public long maxBodySize() {
        return options.maxBodySize();
    }

    @Override
    public <T> T await(BiFunction<TaskLoop, HttpTransport, CompletableFuture<T>> work, T otherwise) {
        CompletableFuture<T> done = new CompletableFuture<>();
        endWait = () -> done.complete(otherwise);
        if (calls.isSilent() || transport == null) {
            return otherwise;
        }
        try (NettyTaskLoop other = NettyTaskLoop.start("weir-waiting")) {
            other.execute(() -> begin(work, other, done));
            return done.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return otherwise;
        } catch (ExecutionException e) {
            throw new IllegalStateException("the work that was waited for broke", e.getCause());
        } finally {
            endWait = null;
        }
    }

    private <T> void begin(
            BiFunction<TaskLoop, HttpTransport, CompletableFuture<T>> work,
            NettyTaskLoop other,
            CompletableFuture<T> done) {
        try {
            work.apply(other, new NettyHttpTransport(other, network, options)).whenComplete((result, failure) -> {
                if (failure == null) {
                    done.complete(result);
                } else {
                    done.completeExceptionally(failure);
                }
            });
        } catch (RuntimeException | Error bug) {
            done.completeExceptionally(bug);
        }
    }

    @Override
    public void printError(String text) {
        console.accept(text);
    }

    @Override
    public HttpExchange start(HttpRequest request, HttpListener listener) {
        Entry entry = new Entry(listener);
        if (transport == null) {
            loop.execute(() -> entry.onFailed("the loop of this runtime has no network"));
        } else {
            open.add(entry);
            entry.exchange = transport.start(request, entry);
        }
        return entry;
    }

    /** From now on no script hears of its requests; any thread may call this. */
    void silence() {
        calls.silence();
        Runnable wait = endWait;
        if (wait != null) {
            wait.run();
        }
    }

    /** Drops every request. */
    void close() {
        silence();
        List.copyOf(open).forEach(Entry::cancel);
    }

    /** What stands between an exchange and its listener, and between the listener and its exchange. */
    private final class Entry implements HttpListener, HttpExchange {
        private final HttpListener listener;
        private @Nullable HttpExchange exchange;

        Entry(HttpListener listener) {
            this.listener = listener;
        }

        private void tell(Consumer<HttpListener> event) {
            calls.tell(listener, event);
        }

        @Override
        public void onHead(int status, String statusText, List<HttpField> fields) {
            tell(told -> told.onHead(status, statusText, fields));
        }

        @Override
        public void onBody(ByteBuffer bytes) {
            tell(told -> told.onBody(bytes));
        }

        @Override
        public void onEnd() {
            open.remove(this);
            tell(HttpListener::onEnd);
        }

        @Override
        public void onWritable() {
            tell(HttpListener::onWritable);
        }

        @Override
        public void onFailed(String reason) {
            open.remove(this);
            tell(told -> told.onFailed(reason));
        }

        @Override
        public boolean write(ByteBuffer bytes) {
            return exchange == null || exchange.write(bytes);
        }

        @Override
        public void endBody() {
            if (exchange != null) {
                exchange.endBody();
            }
        }

        @Override
        public void pause() {
            if (exchange != null) {
                exchange.pause();
            }
        }

        @Override
        public void resume() {
            if (exchange != null) {
                exchange.resume();
            }
        }

        @Override
        public void cancel() {
            open.remove(this);
            if (exchange != null) {
                exchange.cancel();
            }
        }
    }
}
