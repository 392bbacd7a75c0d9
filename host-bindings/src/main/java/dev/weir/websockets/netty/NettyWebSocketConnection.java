package dev.weir.websockets.netty;

import dev.weir.websockets.transport.WebSocketClosure;
import dev.weir.websockets.transport.WebSocketConnection;
import dev.weir.websockets.transport.WebSocketListener;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One connection: delivery and pausing, sending, the closing handshake, and the one last call to the listener.
 */
final class NettyWebSocketConnection extends ChannelInboundHandlerAdapter implements WebSocketConnection {
    /** How long a server may keep TCP open once nothing is left to say. */
    private static final Duration LINGER = Duration.ofSeconds(2);

    private static final byte[] NO_REASON = {};

    private enum State {
        CONNECTING,
        OPEN,
        /** The closing handshake has begun on either side. */
        CLOSING,
        /** The listener has had its last call, or will have it in the next turn. */
        CLOSED
    }

    private record CloseFrame(int code, String reason) {}

    private final String url;
    private final TransportOptions options;
    private final EventLoop loop;
    private final MaskSource masks;
    private final Scratch scratch;
    private final WebSocketListener listener;

    /** The loop's connections; this is one of them until it is CLOSED. */
    private final Set<NettyWebSocketConnection> siblings;

    private State state = State.CONNECTING;
    private Runnable stopDialling = () -> {};
    private @Nullable Channel channel;

    /** Runs during CONNECTING for the whole opening, then during CLOSING. */
    private @Nullable Future<?> timer;

    // Set when the connection opens; read only after that.
    private @Nullable ChannelHandlerContext ctx;
    private @Nullable Outbox outbox;

    private final Intake intake;

    /** Why the socket failed, in the system's words. */
    private @Nullable String lossReason;

    private boolean flushScheduled;

    /** Whether a send was told that the queue is full. */
    private boolean awaitsWritable;

    /** The payload of the last ping that could not be answered yet because the server does not read. */
    private byte @Nullable [] owedPong;

    private @Nullable CloseFrame serverClose;
    private boolean closeQueued;
    private boolean closeSent;

    /** The number of unsent messages when the server closed or the connection ended, and those given up since. */
    private int unsentAtEnd = -1;

    NettyWebSocketConnection(
            String url,
            TransportOptions options,
            EventLoop loop,
            MaskSource masks,
            Scratch scratch,
            WebSocketListener listener,
            Set<NettyWebSocketConnection> siblings) {
        this.url = url;
        this.options = options;
        this.loop = loop;
        this.masks = masks;
        this.scratch = scratch;
        this.listener = listener;
        this.siblings = siblings;
        this.intake = new Intake(loop, new Reading());
    }

    // ---- opening

    void start(Runnable cancelDialling, Duration timeout) {
        siblings.add(this);
        stopDialling = cancelDialling;
        timer = loop.schedule(
                () -> {
                    if (state == State.CONNECTING) {
                        openingFailed("no connection within " + describe(timeout));
                    }
                },
                timeout.toNanos(),
                TimeUnit.NANOSECONDS);
    }

    /** TCP is connected. */
    void connected(Channel connected) {
        channel = connected;
    }

    void openingFailed(String failure) {
        if (state == State.CONNECTING) {
            end(new WebSocketClosure(false, WebSocketClosure.ABNORMAL, "", 0, url + ": " + failure));
            dropChannel();
        }
    }

    /** The handshake is done; takes the place of its handler, and the bytes that came behind the server's answer. */
    void opened(ChannelHandlerContext handshake, OpeningHandshake.Agreement agreement, ByteBuf rest) {
        if (state != State.CONNECTING) {
            rest.release();
            return;
        }
        cancelTimer();
        stopDialling = () -> {};
        channel = handshake.channel();
        state = State.OPEN;
        handshake.pipeline().replace(handshake.handler(), null, this);
        intake.open(new FrameDecoder(handshake.alloc(), scratch, options.maxMessageSize(), new Incoming()), rest);
        try {
            listener.onOpen(agreement.protocol(), agreement.extensions());
            intake.deliver();
        } catch (Throwable bug) {
            crashed(bug);
        }
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        ctx = context;
        outbox = new Outbox(context, masks, options.highWaterMark(), options.lowWaterMark(), new Outgoing());
    }

