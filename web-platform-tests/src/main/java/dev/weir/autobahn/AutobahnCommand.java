package dev.weir.autobahn;

import dev.weir.wpt.Readme;
import dev.weir.wpt.StartedServer;
import dev.weir.wpt.ToolCommand;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code weir autobahn}: runs Autobahn's cases for clients. */
@Command(
        name = "weir autobahn",
        description = {
            "Runs every case of an Autobahn fuzzing server, checks that each was recorded, and prints the table.",
            "The exit code is 1 when a case failed, is non-strict or was not recorded."
        },
        mixinStandardHelpOptions = true)
public final class AutobahnCommand extends ToolCommand {
    /** Which server. */
    private static final class Where {
        @Option(
                names = "--server",
                required = true,
                paramLabel = "URL",
                description = "The URL of a fuzzing server that is running: ws://127.0.0.1:9001")
        private @Nullable String url;

        @Option(
                names = "--start",
                required = true,
                paramLabel = "FOLDER",
                description =
                        "A folder with a start.sh that takes a port, a folder for reports, and patterns of cases.")
        private @Nullable Path folder;
    }

    @ArgGroup(multiplicity = "1")
    private Where where = new Where();

    @Option(
            names = "--reports",
            paramLabel = "FOLDER",
            description =
                    "Where the running server writes its reports: with it, how connections were closed is judged too.")
    private @Nullable Path reports;

    @Option(
            names = "--cases",
            paramLabel = "PATTERN",
            split = ",",
            description = "Only these cases, 1.*,7.1.1 say; for a server that is started here.")
    private List<String> cases = List.of();

    @Option(
            names = "--api",
            paramLabel = "INTERFACE",
            description = "What the script uses: WebSocketStream or WebSocket (${DEFAULT-VALUE}).")
    private String api = "WebSocketStream";

    @Option(names = "--limit", paramLabel = "SECONDS", description = "How long one case may take (${DEFAULT-VALUE}).")
    private int limit = 300;

    @Option(names = "--readme", description = "Writes the table into the project's README; for all cases only.")
    private boolean readme;

    public static void main(String[] arguments) {
        runAndExit(new AutobahnCommand(), arguments);
    }

    @Override
    public Integer call() throws IOException {
        if (!List.of("WebSocketStream", "WebSocket").contains(api)) {
            throw misuse("--api is WebSocketStream or WebSocket");
        }
        if (readme && !cases.isEmpty()) {
            throw misuse("--readme goes with all cases only");
        }
        Path folder = where.folder;
        String url = where.url;
        AutobahnReport report;
        if (folder != null) {
            Path target = reports != null ? reports : Files.createTempDirectory("weir-autobahn");
            Files.createDirectories(target);
            List<String> arguments =
                    new ArrayList<>(List.of(target.toAbsolutePath().toString()));
            if (!cases.isEmpty()) {
                arguments.add(String.join(",", cases));
            }
            try (StartedServer server = StartedServer.start(folder, arguments, target.resolve("server.log"))) {
                report = client(server.url()).run(target);
            }
            out().println("The server's own report: " + target.resolve("index.html"));
        } else if (url != null) {
            report = client(url).run(reports);
        } else {
            throw new IllegalStateException("neither a server nor a folder");
        }
        report.lines().forEach(out()::println);
        if (readme) {
            Readme.replaceTable("autobahn", report.table());
        }
        out().flush();
        return report.isGood() ? 0 : 1;
    }

    private AutobahnClient client(String url) {
        return new AutobahnClient(url, api, Duration.ofSeconds(limit), this::show);
    }
}
