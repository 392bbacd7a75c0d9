package dev.weir.deflate;

import dev.weir.deflate.DeflateReport.Result;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Several clients of one server at once, each with its share of the agreements. */
final class ParallelClients {
    private final String server;
    private final List<Agreement> agreements;
    private final int count;
    private final Duration limit;
    private final Consumer<String> progress;
    private final AtomicInteger ended = new AtomicInteger();

    /**
     * @param server the server's URL, without a path
     * @param count how many texts, and how many binary messages, of each size
     * @param limit the time for one agreement
     * @param progress is told of every agreement, by one client at a time
     */
    ParallelClients(String server, List<Agreement> agreements, int count, Duration limit, Consumer<String> progress) {
        this.server = server;
        this.agreements = List.copyOf(agreements);
        this.count = count;
        this.limit = limit;
        this.progress = progress;
    }

    /**
     * Runs so many clients; the report is in the agreements' order.
     *
     * @throws IOException when a client's script itself fails
     */
    DeflateReport run(int clients) throws IOException, InterruptedException {
        List<Result> results = new ArrayList<>();
        try (ExecutorService threads = Executors.newFixedThreadPool(clients)) {
            List<Future<List<Result>>> runs = new ArrayList<>();
            for (int i = 0; i < clients; i++) {
                DeflateClient client = new DeflateClient(server, share(i, clients), count, limit, this::show);
                runs.add(threads.submit(client::run));
            }
            for (Future<List<Result>> run : runs) {
                results.addAll(resultsOf(run));
            }
        }
        results.sort(Comparator.comparingInt(result -> agreements.indexOf(result.agreement())));
        return new DeflateReport(DeflateClient.SIZES, count, results);
    }

    /** Every so manieth agreement: those that follow each other take about the same time. */
    private List<Agreement> share(int first, int step) {
        List<Agreement> share = new ArrayList<>();
        for (int i = first; i < agreements.size(); i += step) {
            share.add(agreements.get(i));
        }
        return share;
    }

    private static List<Result> resultsOf(Future<List<Result>> run) throws IOException, InterruptedException {
        try {
            return run.get();
        } catch (ExecutionException e) {
            throw new IOException("a client failed", e.getCause());
        }
    }

    private synchronized void show(String line) {
        progress.accept(ended.incrementAndGet() + " of " + agreements.size() + ": " + line);
    }
}
