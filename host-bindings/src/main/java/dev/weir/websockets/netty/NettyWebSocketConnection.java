package dev.weir.websockets.netty;

import dev.weir.websockets.transport.WebSocketClosure;
import dev.weir.websockets.transport.WebSocketConnection;
import dev.weir.websockets.transport.WebSocketListener;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One connection: delivery and pausing, sending, the closing handshake, and the one last call to the listener.
 */
final class NettyWebSocketConnection implements WebSocketConnection, OpeningStage.Owner, NettyTaskLoop.Dependent {
    private static final byte[] NO_REASON = {};

    private enum State {
        CONNECTING,
        OPEN,
        /** The closing handshake has begun on either side. */
        CLOSING,
        /** The listener has had its last call, or will have it in the next turn. */
        CLOSED
    }

    private final String url;
    private final TransportOptions options;
    private final EventLoop loop;
    private final MaskSource masks;
    private final Scratch scratch;
    private final WebSocketListener listener;

    /** What ends with the loop; this does until it is CLOSED. */
    private final Set<NettyTaskLoop.Dependent> siblings;

    private State state = State.CONNECTING;
    private @Nullable WebSocketDialer dialer;
    private Runnable onEnd = () -> {};

    /** Runs during CONNECTING for the whole opening. */
    private @Nullable Future<?> timer;

    /** Whether the listener knows that the connection is over, though it has not taken all messages. */
    private boolean endingTold;

    private final Intake intake;
    private final SocketHandler socket;
    private final Sending sending;
    private final ClosingHandshake closing;

    /** How messages are compressed; set just before the parts above are put to use. */
    private @Nullable PerMessageDeflate deflate;

    NettyWebSocketConnection(
            String url,
            TransportOptions options,
            EventLoop loop,
            MaskSource masks,
            Scratch scratch,
            WebSocketListener listener,
            Set<NettyTaskLoop.Dependent> siblings) {
        this.url = url;
        this.options = options;
        this.loop = loop;
        this.masks = masks;
        this.scratch = scratch;
        this.listener = listener;
        this.siblings = siblings;
        this.intake = new Intake(loop, new Reading());
        this.socket = new SocketHandler(intake, new Pipeline());
        this.sending = new Sending(loop, options.maxQueuedBytes(), new Outgoing());
        this.closing = new ClosingHandshake(loop, options.closeTimeout(), this::closeTimedOut);
    }

    // ---- opening

    /** @param whenEnded runs once when this connection is no more, or never came to be */
    void start(@Nullable WebSocketDialer dialler, Duration timeout, Runnable whenEnded) {
        siblings.add(this);
        dialer = dialler;
        onEnd = whenEnded;
        timer = loop.schedule(
                () -> {
                    if (state == State.CONNECTING) {
                        openingFailed("no connection within " + Failures.duration(timeout));
                    }
                },
                timeout.toNanos(),
                TimeUnit.NANOSECONDS);
    }

    /** There is a channel on the way to the server, or another one than before. */
    void connected(Channel connected) {
        socket.connected(connected);
    }

    /** Whether the opening goes on. */
    boolean isConnecting() {
        return state == State.CONNECTING;
    }

    @Override
    public void openingFailed(String failure) {
        if (state == State.CONNECTING) {
            end(abnormally(failure));
            dropChannel();
        }
    }

    /** The handshake is done; takes the place of its handler, and the bytes that came behind the server's answer. */
    void opened(ChannelHandlerContext handshake, OpeningHandshake.Agreement agreement, ByteBuf rest) {
        if (state != State.CONNECTING) {
            rest.release();
            return;
        }
        cancelTimers();
        openingEnds();
        state = State.OPEN;
        deflate = agreement.deflate();
        socket.takePlaceOf(handshake);
        MessageInflater inflater = deflate == null ? null : new MessageInflater(deflate);
        intake.open(
                new FrameDecoder(handshake.alloc(), scratch, options.maxMessageSize(), inflater, new Incoming()), rest);
        if (!options.pingInterval().isZero()) {
            socket.keepAlive(
                    new KeepAlive(loop, options.pingInterval(), this::ping, intake::isReading, this::serverIsSilent));
        }
        try {
            listener.onOpen(agreement.protocol(), agreement.extensions());
            intake.deliver();
        } catch (Throwable bug) {
            crashed(bug);
        }
    }

    /** Others may have their turn; the channel, if there is one, is not the dialler's any more. */
    private void openingEnds() {
        if (dialer != null) {
            dialer.finished();
            dialer = null;
        }
    }

    /** What the channel's side tells. */
    private final class Pipeline implements SocketHandler.Owner {
        @Override
        public void attached(ChannelHandlerContext ctx) {
            MessageDeflater deflater = deflate == null ? null : new MessageDeflater(deflate, options.compression());
            sending.open(new Outbox(ctx, masks, options.highWaterMark(), options.lowWaterMark(), deflater, sending));
        }

