package dev.weir.runtime.cli;

import dev.weir.html.Navigator;
import dev.weir.runtime.SharedEngine;
import dev.weir.runtime.WebRuntime;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;

/** The program {@code weir}. */
@Command(
        name = "weir",
        description = "Runs scripts and pages that were written for a browser.",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {RunCommand.class, EchoCommand.class, DemoCommand.class})
public final class Main {
    static final int OK = 0;
    static final int FAILED = 1;
    /** The command line itself was wrong. */
    static final int USAGE = 2;

    /** Held here, since a logger that nobody holds forgets its level. */
    private static final Logger NETTY = Logger.getLogger("io.netty");

    private final Terminal terminal;
    private final CompletableFuture<SharedEngine> engine;
    private final List<WebRuntime> opened = new ArrayList<>();

    private Main(Terminal terminal, CompletableFuture<SharedEngine> engine) {
        this.terminal = terminal;
        this.engine = engine;
    }

    /** Remembers a runtime that the command leaves to be closed. */
    WebRuntime opened(WebRuntime runtime) {
        opened.add(runtime);
        return runtime;
    }

    Terminal terminal() {
        return terminal;
    }

    /**
     * The engine for the command's scripts; it was begun before the command line was read, which saves some time. A shared
     * one, although there is one runtime: its code comes in smaller pieces, so that a loop of a socket's is fast in half the
     * time, and few commands run so long that the faster code of an engine for one realm makes up for that.
     */
    SharedEngine engine() {
        return engine.join();
    }

    public static void main(String[] arguments) {
        NETTY.setLevel(Level.WARNING); // below it are oddities of servers; what of them matters, scripts hear
        boolean runsScripts = arguments.length > 0 && !arguments[0].equals("echo") && !arguments[0].startsWith("-");
        CompletableFuture<SharedEngine> engine = runsScripts
                ? CompletableFuture.supplyAsync(SharedEngine::create)
                : CompletableFuture.failedFuture(new IllegalStateException("no scripts expected"));
        Terminal terminal =
                new Terminal(new FileOutputStream(FileDescriptor.out), new FileOutputStream(FileDescriptor.err));
        // The end of the process closes everything, and faster than closing one thing after the other.
        System.exit(new Main(terminal, engine).run(arguments));
    }

    /** Runs one command line with its output going elsewhere, and closes what it opened; returns the exit code. */
    static int run(String[] arguments, OutputStream out, OutputStream err) {
        CompletableFuture<SharedEngine> engine = CompletableFuture.supplyAsync(SharedEngine::create);
        Main main = new Main(new Terminal(out, err), engine);
        try {
            return main.run(arguments);
        } finally {
            main.opened.forEach(WebRuntime::close);
            engine.join().close();
        }
    }

    private int run(String[] arguments) {
        CommandLine commandLine = new CommandLine(this);
        commandLine.setCaseInsensitiveEnumValuesAllowed(true);
        commandLine.setOut(new PrintWriter(terminal.stream(false), true, StandardCharsets.UTF_8));
        commandLine.setErr(new PrintWriter(terminal.stream(true), true, StandardCharsets.UTF_8));
        commandLine.setExecutionExceptionHandler((failure, command, parsed) -> {
            terminal.complain(failure.getMessage() == null ? failure.toString() : failure.getMessage());
            if (!(failure instanceof CommandFailure)) {
                terminal.complain("this is a bug of Weir; --verbose shows more");
            }
            boolean verbose = parsed.hasSubcommand() && parsed.subcommand().matchedOptionValue("--verbose", false);
            if (verbose) {
                failure.printStackTrace(command.getErr());
            }
            return failure instanceof UsageFailure ? USAGE : FAILED;
        });
        try {
            if (arguments.length == 0) {
                commandLine.usage(commandLine.getErr());
                return USAGE;
            }
            int code = commandLine.execute(arguments);
            terminal.flush();
            return code == OK && terminal.isOutputLost() ? FAILED : code;
        } finally {
            terminal.flush();
        }
    }

    /** A failure that the message tells all about. */
    static class CommandFailure extends RuntimeException {
        private static final long serialVersionUID = 1L;

        CommandFailure(String message) {
            super(message);
        }

        CommandFailure(String message, Throwable cause) {
            super(message, cause);
        }
    }

    /** What was asked for makes no sense: options that do not go together, or not with the file, say. Nothing was run. */
    static final class UsageFailure extends CommandFailure {
        private static final long serialVersionUID = 1L;

        UsageFailure(String message) {
            super(message);
        }
    }

    /** What {@code --version} prints. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {
                Navigator.USER_AGENT.replace('/', ' ') + " (Java " + Runtime.version() + ", "
                        + System.getProperty("java.vm.name") + ")"
            };
        }
    }
}
