package dev.weir.wpt;

import java.util.Locale;

/** Counts of results. */
final class Figures {
    private int tests;
    private int testsPassed;
    private int subtests;
    private int passed;
    private int surprises;

    void add(TestResult result, int surprising) {
        tests++;
        testsPassed += result.allPassed() ? 1 : 0;
        subtests += result.subtests().size();
        passed += (int) result.passed();
        surprises += surprising;
    }

    void add(Figures more) {
        tests += more.tests;
        testsPassed += more.testsPassed;
        subtests += more.subtests;
        passed += more.passed;
        surprises += more.surprises;
    }

    int tests() {
        return tests;
    }

    int subtests() {
        return subtests;
    }

    int passed() {
        return passed;
    }

    int surprises() {
        return surprises;
    }

    /** Cut off, not rounded: 100 means all. */
    String percent() {
        return subtests == 0 ? "-" : String.format(Locale.ROOT, "%.1f %%", Math.floor(passed * 1000.0 / subtests) / 10);
    }

    /** One line of the summary. */
    String line(String name) {
        return String.format(
                Locale.ROOT,
                "%-58s %4d/%-4d files %6d/%-6d subtests %8s%s",
                name,
                testsPassed,
                tests,
                passed,
                subtests,
                percent(),
                surprises == 0 ? "" : "  " + surprises + " unexpected");
    }

    /** One row of the table in the README. */
    String row(String name) {
        return "| " + name + " | " + tests + " | " + subtests + " | " + passed + " | " + percent() + " |";
    }
}
