package dev.weir.streams;

import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/**
 * Where a readable stream's chunks come from, when the source is written in Java. Called on the realm's loop.
 *
 * <p>What it throws as a {@link dev.weir.webidl.WebException} errors the stream.
 */
public interface UnderlyingSource {

    /**
     * The stream wants more. A source that answers null has been told: it is asked again whenever a read finds the queue
     * below its high-water mark. One that answers a promise is not asked again before it settles.
     */
    @Nullable
    Value pull();

    /** The consumer has lost interest; the answer is null for done, or a promise. */
    @Nullable
    Value cancel(Value reason);
}
