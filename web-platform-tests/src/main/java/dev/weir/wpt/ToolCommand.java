package dev.weir.wpt;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What the commands have in common that run a client against a server of others. */
public abstract class ToolCommand implements Callable<Integer> {
    @Option(
            names = {"-v", "--verbose"},
            description = "Shows each step.")
    private boolean verbose;

    @Spec
    private @Nullable CommandSpec spec;

    /** Runs a command and ends the program; an {@link IOException} is one line, anything else a stack trace. */
    protected static void runAndExit(ToolCommand tool, String[] arguments) {
        System.exit(new CommandLine(tool)
                .setExecutionExceptionHandler((failure, command, parsed) -> {
                    if (!(failure instanceof IOException)) {
                        throw failure;
                    }
                    command.getErr().println(command.getCommandName() + ": " + failure.getMessage());
                    return CommandLine.ExitCode.SOFTWARE;
                })
                .execute(arguments));
    }

    /** Prints a line of progress, where such are wanted. */
    protected final void show(String line) {
        if (verbose) {
            out().println(line);
            out().flush();
        }
    }

    protected final PrintWriter out() {
        return commandLine().getOut();
    }

    /** What to throw when options do not go together. */
    protected final CommandLine.ParameterException misuse(String message) {
        return new CommandLine.ParameterException(commandLine(), message);
    }

    private CommandLine commandLine() {
        if (spec == null) {
            throw new IllegalStateException("not run from a command line");
        }
        return spec.commandLine();
    }
}
