package dev.weir.wpt;

import dev.weir.console.ConsoleOutput;
import dev.weir.host.ErrorReport;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** What one realm tells the runner while its test runs. Written on the realm's loop, read by the runner. */
final class Collector {
    private static final int LOG_LINES = 200;

    private final CompletableFuture<@Nullable Void> completed = new CompletableFuture<>();
    private final Map<String, Subtest> results = new LinkedHashMap<>();
    private final List<String> log = new ArrayList<>();
    private boolean started;
    private TestResult.@Nullable Status status;
    private String message = "";
    private @Nullable String crash;
    private @Nullable String loadFailure;

    /** Completes when the harness has said that the test is over. */
    CompletableFuture<@Nullable Void> completed() {
        return completed;
    }

    /** A call from the hook in the realm; nothing that a test does makes it fail. */
    synchronized @Nullable String tell(List<String> words) {
        String kind = words.isEmpty() ? "" : words.get(0);
        switch (kind) {
            case "started" -> started = true;
            case "end of results" -> results.clear(); // what follows is complete
            case "result", "final" -> {
                if (words.size() == 5 && status == null) {
                    add(words.get(1), number(words.get(2)), words.get(3), words.get(4));
                }
            }
            case "complete" -> {
                if (words.size() == 4 && status == null) {
                    int number = number(words.get(1));
                    boolean known = number >= 0 && number <= TestResult.Status.PRECONDITION_FAILED.ordinal();
                    status = known ? TestResult.Status.values()[number] : TestResult.Status.ERROR;
                    message = words.get(2);
                    if (!words.get(3).isEmpty()) {
                        log(words.get(3));
                    }
                    completed.complete(null);
                }
            }
            default -> log("the hook said: " + words);
        }
        return null;
    }

    private void add(String name, int number, String text, String stack) {
        Subtest.Status known = number >= 0 && number < Subtest.Status.values().length
                ? Subtest.Status.values()[number]
                : Subtest.Status.FAIL;
        String unique = name;
        for (int i = 2; results.containsKey(unique); i++) {
            unique = name + " (" + i + ")"; // the harness reports duplicates as an error of the file
        }
        boolean place = known == Subtest.Status.FAIL && !stack.isEmpty();
        results.put(unique, new Subtest(unique, known, place ? text + "\n" + stack : text));
    }

    private static int number(String text) {
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    synchronized void print(ConsoleOutput.Level level, String text) {
        log(level.name().toLowerCase(java.util.Locale.ROOT) + ": " + text);
    }

    synchronized void error(ErrorReport report) {
        log(report.stack());
        if (report.kind() == ErrorReport.Kind.LOAD_FAILURE && loadFailure == null) {
            loadFailure = report.message();
        }
    }

    synchronized void crash(Throwable failure) {
        java.io.StringWriter trace = new java.io.StringWriter();
        failure.printStackTrace(new java.io.PrintWriter(trace));
        log(trace.toString());
        if (crash == null) {
            crash = failure.toString();
        }
    }

    private void log(String text) {
        if (log.size() < LOG_LINES) {
            log.add(text);
        }
    }

    synchronized boolean started() {
        return started;
    }

    /**
     * The verdict.
     *
     * @param ended why the runner stopped waiting, when the harness did not say that the test is over
     */
    synchronized TestResult result(SuiteTest test, long millis, String ended) {
        TestResult.Status verdict;
        String why = message;
        if (crash != null) {
            verdict = TestResult.Status.CRASH;
            why = crash;
        } else if (loadFailure != null && test.flavour() == Flavour.WINDOW) {
            verdict = TestResult.Status.ERROR;
            why = loadFailure;
        } else if (status == null) {
            verdict = started ? TestResult.Status.TIMEOUT : TestResult.Status.ERROR;
            why = started ? ended : "the harness did not start: " + ended;
        } else if (status == TestResult.Status.OK && results.isEmpty()) {
            verdict = TestResult.Status.ERROR;
            why = "the file reported no subtests";
        } else {
            verdict = status;
            why = verdict == TestResult.Status.TIMEOUT && why.isEmpty() ? ended : why;
        }
        return new TestResult(test, verdict, why, List.copyOf(results.values()), millis, List.copyOf(log));
    }
}
