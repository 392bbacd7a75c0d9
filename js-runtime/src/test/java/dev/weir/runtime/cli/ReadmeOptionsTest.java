package dev.weir.runtime.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

class ReadmeOptionsTest {
    private static final Pattern OPTION = Pattern.compile("`(--[a-z0-9-]+)");

    @Test
    void theReadmesTableHasTheOptionsOfRun() throws IOException {
        String readme = Files.readString(Path.of("../README.md"));
        String table = readme.substring(readme.indexOf("| `weir run` option |"));
        Matcher names = OPTION.matcher(table.substring(0, table.indexOf("\n\n")));
        Set<String> listed = new TreeSet<>();
        while (names.find()) {
            listed.add(names.group(1));
        }
        Set<String> taken = new TreeSet<>();
        new CommandLine(new RunCommand())
                .getCommandSpec()
                .options()
                .forEach(option -> taken.addAll(List.of(option.names())));
        taken.removeIf(name -> !name.startsWith("--") || name.equals("--help") || name.equals("--version"));
        assertEquals(taken, listed);
    }
}
