package dev.weir.runtime;

import dev.weir.bindings.Sandbox;
import org.graalvm.polyglot.Engine;

/**
 * What several runtimes can share: a further runtime then takes little memory and little time to start, but the
 * busiest code of each runs slower than in a runtime with an engine of its own. To be closed after the runtimes.
 */
public final class SharedEngine implements AutoCloseable {
    private final Engine engine;

    private SharedEngine(Engine engine) {
        this.engine = engine;
    }

    public static SharedEngine create() {
        return new SharedEngine(Sandbox.newEngine());
    }

    Engine engine() {
        return engine;
    }

    @Override
    public void close() {
        engine.close(true);
    }
}
