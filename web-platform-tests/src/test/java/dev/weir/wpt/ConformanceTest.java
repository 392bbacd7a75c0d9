package dev.weir.wpt;

import static org.junit.jupiter.api.Assertions.fail;
import static org.junit.jupiter.api.Assumptions.assumeTrue;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.weir.runtime.SharedEngine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.opentest4j.TestAbortedException;

/**
 * The suite as JUnit tests: a container for each test file as it runs in one kind of global, a test for each subtest. Runs
 * our own tests in the suite's format, or the folders that {@code -Dwpt=streams,dom/abort} names. What is known to fail is
 * reported as aborted, with its reason.
 */
class ConformanceTest {
    private static @Nullable SuiteServer server;
    private static @Nullable SharedEngine engine;
    private static @Nullable TestRunner runner;

    @AfterAll
    static void close() throws IOException {
        if (runner != null && server != null && engine != null) {
            runner.close();
            server.close();
            engine.close();
        }
    }

    @TestFactory
    Stream<DynamicNode> webPlatformTests() throws IOException {
        Home home = Home.find();
        Path checkout = home.checkoutIfThere();
        assumeTrue(checkout != null, "web-platform-tests are not here yet: web-platform-tests/fetch-wpt gets them");
        Suite suite = new Suite(Objects.requireNonNull(checkout), List.of(home.ownTests()));
        Expectations expectations = Expectations.load(home.expectations());
        server = new SuiteServer(suite.checkout());
        engine = SharedEngine.create();
        TestRunner made = new TestRunner(suite, server, engine, 3);
        runner = made;
        List<SuiteTest> tests = new ArrayList<>();
        for (String folder : System.getProperty("wpt", "weir").split(",")) {
            tests.addAll(suite.tests(folder));
        }
        return tests.stream()
                .map(test -> dynamicContainer(test.id(), deferred(() -> subtests(expectations, made.run(test)))));
    }

    /** A stream whose elements are made when they are asked for: a file runs when its turn has come. */
    private static Stream<DynamicTest> deferred(Supplier<List<DynamicTest>> elements) {
        return Stream.of(elements).flatMap(supplier -> supplier.get().stream());
    }

    private static List<DynamicTest> subtests(Expectations expectations, TestResult result) {
        Map<String, Expectations.Surprise> surprises = new HashMap<>();
        expectations.check(result).forEach(surprise -> surprises.put(surprise.what(), surprise));
        List<DynamicTest> nodes = new ArrayList<>();
        nodes.add(dynamicTest("the file as a whole", () -> {
            for (String what : List.of("harness", "*")) {
                report(surprises.get(what));
            }
            if (result.status() != TestResult.Status.OK) {
                throw new TestAbortedException("known: " + result.status() + " " + result.message());
            }
        }));
        for (Subtest subtest : result.subtests()) {
            nodes.add(dynamicTest(subtest.name(), () -> {
                report(surprises.get(Json.quote(subtest.name())));
                if (!subtest.passed()) {
                    throw new TestAbortedException(
                            "known: " + expectations.reason(result.test(), subtest.name()) + ": " + subtest.message());
                }
            }));
        }
        return nodes;
    }

    private static void report(Expectations.@Nullable Surprise surprise) {
        if (surprise != null) {
            fail(surprise.text());
        }
    }
}
