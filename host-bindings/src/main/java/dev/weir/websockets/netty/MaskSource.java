package dev.weir.websockets.netty;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.security.SecureRandom;
import java.util.Base64;

/**
 * Masks and nonces nobody can foresee, drawn from a strong generator in bulk so that one mask costs a few nanoseconds.
 * One per loop.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6455#section-10.3">RFC 6455, section 10.3</a>
 */
final class MaskSource {
    private static final VarHandle INTS = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

    private final SecureRandom random = new SecureRandom();
    private final byte[] pool = new byte[4096];
    private int used = pool.length;

    /** Room for {@link FrameEncoder}'s work; small enough to stay in the processor's nearest cache. */
    final long[] block = new long[512];

    /** Four random bytes, each handed out once. */
    int nextMask() {
        if (used == pool.length) {
            random.nextBytes(pool);
            used = 0;
        }
        int mask = (int) INTS.get(pool, used);
        used += Integer.BYTES;
        return mask;
    }

    /** A fresh value for {@code Sec-WebSocket-Key}: 16 random bytes in Base64. */
    String nextKey() {
        byte[] nonce = new byte[16];
        random.nextBytes(nonce);
        return Base64.getEncoder().encodeToString(nonce);
    }
}
