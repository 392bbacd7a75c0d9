package dev.weir.bench;

import dev.weir.runtime.Page;
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

/** What an embedder's call costs, the hop to the runtime's loop and back included. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
public class EvaluateBenchmark {
    private WebRuntime runtime;
    private Page page;

    @Setup
    public void start() {
        runtime = WebRuntime.builder().build();
        page = runtime.loadPage(
                "<button id=button></button><script>let clicks = 0; button.onclick = () => clicks++;</script>",
                "http://example.com/");
    }

    @TearDown
    public void end() {
        runtime.close();
    }

    @Benchmark
    public Object evaluate() {
        return runtime.evaluate("clicks");
    }

    @Benchmark
    public void click() {
        page.click("#button");
    }
}
