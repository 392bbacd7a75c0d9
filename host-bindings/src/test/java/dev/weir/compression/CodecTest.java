package dev.weir.compression;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.weir.webidl.WebException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class CodecTest {
    private static final byte[] TEXT = text(100_000);

    private static byte[] text(int size) {
        Random random = new Random(7);
        byte[] text = new byte[size];
        for (int i = 0; i < size; i++) {
            text[i] = (byte) ('a' + random.nextInt(1 + i % 20));
        }
        return text;
    }

    /** Everything that comes out of the codec for the bytes, given in pieces of the size. */
    private static byte[] run(Codec codec, byte[] bytes, int pieceSize) {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        for (int from = 0; from < bytes.length; from += pieceSize) {
            codec.input(Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + pieceSize)));
            drain(codec, output);
        }
        codec.finish();
        drain(codec, output);
        codec.close();
        return output.toByteArray();
    }

    private static void drain(Codec codec, ByteArrayOutputStream output) {
        for (ByteBuffer bytes = codec.next(); bytes != null; bytes = codec.next()) {
            assertTrue(bytes.hasRemaining() && bytes.remaining() <= Codec.OUTPUT_SIZE, bytes::toString);
            while (bytes.hasRemaining()) {
                output.write(bytes.get());
            }
        }
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(output)) {
            gzip.write(bytes);
        }
        return output.toByteArray();
    }

    private static String failure(CompressionFormat format, byte[] bytes, int pieceSize) {
        return assertThrows(WebException.JsTypeError.class, () -> run(new Decompressor(format), bytes, pieceSize))
                .getMessage();
    }

    @ParameterizedTest
    @EnumSource
    void whatIsCompressedComesBackInPiecesOfAnySize(CompressionFormat format) {
        for (int size : new int[] {1, 7, 1000, TEXT.length}) {
            byte[] compressed = run(new Compressor(format), TEXT, size);
            assertTrue(compressed.length < TEXT.length * 2 / 3, "only " + compressed.length);
            assertArrayEquals(TEXT, run(new Decompressor(format), compressed, size));
        }
        assertEquals(0, run(new Decompressor(format), run(new Compressor(format), new byte[0], 1), 1).length);
    }

    @Test
    void theJdkReadsTheGzipWritten() throws IOException {
        byte[] compressed = run(new Compressor(CompressionFormat.GZIP), TEXT, 999);
        assertArrayEquals(TEXT, new GZIPInputStream(new ByteArrayInputStream(compressed)).readAllBytes());
    }

    @Test
    void everyFieldOfAGzipHeaderIsReadOver() throws IOException {
        byte[] plain = gzip(TEXT);
        byte[] start = HexFormat.of().parseHex("1f8b081f01020304ff03" + "0300787878" + "6e616d6500" + "636f6d00");
        CRC32 crc = new CRC32();
        crc.update(start);
        ByteArrayOutputStream member = new ByteArrayOutputStream();
        member.writeBytes(start);
        member.write((int) crc.getValue());
        member.write((int) (crc.getValue() >> 8));
        member.write(plain, 10, plain.length - 10);
        byte[] bytes = member.toByteArray();
        assertArrayEquals(TEXT, run(new Decompressor(CompressionFormat.GZIP), bytes, 1));
        bytes[start.length] ^= 1;
        assertEquals("the checksum of the gzip header is wrong", failure(CompressionFormat.GZIP, bytes, 100));
    }

    @ParameterizedTest
    @CsvSource(textBlock = """
            0, 1, this is not gzip
            1, 1, this is not gzip
            2, 7, the compression method of the gzip header is unknown
            3, 32, reserved flags of the gzip header are set
            -8, 1, the checksum of the decompressed data is wrong
            -1, 1, the decompressed data has another size than the gzip trailer says
            """)
    void aWrongByteOfGzipIsNoticed(int at, int change, String expected) throws IOException {
        byte[] bytes = gzip(TEXT);
        bytes[at < 0 ? bytes.length + at : at] ^= (byte) change;
        assertEquals(expected, failure(CompressionFormat.GZIP, bytes, 1));
        assertEquals(expected, failure(CompressionFormat.GZIP, bytes, bytes.length));
    }

    @ParameterizedTest
    @EnumSource
    void everyByteMustBeThereAndNoneMore(CompressionFormat format) {
        byte[] small = run(new Compressor(format), text(300), 300);
        for (int size = 0; size < small.length; size++) {
            byte[] cut = Arrays.copyOf(small, size);
            assertEquals("the compressed data ends too early", failure(format, cut, 13));
        }
        byte[] more = Arrays.copyOf(small, small.length + 1);
        assertEquals("there are bytes behind the end of the compressed data", failure(format, more, 1));
        assertEquals("there are bytes behind the end of the compressed data", failure(format, more, more.length));
    }

    @Test
    void brokenDataAndDictionariesAreRefused() throws IOException {
        byte[] reserved = {7};
        assertTrue(failure(CompressionFormat.DEFLATE_RAW, reserved, 1).startsWith("the compressed data is broken: "));
        Deflater deflater = new Deflater();
        deflater.setDictionary(new byte[] {1, 2, 3});
        ByteArrayOutputStream output = new ByteArrayOutputStream();
        try (DeflaterOutputStream deflate = new DeflaterOutputStream(output, deflater)) {
            deflate.write(TEXT);
        }
        deflater.end();
        assertEquals(
                "the compressed data needs a dictionary",
                failure(CompressionFormat.DEFLATE, output.toByteArray(), 100));
    }

    @ParameterizedTest
    @EnumSource
    void whatBytesItIsGivenItEndsInTextOrATypeError(CompressionFormat format) {
        Random random = new Random(42);
        byte[] good = run(new Compressor(format), text(2000), 2000);
        int refused = 0;
        for (int round = 0; round < 500; round++) {
            byte[] bytes = good.clone();
            for (int changes = 1 + random.nextInt(3); changes > 0; changes--) {
                bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
            }
            try {
                byte[] output = run(new Decompressor(format), bytes, 1 + random.nextInt(200));
                assertTrue(output.length <= good.length * 1032L, "more than deflate can hold");
            } catch (WebException.JsTypeError expected) {
                refused++;
            }
        }
        assertTrue(refused > 100, "only " + refused + " of the inputs were refused");
    }
}
