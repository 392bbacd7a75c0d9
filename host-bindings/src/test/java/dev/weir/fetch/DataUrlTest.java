package dev.weir.fetch;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weir.mimesniff.MimeType;
import dev.weir.url.UrlRecord;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DataUrlTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            data:,x | text/plain {charset=US-ASCII} x
            data:text/javascript,1%20+ 2#3 | text/javascript {} 1 + 2
            data:text/html;charset=gbk,%C3%A9,? | text/html {charset=gbk} Ã©,?
            data:;charset=utf-8,x | text/plain {charset=utf-8} x
            data: text/css ;x=y ,%zz | text/css {x=y} %zz
            data:nonsense,x | text/plain {charset=US-ASCII} x
            data:text/plain;base64,eA | text/plain {} x
            data:text/plain;  BASE64,eHl 6 | text/plain {} xyz
            data:;base64,eHl%36 | text/plain {charset=US-ASCII} xyz
            data:text/plain;base64;,eA== | text/plain {} eA==
            data:base64,eA== | text/plain {charset=US-ASCII} eA==
            data:;charset=x;base64,eA== | text/plain {charset=x} x
            data:;base64,e | none
            data:;base64,* | none
            data:text/plain | none
            data:text/plain#,x | none
            """)
    void isProcessedAsTheStandardSays(String url, String expected) {
        DataUrl data = DataUrl.process(Objects.requireNonNull(UrlRecord.parse(url)));
        assertEquals(
                expected,
                data == null
                        ? "none"
                        : data.type().essence() + " " + data.type().parameters() + " "
                                + new String(data.body(), StandardCharsets.ISO_8859_1));
    }

    @ParameterizedTest
    @CsvSource({
        "text/javascript, true, true",
        "text/javascript;charset=x, true, true",
        "text/plain, true, false",
        "text/csv, false, false",
        "image/png, false, false",
        "audio/mpeg, false, false",
        "video/mp4, false, false",
        "'', true, false",
    })
    void onlySomeTypesAreForScripts(String text, boolean classic, boolean module) {
        MimeType type = MimeType.parse(text);
        assertEquals(classic, ScriptTypes.isClassic(type));
        assertEquals(module, ScriptTypes.isModule(type));
    }
}
