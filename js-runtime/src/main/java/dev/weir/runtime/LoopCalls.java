package dev.weir.runtime;

import dev.weir.host.TaskLoop;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The calls of an embedder that wait for a runtime's loop: hands steps over to it, waits for what comes of them, and ends
 * every wait when the runtime is closed. Any thread may call all methods.
 */
final class LoopCalls {
    static final Duration FOREVER = Duration.ofNanos(Long.MAX_VALUE);

    private final TaskLoop loop;
    private final BooleanSupplier closed;
    private final Set<CompletableFuture<?>> waiting = ConcurrentHashMap.newKeySet();

    /** @param closed whether the runtime is; once it is, {@link #endAll} is still to follow */
    LoopCalls(TaskLoop loop, BooleanSupplier closed) {
        this.loop = loop;
        this.closed = closed;
    }

    /** Runs the steps on the loop and waits for what they return; at once when this is the loop's thread. */
    <T extends @Nullable Object> T onLoop(Supplier<T> steps) {
        requireOpen();
        if (loop.isCurrentThread()) {
            return steps.get();
        }
        CompletableFuture<T> result = new CompletableFuture<>();
        begin(result);
        try {
            loop.execute(() -> {
                try {
                    result.complete(steps.get());
                } catch (Throwable failure) {
                    result.completeExceptionally(failure);
                }
            });
            if (closed.getAsBoolean()) {
                result.completeExceptionally(closedException(null));
            }
            return result.get();
        } catch (InterruptedException e) {
            throw interrupted(e);
        } catch (RejectedExecutionException e) {
            throw closedException(e);
        } catch (ExecutionException e) {
            throw failure(e.getCause());
        } finally {
            finish(result);
        }
    }

    /**
     * Waits for what the loop completes; null when the time is over first. Ages are as good as {@link #FOREVER}.
     *
     * @throws IllegalStateException on the loop's thread, or when the runtime is closed, meanwhile too
     */
    @Nullable
    Object await(CompletableFuture<?> result, Duration timeout) {
        requireOtherThread();
        begin(result);
        try {
            requireOpen();
            Object value = result.get(TimeUnit.NANOSECONDS.convert(timeout), TimeUnit.NANOSECONDS);
            requireOpen();
            return value == null ? Boolean.TRUE : value;
        } catch (TimeoutException e) {
            return null;
        } catch (InterruptedException e) {
            throw interrupted(e);
        } catch (ExecutionException e) {
            throw failure(e.getCause());
        } finally {
            finish(result);
        }
    }

    /**
     * Waits until the condition holds; it is asked on the loop, about every millisecond.
     *
     * @return false when the time is over first
     * @throws IllegalStateException on the loop's thread, or when the runtime is closed, meanwhile too
     */
    boolean awaitCondition(BooleanSupplier condition, Duration timeout) {
        requireOtherThread();
        CompletableFuture<Boolean> held = new CompletableFuture<>();
        try {
            loop.execute(() -> poll(condition, held));
            return await(held, timeout) != null;
        } catch (RejectedExecutionException e) {
            throw closedException(e);
        } finally {
            held.cancel(false);
        }
    }

    private void poll(BooleanSupplier condition, CompletableFuture<Boolean> held) {
        if (held.isDone()) {
            return;
        }
        try {
            if (condition.getAsBoolean()) {
                held.complete(true);
            } else {
                loop.schedule(() -> poll(condition, held), TimeUnit.MILLISECONDS.toNanos(1));
            }
        } catch (Throwable failure) {
            held.completeExceptionally(failure);
        }
    }

    /** @throws IllegalStateException on the loop's thread */
    void requireOtherThread() {
        if (loop.isCurrentThread()) {
            throw new IllegalStateException("the loop cannot wait for itself");
        }
    }

    /** @throws IllegalStateException when the runtime is closed */
    void requireOpen() {
        if (closed.getAsBoolean()) {
            throw closedException(null);
        }
    }

    /** From now until {@link #finish} the end of the runtime ends the wait for this. */
    private void begin(CompletableFuture<?> result) {
        waiting.add(result);
    }

    private void finish(CompletableFuture<?> result) {
        waiting.remove(result);
    }

    /** The runtime is closed: nobody shall wait any longer. */
    void endAll() {
        waiting.forEach(result -> result.completeExceptionally(closedException(null)));
    }

    private RuntimeException failure(@Nullable Throwable cause) {
        if (closed.getAsBoolean() && !(cause instanceof ScriptException)) {
            return closedException(null);
        }
        if (cause instanceof ScriptException script) {
            script.fillInStackTrace(); // where the caller is, not where the loop is
            return script;
        }
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof RuntimeException runtime ? runtime : new IllegalStateException(cause);
    }

    private static IllegalStateException interrupted(InterruptedException cause) {
        Thread.currentThread().interrupt();
        return new IllegalStateException("interrupted while waiting for the runtime", cause);
    }

    static IllegalStateException closedException(@Nullable Throwable cause) {
        return new IllegalStateException("the runtime is closed", cause);
    }
}
