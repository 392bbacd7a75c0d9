package dev.weir.html;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.graalvm.polyglot.HostAccess.Export;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/** What the glue of a function calls that the embedder put on the global object. */
public final class ExposedFunction {
    private final Function<List<String>, @Nullable String> steps;

    /** Gets the arguments as strings, and answers with one, or with null for undefined. */
    public ExposedFunction(Function<List<String>, @Nullable String> steps) {
        this.steps = steps;
    }

    @Export
    public @Nullable String call(Value arguments) {
        List<String> texts = new ArrayList<>();
        for (long i = 0; i < arguments.getArraySize(); i++) {
            texts.add(arguments.getArrayElement(i).asString());
        }
        return steps.apply(texts);
    }
}
