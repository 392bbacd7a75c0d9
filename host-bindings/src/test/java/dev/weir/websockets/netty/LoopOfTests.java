package dev.weir.websockets.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.IntSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A loop with a transport that is made anew when the options have changed.
 *
 * @param <T> the transport
 */
abstract class LoopOfTests<T> {
    final NettyTaskLoop loop;
    final TestRules rules = new TestRules();
    TransportOptions options = TransportOptions.defaults()
            .withTimeouts(Duration.ofSeconds(20), Duration.ofSeconds(10), Duration.ofSeconds(10));
    private final Set<TlsOptions> tls = new HashSet<>();
    private @Nullable T transport;
    private @Nullable TransportOptions transportOptions;

    LoopOfTests(String threadName, NettyTaskLoop.Io io) {
        loop = NettyTaskLoop.start(threadName, true, io);
    }

    abstract T newTransport();

    /** The same one as before while the options are the same. */
    final T transport() {
        T made = transport;
        if (made == null || !options.equals(transportOptions)) {
            transportOptions = options;
            tls.add(options.tls());
            made = newTransport();
            transport = made;
        }
        return made;
    }

    final <R> R onLoop(Callable<R> action) throws Exception {
        CompletableFuture<R> result = new CompletableFuture<>();
        loop.execute(() -> {
            try {
                result.complete(action.call());
            } catch (Throwable failure) {
                result.completeExceptionally(failure);
            }
        });
        return result.get(20, TimeUnit.SECONDS);
    }

    final void run(Runnable action) throws Exception {
        onLoop(() -> {
            action.run();
            return true;
        });
    }

    /** The loop has so many sockets, if not now then soon. */
    final void awaitChannels(int expected) throws Exception {
        await("channels", expected, loop::channelCount);
    }

    /** So many would be told of the loop's end, if not now then soon. */
    final void awaitDependents(int expected) throws Exception {
        await("dependents", expected, () -> loop.dependents().size());
    }

    private void await(String what, int expected, IntSupplier count) throws Exception {
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        int counted = onLoop(count::getAsInt);
        while (counted != expected && System.nanoTime() < deadline) {
            CompletableFuture<Integer> later = new CompletableFuture<>();
            loop.schedule(() -> later.complete(count.getAsInt()), TimeUnit.MILLISECONDS.toNanos(5));
            counted = later.get(20, TimeUnit.SECONDS);
        }
        assertEquals(expected, counted, what);
    }

    final void closeLoop() {
        loop.close();
        tls.forEach(TlsOptions::release);
    }
}
