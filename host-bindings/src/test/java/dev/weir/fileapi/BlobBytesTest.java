package dev.weir.fileapi;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** Bytes in pieces are the bytes. */
class BlobBytesTest {

    @Test
    void slicesOfSlicesOfManyPiecesAreWhatAnArrayWouldGive() {
        Random random = new Random(7);
        for (int round = 0; round < 500; round++) {
            BlobBytes.Builder builder = new BlobBytes.Builder();
            byte[] all = new byte[0];
            for (int i = random.nextInt(5); i > 0; i--) {
                byte[] piece = new byte[random.nextInt(4)];
                random.nextBytes(piece);
                builder.add(BlobBytes.of(piece));
                int before = all.length;
                all = Arrays.copyOf(all, before + piece.length);
                System.arraycopy(piece, 0, all, before, piece.length);
            }
            BlobBytes bytes = builder.build();
            for (int depth = 0; depth < 3; depth++) {
                assertArrayEquals(all, bytes.toArray());
                assertEquals(all.length, bytes.size());
                int from = random.nextInt(all.length + 1);
                int to = from + random.nextInt(all.length - from + 1);
                bytes = bytes.slice(from, to);
                all = Arrays.copyOfRange(all, from, to);
            }
        }
    }

    @Test
    void aByteOrderMarkIsNoText() {
        byte[] marked = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF, 'x'};
        assertEquals("x", BlobBytes.of(marked).decodeUtf8());
        assertEquals("", BlobBytes.EMPTY.decodeUtf8());
    }
}
