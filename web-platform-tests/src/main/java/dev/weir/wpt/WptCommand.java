package dev.weir.wpt;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code weir wpt}: runs web-platform-tests. */
@Command(
        name = "weir wpt",
        description = {
            "Runs web-platform-tests, by default those that every build runs.",
            "The exit code is 1 when a result is not the one that is known: a failure, or a pass that was not expected."
        },
        mixinStandardHelpOptions = true)
public final class WptCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "FOLDER",
            description = "Folders, files or ids of tests: streams, url/historical.any.js ...")
    private List<String> places = List.of();

    @Option(
            names = {"-v", "--verbose"},
            description = "Shows each file, and what is wrong in detail.")
    private boolean verbose;

    @Option(names = "--log", description = "Shows what tests print, too.")
    private boolean log;

    @Option(names = "--all", description = "Takes known failures for failures.")
    private boolean ignoreExpectations;

    @Option(names = "--scripts", description = "Leaves out pages: .any.js, .window.js and .worker.js only.")
    private boolean scriptsOnly;

    @Option(names = "--filter", paramLabel = "REGEX", description = "Runs only tests with ids in which this is found.")
    private @Nullable Pattern filter;

    @Option(names = "--jobs", paramLabel = "N", description = "How many tests run at the same time (${DEFAULT-VALUE}).")
    private int jobs = Runtime.getRuntime().availableProcessors();

    @Option(
            names = "--patience",
            paramLabel = "FACTOR",
            description = "What the suite's time limits are multiplied with (${DEFAULT-VALUE}).")
    private double patience = 3;

    @Option(names = "--list", description = "Lists the tests and runs none.")
    private boolean list;

    @Option(
            names = "--serve",
            description =
                    "Starts the suite's server, lists the tests' URLs and an empty line, and ends with its input.")
    private boolean serve;

    @Option(names = "--report", paramLabel = "FILE", description = "Where to write wptreport.json.")
    private @Nullable Path report;

    @Option(
            names = "--accept",
            paramLabel = "REASON",
            description = "Takes the results for known: adds failures with this reason, removes what passes.")
    private @Nullable String accept;

    @Option(names = "--readme", description = "Writes the figures into the README; for the agreed set only.")
    private boolean readme;

    private final Home home = Home.find();

    public static void main(String[] arguments) {
        System.exit(new CommandLine(new WptCommand())
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    if (failure instanceof IOException) {
                        command.getErr().println("weir wpt: " + failure.getMessage());
                    } else {
                        failure.printStackTrace(command.getErr());
                    }
                    return 2;
                })
                .execute(arguments));
    }

    @Override
    public Integer call() throws IOException {
        List<AgreedSet> agreed = AgreedSet.load(home.agreed());
        List<AgreedSet> wanted = places.isEmpty()
                ? agreed
                : places.stream().map(place -> new AgreedSet(place, true)).toList();
        if (readme && (!places.isEmpty() || filter != null || scriptsOnly)) {
            throw new IOException("--readme goes with the whole agreed set only");
        }
        Suite suite = home.suite();
        Map<AgreedSet, List<SuiteTest>> tests = new LinkedHashMap<>();
        Set<SuiteTest> all = new LinkedHashSet<>();
        for (AgreedSet set : wanted) {
            List<SuiteTest> selected =
                    set.tests(suite).stream().filter(this::isSelected).toList();
            tests.put(set, selected);
            all.addAll(selected);
        }
        if (list) {
            all.forEach(test -> System.out.println(test.id()));
            return 0;
        }
        return serve ? serve(suite, all) : run(suite, tests, List.copyOf(all));
    }

    private static int serve(Suite suite, Set<SuiteTest> tests) throws IOException {
        try (SuiteServer server = new SuiteServer(suite.checkout())) {
            server.start();
            tests.forEach(test -> System.out.println(server.origin(test) + test.id()));
            System.out.println();
            System.in.transferTo(OutputStream.nullOutputStream());
        }
        return 0;
    }

    private boolean isSelected(SuiteTest test) {
        return (filter == null || filter.matcher(test.id()).find()) && !(scriptsOnly && test.flavour() == Flavour.PAGE);
    }

    private int run(Suite suite, Map<AgreedSet, List<SuiteTest>> sets, List<SuiteTest> tests) throws IOException {
        Expectations expectations =
                Expectations.load(ignoreExpectations ? Path.of("/nonexistent") : home.expectations());
        List<Expectations.Surprise> surprises = new ArrayList<>();
        Map<String, Figures> folders = new TreeMap<>();
        Map<SuiteTest, Figures> each = new LinkedHashMap<>();
        Figures total = new Figures();
        Report written = new Report();
        try (SuiteServer server = new SuiteServer(suite.checkout())) {
            Thread stop = new Thread(() -> closeQuietly(server));
            Runtime.getRuntime().addShutdownHook(stop);
            new ParallelRun(suite, server, patience, jobs).run(tests, result -> {
                List<Expectations.Surprise> found = expectations.check(result);
                surprises.addAll(found);
                written.add(result, expectations);
                for (Figures figures : List.of(
                        total,
                        folders.computeIfAbsent(result.test().folder(), folder -> new Figures()),
                        each.computeIfAbsent(result.test(), test -> new Figures()))) {
                    figures.add(result, found.size());
                }
                show(result, found);
            });
            Runtime.getRuntime().removeShutdownHook(stop);
        }
        List<Expectations.Surprise> gone = expectations.unmet(tests);
        gone.forEach(surprise -> System.out.println(surprise.text()));
        surprises.addAll(gone);
        folders.forEach((folder, figures) -> System.out.println(figures.line(folder)));
        System.out.println(total.line("total"));
        written.write(report == null ? home.report() : report);
        if (accept != null) {
            accept(expectations, surprises);
        }
        if (readme) {
            writeReadme(sets, each, total);
        }
        return surprises.isEmpty() && total.tests() > 0 ? 0 : 1;
    }

    private static void closeQuietly(SuiteServer server) {
        try {
            server.close();
        } catch (IOException e) {
            // the process ends
        }
    }

    private void show(TestResult result, List<Expectations.Surprise> found) {
        if (verbose) {
            System.out.println((found.isEmpty() ? "" : "! ") + result.status() + " " + result.passed() + "/"
                    + result.subtests().size() + " " + result.test().id() + " (" + result.millis() + " ms)");
        }
        for (Expectations.Surprise surprise : found) {
            System.out.println(verbose ? "  " + surprise.text().replace("\n", "\n  ") : firstLines(surprise.text()));
        }
        if (log || (verbose && result.status() == TestResult.Status.CRASH)) {
            result.log().forEach(line -> System.out.println("    " + line.replace("\n", "\n    ")));
        }
    }

    private static String firstLines(String text) {
        return String.join("\n", text.lines().limit(2).toList());
    }

    private void accept(Expectations expectations, List<Expectations.Surprise> surprises) throws IOException {
        Map<Path, List<Expectations.Surprise>> byFile = new LinkedHashMap<>();
        List<AgreedSet> agreed = AgreedSet.load(home.agreed());
        for (Expectations.Surprise surprise : surprises) {
            AgreedSet owner = agreed.stream()
                    .filter(set -> surprise.test().startsWith("/" + set.place()))
                    .findFirst()
                    .orElseThrow(() -> new IOException(surprise.test() + " is not in the agreed set"));
            byFile.computeIfAbsent(owner.expectations(home.expectations()), file -> new ArrayList<>())
                    .add(surprise);
        }
        for (Map.Entry<Path, List<Expectations.Surprise>> entry : byFile.entrySet()) {
            expectations.accept(entry.getValue(), entry.getKey(), String.valueOf(accept));
        }
    }

    private void writeReadme(Map<AgreedSet, List<SuiteTest>> sets, Map<SuiteTest, Figures> each, Figures total)
            throws IOException {
        List<String> rows = new ArrayList<>(List.of("| folder | files | subtests | pass | |", "|---|---|---|---|---|"));
        for (Map.Entry<AgreedSet, List<SuiteTest>> set : sets.entrySet()) {
            Figures sum = new Figures();
            for (SuiteTest test : set.getValue()) {
                Figures one = each.get(test);
                if (one != null) {
                    sum.add(one);
                }
            }
            rows.add(sum.row("`" + set.getKey().place() + "`" + (set.getKey().pages() ? "" : " (scripts)")));
        }
        rows.add(total.row("all"));
        Readme.replaceTable(home.readme(), "wpt", rows);
    }
}
