package dev.weir.websockets.netty;

import dev.weir.host.TaskLoop;
import io.netty.channel.ChannelException;
import io.netty.channel.EventLoop;
import io.netty.channel.IoHandlerFactory;
import io.netty.channel.SingleThreadIoEventLoop;
import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollIoHandler;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioIoHandler;
import io.netty.channel.socket.ServerSocketChannel;
import io.netty.channel.socket.SocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.concurrent.FastThreadLocalThread;
import io.netty.util.concurrent.Future;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.TimeUnit;

/**
 * A realm's loop that is also the network's: one thread that runs tasks, timers and sockets, so that what arrives needs no
 * handing over. Many realms may share one.
 *
 * <p>What a task throws goes to the uncaught-exception handler of the loop's thread, and the loop goes on. After
 * {@link #close} tasks are refused with {@link RejectedExecutionException}.
 */
public final class NettyTaskLoop implements TaskLoop, AutoCloseable {

    /** How sockets are served. */
    public enum Io {
        /** Epoll where the native library is at hand, else {@link #NIO}. */
        BEST,
        /** The JDK's selectors. */
        NIO
    }

    /**
     * For the stack of the loop's thread, in bytes: scripts made for browsers recurse some ten thousand calls deep. It takes
     * memory only as far as it is used.
     */
    private static final long STACK_SIZE = 16 << 20;

    private static final long CLOSE_TIMEOUT_SECONDS = 5;

    private final Loop eventLoop;
    private final boolean epoll;
    private final MaskSource masks = new MaskSource();
    private final Scratch scratch = new Scratch();
    private final OpeningQueue openings;
    private final Set<Dependent> dependents = new HashSet<>();
    private boolean ending;

    private NettyTaskLoop(String threadName, boolean daemon, Io io) {
        epoll = io == Io.BEST && Epoll.isAvailable();
        IoHandlerFactory handler = epoll ? EpollIoHandler.newFactory() : NioIoHandler.newFactory();
        ThreadFactory threads = work -> {
            Thread thread = new FastThreadLocalThread(null, work, threadName, STACK_SIZE);
            thread.setDaemon(daemon);
            return thread;
        };
        eventLoop = new Loop(threads, handler);
        openings = new OpeningQueue(eventLoop);
    }

    /** A loop on a daemon thread, with the best way to serve sockets. */
    public static NettyTaskLoop start(String threadName) {
        return start(threadName, true, Io.BEST);
    }

    /** A loop; its thread starts with the first task. */
    public static NettyTaskLoop start(String threadName, boolean daemon, Io io) {
        return new NettyTaskLoop(threadName, daemon, io);
    }

    @Override
    public void execute(Runnable task) {
        eventLoop.execute(() -> run(task));
    }

    @Override
    public Scheduled schedule(Runnable task, long delayNanos) {
        Runnable guarded = () -> run(task);
        Future<?> future = delayNanos <= 0
                ? eventLoop.submit(guarded)
                : eventLoop.schedule(guarded, delayNanos, TimeUnit.NANOSECONDS);
        return () -> future.cancel(false);
    }

    private static void run(Runnable task) {
        try {
            task.run();
        } catch (Throwable bug) {
            report(bug);
        }
    }

    /** Hands what nobody caught to the thread's handler; left to Netty it would be logged at best. */
    static void report(Throwable bug) {
        Thread thread = Thread.currentThread();
        thread.getUncaughtExceptionHandler().uncaughtException(thread, bug);
    }

    @Override
    public boolean isCurrentThread() {
        return eventLoop.inEventLoop();
    }

    @Override
    public long nanoTime() {
        return System.nanoTime();
    }

    /**
     * Ends the loop. First every connection is dropped, and its listener told; then what was posted before is done; timers are
     * forgotten. Returns when the thread has ended, or after five seconds, if a task that runs does not end; at once when called
     * on it.
     */
    @Override
    public void close() {
        if (isCurrentThread()) {
            end();
            return;
        }
        try {
            eventLoop.execute(this::end);
        } catch (RejectedExecutionException endedBefore) {
            // then there is only the wait
        }
        eventLoop.terminationFuture().awaitUninterruptibly(CLOSE_TIMEOUT_SECONDS, TimeUnit.SECONDS);
    }

    private void end() {
        ending = true;
        try {
            dropDependents();
        } finally {
            eventLoop.shutdownGracefully(0, 2, TimeUnit.SECONDS);
        }
    }

    /** Left to its shutdown, Netty would miss sockets whose connecting is a task yet to run. */
    private void dropDependents() {
        for (Dependent dependent : List.copyOf(dependents)) {
            run(dependent::loopEnds); // one that fails shall not keep the others
        }
    }

    /** Something with a socket, or on its way to one, that cannot outlive the loop. */
    interface Dependent {
        /** There will be no later turn: whoever waits hears the end now. */
        void loopEnds();
    }

    /** Whom to tell of the loop's end: those whose listeners have yet to hear theirs; touched on the loop's thread only. */
    Set<Dependent> dependents() {
        return dependents;
    }

    /** Whether the dependents were told; touched on the loop's thread only. */
    boolean isEnding() {
        return ending;
    }

    /** Who waits for another connection's opening; touched on the loop's thread only. */
    OpeningQueue openings() {
        return openings;
    }

    /** Whether {@link #close} was called. */
    public boolean isClosed() {
        return eventLoop.isShuttingDown();
    }

    /** Whether sockets are served by epoll. */
    public boolean usesEpoll() {
        return epoll;
    }

    EventLoop eventLoop() {
        return eventLoop;
    }

    /** How many sockets the loop serves. */
    int channelCount() {
        return eventLoop.getNumOfRegisteredChannels();
    }

    /**
     * A socket that is not registered yet.
     *
     * @throws ChannelException when the system has none to give
     */
    SocketChannel newSocket() {
        return epoll ? new EpollSocketChannel() : new NioSocketChannel();
    }

    Class<? extends ServerSocketChannel> serverChannelClass() {
        return epoll ? EpollServerSocketChannel.class : NioServerSocketChannel.class;
    }

    MaskSource masks() {
        return masks;
    }

    Scratch scratch() {
        return scratch;
    }

    /** Netty's loop, which tells its channels' number to subclasses only. */
    private static final class Loop extends SingleThreadIoEventLoop {
        Loop(ThreadFactory threads, IoHandlerFactory handler) {
            super(null, threads, handler);
        }

        @Override
        protected int getNumOfRegisteredChannels() {
            return super.getNumOfRegisteredChannels();
        }
    }
}
