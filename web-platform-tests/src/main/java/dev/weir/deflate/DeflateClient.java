package dev.weir.deflate;

import dev.weir.deflate.DeflateReport.Result;
import dev.weir.runtime.NetworkAccess;
import dev.weir.runtime.WebRuntime;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Sends messages through one server under many agreements, in a script. */
final class DeflateClient {
    /** Those of Autobahn's families 12 and 13. */
    static final List<Integer> SIZES = List.of(16, 64, 256, 1024, 4096, 8192, 16384, 32768, 65536, 131072);

    private static final Duration FOREVER = Duration.ofDays(1);

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
    private boolean ended;

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

    /** @throws IOException when the script itself fails */
    DeflateReport run() throws IOException {
        List<String> failures = new ArrayList<>();
        try (WebRuntime runtime = WebRuntime.builder()
                .network(NetworkAccess.allowAll())
                .function("report", this::report)
                .onError(error -> failures.add(error.toString()))
                .build()) {
            String queries = agreements.stream()
                    .map(agreement -> "'" + agreement.query() + "'")
                    .collect(Collectors.joining(", "));
            runtime.run(
                    "var base = '%s', agreements = [%s], sizes = %s, count = %d, limit = %d;"
                            .formatted(server, queries, SIZES, count, limit.toMillis()),
                    "settings");
            runtime.run(script(), "client.js");
            runtime.runUntil(() -> ended || !failures.isEmpty(), FOREVER);
            if (!ended) {
                throw new IOException("the run broke off: " + String.join("; ", failures));
            }
        }
        return new DeflateReport(SIZES, count, results);
    }

    /** What the script tells: kind, number of the agreement, text. */
    private @Nullable String report(List<String> arguments) {
        int number = Integer.parseInt(arguments.get(1));
        String text = arguments.get(2);
        switch (arguments.get(0)) {
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
            default -> ended = true;
        }
        return null;
    }

    private void end(Agreement agreement) {
        results.add(new Result(agreement, List.copyOf(sizes), payload, read, written, failure));
        progress.accept(results.size() + " of " + agreements.size() + ": " + agreement + " "
                + (failure.isEmpty() ? "OK" : "FAILED: " + failure));
        sizes = new ArrayList<>();
        failure = "";
        payload = 0;
        read = 0;
        written = 0;
    }

    private static String script() throws IOException {
        try (InputStream in = Objects.requireNonNull(DeflateClient.class.getResourceAsStream("client.js"))) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
