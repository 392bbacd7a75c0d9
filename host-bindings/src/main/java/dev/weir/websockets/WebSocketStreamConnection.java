package dev.weir.websockets;

import dev.weir.abort.AbortSignal;
import dev.weir.streams.ReadableStream;
import dev.weir.streams.StreamsForOtherSpecs;
import dev.weir.streams.UnderlyingSink;
import dev.weir.streams.UnderlyingSource;
import dev.weir.streams.WritableStream;
import dev.weir.webidl.Promise;
import dev.weir.webidl.Realm;
import dev.weir.websockets.WebSocketError.CloseInfo;
import dev.weir.websockets.transport.WebSocketClosure;
import dev.weir.websockets.transport.WebSocketConnection;
import dev.weir.websockets.transport.WebSocketListener;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.graalvm.polyglot.HostAccess.Export;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/**
 * One connection between its transport and its two streams.
 *
 * <p>Messages that arrive together are collected and given to the readable stream in one task, so that a script that
 * reads them all does so in one turn. At most what one read of the socket brought is held beyond the stream's high-water
 * mark.
 */
final class WebSocketStreamConnection implements WebSocketListener, UnderlyingSource, UnderlyingSink {
    private final Realm realm;
    private final String url;
    /** [[openedPromise]] */
    final Promise opened;
    /** [[closedPromise]] */
    final Promise closed;

    private @Nullable WebSocketConnection connection;
    private @Nullable ReadableStream readable;
    private @Nullable WritableStream writable;
    private @Nullable Promise closing;
    private Runnable removeAbortAlgorithm = () -> {};
    private List<Object> arrived = new ArrayList<>();
    private boolean paused;
    /** A write that the transport has queued but not sent. */
    private boolean writePending;
    /** A write that came when nothing could be sent any more; it is settled with the connection's end. */
    private boolean writeRefused;
    /** The writable stream itself ends the connection, and so must not be errored by a clean end. */
    private boolean sinkEnding;

    /** The script wants it to end, or not to begin. */
    private boolean closeStarted;

    private boolean serverClosing;
    private boolean ended;

    /** The promises have been settled and the writable stream has ended; the readable one may have messages to come. */
    private boolean settled;

    /** How that was, if it was not clean. */
    private @Nullable Value failure;

    /** Whether the loop waits for the connection. */
    private boolean awaited;

    /** @param url for messages */
    WebSocketStreamConnection(Realm realm, String url) {
        this.realm = realm;
        this.url = url;
        opened = Promise.create(realm).markAsHandled();
        closed = Promise.create(realm).markAsHandled();
    }

    /** Connects, unless the signal was aborted already. */
    void start(Opening opening, @Nullable AbortSignal signal) {
        if (signal != null && signal.aborted()) {
            ended = true;
            opened.reject(signal.reason());
            closed.reject(signal.reason());
            return;
        }
        setAwaited(true);
        connection = opening.connect(this);
        if (signal != null) {
            removeAbortAlgorithm = signal.addAbortAlgorithm(() -> abortHandshake(signal.reason()));
        }
    }

    private void setAwaited(boolean wanted) {
        if (awaited != wanted) {
            awaited = wanted;
            if (wanted) {
                realm.loop().retain();
            } else {
                realm.loop().release();
            }
        }
    }

    private WebSocketConnection connection() {
        return Objects.requireNonNull(connection);
    }

    private void abortHandshake(Value reason) {
        if (readable == null && !ended) {
            closeStarted = true;
            opened.reject(reason);
            closed.reject(reason);
            connection().fail();
        }
    }

    // ---- what scripts ask for

    /** Starts the closing handshake; while connecting, fails the connection. A second call does nothing. */
    void close(CloseInfo info) {
        if (closeStarted || ended || settled) {
            return;
        }
        closeStarted = true;
        if (readable == null) {
            connection().fail();
        } else if (info.code() == null) {
            connection().close();
        } else {
            connection().close(info.code(), info.reason());
        }
    }

    @Override
    public @Nullable Value pull() {
        if (paused && !ended) {
            paused = false;
            setAwaited(true);
            connection().resume();
        }
        return null;
    }

    @Override
    public @Nullable Value cancel(Value reason) {
        if (settled && !ended) {
            connection().fail(); // nobody wants what is still to come
            return null;
        }
        closeWith(reason);
        return closedOrDone();
    }

    @Override
    public WriteSteps writeSteps() {
        return new WriteSteps("webSocketSend", new Sender());
    }

    @Override
    public @Nullable Value close() {
        sinkEnding = true;
        close(new CloseInfo(null, ""));
        return closedOrDone();
    }

    @Override
    public @Nullable Value abort(Value reason) {
        sinkEnding = true;
        closeWith(reason);
        return closedOrDone();
    }

    /** A code and a reason come from a genuine WebSocketError only. */
    private void closeWith(Value reason) {
        Value peer = realm.callFunction("webSocketErrorPeer", reason);
        if (peer.isHostObject() && peer.asHostObject() instanceof WebSocketError error) {
            Integer code = error.closeCode();
            close(new CloseInfo(
                    code == null && !error.reason().isEmpty() ? Integer.valueOf(1000) : code, error.reason()));
        } else {
            close(new CloseInfo(null, ""));
        }
    }

    /** Null when the connection has ended, else a promise that settles when it does. */
    private @Nullable Value closedOrDone() {
        if (ended) {
            return null;
        }
        if (closing == null) {
            closing = Promise.create(realm).markAsHandled();
        }
        return closing.value();
    }

