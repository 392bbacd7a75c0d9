package dev.weir.encoding.codec;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.util.HashMap;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.function.IntPredicate;
import java.util.function.IntUnaryOperator;

/**
 * The standard's tables from pointers to characters: the JDK's, read out of its charsets when one is first needed, with
 * what the standard has otherwise put right. Zero stands for no character.
 *
 * @see <a href="https://encoding.spec.whatwg.org/#indexes">Encoding, indexes</a>
 */
final class Indexes {
    /** The pointers of jis0208 that Shift_JIS leaves to its users. */
    static final int EUDC_FIRST = 8836;

    static final int EUDC_LAST = 10715;

    private Indexes() {}

    /** Where the JDK has characters for private use, the standard has none. */
    private static boolean isPrivateUse(int c) {
        return c >= 0xe000 && c <= 0xf8ff;
    }

    private static int[] read(String charset, int size, IntFunction<byte[]> bytesOfPointer) {
        CharsetDecoder decoder = Charset.forName(charset).newDecoder();
        int[] index = new int[size];
        CharBuffer decoded = CharBuffer.allocate(4);
        for (int pointer = 0; pointer < size; pointer++) {
            decoder.reset();
            decoded.clear();
            boolean fails = decoder.decode(ByteBuffer.wrap(bytesOfPointer.apply(pointer)), decoded, true)
                    .isError();
            decoded.flip();
            if (!fails && Character.codePointCount(decoded, 0, decoded.length()) == 1) {
                index[pointer] = Character.codePointAt(decoded, 0);
            }
        }
        return index;
    }

