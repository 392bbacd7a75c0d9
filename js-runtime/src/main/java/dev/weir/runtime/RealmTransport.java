package dev.weir.runtime;

import dev.weir.console.ConsoleOutput;
import dev.weir.cookies.CookieAccess;
import dev.weir.host.TaskLoop;
import dev.weir.html.DocumentUrl;
import dev.weir.html.WindowOrWorkerGlobalScope;
import dev.weir.websockets.WebSocketEnvironment;
import dev.weir.websockets.netty.NettyTaskLoop;
import dev.weir.websockets.netty.NettyWebSocketTransport;
import dev.weir.websockets.netty.TransportOptions;
import dev.weir.websockets.transport.FailedConnection;
import dev.weir.websockets.transport.WebSocketClosure;
import dev.weir.websockets.transport.WebSocketConnection;
import dev.weir.websockets.transport.WebSocketListener;
import dev.weir.websockets.transport.WebSocketRequest;
import dev.weir.websockets.transport.WebSocketTransport;
import java.net.CookieHandler;
import java.nio.ByteBuffer;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** The connections of one realm: they end with it, and after that no script hears of them. Only on the loop unless said. */
final class RealmTransport implements WebSocketTransport, WebSocketEnvironment {
    private static final System.Logger LOGGER = System.getLogger(RealmTransport.class.getName());

    private final TaskLoop loop;
    private final @Nullable WebSocketTransport transport;
    private final @Nullable CookieAccess cookies;
    private final Set<Entry> open = new LinkedHashSet<>();
    private final RealmCalls calls = new RealmCalls();
    private final RealmHttp http;
    private @Nullable WindowOrWorkerGlobalScope global;
    private ConsoleOutput console = (level, text) -> {};

    /** Connections are made by Netty on the realm's own loop; on a loop of another kind none can be made. */
    RealmTransport(TaskLoop loop, NetworkAccess network, TransportOptions options) {
        this.loop = loop;
        CookieHandler handler = options.cookies();
        cookies = handler == null ? null : new CookieAccess(handler);
        transport = loop instanceof NettyTaskLoop netty ? new NettyWebSocketTransport(netty, network, options) : null;
        http = new RealmHttp(loop, network, options, this::global, this::printError, calls);
    }

    /** The realm's requests, which end with its connections. */
    RealmHttp http() {
        return http;
    }

    /** How its connections and requests tell scripts something. */
    RealmCalls calls() {
        return calls;
    }

    /** What documents see of the same cookies, or null. */
    @Nullable
    CookieAccess cookies() {
        return cookies;
    }

    @Override
    public WebSocketTransport transport() {
        return this;
    }

    @Override
    public DocumentUrl url() {
        return global().environmentUrl();
    }

    @Override
    public DocumentUrl baseUrl() {
        return global().baseUrl();
    }

    private WindowOrWorkerGlobalScope global() {
        return Objects.requireNonNull(global, "no script runs before there is a global object");
    }

    /** Sets for whom connections and requests are made. */
    void setGlobal(WindowOrWorkerGlobalScope global) {
        this.global = global;
    }

    @Override
    public WebSocketConnection connect(WebSocketRequest request, WebSocketListener listener) {
        Entry entry = new Entry(listener);
        if (transport == null) {
            return FailedConnection.start(loop, entry, "the loop of this runtime has no network");
        }
        entry.connection = transport.connect(request, entry);
        open.add(entry);
        return entry.connection;
    }

    /** Sets where it is said why connections failed. */
    void setConsole(ConsoleOutput output) {
        console = output;
    }

    @Override
    public void printError(String text) {
        try {
            console.print(ConsoleOutput.Level.ERROR, text);
        } catch (RuntimeException | Error failure) { // of the embedder; the script's events must come nevertheless
            LOGGER.log(System.Logger.Level.WARNING, "The console's output failed", failure);
        }
    }

    /** From now on no script hears of its connections; any thread may call this. */
    void silence() {
        http.silence(); // which silences all calls
    }

    /** Drops every connection. */
    void close() {
        silence();
        http.close();
        for (Entry entry : List.copyOf(open)) {
            if (entry.connection != null) {
                entry.connection.fail();
            }
        }
    }

    /** What stands between a connection and its listener. */
    private final class Entry implements WebSocketListener {
        private final WebSocketListener listener;
        private @Nullable WebSocketConnection connection;

        Entry(WebSocketListener listener) {
            this.listener = listener;
        }

        private void tell(Consumer<WebSocketListener> event) {
            calls.tell(listener, event);
        }

        @Override
        public void onOpen(String protocol, String extensions) {
            tell(told -> told.onOpen(protocol, extensions));
        }

        @Override
        public void onText(String text) {
            calls.tell(listener, WebSocketListener::onText, text);
        }

        @Override
        public void onBinary(ByteBuffer bytes) {
            calls.tell(listener, WebSocketListener::onBinary, bytes);
        }

        @Override
        public void onReadComplete() {
            tell(WebSocketListener::onReadComplete);
        }

        @Override
        public void onWritable() {
            tell(WebSocketListener::onWritable);
        }

        @Override
        public void onClosing(int code, String reason, int unsentMessages) {
            tell(told -> told.onClosing(code, reason, unsentMessages));
        }

        @Override
        public void onEnding(WebSocketClosure closure) {
            calls.tell(listener, WebSocketListener::onEnding, closure);
        }

        @Override
        public void onClosed(WebSocketClosure closure) {
            open.remove(this);
            calls.tell(listener, WebSocketListener::onClosed, closure);
        }
    }
}
