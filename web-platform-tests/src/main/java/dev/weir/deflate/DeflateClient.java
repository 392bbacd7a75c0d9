package dev.weir.deflate;

import dev.weir.deflate.DeflateReport.Result;
import dev.weir.wpt.ClientScript;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** Sends messages through one server under many agreements, in a script. */
final class DeflateClient {
    /** Those of Autobahn's families 12 and 13. */
    static final List<Integer> SIZES = List.of(16, 64, 256, 1024, 4096, 8192, 16384, 32768, 65536, 131072);

    private final String server;
    private final List<Agreement> agreements;
    private final int count;
    private final Duration limit;
    private final Consumer<String> progress;

    // Touched on the runtime's loop, and read when that has come to rest.
    private final List<Result> results = new ArrayList<>();
    private List<Integer> sizes = new ArrayList<>();
    private String failure = "";
    private long payload;
    private long read;
    private long written;

    /**
     * @param server the server's URL, without a path
     * @param count how many texts, and how many binary messages, of each size
     * @param limit the time for one agreement
     * @param progress is told of every agreement
     */
    DeflateClient(String server, List<Agreement> agreements, int count, Duration limit, Consumer<String> progress) {
        this.server = server;
        this.agreements = List.copyOf(agreements);
        this.count = count;
        this.limit = limit;
        this.progress = progress;
    }

    /**
     * How it went under each agreement.
     *
     * @throws IOException when the script itself fails
     */
    List<Result> run() throws IOException {
        String queries = agreements.stream()
                .map(agreement -> "'" + agreement.query() + "'")
                .collect(Collectors.joining(", "));
        ClientScript.run(
                DeflateClient.class,
                "var base = '%s', agreements = [%s], sizes = %s, count = %d, limit = %d;"
                        .formatted(server, queries, SIZES, count, limit.toMillis()),
                this::told);
        return results;
    }

    /** What the script tells of the agreement with this number. */
    private boolean told(String kind, int number, String text) {
        switch (kind) {
            case "agreed" -> {
                if (!agreements.get(number).isMeantBy(text)) {
                    failure = "the server agreed on '" + text + "'";
                }
            }
            case "size" -> sizes.add(Integer.parseInt(text));
            case "bytes" -> {
                String[] numbers = text.split(" ", -1);
                payload = Long.parseLong(numbers[0]);
                read = Long.parseLong(numbers[1]);
                written = Long.parseLong(numbers[2]);
            }
            case "failed" -> {
                failure = text;
                end(agreements.get(number));
            }
            case "end" -> end(agreements.get(number));
            default -> {
                return false;
            }
        }
        return true;
    }

    private void end(Agreement agreement) {
        results.add(new Result(agreement, List.copyOf(sizes), payload, read, written, failure));
        progress.accept(agreement + " " + (failure.isEmpty() ? "OK" : "FAILED: " + failure));
        sizes = new ArrayList<>();
        failure = "";
        payload = 0;
        read = 0;
        written = 0;
    }
}
