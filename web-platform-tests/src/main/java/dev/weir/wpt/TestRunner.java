package dev.weir.wpt;

import dev.weir.cookies.CookieJar;
import dev.weir.runtime.NetworkAccess;
import dev.weir.runtime.ScriptException;
import dev.weir.runtime.SharedEngine;
import dev.weir.runtime.WebRuntime;
import dev.weir.websockets.netty.NettyTaskLoop;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs tests one after the other, each in a realm of its own. For one thread.
 *
 * <p>A test is over when its harness says so. Before that it is ended when nothing is left in its realm that could go on
 * (no task, timer or connection), or when its time is over: the harness is told, which makes what is unfinished TIMEOUT or
 * NOTRUN. A script that never returns is ended by closing its realm.
 */
final class TestRunner implements AutoCloseable {
    private static final Duration SHORT = Duration.ofSeconds(10);
    private static final Duration LONG = Duration.ofSeconds(60);
    /** How long a script may take to return after its time was over. */
    private static final Duration GRACE = Duration.ofSeconds(2);

    private final Suite suite;
    private final SuiteServer server;
    private final SharedEngine engine;
    private final double patience;
    private final ScheduledExecutorService watch = Executors.newSingleThreadScheduledExecutor(work -> {
        Thread thread = new Thread(work, "wpt-watch");
        thread.setDaemon(true);
        return thread;
    });
    private NettyTaskLoop loop = NettyTaskLoop.start("wpt-loop");

    /**
     * @param patience what the suite's time limits are multiplied with: they are meant for an idle machine
     */
    TestRunner(Suite suite, SuiteServer server, SharedEngine engine, double patience) {
        this.suite = suite;
        this.server = server;
        this.engine = engine;
        this.patience = patience;
    }

    TestResult run(SuiteTest test) {
        long start = System.nanoTime();
        Collector collector = new Collector();
        String ended;
        try {
            SuiteResources resources = new SuiteResources(suite, server, test);
            server.start();
            ended = run(test, resources, collector);
        } catch (IOException e) {
            collector.crash(e);
            ended = "it cannot be read";
        }
        return collector.result(test, TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start), ended);
    }

    private String run(SuiteTest test, SuiteResources resources, Collector collector) throws IOException {
        String url = server.origin(test) + test.location();
        byte[] page = test.flavour().isWorker() ? new byte[0] : resources.page();
        Duration limit = limit(test);
        long end = System.nanoTime() + limit.toNanos();
        WebRuntime runtime = runtime(test, resources, collector, url);
        Future<?> hang = watch.schedule(runtime::close, limit.plus(GRACE).toNanos(), TimeUnit.NANOSECONDS);
        try {
            if (test.flavour().isWorker()) {
                runtime.run(resources.workerScript(), url);
            } else {
                runtime.loadPage(page, url);
            }
        } catch (ScriptException e) {
            collector.error(e.report());
        } catch (IllegalStateException e) {
            if (!runtime.isClosed()) {
                throw e;
            }
        }
        try {
            if (runtime.isClosed()) {
                loop.close(); // it may be stuck for good
                loop = NettyTaskLoop.start("wpt-loop");
                return "a script did not return within " + limit.toSeconds() + " s";
            }
            boolean timeOver = !await(runtime, collector, end);
            if (collector.completed().isDone()) {
                return "";
            }
            if (collector.started()) {
                endNow(runtime);
                await(runtime, collector, System.nanoTime() + GRACE.toNanos());
            }
            return timeOver
                    ? "it was not over after " + limit.toSeconds() + " s"
                    : "nothing was left to wait for, and it was not over";
        } finally {
            hang.cancel(false);
            runtime.close();
        }
    }

    /** Tells the harness that the time is over. */
    private static void endNow(WebRuntime runtime) {
        try {
            runtime.run("__weirTimeout()", "weir:timeout");
        } catch (ScriptException | IllegalStateException e) {
            // the verdict will be TIMEOUT all the same
        }
    }

    /** Waits until the test is over, or its realm idle; false when the time is over first. */
    private static boolean await(WebRuntime runtime, Collector collector, long end) {
        try {
            CompletableFuture.anyOf(collector.completed(), runtime.whenIdle())
                    .get(Math.max(0, end - System.nanoTime()), TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        }
    }

    private Duration limit(SuiteTest test) {
        Duration limit = test.metadata().longTimeout() ? LONG : SHORT;
        return Duration.ofMillis(Math.round(limit.toMillis() * patience));
    }

    private WebRuntime runtime(SuiteTest test, SuiteResources resources, Collector collector, String url) {
        WebRuntime.Builder builder = WebRuntime.builder()
                .engine(engine)
                .loop(loop)
                .url(url)
                .resources(resources)
                .network(network())
                .cookies(new CookieJar())
                .trust(List.of(server.certificate().certificate()))
                .console(collector::print)
                .onAlert(text -> {})
                .onError(collector::error)
                .onHostFailure(collector::crash)
                .function("__weirTell", collector::tell);
        return switch (test.flavour()) {
            case WINDOW, PAGE -> builder.build();
            case WORKER -> builder.dedicatedWorker().build();
            case SHARED_WORKER -> builder.sharedWorker().build();
        };
    }

    /** The suite's names lead to its server, wherever it listens; nothing else can be reached. */
    private static NetworkAccess network() {
        NetworkAccess.Builder rules = NetworkAccess.builder()
                .allow("*." + SuiteServer.HOST)
                .allow(SuiteServer.HOST)
                .allow("127.0.0.1")
                .allow("localhost")
                .allowPrivateAddresses();
        for (String name : SuiteServer.names()) {
            rules.allow(name).hostRules(name + "=127.0.0.1");
        }
        return rules.build();
    }

    @Override
    public void close() {
        watch.shutdownNow();
        loop.close();
    }
}