    // ---- input

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        intake.received((ByteBuf) message);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        intake.endTurn();
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        intake.end();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof IOException || cause.getCause() instanceof IOException) {
            noteLoss(cause);
            context.close();
        } else {
            crashed(cause);
        }
    }

    private void noteLoss(Throwable cause) {
        if (lossReason == null && !(cause instanceof ClosedChannelException)) {
            lossReason = Failures.innermost(cause);
        }
    }

    /** What the reading side asks and tells. */
    private final class Reading implements Intake.Owner {
        @Override
        public boolean ignoresInput() {
            return state == State.CLOSED || serverClose != null;
        }

        @Override
        public boolean isClosing() {
            return closeQueued;
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
            CloseFrame frame = serverClose;
            if (frame != null) {
                // Also clean when our answer was not sent: the server did not stay to hear it.
                end(new WebSocketClosure(true, frame.code, frame.reason, unsentMessages(), null));
            } else {
                String how = lossReason == null ? "" : ": " + lossReason;
                endAbnormally("server closed the connection without a close frame" + how);
            }
        }

        @Override
        public void flush() {
            NettyWebSocketConnection.this.flush();
        }

        @Override
        public void read() {
            open(ctx).read();
        }
    }

    /** What the decoder finds. */
    private final class Incoming implements FrameSink {
        @Override
        public void text(String message) {
            if (state == State.OPEN) { // after close() what still comes is dropped
                intake.countMessage();
                listener.onText(message);
            }
        }

        @Override
        public void binary(ByteBuffer message) {
            if (state == State.OPEN) {
                intake.countMessage();
                listener.onBinary(message);
            }
        }

        @Override
        public void ping(byte[] payload, int length) {
            if (closeQueued) {
                return;
            }
            if (open(outbox).isFull()) {
                owedPong = Arrays.copyOf(payload, length); // only the last ping needs an answer: RFC 6455, 5.5.3
            } else {
                open(outbox).addPong(payload, length);
                scheduleFlush();
            }
        }

        @Override
        public void close(int code, String reason) {
            intake.outsidePull(() -> serverClosed(new CloseFrame(code, reason)));
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

    @Override
    public int deliverHeld(int max) {
        return state == State.OPEN ? intake.pull(max) : 0;
    }

    // ---- output

    @Override
    public boolean sendText(String text) {
        return canSend() ? queued(open(outbox).addText(text)) : countLost(text.getBytes(StandardCharsets.UTF_8).length);
    }

    @Override
    public boolean sendBinary(ByteBuffer bytes) {
        return canSend() ? queued(open(outbox).addBinary(bytes)) : countLost(bytes.remaining());
    }

    private boolean queued(boolean room) {
        awaitsWritable |= !room;
        scheduleFlush();
        return room;
    }

    private boolean countLost(int payload) {
        open(outbox).addLost(payload);
        if (unsentAtEnd >= 0) {
            unsentAtEnd++;
        }
        return false;
    }

    private boolean canSend() {
        if (state == State.CONNECTING || state == State.CLOSED || (closeQueued && serverClose == null)) {
            throw new IllegalStateException("cannot send: the connection is " + state);
        }
        return state == State.OPEN && !intake.hasEnded() && lossReason == null;
    }

    private void scheduleFlush() {
        if (!intake.isInTurn() && !flushScheduled) {
            flushScheduled = true;
            loop.execute(this::flush);
        }
    }

    private void flush() {
        flushScheduled = false;
        open(outbox).flush();
    }

    @Override
    public long bufferedAmount() {
        return outbox == null ? 0 : outbox.unsentPayload();
    }

    @Override
    public int unsentMessages() {
        if (unsentAtEnd >= 0) {
            return unsentAtEnd;
        }
        return outbox == null ? 0 : outbox.unsentMessages();
    }

    /** What the outbox reports. */
    private final class Outgoing implements Outbox.Owner {
        @Override
        public void drained() {
            if (state == State.CLOSED || serverClose != null) {
                return;
            }
            byte[] pong = owedPong;
            if (pong != null) {
                owedPong = null;
                open(outbox).addPong(pong, pong.length);
                scheduleFlush();
            }
            if (awaitsWritable) {
                awaitsWritable = false;
                try {
                    listener.onWritable();
                } catch (Throwable bug) {
                    crashed(bug);
                }
            }
        }

        @Override
        public void closeFrameSent() {
            closeSent = true;
            if (state == State.CLOSED || serverClose != null) {
                startCloseTimer(LINGER);
            }
        }

        @Override
        public void writeFailed(Throwable cause) {
            noteLoss(cause);
        }
    }

    // ---- closing

    @Override
    public void close() {
        startClosing(WebSocketClosure.NO_STATUS, NO_REASON);
    }

    @Override
    public void close(int code, String reason) {
        byte[] bytes = reason.getBytes(StandardCharsets.UTF_8);
        if (!CloseCodes.mayBeSent(code) || bytes.length > CloseCodes.MAX_REASON) {
            throw new IllegalArgumentException(
                    "not for a close frame: code " + code + ", reason of " + bytes.length + " bytes");
        }
        startClosing(code, bytes);
    }

    private void startClosing(int code, byte[] reason) {
        if (state == State.CONNECTING) {
            fail();
        } else if (state == State.OPEN) {
            state = State.CLOSING;
            queueClose(code, reason);
            startCloseTimer(options.closeTimeout());
            // Whatever is held, or comes, is now only looked through for the server's answer.
            intake.scheduleTurn();
        }
    }

    private void queueClose(int code, byte[] reason) {
        if (!closeQueued) {
            closeQueued = true;
            owedPong = null;
            open(outbox).addClose(code, reason);
            scheduleFlush();
        }
    }

    private void serverClosed(CloseFrame frame) {
        intake.completeBatch();
        if (state == State.CLOSED) {
            return;
        }
        boolean byServer = state == State.OPEN;
        state = State.CLOSING;
        Outbox out = open(outbox);
        out.flush(); // what the listener has just written may well be gone before the count
        unsentAtEnd = out.unsentMessages();
        serverClose = frame;
        out.dropUnbegun();
        queueClose(frame.code, NO_REASON);
        if (byServer) {
            startCloseTimer(options.closeTimeout());
        }
        if (closeSent) {
            startCloseTimer(LINGER);
        }
        if (byServer) {
            listener.onClosing(frame.code, frame.reason, unsentAtEnd);
        }
    }

    private void startCloseTimer(Duration limit) {
        cancelTimer();
        Duration time = limit.compareTo(options.closeTimeout()) < 0 ? limit : options.closeTimeout();
        timer = loop.schedule(this::closeTimedOut, time.toNanos(), TimeUnit.NANOSECONDS);
    }

    private void closeTimedOut() {
        CloseFrame frame = serverClose;
        if (state == State.CLOSING && frame != null && closeSent) {
            end(new WebSocketClosure(true, frame.code, frame.reason, unsentMessages(), null));
        } else if (state == State.CLOSING && frame != null) {
            String failure =
                    url + ": server closed, but did not take the answer within " + describe(options.closeTimeout());
            end(new WebSocketClosure(false, frame.code, frame.reason, unsentMessages(), failure));
        } else {
            endAbnormally("server did not complete the closing handshake within " + describe(options.closeTimeout()));
        }
        dropChannel();
    }

    /** Fails the connection for something the server did: the listener hears at once, the server by a close frame. */
    private void failed(int code, String failure) {
        intake.completeBatch();
        if (state != State.CLOSED) {
            awaitsWritable = false;
            open(outbox).flush(); // answers to what came before the fault
            open(outbox).dropUnbegun();
            queueClose(code, NO_REASON);
            endAbnormally(failure);
            startCloseTimer(LINGER);
        }
    }

    /** Ours is the fault. */
    void crashed(Throwable bug) {
        NettyTaskLoop.report(bug);
        String failure = "internal error: " + bug;
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
        String failure =
                state == State.CONNECTING ? "given up before the connection was established" : "connection dropped";
        WebSocketClosure closure =
                new WebSocketClosure(false, WebSocketClosure.ABNORMAL, "", unsentMessages(), url + ": " + failure);
        becomeClosed(closure);
        dropChannel();
        loop.execute(() -> tell(closure));
    }

    /** There will be no later turn: the listener hears now. */
    void loopEnds() {
        endAbnormally("connection dropped, since its loop ends");
        dropChannel();
    }

    private void endAbnormally(String failure) {
        end(new WebSocketClosure(false, WebSocketClosure.ABNORMAL, "", unsentMessages(), url + ": " + failure));
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
        unsentAtEnd = closure.unsentMessages();
        state = State.CLOSED;
        siblings.remove(this);
        cancelTimer();
    }

    private void tell(WebSocketClosure closure) {
        try {
            listener.onClosed(closure);
        } catch (Throwable bug) {
            NettyTaskLoop.report(bug);
        }
    }

    private void dropChannel() {
        stopDialling.run();
        Channel connected = channel;
        if (connected != null) {
            // From the front of the pipeline: TLS shall not wait until its farewell is sent.
            ChannelHandlerContext first = connected.pipeline().firstContext();
            if (first != null) {
                first.close();
            }
        }
        intake.release();
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext context) {
        cancelTimer();
        if (outbox != null) {
            outbox.release();
        }
    }

    private void cancelTimer() {
        if (timer != null) {
            timer.cancel(false);
            timer = null;
        }
    }

    private static String describe(Duration time) {
        long millis = time.toMillis();
        return millis % 1000 == 0 ? millis / 1000 + " s" : millis + " ms";
    }

    private static <T> T open(@Nullable T part) {
        if (part == null) {
            throw new IllegalStateException("cannot do this before the connection is open");
        }
        return part;
    }
}
