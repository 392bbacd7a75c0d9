package dev.weir.webidl;

import org.graalvm.polyglot.Source;
import org.graalvm.polyglot.Value;

/** Evaluates scripts with one global object. */
@FunctionalInterface
public interface ScriptEvaluator {
    /**
     * The completion value of a classic script.
     *
     * @throws org.graalvm.polyglot.PolyglotException when it cannot be parsed, or throws
     */
    Value evaluate(Source source);
}
