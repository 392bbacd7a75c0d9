package dev.weir.html;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DocumentUrlTest {
    @ParameterizedTest
    @CsvSource(textBlock = """
            http://a/b/c?q#h, d, http://a/b/d
            http://a/b/c?q#h, #x, http://a/b/c?q#x
            http://a/b/c?q#h, ?r, http://a/b/c?r
            http://a/b/c?q#h, '', http://a/b/c?q
            http://a/b/c, /d, http://a/d
            http://a/b/c, ../../../d, http://a/d
            http://a/b/c, //h:80/x, http://h/x
            https://a/b/c, ws://A:80, ws://a/
            file:///dir/page.html, lib/x.js, file:///dir/lib/x.js
            http://a/, x y, http://a/x%20y
            """)
    void resolvesReferences(String base, String reference, String expected) throws Exception {
        assertEquals(expected, String.valueOf(DocumentUrl.parse(base).resolve(reference)));
    }

    @Test
    void nothingResolvesAgainstAboutBlankButAbsoluteUrls() {
        assertNull(DocumentUrl.ABOUT_BLANK.resolve("x"));
        assertEquals("ws://127.0.0.1/", String.valueOf(DocumentUrl.ABOUT_BLANK.resolve("ws://127.0.0.1/")));
    }

    @Test
    void aPathWithSpacesMakesTheRoundTrip() {
        Path path = Path.of("/tmp/a b/ü.html");
        assertEquals(path, DocumentUrl.of(path).toPath());
        assertEquals("null", DocumentUrl.of(path).origin());
    }
}
