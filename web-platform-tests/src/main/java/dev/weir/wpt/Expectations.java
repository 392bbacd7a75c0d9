package dev.weir.wpt;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The failures that are known, each with its reason. Everything else must pass, and what is listed must fail.
 *
 * <p>A line is {@code TEST WHAT -- REASON}. TEST is the id of a test, or the path of a source file, which means all tests
 * made from it. WHAT is the name of a subtest in quotes, or {@code harness} (the file is not OK, its subtests are judged
 * as always), or {@code *} (the file fails in some way). Lines are sorted; a file's are below {@code expectations/}, in
 * the file that the folder is called.
 */
final class Expectations {
    private static final Pattern LINE = Pattern.compile("(/\\S+) (\\*|harness|\"(?:[^\"\\\\]|\\\\.)*\") -- (\\S.*)");
    private static final String HARNESS = "harness";
    private static final String WHOLE = "*";

    /**
     * One known failure.
     *
     * @param test the id of a test or the path of a source file
     * @param what {@code *}, {@code harness}, or a subtest's name in quotes
     */
    record Entry(String test, String what, String reason) implements Comparable<Entry> {
        @Override
        public int compareTo(Entry other) {
            int byTest = test.compareTo(other.test);
            return byTest != 0 ? byTest : what.compareTo(other.what);
        }

        @Override
        public String toString() {
            return test + " " + what + " -- " + reason;
        }
    }

    /** A difference between what is known and what came. */
    record Surprise(String test, String what, String text, boolean failure) {}

    private final Map<Path, List<Entry>> files = new LinkedHashMap<>();
    private final Map<String, Map<String, Entry>> byTest = new HashMap<>();
    private final Set<Entry> met = new HashSet<>();

    /**
     * Reads all files below a folder, which need not exist.
     *
     * @throws IOException when one cannot be read, or is not as it must be
     */
    static Expectations load(Path folder) throws IOException {
        Expectations all = new Expectations();
        if (Files.isDirectory(folder)) {
            try (Stream<Path> files = Files.walk(folder)) {
                for (Path file : files.filter(f -> f.toString().endsWith(".txt"))
                        .sorted()
                        .toList()) {
                    all.read(file);
                }
            }
        }
        return all;
    }

    private void read(Path file) throws IOException {
        List<Entry> entries = new ArrayList<>();
        int number = 0;
        for (String line : Files.readAllLines(file)) {
            number++;
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            Matcher parts = LINE.matcher(line);
            String place = file.getFileName() + ":" + number + ": ";
            if (!parts.matches()) {
                throw new IOException(place + "not of the form TEST WHAT -- REASON: " + line);
            }
            Entry entry = new Entry(parts.group(1), parts.group(2), parts.group(3));
            if (!entries.isEmpty() && entries.getLast().compareTo(entry) >= 0) {
                throw new IOException(place + "not in order, or twice: " + line);
            }
            entries.add(entry);
            add(entry);
        }
        files.put(file, entries);
    }

    private void add(Entry entry) {
        byTest.computeIfAbsent(entry.test(), test -> new HashMap<>()).put(entry.what(), entry);
    }

    private @Nullable Entry find(SuiteTest test, String what) {
        for (String name : List.of(test.id(), test.source())) {
            Entry entry = byTest.getOrDefault(name, Map.of()).get(what);
            if (entry != null) {
                return entry;
            }
        }
        return null;
    }

    /** Compares a result with what is known. */
    List<Surprise> check(TestResult result) {
        List<Surprise> surprises = new ArrayList<>();
        SuiteTest test = result.test();
        Entry whole = find(test, WHOLE);
        if (whole != null) {
            met.add(whole);
            if (result.allPassed()) {
                surprises.add(passed(test, WHOLE, whole));
            }
            return surprises;
        }
        Entry harness = find(test, HARNESS);
        if (result.status() != TestResult.Status.OK) {
            if (harness == null) {
                surprises.add(new Surprise(
                        test.id(), HARNESS, result.status() + " " + test.id() + ": " + result.message(), true));
            } else {
                met.add(harness);
            }
        } else if (harness != null) {
            met.add(harness);
            surprises.add(passed(test, HARNESS, harness));
        }
        for (Subtest subtest : result.subtests()) {
            String what = Json.quote(subtest.name());
            Entry entry = find(test, what);
            if (entry != null) {
                met.add(entry);
            }
            if (subtest.passed() && entry != null) {
                surprises.add(passed(test, what, entry));
            } else if (!subtest.passed() && entry == null) {
                surprises.add(new Surprise(
                        test.id(),
                        what,
                        subtest.status() + " " + test.id() + " | " + subtest.name() + "\n    "
                                + subtest.message().strip().replace("\n", "\n    "),
                        true));
            }
        }
        return surprises;
    }

    private static Surprise passed(SuiteTest test, String what, Entry entry) {
        return new Surprise(
                test.id(),
                what,
                "UNEXPECTED PASS " + test.id() + " " + what + " (was known to fail: " + entry.reason() + ")",
                false);
    }

    /** The entries of tests that were run which nothing bore out: their subtests are gone. */
    List<Surprise> unmet(List<SuiteTest> run) {
        Set<String> names = new HashSet<>();
        for (SuiteTest test : run) {
            names.add(test.id());
            names.add(test.source());
        }
        List<Surprise> surprises = new ArrayList<>();
        for (String test : new TreeSet<>(byTest.keySet())) {
            for (Entry entry : byTest.getOrDefault(test, Map.of()).values()) {
                if (names.contains(test) && !met.contains(entry)) {
                    surprises.add(new Surprise(
                            test, entry.what(), "NOT THERE " + entry + " (no such subtest was reported)", false));
                }
            }
        }
        return surprises;
    }

    /** The reason why the subtest is known to fail, or null. */
    @Nullable
    String reason(SuiteTest test, String subtestName) {
        Entry entry = find(test, WHOLE);
        if (entry == null) {
            entry = find(test, Json.quote(subtestName));
        }
        return entry == null ? null : entry.reason();
    }

    /** All entries, sorted. */
    List<Entry> entries() {
        return files.values().stream().flatMap(List::stream).sorted().toList();
    }

    /**
     * Takes the surprises for the truth: failures are added to the file with the reason, passes and what is gone removed.
     *
     * @throws IOException when it cannot be written
     */
    void accept(List<Surprise> surprises, Path file, String reason) throws IOException {
        Set<Entry> entries = new TreeSet<>(files.getOrDefault(file, List.of()));
        for (Surprise surprise : surprises) {
            if (surprise.failure()) {
                entries.add(new Entry(surprise.test(), surprise.what(), reason));
            } else {
                entries.removeIf(entry ->
                        entry.what().equals(surprise.what()) && entry.test().equals(surprise.test()));
            }
        }
        Path parent = file.getParent();
        if (parent != null) {
            Files.createDirectories(parent);
        }
        List<String> lines =
                new ArrayList<>(List.of("# Known failures: TEST WHAT -- REASON; see Expectations.java. Sorted.", ""));
        entries.forEach(entry -> lines.add(entry.toString()));
        Files.write(file, lines);
        files.put(file, List.copyOf(entries));
    }
}
