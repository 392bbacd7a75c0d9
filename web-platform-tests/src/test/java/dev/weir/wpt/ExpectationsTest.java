package dev.weir.wpt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExpectationsTest {
    private static final SuiteTest WINDOW = test("/a/x.any.html");
    private static final SuiteTest WORKER = test("/a/x.any.worker.html");

    @TempDir
    private Path folder;

    private static SuiteTest test(String id) {
        return new SuiteTest(id, "/a/x.any.js", Flavour.WINDOW, Metadata.ofScript(""));
    }

    private static Subtest subtest(String name, Subtest.Status status) {
        return new Subtest(name, status, status == Subtest.Status.PASS ? "" : "why");
    }

    private static TestResult result(SuiteTest test, TestResult.Status status, Subtest... subtests) {
        return new TestResult(test, status, "", List.of(subtests), 1, List.of());
    }

    private Expectations load(String... lines) throws IOException {
        Files.write(folder.resolve("a.txt"), List.of(lines));
        return Expectations.load(folder);
    }

    private static List<String> check(Expectations expectations, TestResult result) {
        return expectations.check(result).stream()
                .map(surprise -> surprise.text().lines().findFirst().orElse(""))
                .toList();
    }

    @Test
    void aFailureThatIsNotKnownIsASurprise() throws IOException {
        assertEquals(
                List.of("FAIL /a/x.any.html | bad"),
                check(
                        load(),
                        result(
                                WINDOW,
                                TestResult.Status.OK,
                                subtest("good", Subtest.Status.PASS),
                                subtest("bad", Subtest.Status.FAIL))));
        assertEquals(
                List.of("TIMEOUT /a/x.any.html: ", "NOTRUN /a/x.any.html | late"),
                check(load(), result(WINDOW, TestResult.Status.TIMEOUT, subtest("late", Subtest.Status.NOTRUN))));
    }

    @Test
    void aKnownFailureIsNoneAndItsPassIsOne() throws IOException {
        Expectations expectations = load("# comment", "/a/x.any.js \"b \\\"a\\\" d\" -- engine");
        assertEquals(
                List.of(),
                check(expectations, result(WINDOW, TestResult.Status.OK, subtest("b \"a\" d", Subtest.Status.FAIL))));
        assertEquals(
                List.of("UNEXPECTED PASS /a/x.any.worker.html \"b \\\"a\\\" d\" (was known to fail: engine)"),
                check(expectations, result(WORKER, TestResult.Status.OK, subtest("b \"a\" d", Subtest.Status.PASS))));
    }

    @Test
    void anEntryForOneTestDoesNotExcuseAnother() throws IOException {
        Expectations expectations = load("/a/x.any.html \"bad\" -- reason");
        assertEquals(
                List.of("FAIL /a/x.any.worker.html | bad"),
                check(expectations, result(WORKER, TestResult.Status.OK, subtest("bad", Subtest.Status.FAIL))));
    }

    @Test
    void anEntryForTheHarnessDoesNotExcuseSubtests() throws IOException {
        Expectations expectations = load("/a/x.any.js harness -- reason");
        assertEquals(
                List.of("FAIL /a/x.any.html | bad"),
                check(expectations, result(WINDOW, TestResult.Status.ERROR, subtest("bad", Subtest.Status.FAIL))));
        assertEquals(
                List.of("UNEXPECTED PASS /a/x.any.html harness (was known to fail: reason)"),
                check(expectations, result(WINDOW, TestResult.Status.OK, subtest("good", Subtest.Status.PASS))));
    }

    @Test
    void anEntryForTheWholeFileExcusesEverythingButSuccess() throws IOException {
        Expectations expectations = load("/a/x.any.js * -- reason");
        assertEquals(
                List.of(),
                check(expectations, result(WINDOW, TestResult.Status.TIMEOUT, subtest("bad", Subtest.Status.FAIL))));
        assertEquals(List.of(), check(expectations, result(WINDOW, TestResult.Status.ERROR)));
        assertEquals(
                1,
                check(expectations, result(WINDOW, TestResult.Status.OK, subtest("good", Subtest.Status.PASS)))
                        .size());
    }

    @Test
    void anEntryForASubtestThatIsGoneIsNoticed() throws IOException {
        Expectations expectations = load("/a/x.any.js \"gone\" -- reason", "/a/y.any.js \"not run\" -- reason");
        check(expectations, result(WINDOW, TestResult.Status.OK, subtest("good", Subtest.Status.PASS)));
        assertEquals(
                List.of("/a/x.any.js"),
                expectations.unmet(List.of(WINDOW)).stream()
                        .map(Expectations.Surprise::test)
                        .toList());
    }

    @Test
    void filesMustBeInOrderAndGiveReasons() {
        assertThrows(IOException.class, () -> load("/b \"x\" -- r", "/a \"x\" -- r"));
        assertThrows(IOException.class, () -> load("/a \"x\" -- r", "/a \"x\" -- s"));
        assertThrows(IOException.class, () -> load("/a \"x\""));
        assertThrows(IOException.class, () -> load("/a \"x\" -- "));
    }

    @Test
    void acceptedSurprisesAreKnownTheNextTime() throws IOException {
        Expectations expectations = load("/a/x.any.html \"passes now\" -- reason");
        TestResult result = result(
                WINDOW,
                TestResult.Status.OK,
                subtest("passes now", Subtest.Status.PASS),
                subtest("line\nbreak \uD800 \u00e9", Subtest.Status.FAIL));
        expectations.accept(expectations.check(result), folder.resolve("a.txt"), "new reason");
        Expectations again = Expectations.load(folder);
        assertEquals(List.of(), again.check(result));
        assertEquals(
                "[/a/x.any.html \"line\\nbreak \\ud800 \\u00e9\" -- new reason]",
                again.entries().toString());
    }
}
