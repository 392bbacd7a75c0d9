package dev.weir.wpt;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The tables of the project's README that commands write, each between a pair of comments. */
public final class Readme {
    private Readme() {}

    /**
     * Puts a table in the place of the one between {@code <!-- NAME figures -->} and {@code <!-- end of NAME figures -->}.
     *
     * @param lines the table's lines, in Markdown
     * @throws IOException when the README cannot be read or written, or lacks the comments
     */
    public static void replaceTable(String name, List<String> lines) throws IOException {
        replaceTable(Home.find().readme(), name, lines);
    }

    static void replaceTable(Path file, String name, List<String> lines) throws IOException {
        String text = Files.readString(file);
        String start = "<!-- " + name + " figures -->\n";
        int from = text.indexOf(start);
        int to = text.indexOf("<!-- end of " + name + " figures -->");
        if (from < 0 || to < from) {
            throw new IOException("the README lacks the comments between which the " + name + " figures go");
        }
        Files.writeString(
                file, text.substring(0, from + start.length()) + String.join("\n", lines) + "\n" + text.substring(to));
    }
}
