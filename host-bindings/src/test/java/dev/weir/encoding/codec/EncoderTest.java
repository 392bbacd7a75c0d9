package dev.weir.encoding.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.util.HexFormat;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class EncoderTest {
    /** What the standard's encoders write as another character, whose bytes they share. */
    private static final Map<Integer, Integer> JAPANESE = Map.of(0xa5, 0x5c, 0x203e, 0x7e, 0x2212, 0xff0d);

    @ParameterizedTest
    @EnumSource(
            mode = Mode.EXCLUDE,
            names = {"UTF_8", "UTF_16LE", "UTF_16BE", "REPLACEMENT"})
    void whatIsEncodedIsDecodedAgain(Encoding encoding) {
        int encoded = 0;
        for (int c = 0; c <= Character.MAX_CODE_POINT; c++) {
            if (c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE) {
                continue;
            }
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            Encoder encoder = encoding.newEncoder();
            if (encoder.encode(c, bytes) < 0) {
                encoder.finish(bytes);
                encoded++;
                String decoded = encoding.newDecoder(false).decode(bytes.toByteArray(), 0, bytes.size(), true);
                assertEquals(Character.toString(expected(encoding, c)), decoded, encoding::specName);
            } else {
                assertEquals(0, bytes.size());
            }
        }
        assertTrue(encoded >= 0x80, "only " + encoded);
    }

    private static int expected(Encoding encoding, int c) {
        return switch (encoding) {
            case EUC_JP, SHIFT_JIS -> JAPANESE.getOrDefault(c, c);
            case ISO_2022_JP -> JapaneseEncoder.isHalfwidth(c) ? wide(c) : c == 0x2212 ? 0xff0d : c;
            case GBK, GB18030 -> Gb18030Encoder.PRIVATE_USE.containsKey(c) ? replaced(c) : c;
            default -> c;
        };
    }

    private static int wide(int halfwidth) {
        String all = "。「」、・ヲァィゥェォャュョッーアイウエオカキクケコサシスセソタチツテトナニヌネノハヒフヘホマミムメモヤユヨラリルレロワン゛゜";
        return all.charAt(halfwidth - 0xff61);
    }

    /** What the bytes of one for private use have meant since 2022. */
    private static int replaced(int privateUse) {
        int bytes = Objects.requireNonNull(Gb18030Encoder.PRIVATE_USE.get(privateUse));
        byte[] pair = {(byte) (bytes >> 8), (byte) bytes};
        return Objects.requireNonNull(new Gb18030Decoder(true).decode(pair, 0, 2, true))
                .codePointAt(0);
    }

    @ParameterizedTest
    @CsvSource({
        "Shift_JIS, 纊, fa5c",
        "Shift_JIS, ∵, 81e6",
        "EUC-JP, 纊, f9a1",
        "EUC-JP, ｱ, 8eb1",
        "Big5, 十, a451",
        "Big5, ╞, f9e9",
        "GBK, €, 80",
        "gb18030, €, a2e3",
        "gb18030, 😀, 9439fc36",
        "ISO-2022-JP, a¥b\\あ, 611b284a5c621b28425c1b244224221b2842",
        "windows-1252, €, 80",
        "x-user-defined, \uf7ff, ff",
    })
    void bytesAreThoseOfTheStandard(String name, String text, String hexadecimal) {
        Encoder encoder = Objects.requireNonNull(Encoding.forLabel(name)).newEncoder();
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        text.codePoints().forEach(c -> assertEquals(-1, encoder.encode(c, bytes)));
        encoder.finish(bytes);
        assertEquals(hexadecimal, HexFormat.of().formatHex(bytes.toByteArray()));
    }

    @Test
    void whatCannotBeEncodedIsToldInAscii() {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        Encoder encoder = Encoding.ISO_2022_JP.newEncoder();
        encoder.encode('あ', bytes);
        bytes.reset();
        assertEquals('ă', encoder.encode('ă', bytes));
        assertEquals("1b2842", HexFormat.of().formatHex(bytes.toByteArray()));
        assertEquals(0xfffd, encoder.encode(0x1b, bytes)); // a switch is nobody's but the encoder's
        assertEquals(0xe5e5, Encoding.GB18030.newEncoder().encode(0xe5e5, bytes));
    }

    @Test
    void utf8HasItsOwnWays() {
        assertThrows(IllegalStateException.class, Encoding.UTF_8::newEncoder);
        assertEquals(Encoding.UTF_8, Encoding.UTF_16BE.outputEncoding());
        assertEquals(Encoding.BIG5, Encoding.BIG5.outputEncoding());
    }
}
