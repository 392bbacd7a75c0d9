package dev.weir.streams;

import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/**
 * What turns chunks into others, when it is written in Java. Called on the realm's loop, one call at a time.
 *
 * <p>What it throws as a {@link dev.weir.webidl.WebException} errors the stream.
 */
public interface Transformer {

    /**
     * How chunks reach the transformer: a function that the definition's script put into the kernel, called with the
     * target, the chunk and the stream's side. It converts the chunk where that is cheap and enqueues what comes of it,
     * either by transform.js's {@code transformEnqueue(side, chunk)}, which its script sees, or from Java by {@link
     * StreamsForOtherSpecs#enqueue(TransformStream, Object)}. What it returns is undefined for done, or a promise; what
     * it throws errors the stream.
     *
     * @param function the function's name in the kernel
     * @param target what the function is given first; its methods are exported
     */
    record TransformSteps(String function, Object target) {}

    TransformSteps transformSteps();

    /** The writable end was closed and everything written transformed; the answer is null for done, or a promise. */
    @Nullable
    Value flush();

    /** The writable end was aborted or the readable end canceled; the answer is null for done, or a promise. */
    default @Nullable Value cancel(Value reason) {
        return null;
    }
}
