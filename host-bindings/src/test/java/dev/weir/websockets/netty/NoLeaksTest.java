package dev.weir.websockets.netty;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.util.LeakPresenceDetector;
import org.junit.jupiter.api.Test;

/** The detector that the other tests rely on does detect. */
class NoLeaksTest {
    @Test
    void anUnreleasedBufferIsNoticed() {
        ByteBuf forgotten = ByteBufAllocator.DEFAULT.directBuffer(8);
        assertThrows(IllegalStateException.class, LeakPresenceDetector::check);
        assertEquals(1, forgotten.refCnt());
        LeakPresenceDetector.check();
    }
}
