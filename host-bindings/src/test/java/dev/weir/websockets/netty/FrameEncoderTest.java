package dev.weir.websockets.netty;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.ByteBuffer;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The ways by which a payload is masked all give what RFC 6455, section 5.3 says, byte by byte. */
final class FrameEncoderTest {
    private static final int MASK = 0x8f01a37c;
    private static final int OFFSET = 3;

    private final long[] block = new MaskSource().block;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 8, 9, 511, 512, 513, 519, 4095, 4096, 4097, 4104, 65_535, 65_536, 131_071})
    void everyByteMeetsItsByteOfTheMask(int length) {
        byte[] source = new byte[OFFSET + length + 5];
        new Random(length).nextBytes(source);
        byte[] expected = new byte[length];
        for (int i = 0; i < length; i++) {
            expected[i] = (byte) (source[OFFSET + i] ^ MASK >>> 8 * (3 - i % 4));
        }
        ByteBuffer direct = ByteBuffer.allocateDirect(source.length).put(source).flip();

        ByteBuf out = Unpooled.directBuffer(2 * length + 1).writeByte(0);
        try {
            FrameEncoder.writeMasked(out, source, OFFSET, length, MASK, block);
            FrameEncoder.writeMasked(out, direct, OFFSET, length, MASK, block);
            byte[] fromArray = new byte[length];
            byte[] fromBuffer = new byte[length];
            out.skipBytes(1).readBytes(fromArray).readBytes(fromBuffer);
            assertArrayEquals(expected, fromArray);
            assertArrayEquals(expected, fromBuffer);
        } finally {
            out.release();
        }
    }
}
