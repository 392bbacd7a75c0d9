package dev.weir.autobahn;

import dev.weir.runtime.WebRuntime;
import dev.weir.wpt.ClientScript;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Runs all cases of one server, in a script and through one of the two interfaces. */
final class AutobahnClient {
    private final String server;
    private final String api;
    private final Duration limit;
    private final Consumer<String> progress;

    /** Verdicts by the number of their case; touched on the runtime's loop, and read when that has come to rest. */
    private final Map<Integer, CaseResult> results = new TreeMap<>();

    private int count;

    /**
     * @param server the server's URL
     * @param api {@code WebSocketStream} or {@code WebSocket}
     * @param limit the time for one case
     * @param progress is told of every case
     */
    AutobahnClient(String server, String api, Duration limit, Consumer<String> progress) {
        this.server = server.endsWith("/") ? server.substring(0, server.length() - 1) : server;
        this.api = api;
        this.limit = limit;
        this.progress = progress;
    }

    /**
     * Runs all cases and has the server write its report.
     *
     * @param reports where that report is; null when it cannot be read here
     * @throws IOException when the server does not answer, or its report cannot be read
     */
    AutobahnReport run(@Nullable Path reports) throws IOException {
        ClientScript.run(
                AutobahnClient.class,
                "var base = %s, agent = 'weir', api = %s, limit = %d;"
                        .formatted(quote(server), quote(api), limit.toMillis()),
                this::told);
        if (reports != null) {
            readClosings(Files.readString(reports.resolve("index.json")));
        }
        return new AutobahnReport(count, List.copyOf(results.values()));
    }

    /** What the script tells of the case with this number. */
    private boolean told(String kind, int number, String text) {
        switch (kind) {
            case "count" -> count = number;
            case "case" -> results.put(number, new CaseResult(text, CaseResult.MISSING, CaseResult.UNKNOWN));
            case "behavior" -> {
                String id = Objects.requireNonNull(results.get(number)).id();
                results.put(number, new CaseResult(id, text, CaseResult.UNKNOWN));
                progress.accept(number + " of " + count + ": case " + id + " " + text);
            }
            case "missing" -> progress.accept(number + " of " + count + ": " + text);
            default -> {
                return false;
            }
        }
        return true;
    }

    /** The report in JSON is an expression of JavaScript; the words of all cases come back as one text. */
    private void readClosings(String index) {
        String words;
        try (WebRuntime runtime = WebRuntime.builder().build()) {
            words = String.valueOf(runtime.evaluate("Object.entries((" + index
                    + ").weir).map(([id, result]) => id + ' ' + result.behaviorClose).join('\\n')"));
        }
        Map<String, String> closings = new TreeMap<>();
        words.lines()
                .forEach(line ->
                        closings.put(line.substring(0, line.indexOf(' ')), line.substring(line.indexOf(' ') + 1)));
        results.replaceAll((number, result) -> {
            String closing = closings.get(result.id());
            return closing == null
                    ? new CaseResult(result.id(), CaseResult.MISSING, CaseResult.UNKNOWN)
                    : result.withClosing(closing);
        });
    }

    private static String quote(String text) {
        return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
    }
}
