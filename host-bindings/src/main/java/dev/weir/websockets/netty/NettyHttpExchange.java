package dev.weir.websockets.netty;

import dev.weir.fetch.transport.HttpExchange;
import dev.weir.fetch.transport.HttpField;
import dev.weir.fetch.transport.HttpListener;
import dev.weir.fetch.transport.HttpRequest;
import dev.weir.host.NetworkRules;
import dev.weir.host.NotPermittedException;
import dev.weir.websockets.transport.WebSocketRequest;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.util.concurrent.Future;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One request and its response: the rules, a turn, a connection, and the calls to the listener. On the loop's thread only.
 *
 * <p>It is through with the network ({@link #leaveNetwork}) at the response's last byte, or at whatever prevents it; it is over once
 * the listener has heard so, which is later where that has paused.
 */
final class NettyHttpExchange implements HttpExchange, NettyTaskLoop.Dependent {
    private final NettyTaskLoop loop;
    private final NetworkRules rules;
    private final TransportOptions options;
    private final HttpPool pool;
    private final HttpRequest request;
    private final HttpListener listener;
    private final RequestCookies cookies;
    private final HttpUpload upload;
    private final HttpDownload download;

    /** Set once the exchange may have its turn. */
    private @Nullable HttpPlace place;

    private @Nullable Dialer dialer;

    /** Leads to the server, or to a proxy, while nobody speaks HTTP on it yet. */
    private @Nullable Channel dialled;

    /** Runs while the server is being reached. */
    private @Nullable Future<?> timer;

    private @Nullable HttpConnection connection;

    /** Whether the connection served others before, so that the server may have left it by now. */
    private boolean reused;

    private boolean headTold;
    private boolean leftNetwork;
    private boolean over;

    NettyHttpExchange(
            NettyTaskLoop loop,
            NetworkRules rules,
            TransportOptions options,
            HttpPool pool,
            HttpRequest request,
            HttpListener listener) {
        this.loop = loop;
        this.rules = rules;
        this.options = options;
        this.pool = pool;
        this.request = request;
        this.listener = listener;
        this.cookies = new RequestCookies(
                request.cookieOrigin() == null ? null : options.cookies(),
                request.secure(),
                request.authority(),
                request.resource());
        this.upload = new HttpUpload(request, loop.eventLoop(), options, new Outgoing());
        this.download = new HttpDownload(loop.eventLoop(), new Delivery());
    }

    // ---- the way to a connection

    /** Begins in the next turn. */
    void start() {
        loop.eventLoop().execute(this::begin);
        loop.dependents().add(this);
    }

    private void begin() {
        if (over) {
            return;
        }
        if (loop.isEnding()) { // told already, and nothing can be begun
            loopEnds();
            return;
        }
        try {
            rules.checkConnect(request.scheme(), request.host(), request.port());
            WebSocketRequest asked =
                    WebSocketRequest.of(request.secure() ? "wss" : "ws", request.host(), request.port(), "/");
            HttpPlace entered =
                    new HttpPlace(request.scheme(), request.host(), request.port(), Dialer.proxyFor(options, asked));
            place = entered;
            pool.enter(entered, this);
        } catch (NotPermittedException e) {
            finish(String.valueOf(e.getMessage()));
        } catch (Throwable bug) {
            crashed(bug);
        }
    }

    /** The exchange may have a connection. */
    void takeTurn() {
        HttpPlace entered = place;
        if (leftNetwork || entered == null) {
            return;
        }
        HttpConnection idle = pool.takeIdle(entered);
        if (idle == null) {
            dial(entered);
            return;
        }
        reused = true;
        try {
            send(idle);
        } catch (HandshakeException e) {
            finish(e.reason());
        } catch (Throwable bug) {
            crashed(bug);
        }
    }

    private void dial(HttpPlace to) {
        reused = false;
        if (!pool.hasRoom()) {
            finish("the limit of " + options.maxConnections() + " connections is reached");
            return;
        }
        timer = loop.eventLoop()
                .schedule(
                        () -> finish("no connection within " + Failures.duration(options.handshakeTimeout())),
                        options.handshakeTimeout().toNanos(),
                        TimeUnit.NANOSECONDS);
        var target = new Dialer.Target(to.scheme(), to.host(), to.port(), request.secure());
        Dialer reaching = new Dialer(loop, rules, options, target, new Reaching(to));
        dialer = reaching;
        reaching.guard(() -> reaching.dial(to.proxy()));
    }

    /** What the dialler asks and tells. */
    private final class Reaching implements Dialer.Owner {
        private final HttpPlace to;

        Reaching(HttpPlace to) {
            this.to = to;
        }

        @Override
        public void connected(Channel channel) {
            dialled = channel;
        }

        @Override
        public boolean offersHttp2() {
            return false;
        }

        @Override
        public void reached(Channel channel, boolean http2) throws HandshakeException {
            if (leftNetwork) {
                channel.close();
                return;
            }
            stopTimer();
            dialled = null;
            send(HttpConnection.start(pool, to, loop, channel));
        }

        @Override
        public void openingFailed(String failure) {
            finish(failure);
        }

        @Override
        public void crashed(Throwable bug) {
            NettyHttpExchange.this.crashed(bug);
        }
    }

    private void send(HttpConnection reached) throws HandshakeException {
        connection = reached;
        String cookie = cookies.toSend(this::fieldsByName);
        reached.serve(new Incoming(), request.method().equals("HEAD"));
        upload.open(reached, cookie);
        reached.read();
    }

    /** What the cookies' handler is told of the request: who asks, also where the server is not told, or told less. */
    private Map<String, List<String>> fieldsByName() {
        Map<String, List<String>> headers = new HashMap<>();
        for (HttpField field : request.fields()) {
            headers.computeIfAbsent(field.name(), name -> new ArrayList<>(1)).add(field.value());
        }
        headers.keySet().removeIf("Origin"::equalsIgnoreCase);
        headers.put("Origin", List.of(String.valueOf(request.cookieOrigin())));
        return headers;
    }

    // ---- the request's body

    @Override
    public boolean write(ByteBuffer bytes) {
        return upload.write(bytes);
    }

    @Override
    public void endBody() {
        upload.end();
    }

    /** What the sending side tells. */
    private final class Outgoing implements HttpUpload.Owner {
        @Override
        public void writable() {
            try {
                listener.onWritable();
            } catch (Throwable bug) {
                crashed(bug);
            }
        }

        @Override
        public void unfinishable(String reason) {
            leaveNetwork();
            download.endLater(reason);
        }
    }

    // ---- the response

    /** What the connection tells. */
    private final class Incoming implements HttpConnection.User {
        @Override
        public void head(HttpResponse head) {
            try {
                cookies.keep(head.headers().getAll(HttpHeaderNames.SET_COOKIE));
                headTold = true;
                listener.onHead(head.status().code(), head.status().reasonPhrase(), fields(head));
            } catch (HandshakeException e) {
                finish(e.reason());
            } catch (Throwable bug) {
                crashed(bug);
            }
        }

        @Override
        public void body(ByteBuf bytes) {
            download.received(bytes);
        }

        @Override
        public void readComplete() {
            if (headTold) {
                download.readOn();
            } else if (connection != null) {
                connection.read(); // a pause is for the body
            }
        }

        @Override
        public void complete(boolean reusable) {
            HttpConnection used = connection;
            connection = null;
            if (used != null) {
                if (!upload.isComplete()) {
                    used.drop(); // nobody reads what is left of the request
                } else if (reusable && !loop.isEnding()) {
                    used.rest();
                } else {
                    used.close();
                }
            }
            finish(null);
        }

        @Override
        public void failed(String reason, boolean heardNothing) {
            HttpConnection lost = connection;
            HttpPlace to = place;
            if (reused && heardNothing && lost != null && to != null && request.bodyLength() == HttpRequest.NO_BODY) {
                lost.drop();
                connection = null;
                dial(to); // the server had left before the request came
            } else {
                finish(reason);
            }
        }

        @Override
        public void crashed(Throwable bug) {
            NettyHttpExchange.this.crashed(bug);
        }
    }

    private static List<HttpField> fields(HttpResponse head) {
        List<HttpField> fields = new ArrayList<>(head.headers().size());
        for (var each = head.headers().iteratorCharSequence(); each.hasNext(); ) {
            Map.Entry<CharSequence, CharSequence> field = each.next();
            fields.add(new HttpField(field.getKey().toString(), field.getValue().toString()));
        }
        return fields;
    }

    /** What the receiving side asks and tells. */
    private final class Delivery implements HttpDownload.Owner {
        @Override
        public void deliver(ByteBuffer bytes) {
            try {
                listener.onBody(bytes);
            } catch (Throwable bug) {
                crashed(bug);
            }
        }

        @Override
        public void ended(@Nullable String failure) {
            becomeOver();
            tellEnd(failure);
        }

        @Override
        public void read() {
            if (connection != null) {
                connection.read();
            }
        }
    }

    @Override
    public void pause() {
        download.pause();
    }

    @Override
    public void resume() {
        download.resume();
    }

    // ---- ends

    /** The network has nothing more for this exchange: the listener hears it behind what is held. */
    private void finish(@Nullable String failure) {
        leaveNetwork();
        download.end(failure);
    }

    @Override
    public void cancel() {
        leaveNetwork();
        becomeOver();
    }

    @Override
    public void loopEnds() {
        endNow(Failures.LOOP_ENDS);
    }

    /** Ours is the fault, or a callback's of the embedder. */
    private void crashed(Throwable bug) {
        endNow(Failures.reported(bug));
    }

    private void endNow(String failure) {
        leaveNetwork();
        if (!over) {
            becomeOver();
            tellEnd(failure);
        }
    }

    private void leaveNetwork() {
        if (leftNetwork) {
            return;
        }
        leftNetwork = true;
        stopTimer();
        if (dialer != null) {
            dialer.cancel();
        }
        if (dialled != null) {
            Dialer.drop(dialled);
            dialled = null;
        }
        if (connection != null) {
            connection.drop();
            connection = null;
        }
        upload.release();
        if (place != null) {
            pool.leave(place, this);
        }
    }

    private void stopTimer() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }

    private void becomeOver() {
        over = true;
        loop.dependents().remove(this);
        download.release();
    }

    private void tellEnd(@Nullable String failure) {
        try {
            if (failure == null) {
                listener.onEnd();
            } else {
                listener.onFailed(failure);
            }
        } catch (Throwable bug) {
            NettyTaskLoop.report(bug);
        }
    }
}
