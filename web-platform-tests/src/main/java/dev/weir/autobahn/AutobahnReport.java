package dev.weir.autobahn;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** All verdicts of one run, as a table. */
final class AutobahnReport {
    private static final Map<Integer, String> FAMILIES = Map.ofEntries(
            Map.entry(1, "framing"),
            Map.entry(2, "pings and pongs"),
            Map.entry(3, "reserved bits"),
            Map.entry(4, "opcodes"),
            Map.entry(5, "fragmentation"),
            Map.entry(6, "UTF-8"),
            Map.entry(7, "closing"),
            Map.entry(9, "limits and speed"),
            Map.entry(10, "fragments of one byte and more"),
            Map.entry(12, "compression, one agreement"),
            Map.entry(13, "compression, other agreements"));

    private final int count;
    private final List<CaseResult> results;

    /** @param count how many cases the server has */
    AutobahnReport(int count, List<CaseResult> results) {
        this.count = count;
        this.results = List.copyOf(results);
    }

    /** Whether every case was recorded and is as it should be. */
    boolean isGood() {
        return count > 0 && results.size() == count && results.stream().allMatch(CaseResult::isGood);
    }

    /** A row for each family of cases, in Markdown. */
    List<String> table() {
        Map<Integer, List<CaseResult>> families = new TreeMap<>();
        results.forEach(result -> families.computeIfAbsent(result.family(), number -> new ArrayList<>())
                .add(result));
        List<String> lines = new ArrayList<>();
        lines.add("| family | cases | OK | informational | non-strict | failed | not recorded |");
        lines.add("|---|---:|---:|---:|---:|---:|---:|");
        families.forEach((number, cases) ->
                lines.add(row(number + " " + FAMILIES.getOrDefault(number, ""), cases.size(), cases)));
        lines.add(row("all", count, results));
        return lines;
    }

    /** The table, and below it every case that is not as it should be. */
    List<String> lines() {
        List<String> lines = new ArrayList<>(table());
        for (CaseResult result : results) {
            if (!result.isGood()) {
                lines.add("case " + result.id() + ": " + result.behavior() + ", closing " + result.closing());
            }
        }
        if (results.size() != count) {
            lines.add("the server has " + count + " cases, and " + results.size() + " were begun");
        }
        return lines;
    }

    private static String row(String name, int count, List<CaseResult> cases) {
        long informational = count(cases, "INFORMATIONAL");
        long nonStrict = count(cases, "NON-STRICT");
        long missing = count(cases, CaseResult.MISSING);
        long good = cases.stream()
                .filter(result -> result.isGood() && result.behavior().equals("OK"))
                .count();
        long failed = cases.size() - good - informational - nonStrict - missing;
        return "| " + name.strip() + " | " + count + " | " + good + " | " + informational + " | " + nonStrict + " | "
                + failed + " | " + (missing + count - cases.size()) + " |";
    }

    private static long count(List<CaseResult> cases, String behavior) {
        return cases.stream()
                .filter(result -> result.behavior().equals(behavior))
                .count();
    }
}
