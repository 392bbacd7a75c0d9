package dev.weir.runtime.cli;

import dev.weir.console.ConsoleOutput;
import dev.weir.host.ErrorReport;
import dev.weir.runtime.NetworkAccess;
import dev.weir.runtime.Page;
import dev.weir.runtime.WebRuntime;
import dev.weir.websockets.netty.EchoServer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code weir demo}: pages that talk to a server over a real socket. */
@Command(
        name = "demo",
        description = "Starts a small WebSocket server, opens a page that talks to it, and prints what the page shows.",
        mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    /** The pages there are; each is a resource beside this class, and an example to learn from. */
    static final List<String> PAGES = List.of("ping", "chat", "upload", "transform", "reconnect", "binary");

    @Parameters(
            paramLabel = "PAGE",
            arity = "0..1",
            description = "Which page: ping (unless another is named), chat, upload, transform, reconnect, binary.")
    private String name = "ping";

    @ParentCommand
    private @Nullable Main main;

    @Option(names = "--verbose", description = "Shows the page's markup too, and Java's stack traces.")
    private boolean verbose;

    @Override
    public Integer call() throws IOException {
        if (!PAGES.contains(name)) {
            throw new Main.UsageFailure("there is no demo '" + name + "', only " + String.join(", ", PAGES));
        }
        Main program = Objects.requireNonNull(main);
        Terminal terminal = program.terminal();
        List<ErrorReport> failures = new CopyOnWriteArrayList<>();
        try (EchoServer server =
                EchoServer.builder().replies(Map.of("ping", "pong")).start()) {
            WebRuntime runtime = program.opened(WebRuntime.builder()
                    .engine(program.engine())
                    .console(terminal)
                    .network(NetworkAccess.builder()
                            .allow("ws://127.0.0.1:80")
                            .hostRules("127.0.0.1:80=127.0.0.1:" + server.port())
                            .build())
                    .onError(report -> {
                        failures.add(report);
                        terminal.print(ConsoleOutput.Level.ERROR, report.stack());
                    })
                    .build());
            Page page = runtime.loadPage(markup(), "http://127.0.0.1/" + name + ".html");
            boolean ended = runtime.runUntilIdle(TIMEOUT);
            terminal.say(verbose ? page.html() : page.text());
            if (!ended) {
                throw new Main.CommandFailure("the page has not ended after " + Deadline.text(TIMEOUT));
            }
        }
        return failures.isEmpty() ? Main.OK : Main.FAILED;
    }

    private String markup() throws IOException {
        try (InputStream page =
                Objects.requireNonNull(DemoCommand.class.getResourceAsStream("demo/" + name + ".html"))) {
            return new String(page.readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
