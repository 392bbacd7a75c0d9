package dev.weir.fileapi;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.encoding.codec.Encoding;
import dev.weir.encoding.codec.Utf8;
import dev.weir.webidl.WebException;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Blobs as text, however many bytes they have. */
class BlobTextTest {
    private static final int UNLIMITED = Integer.MAX_VALUE;

    /** More than is decoded at once, with characters across every border. */
    private static byte[] noise(int start) {
        byte[] bytes = new byte[3 << 20];
        new Random(3).nextBytes(bytes);
        for (int i = 0; i < bytes.length; i += 64) {
            bytes[i] = 'x';
        }
        bytes[0] = (byte) start;
        bytes[1] = (byte) 0xbb;
        bytes[2] = (byte) 0xbf;
        return bytes;
    }

    private static BlobBytes inPieces(byte[] bytes) {
        BlobBytes all = BlobBytes.of(bytes);
        BlobBytes.Builder builder = new BlobBytes.Builder();
        builder.add(all.slice(0, 1));
        builder.add(all.slice(1, 1_000_001));
        builder.add(all.slice(1_000_001, bytes.length));
        return builder.build();
    }

    @ParameterizedTest
    @EnumSource
    void longTextIsWhatDecodingAllAtOnceGives(Encoding encoding) {
        byte[] bytes = noise(0x41);
        assertTrue(encoding.decode(bytes).equals(BlobText.decode(inPieces(bytes), encoding, UNLIMITED)));
    }

    @Test
    void longUtf8IsWhatDecodingAllAtOnceGives() {
        for (int start : new int[] {0xef, 0xfe, 0x41}) {
            byte[] bytes = noise(start);
            assertTrue(Utf8.decode(bytes).equals(BlobText.decodeUtf8(inPieces(bytes), UNLIMITED)));
            assertTrue(Encoding.BIG5.decode(bytes).equals(BlobText.decode(inPieces(bytes), Encoding.BIG5, UNLIMITED)));
        }
        byte[] marked = noise(0xff);
        marked[1] = (byte) 0xfe;
        assertTrue(Encoding.BIG5.decode(marked).equals(BlobText.decode(inPieces(marked), Encoding.BIG5, UNLIMITED)));
    }

    private static void assertTooLong(BlobBytes bytes, int longest) {
        WebException.DOMError error =
                assertThrows(WebException.DOMError.class, () -> BlobText.decodeUtf8(bytes, longest));
        assertEquals("NotReadableError", error.name);
        assertThrows(WebException.DOMError.class, () -> BlobText.decode(bytes, Encoding.WINDOWS_1252, longest));
    }

    @Test
    void textLongerThanAStringCanBeCannotBeRead() {
        BlobBytes few = BlobBytes.of("\u20ac123".getBytes(java.nio.charset.StandardCharsets.UTF_8));
        assertEquals("\u20ac123", BlobText.decodeUtf8(few, 4));
        assertTooLong(few, 3);
        BlobBytes many = BlobBytes.of(new byte[3 << 20]);
        assertEquals(3 << 20, BlobText.decodeUtf8(many, 3 << 20).length());
        assertTooLong(many, (3 << 20) - 1);
    }

    @Test
    void bytesThatAreTooManyWhateverTheyAreAreNotLookedAt() {
        BlobBytes doubled = BlobBytes.of(new byte[5000]);
        for (int i = 0; i < 40; i++) {
            BlobBytes.Builder builder = new BlobBytes.Builder();
            builder.add(doubled);
            builder.add(doubled);
            doubled = builder.build();
        }
        assertTooLong(doubled, BlobText.LONGEST);
    }
}
