package dev.weir.wpt;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReadmeTest {
    @TempDir
    private Path folder;

    @Test
    void aTableTakesThePlaceOfTheOneThereWas() throws IOException {
        Path file = folder.resolve("README.md");
        Files.writeString(file, """
                before
                <!-- some figures -->
                | old |
                <!-- end of some figures -->
                after
                <!-- other figures -->
                <!-- end of other figures -->
                """);
        Readme.replaceTable(file, "some", List.of("| new |", "|---|"));
        Readme.replaceTable(file, "other", List.of("| first |"));
        assertEquals("""
                before
                <!-- some figures -->
                | new |
                |---|
                <!-- end of some figures -->
                after
                <!-- other figures -->
                | first |
                <!-- end of other figures -->
                """, Files.readString(file));
    }

    @Test
    void aPlaceThatIsNotThereIsAnError() throws IOException {
        Path file = folder.resolve("README.md");
        Files.writeString(file, "no comments");
        assertThrows(IOException.class, () -> Readme.replaceTable(file, "some", List.of()));
        assertEquals("no comments", Files.readString(file));
    }
}
