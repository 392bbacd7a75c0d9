package dev.weir.runtime;

import dev.weir.console.ConsoleOutput;
import dev.weir.cookies.CookieAccess;
import dev.weir.host.TaskLoop;
import dev.weir.html.DocumentUrl;
import dev.weir.websockets.WebSocketEnvironment;
import dev.weir.websockets.netty.NettyTaskLoop;
import dev.weir.websockets.netty.NettyWebSocketTransport;
import dev.weir.websockets.netty.TransportOptions;
import dev.weir.websockets.transport.FailedConnection;
import dev.weir.websockets.transport.ListenerFailure;
import dev.weir.websockets.transport.WebSocketClosure;
import dev.weir.websockets.transport.WebSocketConnection;
import dev.weir.websockets.transport.WebSocketListener;
import dev.weir.websockets.transport.WebSocketRequest;
import dev.weir.websockets.transport.WebSocketTransport;
import java.net.CookieHandler;
import java.nio.ByteBuffer;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.graalvm.polyglot.PolyglotException;
import org.jspecify.annotations.Nullable;

/** The connections of one realm: they end with it, and after that no script hears of them. Only on the loop unless said. */
final class RealmTransport implements WebSocketTransport, WebSocketEnvironment {
    private static final System.Logger LOGGER = System.getLogger(RealmTransport.class.getName());

    private final TaskLoop loop;
    private final @Nullable WebSocketTransport transport;
    private final DocumentUrl baseUrl;
    private final @Nullable CookieAccess cookies;
    private final Set<Entry> open = new LinkedHashSet<>();
    private final RealmHttp http;
    private volatile boolean closed;
    private Consumer<PolyglotException> onExhausted = end -> {};
    private ConsoleOutput console = (level, text) -> {};

    /** Whether the memory was used up in what a connection told last. */
    private boolean exhausted;

    /** Connections are made by Netty on the realm's own loop; on a loop of another kind none can be made. */
    RealmTransport(TaskLoop loop, NetworkAccess network, TransportOptions options, DocumentUrl baseUrl) {
        this.loop = loop;
        this.baseUrl = baseUrl;
        CookieHandler handler = options.cookies();
        cookies = handler == null ? null : new CookieAccess(handler);
        transport = loop instanceof NettyTaskLoop netty ? new NettyWebSocketTransport(netty, network, options) : null;
        http = new RealmHttp(loop, network, options, baseUrl, this::printError, end -> onExhausted.accept(end));
    }

    /** The realm's requests, which end with its connections. */
    RealmHttp http() {
        return http;
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
    public DocumentUrl baseUrl() {
        return baseUrl;
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

    /** Sets what reports that the memory was used up, and calls {@link #exhausted} as others do that report it. */
    void setOnExhausted(Consumer<PolyglotException> reporter) {
        onExhausted = reporter;
    }

    /**
     * A script has used up the memory, amid whatever it did. If a connection has told it something, what it was told may be
     * lost: then that is the connection's end, of which both of its sides learn.
     */
    void exhausted() {
        exhausted = true;
    }

    /** From now on no script hears of its connections; any thread may call this. */
    void silence() {
        closed = true;
        http.silence();
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

        /** Calls the listener; the events of messages capture nothing, so that none makes a function of its own. */
        private <T> void tell(BiConsumer<WebSocketListener, T> event, T argument) {
            if (closed) {
                return;
            }
            exhausted = false;
            try {
                event.accept(listener, argument);
            } catch (PolyglotException e) {
                if (closed && e.isCancelled()) {
                    return; // the script was ended amid what it was told
                }
                if (!e.isResourceExhausted()) {
                    throw e;
                }
                onExhausted.accept(e);
            }
            if (exhausted) {
                throw new ListenerFailure("no memory is left");
            }
        }

        private void tell(Consumer<WebSocketListener> event) {
            tell((told, call) -> call.accept(told), event);
        }

        @Override
        public void onOpen(String protocol, String extensions) {
            tell(told -> told.onOpen(protocol, extensions));
        }

        @Override
        public void onText(String text) {
            tell(WebSocketListener::onText, text);
        }

        @Override
        public void onBinary(ByteBuffer bytes) {
            tell(WebSocketListener::onBinary, bytes);
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
            tell(WebSocketListener::onEnding, closure);
        }

        @Override
        public void onClosed(WebSocketClosure closure) {
            open.remove(this);
            tell(WebSocketListener::onClosed, closure);
        }
    }
}
