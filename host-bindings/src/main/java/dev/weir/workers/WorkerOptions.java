package dev.weir.workers;

import org.graalvm.polyglot.Value;

/**
 * What a script says of the worker that it wants.
 *
 * @param credentials the request's credentials mode, as written; nothing is fetched with credentials here, but shared workers
 *     are told apart by it
 * @see <a href="https://html.spec.whatwg.org/#workeroptions">HTML, WorkerOptions</a>
 */
public record WorkerOptions(Type type, String credentials, String name) {
    /** WorkerType */
    public enum Type {
        CLASSIC,
        MODULE
    }

    /** The options of a worker that is told nothing. */
    public static final WorkerOptions DEFAULT = named("");

    static WorkerOptions named(String name) {
        return new WorkerOptions(Type.CLASSIC, "same-origin", name);
    }

    /** The converted dictionary. */
    static WorkerOptions of(Value dictionary) {
        boolean module = dictionary.getMember("type").asString().equals("module");
        return new WorkerOptions(
                module ? Type.MODULE : Type.CLASSIC,
                dictionary.getMember("credentials").asString(),
                dictionary.getMember("name").asString());
    }

    public boolean isModule() {
        return type == Type.MODULE;
    }
}
