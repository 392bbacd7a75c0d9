package dev.weir.streams;

import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/**
 * Where a writable stream's chunks go, when the sink is written in Java. Called on the realm's loop, one call at a time.
 *
 * <p>What it throws as a {@link dev.weir.webidl.WebException} fails the write and errors the stream.
 */
public interface UnderlyingSink {

    /**
     * How chunks reach the sink: a function that the definition's script put into the kernel, called with the target and
     * the chunk. It converts the chunk where that is cheap, and answers true when the chunk is taken care of, false when
     * {@link StreamsForOtherSpecs#writeFinished} or {@link StreamsForOtherSpecs#writeFailed} will be called for it.
     *
     * @param function the function's name in the kernel
     * @param target what the function is given first; its methods are exported
     */
    record WriteSteps(String function, Object target) {}

    WriteSteps writeSteps();

    /** The writer closed the stream; the answer is null for done, or a promise. */
    @Nullable
    Value close();

    /** The stream was aborted; the answer is null for done, or a promise. */
    @Nullable
    Value abort(Value reason);
}
