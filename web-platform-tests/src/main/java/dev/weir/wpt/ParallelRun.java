package dev.weir.wpt;

import dev.weir.runtime.SharedEngine;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Runs many tests on several threads that share an engine. */
final class ParallelRun {
    private final Suite suite;
    private final SuiteServer server;
    private final double patience;
    private final int threads;

    ParallelRun(Suite suite, SuiteServer server, double patience, int threads) {
        this.suite = suite;
        this.server = server;
        this.patience = patience;
        this.threads = threads;
    }

    /**
     * Runs the tests.
     *
     * @param listener gets the results one at a time, in the order of the tests
     */
    void run(List<SuiteTest> tests, Consumer<TestResult> listener) {
        InOrder results = new InOrder(listener);
        AtomicInteger next = new AtomicInteger();
        try (SharedEngine engine = SharedEngine.create()) {
            Thread[] workers = new Thread[Math.min(threads, Math.max(1, tests.size()))];
            for (int i = 0; i < workers.length; i++) {
                workers[i] = new Thread(() -> work(tests, next, engine, results), "wpt-" + i);
                workers[i].start();
            }
            for (Thread worker : workers) {
                worker.join();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        results.check();
    }

    private void work(List<SuiteTest> tests, AtomicInteger next, SharedEngine engine, InOrder results) {
        try (TestRunner runner = new TestRunner(suite, server, engine, patience)) {
            for (int i = next.getAndIncrement(); i < tests.size(); i = next.getAndIncrement()) {
                results.add(i, runner.run(tests.get(i)));
            }
        } catch (Throwable failure) {
            results.fail(failure);
            next.set(tests.size());
        }
    }

    /** Passes on what comes in any order in the order of the numbers. */
    private static final class InOrder {
        private final Consumer<TestResult> listener;
        private final TreeMap<Integer, TestResult> waiting = new TreeMap<>();
        private int next;
        private @Nullable Throwable failure;

        InOrder(Consumer<TestResult> listener) {
            this.listener = listener;
        }

        synchronized void add(int number, TestResult result) {
            waiting.put(number, result);
            for (TestResult first = waiting.remove(next); first != null; first = waiting.remove(next)) {
                next++;
                listener.accept(first);
            }
        }

        synchronized void fail(Throwable thrown) {
            if (failure == null) {
                failure = thrown;
            }
        }

        synchronized void check() {
            if (failure != null) {
                throw new IllegalStateException("the runner failed", failure);
            }
        }
    }
}
