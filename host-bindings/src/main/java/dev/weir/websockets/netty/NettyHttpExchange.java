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
import io.netty.util.concurrent.Future;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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

    /** Set once the exchange asks for its turn. */
    private @Nullable HttpPlace place;

    /** Whether it waits for its turn, or has it; an exchange on a shared connection needs none. */
    private boolean entered;

    private @Nullable Dialer dialer;

    /** Leads to the server, or to a proxy, while nobody speaks HTTP on it yet. */
    private @Nullable Channel dialled;

    /** Runs while the server is being reached. */
    private @Nullable Future<?> timer;

    /** A connection that was dialled for this exchange and is to be shared, until the server has said what it can do. */
    private @Nullable SharedConnection opening;

    private @Nullable HttpCarrier carrier;

    /** The last of them, which is told when the exchange is over. */
    private @Nullable HttpCarrier served;

    /** Whether the request was sent once more. */
    private boolean repeated;

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
            place = new HttpPlace(request.scheme(), request.host(), request.port(), Dialer.proxyFor(options, asked));
            enter();
        } catch (NotPermittedException e) {
            finish(String.valueOf(e.getMessage()));
        } catch (Throwable bug) {
            crashed(bug);
        }
    }

    private void enter() {
        entered = true;
        pool.enter(to(), this);
    }

    private void leave() {
        if (entered) {
            entered = false;
            pool.leave(to(), this);
        }
    }

    private HttpPlace to() {
        return Objects.requireNonNull(place);
    }

    /** The exchange may have a connection. */
    void takeTurn() {
        if (leftNetwork) {
            return;
        }
        try {
            HttpStream stream = pool.newStream(to());
            HttpConnection idle = stream == null ? pool.takeIdle(to()) : null;
            if (stream != null) {
                leave();
                send(stream);
            } else if (idle != null) {
                sendOn(idle);
            } else {
                dial();
            }
        } catch (HandshakeException e) {
            finish(e.reason());
        } catch (Throwable bug) {
            crashed(bug);
        }
    }

    private void dial() {
        if (!pool.hasRoom()) {
            finish("the limit of " + options.maxConnections() + " connections is reached");
            return;
        }
        timer = loop.eventLoop()
                .schedule(
                        () -> unreached("no connection within " + Failures.duration(options.handshakeTimeout())),
                        options.handshakeTimeout().toNanos(),
                        TimeUnit.NANOSECONDS);
        var target = new Dialer.Target(request.scheme(), request.host(), request.port(), request.secure());
        Dialer reaching = new Dialer(loop, rules, options, target, new Reaching());
        dialer = reaching;
        reaching.guard(() -> reaching.dial(to().proxy()));
    }

    private void unreached(String failure) {
        if (!leftNetwork) {
            pool.remember(to(), false); // or those who wait would find out one after the other
            finish(failure);
        }
    }

    /** What the dialler asks and tells, and a connection over HTTP/2 that it led to. */
    private final class Reaching implements Dialer.Owner, SharedConnection.Opener {

        @Override
        public void connected(Channel channel) {
            dialled = channel;
        }

        @Override
        public boolean offersHttp2() {
            return options.http2();
        }

        @Override
        public void reached(Channel channel, boolean http2) throws HandshakeException {
            if (leftNetwork) {
                channel.close();
                return;
            }
            dialled = null;
            pool.remember(to(), http2);
            if (!http2) {
                stopTimer();
                sendOn(HttpConnection.start(pool, to(), loop, channel));
            } else if (pool.isSharing(to())) { // another exchange was faster
                stopTimer();
                channel.close();
                HttpStream stream = pool.newStream(to());
                leave();
                if (stream == null) {
                    enter();
                } else {
                    send(stream);
                }
            } else {
                opening = SharedConnection.start(pool, to(), loop, channel, this);
                leave();
            }
        }

        @Override
        public void opened() {
            stopTimer();
            opening = null;
            takeTurn();
        }

        @Override
        public void openingFailed(String failure) {
            opening = null;
            unreached(failure);
        }

        @Override
        public void crashed(Throwable bug) {
            NettyHttpExchange.this.crashed(bug);
        }
    }

    private void sendOn(HttpConnection found) throws HandshakeException {
        pool.connected(to(), this);
        send(found);
    }

    private void send(HttpCarrier found) throws HandshakeException {
        carrier = found;
        served = found;
        String cookie = cookies.toSend(this::fieldsByName);
        found.serve(new Incoming(), request);
        upload.open(found, cookie);
        found.read();
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

    /** What the carrier tells. */
    private final class Incoming implements HttpCarrier.User {
        @Override
        public void head(int status, String phrase, List<HttpField> fields) {
            try {
                cookies.keep(ResponseFields.values(fields, "Set-Cookie"));
                headTold = true;
                listener.onHead(status, phrase, fields);
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
            } else if (carrier != null) {
                carrier.read(); // a pause is for the body
            }
        }

        @Override
        public void complete() {
            HttpCarrier used = carrier;
            carrier = null;
            if (used != null) {
                used.done(upload.isComplete());
            }
            finish(null);
        }

        @Override
        public void failed(String reason, boolean untouched) {
            if (!untouched || repeated || headTold || request.bodyLength() != HttpRequest.NO_BODY || !repeat()) {
                finish(reason);
            }
        }

        @Override
        public void crashed(Throwable bug) {
            NettyHttpExchange.this.crashed(bug);
        }
    }

    /** The server had left before the request came: sends it once more, if somebody still waits. */
    private boolean repeat() {
        HttpCarrier lost = carrier;
        if (lost == null) {
            return false;
        }
        repeated = true;
        carrier = null;
        served = null;
        lost.drop();
        lost.release();
        if (entered) {
            dial(); // other idle connections to the place will be no better
        } else {
            // Later: a connection that goes away tells its streams first.
            loop.eventLoop().execute(() -> {
                if (!leftNetwork) {
                    enter();
                }
            });
        }
        return true;
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
            if (carrier != null) {
                carrier.read();
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
        if (opening != null) {
            opening.close();
            opening = null;
        }
        if (carrier != null) {
            carrier.drop();
            carrier = null;
        }
        upload.release();
        leave();
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
        if (served != null) {
            served.release();
            served = null;
        }
    }

    private void tellEnd(@Nullable String failure) {
        try {
            if (failure == null) {
                listener.onEnd();
            } else {
                listener.onFailed(failure);
            }
        } catch (Throwable bug) {
            Failures.reported(bug);
        }
    }
}
