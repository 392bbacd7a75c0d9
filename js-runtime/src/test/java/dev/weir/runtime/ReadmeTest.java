package dev.weir.runtime;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** What the README says is so. */
class ReadmeTest {
    private static final Path ROOT = Path.of("..").toAbsolutePath().normalize();
    private static final Pattern CODE = Pattern.compile("`([A-Za-z]+)`");

    private static String readme() throws IOException {
        return Files.readString(ROOT.resolve("README.md"));
    }

    private static String between(String text, String start, String end) {
        int from = text.indexOf(start) + start.length();
        return text.substring(from, text.indexOf(end, from));
    }

    @Test
    void theTableOfGlobalsIsTheGlobalObject() throws IOException {
        String table = between(readme(), "| group | globals |", "Not there yet");
        Set<String> listed = new TreeSet<>();
        Matcher names = CODE.matcher(table);
        while (names.find()) {
            assertTrue(listed.add(names.group(1)), () -> names.group(1) + " is listed twice");
        }
        assertEquals(String.join(" ", listed), String.join(" ", globals()));
    }

    /** The names of the global object that neither the engine's language defines nor are event handlers. */
    private static Set<String> globals() {
        Set<String> language;
        try (var context = org.graalvm.polyglot.Context.create("js")) {
            language = Set.of(context.eval("js", "Object.getOwnPropertyNames(globalThis).join()")
                    .asString()
                    .split(","));
        }
        Set<String> ours = new TreeSet<>();
        try (WebRuntime runtime = WebRuntime.builder().build()) {
            String names = String.valueOf(runtime.evaluate("Object.getOwnPropertyNames(globalThis).join()"));
            for (String name : names.split(",")) {
                if ((!language.contains(name) || name.equals("console")) && !name.matches("on[a-z]+")) {
                    ours.add(name);
                }
            }
        }
        return ours;
    }

    @Test
    void theEmbeddingExampleIsTheOneThatRuns() throws IOException {
        String source = Files.readString(Path.of("src/test/java/dev/weir/runtime/EmbeddingExample.java"));
        String shown = between(readme(), "```java\n", "```");
        assertEquals(source.substring(source.indexOf("public final class")), shown);
        PrintStream standardOutput = System.out;
        ByteArrayOutputStream printed = new ByteArrayOutputStream();
        System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
        try {
            EmbeddingExample.main(new String[0]);
        } finally {
            System.setOut(standardOutput);
        }
        assertEquals("closed: 3000", printed.toString(StandardCharsets.UTF_8).strip());
    }
}
