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
     * Takes a chunk.
     *
     * @return true when the chunk is taken care of; false when {@link StreamsForOtherSpecs#writeFinished} or {@link
     *     StreamsForOtherSpecs#writeFailed} will be called for it
     */
    boolean write(Value chunk);

    /** The writer closed the stream; the answer is null for done, or a promise. */
    @Nullable
    Value close();

    /** The stream was aborted; the answer is null for done, or a promise. */
    @Nullable
    Value abort(Value reason);
}
