package dev.weir.runtime;

import dev.weir.console.Console;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/** What an embedder gets of a script's value. */
final class EvaluatedValue {
    private EvaluatedValue() {}

    /**
     * Null for null and undefined, a Boolean, an Integer or Double, a String; for any other value what the console would
     * show.
     */
    static @Nullable Object toJava(Value value, Console console) {
        if (value.isNull()) {
            return null;
        }
        // To the engine's interface an object that wraps a primitive is what it wraps; only the primitive has no
        // members.
        if (value.hasMembers()) {
            return console.inspect(value);
        }
        if (value.isBoolean()) {
            return value.asBoolean();
        }
        if (value.isString()) {
            return value.asString();
        }
        // A BigInt is a number to the engine's interface too, and only this tells it apart.
        boolean isNumber =
                value.isNumber() && value.getMetaObject().getMetaSimpleName().equals("number");
        if (isNumber && value.fitsInInt()) {
            return value.asInt();
        }
        if (isNumber && value.fitsInDouble()) {
            return value.asDouble();
        }
        return console.inspect(value);
    }
}
