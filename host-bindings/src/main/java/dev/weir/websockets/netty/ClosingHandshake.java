package dev.weir.websockets.netty;

import dev.weir.websockets.transport.WebSocketClosure;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The closing handshake of one connection: which close frames came and went, and how long the other side may take.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6455#section-7">RFC 6455, section 7</a>
 */
final class ClosingHandshake {
    /** How long a server may keep TCP open once nothing is left to say. */
    private static final Duration LINGER = Duration.ofSeconds(2);

    /** A close frame that came. */
    record Frame(int code, String reason) {}

    private final EventLoop loop;
    private final Duration timeout;
    private final Runnable timedOut;

    private @Nullable Frame serverFrame;
    private boolean queued;
    private boolean sent;
    private @Nullable Future<?> timer;

    /** @param timedOut runs when the time is over */
    ClosingHandshake(EventLoop loop, Duration timeout, Runnable timedOut) {
        this.loop = loop;
        this.timeout = timeout;
        this.timedOut = timedOut;
    }

    /** The server's close frame, once it has come. */
    @Nullable
    Frame serverFrame() {
        return serverFrame;
    }

    /** Whether a close frame of this side waits to be sent or was. */
    boolean isQueued() {
        return queued;
    }

    /** Whether the close frame of this side was handed to the socket. */
    boolean isSent() {
        return sent;
    }

    /**
     * The bytes of a reason.
     *
     * @throws IllegalArgumentException when code or reason are not for a close frame
     */
    static byte[] requireSendable(int code, String reason) {
        byte[] bytes = reason.getBytes(StandardCharsets.UTF_8);
        if (!CloseCodes.mayBeSent(code) || bytes.length > CloseCodes.MAX_REASON) {
            throw new IllegalArgumentException(
                    "not for a close frame: code " + code + ", reason of " + bytes.length + " bytes");
        }
        return bytes;
    }

    /** Queues this side's close frame, unless there is one already; whether it did. */
    boolean queue(Outbox outbox, int code, byte[] reason) {
        if (queued) {
            return false;
        }
        queued = true;
        outbox.addClose(code, reason);
        return true;
    }

    /** The server's close frame came. */
    void received(Frame frame) {
        serverFrame = frame;
    }

    /** This side's close frame has left. */
    void wasSent() {
        sent = true;
    }

    /** Begins to wait for the server. */
    void await() {
        start(timeout);
    }

    /** Begins to wait for the end of TCP: nothing is left to say. */
    void linger() {
        start(LINGER.compareTo(timeout) < 0 ? LINGER : timeout);
    }

    private void start(Duration limit) {
        stopWaiting();
        timer = loop.schedule(timedOut, limit.toNanos(), TimeUnit.NANOSECONDS);
    }

    void stopWaiting() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }

    // ---- how the connection ended

    /** When the server's frame was the last thing to come. */
    static WebSocketClosure cleanly(Frame frame, int unsentMessages) {
        return new WebSocketClosure(true, frame.code(), frame.reason(), unsentMessages, null);
    }

    /** When no closing handshake was completed. */
    static WebSocketClosure abnormally(String failure, int unsentMessages) {
        return new WebSocketClosure(false, WebSocketClosure.ABNORMAL, "", unsentMessages, failure);
    }

    /** When the time was over in which the server was to do its part. */
    WebSocketClosure overdue(String url, int unsentMessages) {
        Frame frame = serverFrame;
        String within = " within " + Failures.duration(timeout);
        if (frame == null) {
            return abnormally(url + ": server did not complete the closing handshake" + within, unsentMessages);
        }
        if (sent) {
            return cleanly(frame, unsentMessages);
        }
        String failure = url + ": server closed, but did not take the answer" + within;
        return new WebSocketClosure(false, frame.code(), frame.reason(), unsentMessages, failure);
    }
}
