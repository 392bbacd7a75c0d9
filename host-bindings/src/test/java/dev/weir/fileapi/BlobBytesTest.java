package dev.weir.fileapi;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.weir.webidl.WebException;
import java.util.Arrays;
import java.util.Objects;
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
                byte[] piece = new byte[random.nextInt(20) == 0 ? 5000 : random.nextInt(4)];
                random.nextBytes(piece);
                builder.add(nested(piece, random));
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

    /** The bytes as a blob of blobs of blobs. */
    private static BlobBytes nested(byte[] bytes, Random random) {
        if (bytes.length < 2 || random.nextInt(5) == 0) {
            return BlobBytes.of(bytes);
        }
        BlobBytes.Builder builder = new BlobBytes.Builder();
        int start = 0;
        while (start < bytes.length) {
            int end = start + 1 + random.nextInt(bytes.length - start);
            builder.add(nested(Arrays.copyOfRange(bytes, start, end), random));
            start = end;
        }
        return builder.build();
    }

    private static BlobBytes both(BlobBytes first, BlobBytes second) {
        BlobBytes.Builder builder = new BlobBytes.Builder();
        builder.add(first);
        builder.add(second);
        return builder.build();
    }

    @Test
    void aBlobDoubledManyTimesSharesItsBytes() {
        byte[] start = new byte[5000];
        for (int i = 0; i < start.length; i++) {
            start[i] = (byte) i;
        }
        BlobBytes bytes = BlobBytes.of(start);
        for (int i = 0; i < 40; i++) {
            bytes = both(bytes, bytes);
        }
        assertEquals(5000L << 40, bytes.size());
        long middle = bytes.size() / 2;
        byte[] around = bytes.slice(middle - 3, middle + 2).toArray();
        assertArrayEquals(new byte[] {start[4997], start[4998], start[4999], 0, 1}, around);
        BlobBytes rest = bytes.slice(1, bytes.size() - 1);
        assertEquals(bytes.size() - 2, rest.size());
        assertEquals(4999, Objects.requireNonNull(rest.pieces().next()).remaining());
        assertArrayEquals(
                new byte[] {start[4998]},
                rest.slice(rest.size() - 1, rest.size()).toArray());
        WebException.DOMError error = assertThrows(WebException.DOMError.class, bytes::toArray);
        assertEquals("NotReadableError", error.name);
    }

    @Test
    void noBlobIsLargerThanNumbersAreExact() {
        BlobBytes bytes = BlobBytes.of(new byte[8192]);
        for (int i = 0; i < 39; i++) {
            bytes = both(bytes, bytes);
        }
        BlobBytes largest = bytes;
        assertEquals(1L << 52, largest.size());
        assertEquals(
                (1L << 53) - 1, both(largest, largest.slice(1, largest.size())).size());
        assertThrows(WebException.JsRangeError.class, () -> both(largest, largest));
    }

    @Test
    void blobsMayBeNestedDeeply() {
        BlobBytes piece = BlobBytes.of(new byte[] {1});
        BlobBytes left = BlobBytes.of(new byte[5000]);
        BlobBytes right = left;
        for (int i = 0; i < 100_000; i++) {
            left = both(left, piece);
            right = both(piece, right);
        }
        for (BlobBytes bytes : new BlobBytes[] {left, right}) {
            assertEquals(105_000, bytes.toArray().length);
            assertEquals(104_998, bytes.slice(1, 104_999).toArray().length);
        }
        assertArrayEquals(new byte[] {0, 1}, left.slice(4999, 5001).toArray());
        assertArrayEquals(new byte[] {1, 0}, right.slice(99_999, 100_001).toArray());
    }

    @Test
    void aByteOrderMarkIsNoText() {
        byte[] marked = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF, 'x'};
        assertEquals("x", BlobBytes.of(marked).decodeUtf8());
        assertEquals("", BlobBytes.EMPTY.decodeUtf8());
    }
}
