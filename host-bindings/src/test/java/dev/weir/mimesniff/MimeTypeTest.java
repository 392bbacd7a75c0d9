package dev.weir.mimesniff;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MimeTypeTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            text/plain | text/plain {}
            ~ \t Text/HTML \r\n~ | text/html {}
            text/html;Charset=GBK | text/html {charset=GBK}
            text/html ; charset = gbk | text/html {}
            text/html; charset=gbk ;x=1 | text/html {charset=gbk, x=1}
            text/html;charset="gbk" | text/html {charset=gbk}
            text/html;charset="g\\bk"x;y=z | text/html {charset=gbk, y=z}
            text/html;charset="a;charset=b" | text/html {charset=a;charset=b}
            text/html;charset="gbk | text/html {charset=gbk}
            text/html;charset="gbk\\ | text/html {charset=gbk\\}
            text/html;charset="\\"" | text/html {charset="}
            text/html;charset=gb"k" | text/html {charset=gb"k"}
            text/html;charset=a;charset=b | text/html {charset=a}
            text/html;charset=;charset=b | text/html {charset=b}
            text/html;charset="";charset=b | text/html {charset=}
            text/html;charset;;;x=y; | text/html {x=y}
            text/html;charset | text/html {}
            text/html;(=a;b=\u0100;c=\u00ff | text/html {c=\u00ff}
            text | none
            text/ | none
            /html | none
            text/ht ml | none
            te xt/html | none
            text /html | none
            text/html,x | none
            ~~ | none
            \u212a/x | none
            """)
    void isParsedAsTheStandardSays(String input, String expected) {
        MimeType type = MimeType.parse(input);
        assertEquals(expected, type == null ? "none" : type.essence() + " " + type.parameters());
    }
}
