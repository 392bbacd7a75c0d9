package dev.weir.websockets.netty;

import dev.weir.host.NetworkRules;
import dev.weir.host.NotPermittedException;
import dev.weir.websockets.transport.WebSocketRequest;
import io.netty.channel.Channel;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * From a request for a WebSocket to the handshake that opens it: the rules, a turn among those for the same place, a
 * connection over HTTP/2 that is there already, or one that is dialled.
 */
final class WebSocketDialer implements Dialer.Owner {
    private final NettyTaskLoop loop;
    private final NetworkRules rules;
    private final TransportOptions options;
    private final Http2Sessions sessions;
    private final WebSocketRequest request;
    private final NettyWebSocketConnection connection;
    private final Dialer dialer;

    /** Runs when this dialler's turn has come. */
    private final Runnable turn;

    private final String place;

    /** Whether a server that had not looked at a request was dialled once more. */
    private boolean triedAgain;

    WebSocketDialer(
            NettyTaskLoop loop,
            NetworkRules rules,
            TransportOptions options,
            Http2Sessions sessions,
            WebSocketRequest request,
            NettyWebSocketConnection connection) {
        this.loop = loop;
        this.rules = rules;
        this.options = options;
        this.sessions = sessions;
        this.request = request;
        this.connection = connection;
        this.place = request.host() + ":" + request.port();
        var target = new Dialer.Target(request.scheme(), request.host(), request.port(), request.secure());
        Dialer reaching = new Dialer(loop, rules, options, target, this);
        this.dialer = reaching;
        this.turn = () -> reaching.guard(this::begin);
    }

    void start() {
        dialer.guard(() -> {
            if (dialer.isDone()) {
                return;
            }
            rules.checkConnect(request.scheme(), request.host(), request.port());
            if (joinSession()) {
                return;
            }
            if (options.oneOpeningAtATime()) {
                loop.openings().enter(place, turn);
            } else {
                begin();
            }
        });
    }

    private void begin() throws NotPermittedException, HandshakeException {
        if (!dialer.isDone() && !joinSession()) {
            dialer.dial(Dialer.proxyFor(options, request));
        }
    }

    /** The opening is over, well or badly. */
    void finished() {
        loop.openings().leave(place, turn);
    }

    /** Nobody waits any more. */
    void cancel() {
        dialer.cancel();
    }

    // ---- what the dialler tells

    @Override
    public void connected(Channel channel) {
        connection.connected(channel);
    }

    @Override
    public boolean offersHttp2() {
        return options.http2() && !sessions.lacksExtendedConnect(place);
    }

    @Override
    public void reached(Channel channel, boolean http2) throws HandshakeException {
        if (http2) {
            NewSession owner = new NewSession();
            owner.session = Http2Session.start(channel, owner);
        } else {
            channel.pipeline().addLast(new HandshakeHandler(newHandshake(), connection));
        }
    }

    @Override
    public void openingFailed(String failure) {
        connection.openingFailed(failure);
    }

    @Override
    public void crashed(Throwable bug) {
        connection.crashed(bug);
    }

    // ---- HTTP

    private OpeningHandshake newHandshake() throws HandshakeException {
        return new OpeningHandshake(
                request, loop.masks().nextKey(), options.compression().offered(), options.cookies());
    }

    /** Becomes one more WebSocket of a connection that is there, if there is one. */
    private boolean joinSession() throws HandshakeException {
        Http2Session session = request.secure() && options.http2() ? sessions.withRoom(place) : null;
        if (session == null) {
            return false;
        }
        cancel();
        finished(); // on a connection that is open, openings need not wait for one another
        var asking = new Http2HandshakeHandler(request, newHandshake(), connection, this::tryAgain);
        Channel stream = session.open(asking);
        asking.start(stream.pipeline().context(asking));
        connection.connected(stream);
        return true;
    }

    /** The server has not looked at the request: dials anew, once. */
    private boolean tryAgain(String reason) {
        if (triedAgain || !connection.isConnecting()) {
            return false;
        }
        triedAgain = true;
        dialAnew();
        return true;
    }

    private void dialAnew() {
        loop.eventLoop()
                .execute(() -> dialer.guard(() -> {
                    if (connection.isConnecting() && !joinSession()) {
                        dialer.dial(Dialer.proxyFor(options, request));
                    }
                }));
    }

    /** A connection over HTTP/2 that was dialled for this WebSocket, and that others may share. */
    private final class NewSession implements Http2Session.Owner {
        private @Nullable Http2Session session;

        @Override
        public void settled(boolean extendedConnect) {
            Http2Session made = Objects.requireNonNull(session);
            if (!connection.isConnecting()) {
                made.close();
            } else if (extendedConnect && made.hasRoom()) {
                sessions.add(place, made);
                dialer.guard(WebSocketDialer.this::joinSession);
            } else {
                sessions.rememberLackOfExtendedConnect(place);
                made.close();
                dialAnew();
            }
        }

        @Override
        public void failed(String reason) {
            dialer.fail(reason);
        }

        @Override
        public void roomChanged() {
            Http2Session made = Objects.requireNonNull(session);
            if (made.isIdle()) {
                made.close();
            }
        }

        @Override
        public void retired() {
            if (session != null) {
                sessions.remove(place, session);
            }
        }
    }
}