    private static char[] toChars(int[] index) {
        char[] chars = new char[index.length];
        for (int i = 0; i < index.length; i++) {
            chars[i] = (char) index[i];
        }
        return chars;
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    static final class Big5 {
        static final int[] INDEX =
                read("Big5-HKSCS", 126 * 157, p -> bytes(p / 157 + 0x81, p % 157 + (p % 157 < 0x3f ? 0x40 : 0x62)));

        /** Pointers with their characters where the standard follows Microsoft, the E-TEN extensions, or itself. */
        private static final String CORRECTIONS = """
                2082 7bb8, 2088 7c06, 2103 7cce, 2114 7dd2, 2123 7e1d, 2148 8005, 2151 8028, 2221 83c1, 2239 84a8
                2244 840f, 2303 89a6, 2304 89a9, 2354 8d77, 2400 90fd, 2413 92b9, 2477 975c, 2498 97ff, 2605 9f16
                2673 8503, 2746 5159, 2747 515b, 2748 515d, 2749 515e, 2771 936e, 2780 7479, 2990 6d67, 3087 799b
                3259 9097, 3301 975d, 3436 701e, 3451 5b28, 4136 7201, 4138 77d7, 4141 7e87, 4182 99d6, 4206 91d4
                4220 60de, 4230 6fb6, 4241 8f36, 4258 4fbb, 4273 71df, 4279 9104, 4282 9df0, 4294 83cf, 4329 5c10
                4330 79e3, 4349 5a67, 4419 8f0b, 4422 7b51, 4494 62d0, 4624 6062, 4694 75f9, 4708 6c4a, 4742 9b2e
                4748 9f17, 4815 50ed, 4828 5f0c, 4902 880f, 4922 62ce, 4982 7468, 4992 7162, 4997 7250, 5029 2027
                5038 fe51, 5050 2574, 5120 af, 5121 ffe3, 5123 2cd, 5153 ff5e, 5168 2295, 5169 2299, 5180 ff0f
                5181 ff3c, 5182 2215, 5183 fe68, 5185 ffe5, 5187 ffe0, 5188 ffe1, 5464 2421, 5465 20ac, 10942 5ef4
                10946 65e0, 10948 7676, 10950 96b6, 10957 3003, 10958 4edd, 19028 5029, 19035 507d, 19088 5305
                19096 5344, 19112 537f, 19162 5605, 19240 5a77, 19299 5e75, 19305 5ed0, 19326 5f58, 19355 60a4
                19398 6490, 19439 6674, 19454 675e, 19553 6c9c, 19554 6e1d, 19557 6e2f, 19611 716e, 19643 732a
                19672 745c, 19697 74e9, 19748 7809
                """;

        static {
            for (String correction : CORRECTIONS.strip().split("[,\\s]\\s*(?=\\d+ )", -1)) {
                int space = correction.indexOf(' ');
                INDEX[Integer.parseInt(correction, 0, space, 10)] =
                        Integer.parseInt(correction, space + 1, correction.length(), 16);
            }
            for (int control = 0; control <= 0x1f; control++) {
                INDEX[5432 + control] = 0x2400 + control; // pictures of the control characters
            }
        }

        private Big5() {}
    }

    static final class EucKr {
        static final char[] INDEX =
                toChars(read("x-windows-949", 126 * 190, p -> bytes(p / 190 + 0x81, p % 190 + 0x41)));

        static {
            for (int i = 0; i < INDEX.length; i++) {
                if (isPrivateUse(INDEX[i])) {
                    INDEX[i] = 0;
                }
            }
        }

        private EucKr() {}
    }

    static final class Gb18030 {
        static final char[] INDEX = toChars(read(
                "GB18030", 126 * 190, p -> bytes(p / 190 + 0x81, p % 190 + (p % 190 < 0x3f ? 0x40 : 0x41))));

        static {
            INDEX[6555] = '\u3000';
        }

        private Gb18030() {}
    }

    /** The characters of the Basic Multilingual Plane that gb18030 writes with four bytes. */
    static final class Gb18030Ranges {
        static final char[] INDEX = toChars(read(
                "GB18030",
                39_420,
                p -> bytes(p / 12_600 + 0x81, p / 1260 % 10 + 0x30, p / 10 % 126 + 0x81, p % 10 + 0x30)));

        static {
            // The JDK follows the edition of 2022 here, too; the standard keeps these where they were.
            fill(19_057, 19_064, 0x9fb4);
            fill(39_076, 39_085, 0xfe10);
        }

        private Gb18030Ranges() {}

        private static void fill(int from, int to, int character) {
            for (int pointer = from; pointer <= to; pointer++) {
                INDEX[pointer] = (char) (character + pointer - from);
            }
        }
    }

    static final class Jis0208 {
        static final char[] INDEX = toChars(read("windows-31j", 60 * 188, p -> {
            int lead = p / 188;
            int trail = p % 188;
            return bytes(lead + (lead < 0x1f ? 0x81 : 0xc1), trail + (trail < 0x3f ? 0x40 : 0x41));
        }));

        static {
            for (int pointer = EUDC_FIRST; pointer <= EUDC_LAST; pointer++) {
                INDEX[pointer] = 0;
            }
        }

        private Jis0208() {}
    }

    static final class Jis0208Pointers {
        static final Map<Integer, Integer> BY_CHARACTER = pointers(Jis0208.INDEX);

        private Jis0208Pointers() {}
    }

    static final class Jis0212 {
        static final char[] INDEX = toChars(read("EUC-JP", 94 * 94, p -> bytes(0x8f, p / 94 + 0xa1, p % 94 + 0xa1)));

        private Jis0212() {}
    }

    /** The first pointer of each character; https://encoding.spec.whatwg.org/#index-pointer */
    static Map<Integer, Integer> pointers(char[] index) {
        return pointers(pointer -> index[pointer], 0, index.length, character -> false);
    }

    /** The pointers from {@code start} on by their characters; of several the first, or the last where that is wanted. */
    static Map<Integer, Integer> pointers(IntUnaryOperator index, int start, int end, IntPredicate wantsLast) {
        Map<Integer, Integer> pointers = new HashMap<>();
        for (int pointer = start; pointer < end; pointer++) {
            int character = index.applyAsInt(pointer);
            if (character != 0 && (wantsLast.test(character) || !pointers.containsKey(character))) {
                pointers.put(character, pointer);
            }
        }
        return pointers;
    }

    /** The characters of the bytes from 0x80, in the JDK's charset of that name; U+FFFD where there is none. */
    static char[] singleByte(String charset) {
        int[] read = read(charset, 0x80, p -> bytes(p + 0x80));
        char[] index = new char[0x80];
        for (int i = 0; i < 0x80; i++) {
            index[i] = read[i] == 0 ? Decoder.REPLACEMENT : (char) read[i];
        }
        return index;
    }

    /** As {@link #singleByte}, with the C1 controls that the JDK has no characters for. */
    static char[] windows(String charset) {
        char[] index = singleByte(charset);
        for (int i = 0; i < 0x20; i++) {
            if (index[i] == Decoder.REPLACEMENT) {
                index[i] = (char) (0x80 + i);
            }
        }
        return index;
    }

    /** 128 characters in a row. */
    static char[] consecutive(char first) {
        char[] index = new char[0x80];
        for (int i = 0; i < 0x80; i++) {
            index[i] = (char) (first + i);
        }
        return index;
    }

    /** A table of Latin letters from 0xA0, after the C1 controls. */
    static char[] latin(String fromA0) {
        char[] index = consecutive('\u0080');
        fromA0.getChars(0, 0x60, index, 0x20);
        return index;
    }

    /** The table with one byte's character replaced. */
    static char[] with(char[] index, int b, char character) {
        index[b - 0x80] = character;
        return index;
    }
}
