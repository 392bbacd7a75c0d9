package dev.weir.xhr;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.fileapi.BlobBytes;
import dev.weir.xhr.FormDataEntry.UploadedFile;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Entries as bytes, and back. */
class MultipartFormDataTest {
    private static FormDataEntry file(String name, byte[] bytes, String type, String filename) {
        return new FormDataEntry(name, new UploadedFile(BlobBytes.of(bytes), type, filename, 0));
    }

    /** The body with B for the boundary. */
    private static String encoded(FormDataEntry... entries) {
        MultipartFormData.Encoded encoded = MultipartFormData.encode(List.of(entries));
        return new String(encoded.bytes().toArray(), StandardCharsets.UTF_8).replace(encoded.boundary(), "B");
    }

    @Test
    void textsAndFilesAreParts() {
        assertEquals(
                """
                --B
                Content-Disposition: form-data; name="a"

                é\uD83D\uDE00
                --B
                Content-Disposition: form-data; name="f"; filename="ü.txt"
                Content-Type: text/plain

                bytes
                --B
                Content-Disposition: form-data; name="g"; filename=""
                Content-Type: application/octet-stream


                --B--
                """.replace("\n", "\r\n"),
                encoded(
                        FormDataEntry.of("a", "é\uD83D\uDE00"),
                        file("f", "bytes".getBytes(StandardCharsets.UTF_8), "text/plain", "ü.txt"),
                        file("g", new byte[0], "", "")));
    }

    @Test
    void noEntriesAreTheLastBoundaryAlone() {
        assertEquals("--B--\r\n", encoded());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', ignoreLeadingAndTrailingWhitespace = false, textBlock = """
            x\\ny|x%0D%0Ay|x\\r\\ny|x%0Ay
            x\\ry|x%0D%0Ay|x\\r\\ny|x%0Dy
            x\\r\\ny|x%0D%0Ay|x\\r\\ny|x%0D%0Ay
            \\n\\r|%0D%0A%0D%0A|\\r\\n\\r\\n|%0A%0D
            \\r\\r\\n\\n|%0D%0A%0D%0A%0D%0A|\\r\\n\\r\\n\\r\\n|%0D%0D%0A%0A
            "%22%'\\;|%22%22%'\\;|"%22%'\\;|%22%22%'\\;
            """)
    void lineBreaksAndQuotesAreEscapedInNamesOnly(String given, String name, String value, String filename) {
        String text = unescape(given);
        assertEquals(
                "--B\r\nContent-Disposition: form-data; name=\"" + name + "\"\r\n\r\n" + unescape(value)
                        + "\r\n--B\r\nContent-Disposition: form-data; name=\"" + name + "\"; filename=\"" + filename
                        + "\"\r\nContent-Type: t/t\r\n\r\n\r\n--B--\r\n",
                encoded(FormDataEntry.of(text, text), file(text, new byte[0], "t/t", text)));
    }

    private static String unescape(String text) {
        return text.replace("\\n", "\n").replace("\\r", "\r");
    }

    @Test
    void surrogatesWithoutAPartnerAreReplaced() {
        assertTrue(encoded(FormDataEntry.of("a", "\uD83D")).contains("\r\n\r\n\uFFFD\r\n"));
    }

    @Test
    void everyBoundaryIsNewAndFitsAHeader() {
        MultipartFormData.Encoded first = MultipartFormData.encode(List.of());
        MultipartFormData.Encoded second = MultipartFormData.encode(List.of());
        assertNotEquals(first.boundary(), second.boundary());
        assertTrue(first.boundary().matches("----WeirFormBoundary[A-Za-z0-9]{22}"), first.boundary());
        assertEquals("multipart/form-data; boundary=" + first.boundary(), first.type());
    }

    @Test
    void theBytesOfFilesAreShared() {
        byte[] bytes = new byte[100_000];
        BlobBytes body = MultipartFormData.encode(
                        List.of(FormDataEntry.of("a", "b"), file("f", bytes, "", "big"), FormDataEntry.of("c", "d")))
                .bytes();
        BlobBytes.Pieces pieces = body.pieces();
        List<ByteBuffer> found = new ArrayList<>();
        for (ByteBuffer piece = pieces.next(); piece != null; piece = pieces.next()) {
            found.add(piece);
        }
        assertEquals(3, found.size());
        assertSame(bytes, found.get(1).array());
    }

    @Test
    void whatIsWrittenIsReadAgain() {
        Random random = new Random(5);
        for (int round = 0; round < 300; round++) {
            List<FormDataEntry> entries = new ArrayList<>();
            for (int i = random.nextInt(5); i > 0; i--) {
                String name = text(random);
                if (random.nextBoolean()) {
                    entries.add(FormDataEntry.of(name, text(random)));
                } else {
                    byte[] bytes = new byte[random.nextInt(3) == 0 ? 6000 : random.nextInt(5)];
                    random.nextBytes(bytes);
                    entries.add(file(name, bytes, "a/b;c=\"d\"", text(random)));
                }
            }
            MultipartFormData.Encoded body = MultipartFormData.encode(entries);
            List<FormDataEntry> read = MultipartParser.parse(body.bytes().toArray(), body.boundary(), 0);
            assertEquals(described(entries), described(read));
        }
    }

    /** Line breaks are of two characters, as they are written. */
    private static String text(Random random) {
        List<String> pieces = List.of("a", "\r\n", "\"", "%", "ä", "--", ";", " ", "\uD83D\uDE00", "=", "\uFEFF");
        StringBuilder text = new StringBuilder();
        for (int i = random.nextInt(8); i > 0; i--) {
            text.append(pieces.get(random.nextInt(pieces.size())));
        }
        return text.toString();
    }

    private static List<String> described(List<FormDataEntry> entries) {
        return entries.stream()
                .map(entry -> entry.name() + "|"
                        + switch (entry.value()) {
                            case FormDataEntry.Text text -> text.text();
                            case UploadedFile file ->
                                file.filename() + "|" + file.type() + "|"
                                        + new String(file.bytes().toArray(), StandardCharsets.ISO_8859_1);
                        })
                .toList();
    }
}
