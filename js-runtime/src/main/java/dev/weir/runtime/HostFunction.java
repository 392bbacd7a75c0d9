package dev.weir.runtime;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A function of the embedder's that scripts may call. */
@FunctionalInterface
public interface HostFunction {

    /**
     * Answers a call. Called on the loop, must not block.
     *
     * @param arguments converted to strings
     * @return the script's result, null for undefined
     */
    @Nullable
    String call(List<String> arguments);
}
