package dev.weir.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Another JVM with the class path of the tests, for what would take the tests down with it. */
final class ChildJvm {
    private ChildJvm() {}

    /** Runs a main class to its end, which must be a good one within two minutes; returns the lines that it printed. */
    static List<String> run(Class<?> main, List<String> options, List<String> arguments) throws Exception {
        return run(command(main, options, arguments));
    }

    /** The same, with no more open files than this. */
    static List<String> runWithFiles(int limit, Class<?> main, List<String> arguments) throws Exception {
        // The hard limit too, since a JVM raises the soft one.
        List<String> command = new ArrayList<>(List.of("sh", "-c", "ulimit -n " + limit + " && exec \"$0\" \"$@\""));
        command.addAll(command(main, List.of(), arguments));
        return run(command);
    }

    private static List<String> command(Class<?> main, List<String> options, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Dpolyglot.engine.WarnInterpreterOnly=false",
                "-cp",
                System.getProperty("java.class.path")));
        command.addAll(options);
        command.add(main.getName());
        command.addAll(arguments);
        return command;
    }

    private static List<String> run(List<String> command) throws IOException, InterruptedException {
        Path output = Files.createTempFile("weir-child", ".txt");
        try {
            Process process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            boolean ended;
            try {
                ended = process.waitFor(120, TimeUnit.SECONDS);
            } finally {
                process.destroyForcibly();
            }
            List<String> lines = Files.readAllLines(output, StandardCharsets.UTF_8);
            assertTrue(ended, () -> "the other JVM did not end: " + lines);
            assertEquals(0, process.exitValue(), () -> "the other JVM failed: " + lines);
            return lines;
        } finally {
            Files.delete(output);
        }
    }
}
