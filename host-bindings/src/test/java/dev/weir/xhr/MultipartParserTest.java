package dev.weir.xhr;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.weir.mimesniff.MimeType;
import dev.weir.webidl.WebException;
import dev.weir.xhr.FormDataEntry.UploadedFile;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What is form data, what it says, and what is none. In the tables a slash is a line break of two characters. */
class MultipartParserTest {
    private static List<FormDataEntry> parse(String body) {
        return MultipartParser.parse(body.getBytes(StandardCharsets.UTF_8), "B", 0);
    }

    private static String described(FormDataEntry entry) {
        return entry.name() + "="
                + switch (entry.value()) {
                    case FormDataEntry.Text text -> text.text();
                    case UploadedFile file ->
                        file.filename() + ":" + file.type() + ":" + file.bytes().decodeUtf8();
                };
    }

    /** One entry that has these headers and the content {@code x}. */
    private static String withHeaders(String headers) {
        List<FormDataEntry> entries =
                parse("--B\r\n" + headers.replace("/", "\r\n").replace('^', '/') + "\r\n\r\nx\r\n--B--\r\n");
        assertEquals(1, entries.size());
        return described(entries.get(0));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            Content-Disposition: form-data; name="a" | a=x
            content-disposition: form-data; name="a" | a=x
            CONTENT-DISPOSITION: FORM-DATA; NAME="A" | A=x
            Content-Disposition: form-data;name="a" | a=x
            Content-Disposition:form-data  ;  name  =  "a"   | a=x
            Content-Disposition: form-data; name=a | a=x
            Content-Disposition: form-data; name="" | =x
            Content-Disposition: form-data; name=" a " | ` a =x`
            Content-Disposition: form-data; name="a%22b%0D%0Ac" | `a"b\\r\\nc=x`
            Content-Disposition: form-data; name="%0a%41%" | %0a%41%=x
            Content-Disposition: form-data; name="a\\b" | a\\b=x
            Content-Disposition: form-data; name="é" | é=x
            Content-Disposition: form-data; name="a;filename=b" | a;filename=b=x
            Content-Disposition: form-data; name="a"; filename="b" | a=b:text^plain:x
            Content-Disposition: form-data; filename="b"; name="a" | a=b:text^plain:x
            Content-Disposition: form-data; name="a"; filename="" | a=:text^plain:x
            Content-Disposition: form-data; name="a"; filename*=UTF-8''c; filename="b" | a=b:text^plain:x
            Content-Disposition: form-data; name="a"; name="b" | a=x
            Content-Disposition: form-data; name="a"/Content-Disposition: form-data; name="b" | b=x
            Content-Disposition: form-data; name="a"/Content-Type: text^html | a=x
            Content-Type: text^HTML/Content-Disposition: form-data; name="a"; filename="b" | a=b:text^html:x
            Content-Disposition: form-data; name="a"; filename="b"/Content-Type: | a=b::x
            Content-Disposition: form-data; name="a"; filename="b"/Content-Type: é | a=b::x
            X-Other: "anything:/Content-Disposition: form-data; name="a" | a=x
            Content-Disposition: form-data; name="a"/Content-Transfer-Encoding: base64 | a=x
            """)
    void headersSayWhatAPartIs(String headers, String expected) {
        assertEquals(expected.replace("\\r\\n", "\r\n").replace('^', '/'), withHeaders(headers));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            Content-Type: text^plain
            Content-Disposition: form-data
            Content-Disposition: form-data; filename="b"
            Content-Disposition: attachment; name="a"
            Content-Disposition: form-data; name
            Content-Disposition: form-data; name="a
            Content-Disposition: form-data; name="a"b
            Content-Disposition: form-data; name="a\\n"
            Content-Disposition: form-data; name="a\\r"
            Content-Disposition: form-data; name="a"\\nX: y
            Content-Disposition form-data; name="a"
            : x/Content-Disposition: form-data; name="a"
            a b: x/Content-Disposition: form-data; name="a"
            é: x/Content-Disposition: form-data; name="a"
            """)
    void headersThatAreWrongAreAnError(String headers) {
        assertThrows(
                WebException.JsTypeError.class,
                () -> withHeaders(headers.replace("\\n", "\n").replace("\\r", "\r")));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            --B--/ | ``
            --B-- | ``
            --B/D; name="a"//x/--B--/ | a=x
            --B/D; name="a"//x/--B-- | a=x
            --B/D; name="a"///--B--/ | a=
            --B/D; name="a"////--B--/ | a=/
            --B/D; name="a"//x--B/--B--/ | a=x--B
            --B/D; name="a"//--B--/--B--/ | a=--B--
            --B/D; name="a"//\\n--B/--B--/ | a=\\n--B
            --B/D; name="a"//x/--A/y/--B--/ | a=x/--A/y
            --B/D; name="a"//\\r/--B--/ | a=\\r
            --B/D; name="a"//\uFEFFx/--B--/ | a=\uFEFFx
            --B/D; name="a"//1/--B/D; name="a"//2/--B--/ | a=1 a=2
            """)
    void boundariesEndParts(String body, String expected) {
        List<String> entries =
                parse(wire(body)).stream().map(MultipartParserTest::described).toList();
        assertEquals(wire(expected), String.join(" ", entries));
    }

    private static String wire(String text) {
        return text.replace("/", "\r\n")
                .replace("\\n", "\n")
                .replace("\\r", "\r")
                .replace("D;", "Content-Disposition: form-data;");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            ``
            x
            --B
            --B/
            --B-
            --b--/
            /--B--/
            x/--B--/
            --B--x
            --B--//
            --B --/
            --B/D; name="a"
            --B/D; name="a"/
            --B/D; name="a"//
            --B/D; name="a"//x
            --B/D; name="a"//x/--B
            --B/D; name="a"//x/--B/
            --B/D; name="a"//x/--B-Random junk
            --B/D; name="a"//x/--BB--/
            --B/D; name="a"//--B--/
            --B/D; name="a"/--B--/
            --B\\nD; name="a"\\n\\nx\\n--B--\\n
            --B//x/--B--/
            """)
    void whatIsNoFormDataIsAnError(String body) {
        assertThrows(WebException.JsTypeError.class, () -> parse(wire(body)));
    }

