package dev.weir.wpt;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Where things are: the folder of this module, and the suite. */
public record Home(Path module) {
    /** The module's folder as the launcher says it, or the working directory's. */
    public static Home find() {
        String told = System.getProperty("weir.wpt.home");
        Path module = told != null ? Path.of(told) : Path.of("").toAbsolutePath();
        return new Home(Files.exists(module.resolve("agreed.txt")) ? module : module.resolve("web-platform-tests"));
    }

    Path agreed() {
        return module.resolve("agreed.txt");
    }

    Path expectations() {
        return module.resolve("expectations");
    }

    Path report() {
        return module.resolve("target").resolve("wptreport.json");
    }

    Path readme() {
        return module.resolveSibling("README.md");
    }

    /** Our own tests in the suite's format. */
    Path ownTests() {
        return module.resolve("src/test/suite");
    }

    /** The suite where it has been put already, or null. */
    @Nullable
    Path checkoutIfThere() {
        try {
            String folder = fetch("--print").strip();
            Path path = Path.of(folder);
            return Files.isRegularFile(path.resolve("resources/testharness.js")) ? path : null;
        } catch (IOException e) {
            return null;
        }
    }

    /**
     * The suite; fetched when it is used for the first time.
     *
     * @throws IOException when it cannot be had
     */
    Suite suite() throws IOException {
        String folder = fetch().strip();
        return new Suite(Path.of(folder), List.of(ownTests()));
    }

    /** Runs the script that gets the suite and prints its folder. */
    private String fetch(String... arguments) throws IOException {
        List<String> command =
                new java.util.ArrayList<>(List.of(module.resolve("fetch-wpt").toString()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        process.getOutputStream().close();
        String output = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        try {
            if (process.waitFor() != 0) {
                throw new IOException("web-platform-tests could not be fetched");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted while web-platform-tests was fetched", e);
        }
        return output;
    }
}
