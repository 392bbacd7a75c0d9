package dev.weir.bench;

import dev.weir.runtime.SharedEngine;
import dev.weir.runtime.WebRuntime;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What a runtime costs from its building to its closing, with an engine of its own and with a shared one. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class RealmBenchmark {
    private SharedEngine engine;

    @Setup
    public void start() {
        engine = SharedEngine.create();
    }

    @TearDown
    public void end() {
        engine.close();
    }

    @Benchmark
    public Object ownEngine() {
        try (WebRuntime runtime = WebRuntime.builder().build()) {
            return runtime.evaluate("typeof ReadableStream");
        }
    }

    @Benchmark
    public Object sharedEngine() {
        try (WebRuntime runtime = WebRuntime.builder().engine(engine).build()) {
            return runtime.evaluate("typeof ReadableStream");
        }
    }
}
