package dev.weir.console;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.function.LongSupplier;
import org.graalvm.polyglot.Source;
import org.graalvm.polyglot.Value;

/**
 * One realm's console.
 *
 * <p>To be made before any user script has run in the realm, and used on the realm's thread.
 *
 * @see <a href="https://console.spec.whatwg.org/#console-namespace">the specification</a>
 */
public final class Console {
    private static final Map<String, Source> SOURCES = new ConcurrentHashMap<>();

    private final Value namespace;
    private final Value inspect;
    private final Value report;
    private final Value install;

    private Console(Value console) {
        this.namespace = console.getMember("namespace");
        this.inspect = console.getMember("inspect");
        this.report = console.getMember("report");
        this.install = console.getMember("install");
    }

    /**
     * Makes a console whose timers use the JVM's clock.
     *
     * @param evaluator evaluates scripts in the realm
     */
    public static Console create(Function<Source, Value> evaluator, ConsoleOutput output) {
        return create(evaluator, output, System::nanoTime);
    }

    /** Makes a console whose timers use the given monotonic clock, in nanoseconds. */
    public static Console create(Function<Source, Value> evaluator, ConsoleOutput output, LongSupplier nanoTime) {
        return new Console(evaluate(evaluator, "console")
                .execute(new ConsoleHost(evaluator, output, nanoTime), primordials(evaluator)));
    }

    /**
     * As {@link #create(Function, ConsoleOutput, LongSupplier)}, for a realm with platform objects.
     *
     * @param platform what reads them: the {@code platformObjects} of the glue
     */
    public static Console create(
            Function<Source, Value> evaluator, ConsoleOutput output, LongSupplier nanoTime, Value platform) {
        return new Console(evaluate(evaluator, "console")
                .execute(new ConsoleHost(evaluator, output, nanoTime), primordials(evaluator), platform));
    }

    private static Value primordials(Function<Source, Value> evaluator) {
        return evaluate(evaluator, "primordials").execute();
    }

    /** Defines {@code console} on the realm's global object: writable, configurable, not enumerable. */
    public void install() {
        install.executeVoid();
    }

    /** The namespace object. */
    public Value namespace() {
        return namespace;
    }

    /**
     * Any value of the realm as the console would show it: strings at the top are quoted, errors come with their stack,
     * and no code of the script runs. For reports of what a script has thrown.
     */
    public String inspect(Value value) {
        return inspect.execute(value).asString();
    }

    /**
     * A report of an error, with what the console would show of the {@code cause} and the {@code errors} that the error has
     * as data properties of its own; the report alone where there are none.
     */
    public String report(Value error, String text) {
        return report.execute(error, text).asString();
    }

    /** Evaluates one of the scripts next to this class: a function expression that its user calls with what it needs. */
    static Value evaluate(Function<Source, Value> evaluator, String name) {
        return evaluator.apply(SOURCES.computeIfAbsent(name, Console::source));
    }

    private static Source source(String name) {
        try (InputStream script = Console.class.getResourceAsStream(name + ".js")) {
            if (script == null) {
                throw new IllegalStateException("The console's script " + name + ".js is missing");
            }
            String text = new String(script.readAllBytes(), StandardCharsets.UTF_8);
            return Source.newBuilder("js", text, "weir:console/" + name)
                    .internal(true)
                    .build();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