        @Override
        public void crashed(Throwable bug) {
            NettyWebSocketConnection.this.crashed(bug);
        }

        @Override
        public void detached() {
            cancelTimers();
            sending.release();
        }
    }

    // ---- input

    /** What the reading side asks and tells. */
    private final class Reading implements Intake.Owner {
        @Override
        public boolean ignoresInput() {
            return state == State.CLOSED || closing.serverFrame() != null;
        }

        @Override
        public boolean isClosing() {
            return closing.isQueued();
        }

        @Override
        public void malformed(FrameException error) {
            failed(error.code(), "server sent a malformed frame: " + error.describe());
        }

        @Override
        public void crashed(Throwable bug) {
            NettyWebSocketConnection.this.crashed(bug);
        }

        @Override
        public void batchDelivered() {
            if (state == State.CLOSED) {
                return;
            }
            try {
                listener.onReadComplete();
            } catch (Throwable bug) {
                crashed(bug);
            }
        }

        @Override
        public void inputExhausted() {
            intake.completeBatch();
            end(closedByServer(closing.serverFrame()));
        }

        @Override
        public void endedBehindHeld() {
            if (endingTold || state != State.OPEN) {
                return;
            }
            endingTold = true;
            sending.freezeUnsent();
            try {
                listener.onEnding(closedByServer(intake.closeFrameAhead()));
            } catch (Throwable bug) {
                crashed(bug);
            }
        }

        @Override
        public void flush() {
            sending.endTurn();
        }

        @Override
        public void read() {
            socket.read();
        }
    }

    /** What the decoder finds. */
    private final class Incoming implements FrameSink {
        @Override
        public void text(String message) {
            if (state == State.OPEN) { // after close() what still comes is dropped
                intake.countMessage(message.length());
                listener.onText(message);
            }
        }

        @Override
        public void binary(ByteBuffer message) {
            if (state == State.OPEN) {
                intake.countMessage(message.remaining());
                listener.onBinary(message);
            }
        }

        @Override
        public void ping(byte[] payload, int length) {
            if (!closing.isQueued()) {
                sending.pong(payload, length);
            }
        }

        @Override
        public void close(ClosingHandshake.Frame frame) {
            serverClosed(frame);
        }
    }

    @Override
    public void pause() {
        intake.pause();
    }

    @Override
    public void resume() {
        intake.resume();
    }

    // ---- output

    @Override
    public boolean sendText(String text) {
        if (canSend()) {
            return sending.text(text);
        }
        sending.lost(text.getBytes(StandardCharsets.UTF_8).length);
        return false;
    }

    @Override
    public boolean sendBinary(ByteBuffer bytes) {
        if (canSend()) {
            return sending.binary(bytes);
        }
        sending.lost(bytes.remaining());
        return false;
    }

    private boolean canSend() {
        if (sending.hasOverflowed()) {
            return false;
        }
        if (state == State.CONNECTING
                || state == State.CLOSED
                || (closing.isQueued() && closing.serverFrame() == null)) {
            throw new IllegalStateException("cannot send: the connection is " + state);
        }
        return state == State.OPEN && !intake.hasEnded() && socket.lossReason() == null;
    }

    @Override
    public long bufferedAmount() {
        return sending.bufferedAmount();
    }

    @Override
    public int unsentMessages() {
        return sending.unsentMessages();
    }

    /** What the sending side asks and tells. */
    private final class Outgoing implements Sending.Owner {
        @Override
        public boolean isInTurn() {
            return intake.isInTurn();
        }

        @Override
        public boolean wantsNoRoom() {
            return state == State.CLOSED || closing.serverFrame() != null;
        }

        @Override
        public void writable() {
            try {
                listener.onWritable();
            } catch (Throwable bug) {
                crashed(bug);
            }
        }

        @Override
        public void overflowed(String failure) {
            drop(failure);
        }

        @Override
        public void progressed() {
            socket.progressed();
            if (state == State.CLOSING && !closing.isSent()) {
                closing.await(); // a slow server is no dead one
            }
        }

        @Override
        public void pingSent() {
            socket.pingSent();
        }

        @Override
        public void closeFrameSent() {
            closing.wasSent();
            if (state == State.CLOSED || closing.serverFrame() != null) {
                closing.linger();
            }
        }

        @Override
        public void writeFailed(Throwable cause) {
            socket.noteLoss(cause);
            if (state == State.OPEN) {
                intake.drain();
            }
        }
    }

    // ---- closing

    @Override
    public void close() {
        startClosing(WebSocketClosure.NO_STATUS, "");
    }

    @Override
    public void close(int code, String reason) {
        ClosingHandshake.requireSendable(code, reason);
        startClosing(code, reason);
    }

