package dev.weir.deflate;

import dev.weir.wpt.Home;
import dev.weir.wpt.Readme;
import dev.weir.wpt.StartedServer;
import dev.weir.wpt.ToolCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code weir deflate}: exchanges compressed messages with the npm package ws. */
@Command(
        name = "weir deflate",
        description = {
            "Starts a server on the npm package ws, agrees with it on compression in every way there is, has messages of",
            "every size sent back, compares each, and prints the table. The exit code is 1 when one was not as it was."
        },
        mixinStandardHelpOptions = true)
public final class DeflateCommand extends ToolCommand {
    private static final int MOST = 1000;

    @Option(
            names = "--count",
            paramLabel = "N",
            description =
                    "How many texts, and how many binary messages, of each size: 1 to " + MOST + " (${DEFAULT-VALUE}).")
    private int count = 10;

    @Option(
            names = "--filter",
            paramLabel = "REGEX",
            description =
                    "Only agreements in which this is found: server_max_window_bits=9&client_max_window_bits=15 say.")
    private @Nullable Pattern filter;

    @Option(
            names = "--limit",
            paramLabel = "SECONDS",
            description = "How long one agreement may take (${DEFAULT-VALUE}).")
    private int limit = 600;

    @Option(
            names = "--jobs",
            paramLabel = "N",
            description = "How many agreements are tried at once (${DEFAULT-VALUE}).")
    private int jobs = Runtime.getRuntime().availableProcessors();

    @Option(names = "--readme", description = "Writes the table into the project's README; for all agreements only.")
    private boolean readme;

    public static void main(String[] arguments) {
        runAndExit(new DeflateCommand(), arguments);
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (count < 1 || count > MOST) {
            throw misuse("--count is a number from 1 to " + MOST);
        }
        if (jobs < 1) {
            throw misuse("--jobs is a number from 1");
        }
        if (readme && filter != null) {
            throw misuse("--readme goes with all agreements only");
        }
        Pattern wanted = filter;
        List<Agreement> agreements = Agreement.all().stream()
                .filter(agreement ->
                        wanted == null || wanted.matcher(agreement.query()).find())
                .toList();
        Path log = Files.createTempFile("weir-deflate", ".log");
        DeflateReport report;
        try (StartedServer server = StartedServer.start(Home.find().module().resolve("ws"), List.of(), log)) {
            report = new ParallelClients(server.url(), agreements, count, Duration.ofSeconds(limit), this::show)
                    .run(jobs);
        }
        report.table().forEach(out()::println);
        report.failures().forEach(out()::println);
        Files.readAllLines(log).forEach(line -> out().println("server: " + line));
        Files.delete(log);
        if (readme) {
            Readme.replaceTable("deflate", report.table());
        }
        out().flush();
        return report.isGood() ? 0 : 1;
    }
}
