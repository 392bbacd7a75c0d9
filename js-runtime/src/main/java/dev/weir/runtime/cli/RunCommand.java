package dev.weir.runtime.cli;

import dev.weir.console.ConsoleOutput;
import dev.weir.host.ErrorReport;
import dev.weir.html.DocumentUrl;
import dev.weir.runtime.NetworkAccess;
import dev.weir.runtime.Page;
import dev.weir.runtime.ScriptException;
import dev.weir.runtime.WebRuntime;
import dev.weir.websockets.netty.TransportOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;

/** {@code weir run}: runs a script or a page until nothing is left to wait for. */
@Command(
        name = "run",
        description = {
            "Runs a script or a page until nothing is left to wait for: no timer, no open connection.",
            "Scripts may connect to every place, unless --allow-net names some, and load scripts and framed pages from"
                    + " every file. A failure that a script does not deal with ends it; a page goes on, as in a browser."
        },
        footer =
                "The exit code is 1 when something failed that no script dealt with, or the time was over; it is 2 when the"
                        + " command line is wrong.",
        mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {
    private static final Duration FOREVER = Duration.ofDays(36_500);
    private static final Duration GRACE = Duration.ofSeconds(1);

    @ParentCommand
    private @Nullable Main main;

    @Parameters(paramLabel = "FILE", description = "A script (a module if its name ends in .mjs), or a page (.html).")
    private Path file = Path.of("");

    @Option(names = "--module", description = "Runs the file as a module whatever its name.")
    private boolean module;

    @Option(
            names = "--page",
            paramLabel = "PAGE.html",
            description = "Runs the script in this page, once it is loaded.")
    private @Nullable Path page;

    @Option(
            names = "--dump",
            paramLabel = "text|html",
            description = "Prints the page at the end: the text it shows, or its markup.")
    private @Nullable Dump dump;

    @Option(
            names = "--map",
            paramLabel = "HOST:PORT=HOST:PORT",
            description =
                    "Connects elsewhere: ws://HOST:PORT/ on the left leads to the right; may be given more than once.")
    private List<String> maps = List.of();

    @Option(
            names = "--allow-net",
            paramLabel = "PLACE",
            description =
                    "Allows connections to [scheme://]host[:port] and other places given like this, and no others.")
    private List<String> allowed = List.of();

    @Option(names = "--deny-net", description = "Allows no connections; not to be given with --allow-net.")
    private boolean denyNetwork;

    @Option(
            names = "--trust",
            paramLabel = "CERT.pem",
            description = "Trusts a certificate besides those that Java trusts; may be given more than once.")
    private List<Path> trusted = List.of();

    @Option(
            names = "--http2",
            paramLabel = "on|off",
            description =
                    "Whether https: and wss: use HTTP/2 where the server offers it, which they do unless told off.")
    private Switch http2 = Switch.ON;

    @Option(
            names = "--url",
            paramLabel = "URL",
            description = "What location says and relative URLs start from; unless given, the file's own URL.")
    private @Nullable String url;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "Fails when the script has not ended after this time of running: 500ms, 10s, 2m.")
    private @Nullable Duration timeout;

    @Option(
            names = "--for",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "Ends after this time of running at the latest, which is no failure.")
    private @Nullable Duration time;

    @Option(names = "--verbose", description = "Shows Java's stack traces too.")
    private boolean verbose;

    /** How a page is printed. */
    private enum Dump {
        TEXT,
        HTML
    }

    /** What is or is not. */
    private enum Switch {
        ON,
        OFF
    }

    private final AtomicInteger failures = new AtomicInteger();
    private @Nullable WebRuntime runtime;
    private @Nullable Page loaded;

    @Override
    public Integer call() {
        Main program = Objects.requireNonNull(main);
        Terminal terminal = program.terminal();
        if (denyNetwork && !allowed.isEmpty()) { // either may be meant: better none than the wrong one
            throw new Main.UsageFailure("--allow-net and --deny-net do not go together: give one of them");
        }
        requireReadable(file);
        if (page == null && isPage(file)) {
            page = file;
        } else if (page != null) {
            requireReadable(page);
            if (!isPage(page)) {
                throw new Main.UsageFailure("--page needs a file that ends in .html, and " + page + " does not");
            }
            if (isPage(file)) {
                if (!isSameFile(file, page)) {
                    throw new Main.UsageFailure(
                            "FILE must be a script when --page is given, and " + file + " is a page");
                }
                page = file;
            }
        }
        if (page == null && dump != null) {
            throw new Main.UsageFailure("--dump needs a page: give a file that ends in .html, or --page");
        }
        WebRuntime started = program.opened(builder(program).build());
        runtime = started;
        terminal.whenOutputLost(started::close); // a script that only prints would go on for nobody
        Duration limit = Deadline.shorter(timeout, time);
        if (limit != null) {
            started.evaluate("0"); // the time is the script's: it does not pay for the start of the engine
        }
        // A page is looked at when its time is over, so only what then does not answer is ended by force.
        Deadline deadline = Deadline.start(limit == null || page == null ? limit : limit.plus(GRACE), started::close);
        boolean ended = false;
        try {
            runFile(started);
            ended = started.runUntilIdle(limit == null ? FOREVER : deadline.left(limit));
            if (ended && started.hasPendingModules()) {
                terminal.complain(file + " awaits something at its top level that never comes");
                failures.incrementAndGet();
            }
            dump(terminal);
        } catch (ScriptException failure) {
            report(failure.report());
            if (failure.report().kind() == ErrorReport.Kind.SYNTAX_ERROR
                    && failure.report().message().matches(".* found (import|export)")) {
                terminal.complain("--module runs a file with imports or exports");
            }
            if (verbose) {
                terminal.complain(Failures.stackTrace(failure));
            }
        } catch (IOException e) {
            throw new Main.CommandFailure("cannot read " + file + Failures.reason(e), e);
        } catch (IllegalStateException e) {
            if (!started.isClosed()) {
                throw e;
            }
        }
        boolean late = !ended && deadline.left(limit == null ? FOREVER : limit).isZero();
        if (late && timeout != null && limit == timeout) {
            terminal.complain(file + " has not ended after " + Deadline.text(timeout));
            failures.incrementAndGet();
        }
        return failures.get() == 0 ? Main.OK : Main.FAILED;
    }

    private WebRuntime.Builder builder(Main program) {
        Terminal terminal = program.terminal();
        WebRuntime.Builder builder = WebRuntime.builder()
                .engine(program.engine())
                .console(terminal)
                .network(network())
                .connections(TransportOptions.defaults()
                        .withHttp2(http2 == Switch.ON)
                        .withMaxBodySize(Long.MAX_VALUE)) // who runs a script of theirs knows what it fetches
                .allowImportsFrom(rootOf(file))
                .onError(report -> {
                    report(report);
                    if (page == null) {
                        Objects.requireNonNull(runtime).close();
                    }
                })
                .onHostFailure(failure -> {
                    failures.incrementAndGet();
                    terminal.complain(
                            "internal error: " + (verbose ? Failures.stackTrace(failure) : failure.toString()));
                });
        trusted.forEach(path -> builder.trust(PemFiles.certificates(path)));
        String base = url == null && page == null ? DocumentUrl.of(file).href() : url;
        if (base != null) { // a page has its own
            try {
                builder.url(base);
            } catch (IllegalArgumentException e) {
                throw new Main.UsageFailure(String.valueOf(e.getMessage()));
            }
        }
        return builder;
    }

    private NetworkAccess network() {
        NetworkAccess.Builder rules = NetworkAccess.builder();
        try {
            maps.forEach(rules::hostRules);
            allowed.forEach(rules::allow);
        } catch (IllegalArgumentException e) {
            throw new Main.UsageFailure(String.valueOf(e.getMessage()));
        }
        if (allowed.isEmpty() && !denyNetwork) {
            rules.allowAll();
        }
        return rules.build();
    }

    private void runFile(WebRuntime started) throws IOException {
        if (page != null) {
            loaded = started.loadPage(page);
        }
        if (file.equals(page)) {
            return;
        }
        if (module || file.toString().endsWith(".mjs")) {
            started.runModule(file);
        } else {
            started.runFile(file);
        }
    }

    private static boolean isPage(Path path) {
        return path.toString().matches("(?i).*\\.html?");
    }

    private static boolean isSameFile(Path one, Path other) {
        try {
            return Files.isSameFile(one, other);
        } catch (IOException e) {
            throw new Main.CommandFailure("cannot read " + other + Failures.reason(e), e);
        }
    }

    private void dump(Terminal terminal) {
        Page shown = loaded;
        if (dump != null && shown != null) {
            terminal.say(
                    switch (dump) {
                        case TEXT -> shown.text();
                        case HTML -> shown.html();
                    });
        }
    }

    private void report(ErrorReport report) {
        failures.incrementAndGet();
        Objects.requireNonNull(main).terminal().print(ConsoleOutput.Level.ERROR, report.stack());
    }

    private static void requireReadable(Path path) {
        if (Files.isDirectory(path)) {
            throw new Main.CommandFailure("cannot read " + path + ": it is a folder");
        }
        if (!Files.exists(path)) {
            throw new Main.CommandFailure("cannot read " + path + ": no such file");
        }
    }

    private static Path rootOf(Path path) {
        return Objects.requireNonNull(path.toAbsolutePath().getRoot());
    }
}
