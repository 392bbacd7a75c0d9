package dev.weir.encoding.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;

import java.nio.charset.StandardCharsets;
import java.util.function.IntUnaryOperator;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The sums are those of the standard's own index files, written as lines of pointer and code point. */
class IndexesTest {
    private static String sum(int size, IntUnaryOperator index) {
        CRC32 crc = new CRC32();
        int entries = 0;
        for (int pointer = 0; pointer < size; pointer++) {
            int c = index.applyAsInt(pointer);
            if (c != 0) {
                entries++;
                crc.update((pointer + " " + Integer.toHexString(c) + "\n").getBytes(StandardCharsets.US_ASCII));
            }
        }
        return entries + " " + Long.toHexString(crc.getValue());
    }

    private static String sum(char[] index) {
        return sum(index.length, i -> index[i]);
    }

    @Test
    void theTablesOfTwoBytesAreTheStandards() {
        int[] big5 = Indexes.Big5.INDEX;
        assertEquals("18590 6d98ac05", sum(big5.length, i -> big5[i]));
        assertEquals("17048 12c736a9", sum(Indexes.EucKr.INDEX));
        assertEquals("23940 7be2c14d", sum(Indexes.Gb18030.INDEX));
        assertEquals("7724 27abb384", sum(Indexes.Jis0208.INDEX));
        assertEquals("6067 abccdd71", sum(Indexes.Jis0212.INDEX));
    }

    @Test
    void theRangesOfGb18030AreTheStandards() {
        assertEquals("39420 df25392e", sum(Indexes.Gb18030Ranges.INDEX));
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            ibm866, 128 27f01513
            iso-8859-10, 128 66d7f63f
            iso-8859-13, 128 692cb433
            iso-8859-14, 128 39976d1f
            iso-8859-15, 128 a0c571c6
            iso-8859-16, 128 ab07212c
            iso-8859-2, 128 ca65d68
            iso-8859-3, 121 7694a696
            iso-8859-4, 128 430644c6
            iso-8859-5, 128 9f2d0034
            iso-8859-6, 83 e557495f
            iso-8859-7, 125 edb3ce02
            iso-8859-8, 92 97814901
            koi8-r, 128 92caab7d
            koi8-u, 128 e9416693
            macintosh, 128 24b0f4ed
            windows-1250, 128 58e416fa
            windows-1251, 128 17149cb9
            windows-1252, 128 42f6f041
            windows-1253, 125 c4c0d0db
            windows-1254, 128 e3d0d888
            windows-1255, 118 843d2bc8
            windows-1256, 128 1ab7c5ad
            windows-1257, 126 6c57b8cc
            windows-1258, 128 4f65704e
            windows-874, 120 73913142
            x-mac-cyrillic, 128 ddf3034a
            """)
    void theTablesOfOneByteAreTheStandards(String label, String expected) {
        Encoding encoding = Encoding.forLabel(label);
        assertNotNull(encoding, label);
        byte[] bytes = new byte[128];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) (i + 0x80);
        }
        String text = encoding.newDecoder(false).decode(bytes, 0, bytes.length, true);
        assertNotNull(text);
        assertEquals(expected, sum(128, i -> text.charAt(i) == '\ufffd' ? 0 : text.charAt(i)));
    }

    @Test
    void labelsAreTrimmedAndCompareWithoutCase() {
        assertSame(Encoding.WINDOWS_1252, Encoding.forLabel(" \t\n\f\rLatin1 "));
        assertSame(Encoding.UTF_8, Encoding.forLabel("UTF8"));
        assertSame(Encoding.GBK, Encoding.forLabel("gb2312"));
        assertNull(Encoding.forLabel("\u000butf8"));
        assertNull(Encoding.forLabel("utf-7"));
        assertNull(Encoding.forLabel("\u212aoi8"), "the Kelvin sign is no k");
        assertNull(Encoding.forLabel(""));
    }
}