    private void startClosing(int code, String reason) {
        if (state == State.CONNECTING) {
            fail();
        } else if (state == State.OPEN) {
            state = State.CLOSING;
            closing.await(); // first, so that a frame which cannot be made does not keep the end from coming
            sending.close(closing, code, reason.getBytes(StandardCharsets.UTF_8));
            // Whatever is held, or comes, is now only looked through for the server's answer.
            intake.scheduleTurn();
        }
    }

    private void serverClosed(ClosingHandshake.Frame frame) {
        intake.completeBatch();
        if (state == State.CLOSED) {
            return;
        }
        boolean byServer = state == State.OPEN;
        state = State.CLOSING;
        sending.flush(); // what the listener has just written may well be gone before the count
        int unsent = sending.freezeUnsent();
        closing.received(frame);
        sending.dropUnbegun();
        sending.close(closing, frame.code(), NO_REASON);
        if (byServer) {
            closing.await();
        }
        if (closing.isSent()) {
            closing.linger();
        }
        if (byServer) {
            listener.onClosing(frame.code(), frame.reason(), unsent);
        }
    }

    private void ping() {
        if (state == State.OPEN) {
            sending.ping();
        }
    }

    private void serverIsSilent() {
        if (state == State.OPEN) {
            endAbnormally("server did not answer a ping within " + Failures.duration(options.pingInterval()));
            dropChannel();
        }
    }

    /** @param frame the server's close frame, if there was one; clean, too, when it did not stay to hear the answer */
    private WebSocketClosure closedByServer(ClosingHandshake.@Nullable Frame frame) {
        if (frame != null) {
            return ClosingHandshake.cleanly(frame, unsentMessages());
        }
        String lossReason = socket.lossReason();
        String how = lossReason == null ? "" : ": " + lossReason;
        return abnormally("server closed the connection without a close frame" + how);
    }

    private void closeTimedOut() {
        end(closing.overdue(url, unsentMessages()));
        dropChannel();
    }

    /** Fails the connection for something the server did: the listener hears at once, the server by a close frame. */
    private void failed(int code, String failure) {
        intake.completeBatch();
        if (state != State.CLOSED) {
            boolean told = tellServer(code);
            endAbnormally(failure);
            if (told) {
                closing.linger();
            } else {
                dropChannel();
            }
        }
    }

    /** Queues a close frame behind the answers to what came before; false when there is no memory even for that. */
    private boolean tellServer(int code) {
        sending.forgetWaiting();
        try {
            sending.flush();
            sending.dropUnbegun();
            sending.close(closing, code, NO_REASON);
            return true;
        } catch (OutOfMemoryError e) {
            return false;
        }
    }

    /** Ours is the fault, or a callback's of the embedder; what it is, is for the log: scripts see nothing of Java. */
    @Override
    public void crashed(Throwable bug) {
        String failure = Failures.reported(bug);
        if (state == State.CONNECTING) {
            openingFailed(failure);
        } else {
            failed(CloseCodes.INTERNAL_ERROR, failure);
        }
    }

    @Override
    public void fail() {
        if (state == State.CLOSED) {
            return;
        }
        drop(state == State.CONNECTING ? "given up before the connection was established" : "connection dropped");
    }

    /** The listener hears in a later turn. */
    private void drop(String failure) {
        WebSocketClosure closure = abnormally(failure);
        becomeClosed(closure);
        dropChannel();
        loop.execute(() -> tell(closure));
    }

    /** There will be no later turn: the listener hears now. */
    @Override
    public void loopEnds() {
        endAbnormally(Failures.LOOP_ENDS);
        dropChannel();
    }

    private void endAbnormally(String failure) {
        end(abnormally(failure));
    }

    private WebSocketClosure abnormally(String failure) {
        return ClosingHandshake.abnormally(url + ": " + failure, unsentMessages());
    }

    /** The last call, once; the channel may live on for a moment. */
    private void end(WebSocketClosure closure) {
        if (state == State.CLOSED) {
            return;
        }
        becomeClosed(closure);
        intake.release();
        tell(closure);
    }

    private void becomeClosed(WebSocketClosure closure) {
        sending.freezeUnsent();
        state = State.CLOSED;
        siblings.remove(this);
        cancelTimers();
        onEnd.run();
    }

    private void tell(WebSocketClosure closure) {
        try {
            listener.onClosed(closure);
        } catch (Throwable bug) {
            Failures.reported(bug);
        }
    }

    private void dropChannel() {
        if (dialer != null) {
            dialer.cancel();
        }
        openingEnds();
        socket.drop();
        intake.release();
    }

    private void cancelTimers() {
        closing.stopWaiting();
        if (state != State.OPEN) {
            socket.stopPings();
        }
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }
}
