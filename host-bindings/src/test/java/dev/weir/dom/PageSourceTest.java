package dev.weir.dom;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.weir.encoding.codec.Encoding;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PageSourceTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            <p>no word of it                                                          | UTF-8
            <meta charset=windows-1251>                                               | windows-1251
            <META CHARSET = "Latin1" >                                                | windows-1252
            <meta/charset='koi8-r'/>                                                  | KOI8-R
            <title a='<meta charset=big5>'></title><meta charset=euc-kr>              | EUC-KR
            <!-- <meta charset=big5> --><meta charset=euc-kr>                         | EUC-KR
            <!--><meta charset=euc-kr>-->                                             | EUC-KR
            <!doctype html><?x <meta charset=big5>                                    | UTF-8
            </p a="<meta charset=big5>">                                              | UTF-8
            <metal charset=big5>                                                      | UTF-8
            <meta name=x charset=gbk charset=big5>                                    | GBK
            <meta charset=nonsense><meta charset=big5>                                | Big5
            <meta charset=nonsense http-equiv=content-type content="x;charset=big5">  | UTF-8
            <meta content="text/html; charset=big5">                                  | UTF-8
            <meta content="charset charset = 'big5' x" http-equiv=Content-Type>       | Big5
            <meta http-equiv=content-type content="text/html;charset=shift_jis;x">    | Shift_JIS
            <meta http-equiv=content-type content="text/html;charset='big5">          | UTF-8
            <meta http-equiv=refresh content="text/html;charset=big5">                | UTF-8
            <meta charset=utf-16le>                                                   | UTF-8
            <meta charset=x-user-defined>                                             | windows-1252
            <meta charset=big5                                                        | UTF-8
            <?xml version="1.0" encoding = "iso-8859-2"?><p>                          | ISO-8859-2
            <?xml version="1.0" encoding="iso-8859-2"?><meta charset=big5>            | Big5
            """)
    void itsBytesTellTheEncoding(String html, String encoding) {
        PageSource source = PageSource.decode(html.strip().getBytes(StandardCharsets.ISO_8859_1));
        assertEquals(encoding, source.encoding().specName());
        assertEquals(html.strip(), source.html());
    }

    @Test
    void whatComesAfter1024BytesTellsNothing() {
        String meta = "<meta charset=big5>";
        assertEquals(
                Encoding.BIG5,
                decode(" ".repeat(1024 - meta.length()) + meta, "US-ASCII").encoding());
        assertEquals(
                Encoding.UTF_8,
                decode(" ".repeat(1025 - meta.length()) + meta, "US-ASCII").encoding());
    }

    @Test
    void aByteOrderMarkDecidesAndIsNoPartOfThePage() {
        String html = "<meta charset=big5>\u00e5";
        assertEquals(new PageSource(html, Encoding.UTF_8), decode("\uFEFF" + html, "UTF-8"));
        assertEquals(new PageSource(html, Encoding.UTF_16LE), decode("\uFEFF" + html, "UTF-16LE"));
        assertEquals(new PageSource(html, Encoding.UTF_16BE), decode("\uFEFF" + html, "UTF-16BE"));
    }

    @Test
    void anXmlDeclarationShowsThatItIsUtf16() {
        assertEquals(Encoding.UTF_16LE, decode("<?xml?>", "UTF-16LE").encoding());
        assertEquals(Encoding.UTF_16BE, decode("<?xml?>", "UTF-16BE").encoding());
    }

    @Test
    void textIsDecodedAndWrongBytesAreReplaced() {
        assertEquals(
                "<meta charset=windows-1251>Ж",
                decode("<meta charset=windows-1251>Ж", "windows-1251").html());
        assertEquals(
                "a\uFFFDb",
                PageSource.decode(new byte[] {'a', (byte) 0xff, 'b'}).html());
        assertEquals(
                "\uFFFD",
                PageSource.decode("<meta charset=hz-gb-2312>".getBytes(StandardCharsets.US_ASCII))
                        .html());
    }

    private static PageSource decode(String html, String charset) {
        return PageSource.decode(html.getBytes(Charset.forName(charset)));
    }
}
