package dev.weir.deflate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** All results of one run, as a table. */
final class DeflateReport {

    /**
     * How it went under one agreement.
     *
     * @param sizes of which sizes every message came back as it was
     * @param payload the bytes of all messages, one way
     * @param read the bytes that the server's socket read
     * @param written the bytes that it wrote
     * @param failure what went wrong; the empty string for nothing
     */
    record Result(Agreement agreement, List<Integer> sizes, long payload, long read, long written, String failure) {}

    private final List<Integer> sizes;
    private final int count;
    private final List<Result> results;

    /**
     * @param sizes those of the messages
     * @param count how many texts, and how many binary messages, of each size
     */
    DeflateReport(List<Integer> sizes, int count, List<Result> results) {
        this.sizes = List.copyOf(sizes);
        this.count = count;
        this.results = List.copyOf(results);
    }

    /** Whether everything came back as it was. */
    boolean isGood() {
        return !results.isEmpty()
                && results.stream()
                        .allMatch(result ->
                                result.failure().isEmpty() && result.sizes().equals(sizes));
    }

    /** The table, in Markdown: of each size, under how many agreements all messages came back as they were. */
    List<String> table() {
        Map<String, List<Result>> groups = new LinkedHashMap<>();
        results.forEach(result -> groups.computeIfAbsent(result.agreement().context(), context -> new ArrayList<>())
                .add(result));
        List<String> lines = new ArrayList<>();
        StringBuilder header = new StringBuilder("| context kept | agreements |");
        sizes.forEach(size -> header.append(size < 1024 ? " " + size + " B |" : " " + size / 1024 + " KiB |"));
        lines.add(header + " messages | sent as | received as |");
        lines.add("|---|" + "---:|".repeat(sizes.size() + 4));
        groups.forEach((context, group) -> lines.add(row(context, group)));
        lines.add(row("all", results));
        return lines;
    }

    private String row(String name, List<Result> group) {
        StringBuilder row = new StringBuilder("| " + name + " | " + group.size() + " |");
        for (int size : sizes) {
            long good = group.stream()
                    .filter(result -> result.sizes().contains(size))
                    .count();
            row.append(" ").append(good).append(" |");
        }
        long payload = group.stream().mapToLong(Result::payload).sum();
        long read = group.stream().mapToLong(Result::read).sum();
        long written = group.stream().mapToLong(Result::written).sum();
        return row + " " + 2L * count * sizes.size() * group.size() + " | " + percent(read, payload) + " | "
                + percent(written, payload) + " |";
    }

    private static String percent(long part, long whole) {
        return whole == 0 ? "-" : String.format(Locale.ROOT, "%.0f %%", 100.0 * part / whole);
    }

    /** A line for each agreement under which something went wrong. */
    List<String> failures() {
        return results.stream()
                .filter(result -> !result.failure().isEmpty())
                .map(result -> result.agreement() + ": " + result.failure())
                .toList();
    }
}
