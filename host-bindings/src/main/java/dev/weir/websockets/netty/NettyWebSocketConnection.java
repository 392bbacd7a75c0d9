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
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * One connection: delivery and pausing, sending, the closing handshake, and the one last call to the listener.
 *
 * <p>Bytes that cannot be delivered are held undecoded. Whatever ends the input (the server's FIN, a reset) waits behind
 * them.
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
    private @Nullable FrameDecoder decoder;
    private @Nullable Outbox outbox;

    // ---- input
    private final ArrayDeque<ByteBuf> held = new ArrayDeque<>(2);
    private boolean paused;
    private boolean delivering;

    /** Whether {@link #deliverHeld} is at work, and how many messages it may still deliver. */
    private boolean pulling;

    private int allowance;

    /** What came up while pulling and waits for a turn of its own, since it ends in other calls to the listener. */
    private @Nullable Runnable deferred;

    /** Messages since the last onReadComplete. */
    private int delivered;

    private boolean inputEnded;
    private @Nullable String lossReason;
    private boolean deliveryScheduled;

    // ---- output
    /** Whether we are between the first and the last event of one read, at whose end output is flushed anyway. */
    private boolean inTurn;

    private boolean flushScheduled;

    /** Whether a send was told that the queue is full. */
    private boolean awaitsWritable;

    /** The payload of the last ping that could not be answered yet because the server does not read. */
    private byte @Nullable [] owedPong;

    // ---- closing
    private @Nullable CloseFrame serverClose;
    private boolean closeQueued;
    private boolean closeSent;
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
        held.add(rest);
        inTurn = true; // the read that brought the answer ends with channelReadComplete
        try {
            listener.onOpen(agreement.protocol(), agreement.extensions());
            deliver();
        } catch (Throwable bug) {
            crashed(bug);
        }
    }

    @Override
    public void handlerAdded(ChannelHandlerContext context) {
        ctx = context;
        decoder = new FrameDecoder(context.alloc(), scratch, options.maxMessageSize(), new Incoming());
        outbox = new Outbox(context, masks, options.highWaterMark(), options.lowWaterMark(), new Outgoing());
    }

    // ---- input

    @Override
    public void channelRead(ChannelHandlerContext context, Object message) {
        inTurn = true;
        held.add((ByteBuf) message);
        deliver();
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext context) {
        endTurn();
    }

    /** Hands over what is held for as long as the listener wants it. */
    private void deliver() {
        if (delivering) {
            return;
        }
        delivering = true;
        FrameDecoder frames = open(decoder);
        try {
            ByteBuf bytes = held.peek();
            while (bytes != null && mayDeliver()) {
                if (bytes.isReadable()) {
                    frames.decode(bytes);
                } else {
                    held.remove().release();
                    bytes = held.peek();
                }
            }
        } catch (FrameException e) {
            outsidePull(() -> failed(e.code(), "server sent a malformed frame: " + e.describe()));
        } catch (Throwable bug) {
            outsidePull(() -> crashed(bug));
        } finally {
            delivering = false;
        }
        if (ignoresInput()) {
            releaseInput();
        }
        if (inputEnded && held.isEmpty() && deferred == null) {
            outsidePull(this::inputExhausted);
        }
    }

    private boolean mayDeliver() {
        if (ignoresInput() || deferred != null) {
            return false;
        }
        return pulling ? allowance > 0 : !paused || closeQueued;
    }

    /** Does it now, or in a turn of its own when this happens on the stack of {@link #deliverHeld}. */
    private void outsidePull(Runnable step) {
        if (!pulling) {
            step.run();
        } else if (deferred == null) {
            deferred = step;
            scheduleDelivery();
        }
    }

    private void runDeferred() {
        Runnable step = deferred;
        deferred = null;
        if (step != null) {
            step.run();
        }
    }

    /** Whether nothing more that comes in can matter. */
    private boolean ignoresInput() {
        return state == State.CLOSED || serverClose != null;
    }

    private void releaseInput() {
        if (delivering) {
            return; // a buffer is in use; deliver() calls again
        }
        for (ByteBuf bytes = held.poll(); bytes != null; bytes = held.poll()) {
            bytes.release();
        }
        if (decoder != null) {
            decoder.release();
        }
    }

    /** The end of everything that one read brought: tell the listener, send what it wrote, ask for more. */
    private void endTurn() {
        completeBatch();
        inTurn = false;
        flush();
        if (held.isEmpty() || !mayDeliver()) {
            readMore();
        } else {
            scheduleDelivery(); // the listener resumed in one of the calls above
        }
    }

    /** Tells the listener that there is no more for now; also before the news of an end, which would hide the messages. */
    private void completeBatch() {
        if (delivered > 0 && state != State.CLOSED) {
            delivered = 0;
            try {
                listener.onReadComplete();
            } catch (Throwable bug) {
                crashed(bug);
            }
        }
    }

    private void readMore() {
        ChannelHandlerContext context = open(ctx);
        if (!inputEnded && (ignoresInput() || closeQueued || (!paused && held.isEmpty()))) {
            context.read();
        }
    }

    private void scheduleDelivery() {
        if (!deliveryScheduled) {
            deliveryScheduled = true;
            loop.execute(() -> {
                deliveryScheduled = false;
                if (state != State.CLOSED) {
                    inTurn = true;
                    runDeferred();
                    deliver();
                    endTurn();
                }
            });
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext context) {
        inputEnded = true;
        if (deferred == null && (held.isEmpty() || ignoresInput())) {
            inputExhausted();
        } else if (mayDeliver()) {
            scheduleDelivery();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        if (cause instanceof IOException || cause.getCause() instanceof IOException) {
            lost(cause);
            context.close();
        } else {
            crashed(cause);
        }
    }

    private void lost(Throwable cause) {
        if (lossReason == null && !(cause instanceof ClosedChannelException)) {
            lossReason = Failures.innermost(cause);
        }
    }

    /** The socket is gone and the listener has had everything it brought. */
    private void inputExhausted() {
        completeBatch();
        CloseFrame frame = serverClose;
        if (frame != null) {
            // Also clean when our answer was not sent: the server did not stay to hear it.
            end(new WebSocketClosure(true, frame.code, frame.reason, unsentMessages(), null));
        } else {
            String how = lossReason == null ? "" : ": " + lossReason;
            endAbnormally("server closed the connection without a close frame" + how);
        }
    }

    /** What the decoder finds. */
    private final class Incoming implements FrameSink {
        @Override
        public void text(String message) {
            if (count()) {
                listener.onText(message);
            }
        }

        @Override
        public void binary(ByteBuffer message) {
            if (count()) {
                listener.onBinary(message);
            }
        }

        private boolean count() {
            if (state != State.OPEN) {
                return false; // close() was called: what still comes is dropped
            }
            if (pulling) {
                allowance--;
            } else {
                delivered++;
            }
            return true;
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
            outsidePull(() -> serverClosed(new CloseFrame(code, reason)));
        }
    }

    // ---- pausing

    @Override
    public void pause() {
        paused = true;
    }

    @Override
    public void resume() {
        if (!paused) {
            return;
        }
        paused = false;
        if (ctx == null || state == State.CLOSED || inTurn) {
            return; // the turn's end sees to it
        }
        if (held.isEmpty() && !inputEnded) {
            readMore();
        } else {
            scheduleDelivery();
        }
    }

    @Override
    public int deliverHeld(int max) {
        if (state != State.OPEN || delivering || held.isEmpty() || max <= 0) {
            return 0;
        }
        pulling = true;
        allowance = max;
        deliver();
        pulling = false;
        return max - allowance;
    }

    // ---- output

    @Override
    public boolean sendText(String text) {
        return canSend() ? queued(open(outbox).addText(text)) : lost(text.getBytes(StandardCharsets.UTF_8).length);
    }

    @Override
    public boolean sendBinary(ByteBuffer bytes) {
        return canSend() ? queued(open(outbox).addBinary(bytes)) : lost(bytes.remaining());
    }

    private boolean queued(boolean room) {
        awaitsWritable |= !room;
        scheduleFlush();
        return room;
    }

    private boolean lost(int payload) {
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
        return state == State.OPEN && !inputEnded && lossReason == null;
    }

    private void scheduleFlush() {
        if (!inTurn && !flushScheduled) {
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
            if (state != State.OPEN) {
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
            lost(cause);
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
            scheduleDelivery();
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
        completeBatch();
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
        completeBatch();
        if (state != State.CLOSED) {
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
        releaseInput();
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
        releaseInput();
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