    @Test
    void bytesThatAreNoUtf8AreReplacedInTextsAndKeptInFiles() {
        byte[] body = wire("--B/D; name=\"\u00ff\"//\u00ff/--B/D; name=\"f\"; filename=\"\u00ff\"//\u00ff/--B--/")
                .getBytes(StandardCharsets.ISO_8859_1);
        List<FormDataEntry> entries = MultipartParser.parse(body, "B", 7);
        assertEquals(FormDataEntry.of("\uFFFD", "\uFFFD"), entries.get(0));
        UploadedFile file = (UploadedFile) entries.get(1).value();
        assertEquals("\uFFFD", file.filename());
        assertEquals(7, file.lastModified());
        assertEquals((byte) 0xff, file.bytes().toArray()[0]);
    }

    @Test
    void theTypeNamesTheBoundary() {
        byte[] body = "--A b--".getBytes(StandardCharsets.UTF_8);
        MimeType type = Objects.requireNonNull(MimeType.parse("multipart/form-data; boundary=\"A b\""));
        assertEquals(List.of(), MultipartParser.parse(body, type, 0));
        MimeType without = Objects.requireNonNull(MimeType.parse("multipart/form-data"));
        assertThrows(WebException.JsTypeError.class, () -> MultipartParser.parse(body, without, 0));
    }

    @Test
    void bodiesFullOfHalfBoundariesAreReadInLinearTime() {
        String boundary = "-".repeat(50_000);
        String half = "\r\n--" + boundary.substring(1);
        String body = "--" + boundary + "\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n"
                + (half + "x").repeat(100) + "-".repeat(2_000_000) + "\r\n--" + boundary + "--";
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        assertTimeoutPreemptively(
                Duration.ofSeconds(20),
                () -> assertEquals(1, MultipartParser.parse(bytes, boundary, 0).size()));
    }
}
