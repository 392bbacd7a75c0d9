package dev.weir.websockets.netty;

import io.netty.channel.Channel;
import io.netty.util.concurrent.Future;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A connection over HTTP/2 whose streams serve the exchanges with one place, many at a time; kept for a while when there are
 * none. On the loop's thread only.
 */
final class SharedConnection implements Http2Session.Owner, NettyTaskLoop.Dependent {
    /** For whom it was made. */
    interface Opener {
        /** The server has said what it can do: there is room for streams. */
        void opened();

        /** The connection ended before that. */
        void openingFailed(String failure);
    }

    private final HttpPool pool;
    private final HttpPlace place;
    private final NettyTaskLoop loop;

    /** Until it has been told something. */
    private @Nullable Opener opener;

    private @Nullable Http2Session session;

    /** Exchanges that are not over, though their streams may be: what they hold counts like what streams hold. */
    private int serving;

    /** Whether there will be no further streams. */
    private boolean retired;

    /** Runs while no stream is open. */
    private @Nullable Future<?> idleTimer;

    private SharedConnection(HttpPool pool, HttpPlace place, NettyTaskLoop loop, Opener opener) {
        this.pool = pool;
        this.place = place;
        this.loop = loop;
        this.opener = opener;
    }

    /** Begins to speak HTTP/2 on a channel that leads to the server. */
    static SharedConnection start(HttpPool pool, HttpPlace place, NettyTaskLoop loop, Channel channel, Opener opener) {
        SharedConnection connection = new SharedConnection(pool, place, loop, opener);
        connection.session = Http2Session.start(channel, connection);
        pool.add(connection);
        return connection;
    }

    private Http2Session session() {
        return Objects.requireNonNull(session);
    }

    HttpPlace place() {
        return place;
    }

    /** Whether the server has said what it can do. */
    boolean isOpen() {
        return session().isSettled();
    }

    boolean isIdle() {
        return session().isIdle();
    }

    boolean hasRoom() {
        return session().hasRoom() && serving < Http2Session.MAX_STREAMS;
    }

    /** Opens a stream. There must be room. */
    HttpStream open() {
        wake();
        HttpStream stream = new HttpStream(session().isProven(), this::released);
        session().open(stream);
        serving++;
        return stream;
    }

    private void released() {
        serving--;
        loop.eventLoop().execute(this::roomChanged);
    }

    /** Ends the connection, and its streams with it. */
    void close() {
        session().close();
    }

    // ---- idle

    private void restIfIdle() {
        if (!isIdle()) {
            return;
        }
        if (retired || loop.isEnding()) {
            close();
        } else if (idleTimer == null) {
            loop.dependents().add(this);
            idleTimer = loop.eventLoop().schedule(this::close, HttpPool.MAX_IDLE_SECONDS, TimeUnit.SECONDS);
        }
    }

    private void wake() {
        if (idleTimer != null) {
            loop.dependents().remove(this);
            idleTimer.cancel(false);
            idleTimer = null;
        }
    }

    @Override
    public void loopEnds() {
        close();
    }

    // ---- what the session tells

    @Override
    public void settled(boolean extendedConnect) {
        Opener waiting = takeOpener();
        if (hasRoom()) {
            waiting.opened();
            roomChanged();
        } else {
            close();
            waiting.openingFailed("server takes no request on its connection");
        }
    }

    @Override
    public void failed(String reason) {
        takeOpener().openingFailed(reason);
    }

    private Opener takeOpener() {
        Opener waiting = Objects.requireNonNull(opener);
        opener = null;
        return waiting;
    }

    @Override
    public void roomChanged() {
        pool.giveStreams(place);
        restIfIdle();
    }

    @Override
    public void retired() {
        retired = true;
        wake();
        pool.retire(this);
        loop.eventLoop().execute(this::restIfIdle);
    }

    @Override
    public void closed() {
        pool.remove(this);
    }
}
