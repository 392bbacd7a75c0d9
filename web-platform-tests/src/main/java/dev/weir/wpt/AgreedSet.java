package dev.weir.wpt;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The folders that every build runs, one a line in {@code agreed.txt}: the folder, and {@code scripts} when its pages
 * ({@code .html}) are left out.
 *
 * @param place a folder or file of the suite
 * @param pages whether its pages are run too
 */
record AgreedSet(String place, boolean pages) {

    static List<AgreedSet> load(Path file) throws IOException {
        List<AgreedSet> set = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            String[] words = line.strip().split("\\s+");
            if (words[0].isEmpty() || words[0].startsWith("#")) {
                continue;
            }
            boolean scripts = words.length == 2 && words[1].equals("scripts");
            if (words.length > 1 && !scripts) {
                throw new IOException(file.getFileName() + ": only 'scripts' may follow a folder: " + line);
            }
            set.add(new AgreedSet(words[0], !scripts));
        }
        return set;
    }

    /** The tests of this line. */
    List<SuiteTest> tests(Suite suite) throws IOException {
        return suite.tests(place).stream()
                .filter(test -> pages || test.flavour() != Flavour.PAGE)
                .toList();
    }

    /** The file with its known failures, below the folder of all. */
    Path expectations(Path folder) {
        return folder.resolve(place.replace('/', '-') + ".txt");
    }
}
