package dev.weir.encoding.codec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class DecoderTest {
    private static Decoder decoder(String label, boolean fatal) {
        Encoding encoding = Encoding.forLabel(label);
        assertNotNull(encoding, label);
        return encoding.newDecoder(fatal);
    }

    private static String decode(Decoder decoder, byte[] bytes, int... cuts) {
        StringBuilder text = new StringBuilder();
        int from = 0;
        for (int cut : cuts) {
            text.append(decoder.decode(bytes, from, cut - from, false));
            from = cut;
        }
        return text.append(decoder.decode(bytes, from, bytes.length - from, true))
                .toString();
    }

    /** Errors are written as {@code ?}. */
    @ParameterizedTest
    @CsvSource(textBlock = """
            utf-8, 41c3a4e282acf09f9880, Aä€😀
            utf-8, eda080, ???
            utf-8, c0af, ??
            utf-8, e08041, ??A
            utf-8, f0908041, ?A
            utf-8, f4908080, ????
            utf-8, e282, ?
            utf-8, ff41, ?A
            utf-16le, 41003dd800de00, A😀?
            utf-16be, d83d0041, ?A
            utf-16le, 00dc3dd8, ??
            shift_jis, 82a08141b1f04083fa80, あ、ｱ\ue000?\u0080
            shift_jis, 8130, ?0
            euc-jp, a4a28eb18fb0a141a441, あｱ丂A?A
            euc-jp, 8fa1, ?
            iso-2022-jp, 1b244224221b284241, あA
            iso-2022-jp, 1b24421b284241, ?A
            iso-2022-jp, 1b284a5c7e1b2849311b2842, ¥‾ｱ
            iso-2022-jp, 1b2441, ?$A
            euc-kr, b0a1c9a1ff, 가??
            big5, a4408862886480, 一Ê̄Ê̌?
            big5, a430, ?0
            gb18030, 81308130a2e380, \u0080€€
            gb18030, 9439fc3681308141, 😀?0丄
            gbk, ff, ?
            x-user-defined, 417f80ff, A\u007f\uf780\uf7ff
            windows-1252, 8081, €\u0081
            """)
    void decodesBytesAndReplacesErrors(String label, String hex, String expected) {
        byte[] bytes = HexFormat.of().parseHex(hex);
        assertEquals(expected, decode(decoder(label, false), bytes).replace('\ufffd', '?'));
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "REPLACEMENT")
    void theTextIsTheSameHoweverTheBytesAreCut(Encoding encoding) {
        Random random = new Random(encoding.specName().hashCode());
        int[] likely = {0x1b, 0x24, 0x42, 0x28, 0x4a, 0x30, 0x81, 0xe2, 0x82, 0xac, 0xf0, 0x9f, 0x98, 0xd8, 0xdc, 0x8f};
        for (int round = 0; round < 300; round++) {
            byte[] bytes = new byte[random.nextInt(24)];
            for (int i = 0; i < bytes.length; i++) {
                bytes[i] =
                        (byte) (random.nextInt(3) == 0 ? random.nextInt(256) : likely[random.nextInt(likely.length)]);
            }
            Decoder decoder = encoding.newDecoder(false);
            String whole = decode(decoder, bytes);
            int first = random.nextInt(bytes.length + 1);
            int second = first + random.nextInt(bytes.length - first + 1);
            String hex = HexFormat.of().formatHex(bytes);
            assertEquals(whole, decode(decoder, bytes, first, second), hex);
            assertEquals(
                    whole.indexOf('\ufffd') < 0,
                    encoding.newDecoder(true).decode(bytes, 0, bytes.length, true) != null,
                    hex);
        }
    }

    @Test
    void utf8ComesBackFromAnyCut() {
        Random random = new Random(3629);
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < 3000; i++) {
            int c = random.nextInt(
                    switch (random.nextInt(4)) {
                        case 0 -> 0x80;
                        case 1 -> 0x800;
                        case 2 -> 0x10000;
                        default -> 0x110000;
                    });
            text.appendCodePoint(Character.getType(c) == Character.SURROGATE ? 0xfffd : c);
        }
        byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
        Decoder decoder = new Utf8Decoder(true);
        for (int cut = 0; cut <= bytes.length; cut += 1 + random.nextInt(7)) {
            assertEquals(text.toString(), decode(decoder, bytes, cut));
        }
    }

    @Test
    void aDecoderIsAsNewAfterAFatalError() {
        Decoder utf8 = new Utf8Decoder(true);
        assertEquals("", utf8.decode(new byte[] {(byte) 0xe2}, 0, 1, false));
        assertNull(utf8.decode(new byte[] {'A'}, 0, 1, false));
        assertEquals("B", utf8.decode(new byte[] {'B'}, 0, 1, true));
        Decoder shiftJis = decoder("sjis", true);
        assertNull(shiftJis.decode(new byte[] {(byte) 0x81, '0'}, 0, 2, false));
        assertEquals("B", shiftJis.decode(new byte[] {'B'}, 0, 1, true));
    }

    @Test
    void aByteOrderMarkDecidesUnlessOnlyUtf8IsWanted() {
        byte[] utf16 = {(byte) 0xff, (byte) 0xfe, 'a', 0};
        byte[] utf8 = {(byte) 0xef, (byte) 0xbb, (byte) 0xbf, 'a'};
        assertEquals("a", Encoding.KOI8_R.decode(utf16));
        assertEquals("a", Encoding.KOI8_R.decode(utf8));
        assertEquals("\ufffd\ufffda\0", Utf8.decode(utf16));
        assertEquals("a", Utf8.decode(utf8));
        assertEquals("\ufeffa", Utf8.decodeWithoutBom(utf8));
        assertEquals("\ufffd", Encoding.REPLACEMENT.decode(new byte[] {'a'}));
        assertEquals("", Encoding.REPLACEMENT.decode(new byte[0]));
    }
}
