package dev.weir.wpt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.weir.runtime.SharedEngine;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** That the runner is honest: what is not a pass never counts as one. The files are in src/test/honesty. */
class TestRunnerTest {
    private static Suite suite;
    private static SuiteServer server;
    private static SharedEngine engine;
    private static TestRunner runner;
    /** For the tests that only end when their time is over. */
    private static TestRunner impatient;

    @BeforeAll
    static void open() throws IOException {
        Path checkout = Home.find().checkoutIfThere();
        assumeTrue(checkout != null, "web-platform-tests are not here yet: web-platform-tests/fetch-wpt gets them");
        suite = new Suite(Objects.requireNonNull(checkout), List.of(Path.of("src/test/honesty")));
        server = new SuiteServer(suite.checkout());
        engine = SharedEngine.create();
        runner = new TestRunner(suite, server, engine, 5);
        impatient = new TestRunner(suite, server, engine, 0.5);
    }

    @AfterAll
    static void close() throws IOException {
        if (runner != null) {
            runner.close();
            impatient.close();
            server.close();
            engine.close();
        }
    }

    private static TestResult run(String id) throws IOException {
        List<SuiteTest> tests = suite.tests(id);
        assertEquals(1, tests.size(), () -> "tests of " + id);
        return runnerFor(id).run(tests.get(0));
    }

    private static TestRunner runnerFor(String id) {
        return id.contains("/hangs.") || id.contains("/timer-forever.") ? impatient : runner;
    }

    private static String subtests(TestResult result) {
        return result.subtests().stream()
                .map(subtest -> subtest.name() + " " + subtest.status())
                .collect(Collectors.joining(", "));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            passes           | OK      | the title and the query are there PASS
            passes?other     | OK      | the title and the query are there PASS
            fails            | OK      | good PASS, bad FAIL
            throws           | ERROR   | before PASS
            throws-first     | ERROR   |
            wrong-syntax     | ERROR   |
            missing-script   | ERROR   | would pass PASS
            never-done       | TIMEOUT | done PASS, never done TIMEOUT, never settled TIMEOUT, never begun NOTRUN
            timer-forever    | TIMEOUT | done PASS, never done TIMEOUT
            hangs            | TIMEOUT | done PASS
            no-subtests      | ERROR   |
            same-names       | ERROR   | twice PASS, twice (2) PASS
            unhandled        | ERROR   | good PASS, leaves a rejection behind PASS
            lies             | OK      | bad FAIL
            optional         | OK      | optional PRECONDITION_FAILED
            unnamed          | OK      | what has no name PASS, what has no name 1 PASS
            location         | OK      | location PASS
            """)
    void scriptsEndAsTheyDeserve(String name, String status, String subtests) throws IOException {
        String query = name.contains("?") ? name.substring(name.indexOf('?')) : "";
        String file = "/weir/" + name.replace(query, "");
        for (String flavour : List.of(".any.html", ".any.worker.html")) {
            if (name.equals("missing-script") && flavour.contains("worker")) {
                continue; // importScripts throws there, and nothing after it runs
            }
            List<SuiteTest> tests = suite.tests(file + flavour + query);
            SuiteTest test = tests.stream()
                    .filter(t -> t.id().equals(file + flavour + query))
                    .findFirst()
                    .orElseThrow();
            TestResult result = runnerFor(test.id()).run(test);
            String expected = subtests == null ? "" : subtests;
            // A worker's error ends what comes after it, and its subtests are reported all the same.
            assertEquals(status + ": " + expected, result.status() + ": " + subtests(result), flavour);
            assertFalse(!status.equals("OK") && result.allPassed(), flavour);
        }
    }

    @Test
    void aTestThatHasNothingLeftToWaitForEndsAtOnce() throws IOException {
        TestResult result = run("/weir/never-done.any.worker.html");
        assertTrue(result.message().contains("nothing was left"), result.message());
    }

    @Test
    void aWorkerWithoutAHarnessIsAnError() throws IOException {
        TestResult result = run("/weir/no-harness.worker.js");
        assertEquals(TestResult.Status.ERROR, result.status());
        assertTrue(result.message().contains("did not start"), result.message());
    }

    @Test
    void workerFilesRunInWorkers() throws IOException {
        assertEquals("runs in a worker PASS", subtests(run("/weir/own.worker.js")));
    }

    @Test
    void aFileThatAsksForWorkersRunsInBothKinds() throws IOException {
        assertEquals(
                List.of("/weir/kinds.any.html", "/weir/kinds.any.worker.html", "/weir/kinds.any.sharedworker.html"),
                suite.tests("/weir/kinds.any.js").stream().map(SuiteTest::id).toList());
        assertEquals("undefined PASS", subtests(run("/weir/kinds.any.html")));
        assertEquals("undefined PASS", subtests(run("/weir/kinds.any.worker.html")));
        assertEquals("function PASS", subtests(run("/weir/kinds.any.sharedworker.html")));
    }

    @Test
    void pagesRunAsPagesAndThoseWithoutAHarnessAreNoTests() throws IOException {
        TestResult result = run("/weir/page.html");
        assertEquals("/weir/page.html?a&b", result.test().id());
        assertEquals("the page is there PASS, and its query PASS", subtests(result));
        assertEquals(List.of(), suite.tests("/weir/no-test.html"));
    }

    @Test
    void whatTheServerComputesIsAskedOfIt() throws IOException {
        SuiteTest test = suite.tests("/weir/fails.any.html").get(0);
        String text =
                new SuiteResources(suite, server, test).load(server.origin(test) + "/common/get-host-info.sub.js");
        assertTrue(text.contains("web-platform.test"), text);
    }

    @Test
    void aBrokenEnqueueTurnsTestsRed() throws IOException {
        for (String flavour : List.of(".any.html", ".any.worker.html")) {
            TestResult whole = run("/weir/enqueue" + flavour);
            TestResult broken = run("/weir/broken-enqueue" + flavour);
            assertTrue(whole.allPassed(), () -> whole.message() + subtests(whole));
            assertTrue(broken.passed() < whole.passed(), () -> subtests(broken));
            assertFalse(broken.allPassed());
        }
    }

    /** The numbers are those that headless Chromium 150 reports for the same files of the same suite. */
    @ParameterizedTest
    @CsvSource({
        "/console/console-is-a-namespace.any.html, 4",
        "/dom/abort/event.any.html, 16",
        "/dom/events/Event-constructors.any.html, 14",
        "/dom/events/Event-initEvent.html, 12",
        "/streams/piping/abort.any.html, 33",
        "/streams/readable-streams/async-iterator.any.html, 41",
        "/streams/writable-streams/aborting.any.html, 65",
        "/url/urlsearchparams-constructor.any.html, 27"
    })
    void asManySubtestsAreFoundAsABrowserFinds(String id, int subtests) throws IOException {
        assertEquals(subtests, run(id).subtests().size());
    }

    @Test
    void theRunnerGoesOnAfterAScriptThatNeverReturns() throws IOException {
        run("/weir/hangs.any.html");
        SuiteTest next = suite.tests("/weir/fails.any.html").get(0);
        assertEquals("good PASS, bad FAIL", subtests(impatient.run(next)));
    }
}