    // ---- what the transport tells

    @Override
    public void onOpen(String protocol, String extensions) {
        realm.runTask(() -> {
            removeAbortAlgorithm.run();
            ReadableStream incoming = StreamsForOtherSpecs.newReadableStream(realm, this, 1);
            WritableStream outgoing = StreamsForOtherSpecs.newWritableStream(realm, this, 1);
            readable = incoming;
            writable = outgoing;
            Map<String, Object> info = new LinkedHashMap<>();
            info.put("extensions", extensions);
            info.put("protocol", protocol);
            info.put("readable", incoming.toValue());
            info.put("writable", outgoing.toValue());
            opened.resolve(realm.dictionary(info));
        });
    }

    @Override
    public void onText(String text) {
        arrived.add(text);
    }

    @Override
    public void onBinary(ByteBuffer bytes) {
        arrived.add(realm.uint8Array(bytes));
    }

    @Override
    public void onReadComplete() {
        ReadableStream incoming = readable;
        if (incoming == null || arrived.isEmpty()) {
            return;
        }
        List<Object> messages = arrived;
        arrived = new ArrayList<>();
        realm.runTask(() -> {
            for (Object message : messages) {
                StreamsForOtherSpecs.enqueue(incoming, message);
            }
        });
        if (StreamsForOtherSpecs.isFull(incoming) && !paused && !ended) {
            paused = true;
            connection().pause();
            setAwaited(!settled); // when all is settled, only the script can go on
        }
    }

    @Override
    public void onWritable() {
        WritableStream outgoing = writable;
        if (writePending && outgoing != null) {
            writePending = false;
            realm.runTask(() -> StreamsForOtherSpecs.writeFinished(outgoing));
        }
    }

    @Override
    public void onClosing(int code, String reason, int unsentMessages) {
        serverClosing = true;
    }

    @Override
    public void onEnding(WebSocketClosure closure) {
        setAwaited(false);
        realm.runTask(() -> {
            failure = failureOf(closure);
            settle(closure);
        });
    }

    @Override
    public void onClosed(WebSocketClosure closure) {
        onReadComplete();
        ended = true;
        setAwaited(false);
        String whyNotOpened = readable == null && !closeStarted ? closure.failure() : null;
        if (whyNotOpened != null) { // the script may look at neither promise, and they count as handled
            realm.service(WebSocketEnvironment.class).printFailure(url, whyNotOpened);
        }
        realm.runTask(() -> {
            removeAbortAlgorithm.run();
            if (!settled) {
                failure = failureOf(closure);
                endReadable(failure);
                settle(closure);
            } else {
                // What was told before the last messages were looked at stands, unless they were not fit to be read.
                endReadable(failure != null || closure.wasClean() ? failure : failureOf(closure));
            }
        });
    }

    /** Null when the connection was closed cleanly and nothing was lost. */
    private @Nullable Value failureOf(WebSocketClosure closure) {
        boolean nothingLost = closure.unsentMessages() == 0 && !writePending;
        if (closure.wasClean() && nothingLost) {
            return null;
        }
        String message = closure.failure() == null
                ? "the connection to " + url + " was closed with messages unsent"
                : closure.failure();
        return new WebSocketError(realm, message, closure.code(), closure.reason()).toValue();
    }

    private void endReadable(@Nullable Value error) {
        if (readable == null) {
            return;
        }
        if (error == null) {
            StreamsForOtherSpecs.close(readable);
        } else {
            StreamsForOtherSpecs.error(readable, error);
        }
    }

    /** Ends everything but the readable stream, which may still have messages to deliver. */
    private void settle(WebSocketClosure closure) {
        settled = true;
        Value error = failure;
        if (error == null) {
            if (!sinkEnding) {
                endWritable(realm.domException("InvalidStateError", "the WebSocket is closed: " + url));
            }
            Map<String, Object> info = new LinkedHashMap<>();
            info.put("closeCode", closure.code());
            info.put("reason", closure.reason());
            closed.resolve(realm.dictionary(info));
            if (closing != null) {
                closing.resolve(null);
            }
            return;
        }
        opened.reject(error);
        endWritable(error);
        closed.reject(error);
        if (closing != null) {
            closing.reject(error);
        }
    }

    /** Errors the writable stream; a write that waits fails with the same error. */
    private void endWritable(Value error) {
        if (writable == null) {
            return;
        }
        if (writePending || writeRefused) {
            StreamsForOtherSpecs.writeFailed(writable, error);
        } else {
            StreamsForOtherSpecs.error(writable, error);
        }
    }

    /** What websockets.js calls with a converted chunk; the answer is that of {@link UnderlyingSink.WriteSteps}. */
    public final class Sender {
        @Export
        public boolean text(String text) {
            return canSend() && sent(connection().sendText(text));
        }

        /** Copies the bytes out of the buffer, which the script may change as soon as this returns. */
        @Export
        public boolean binary(Value buffer, long offset, int length) {
            if (!canSend()) {
                return false;
            }
            return sent(connection().sendBinary(realm.bytesOf(buffer, offset, length)));
        }

        private boolean canSend() {
            writeRefused = serverClosing || settled || closeStarted;
            return !writeRefused;
        }

        private boolean sent(boolean room) {
            writePending = !room;
            return room;
        }
    }
}
