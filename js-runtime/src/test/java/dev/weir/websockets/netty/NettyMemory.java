package dev.weir.websockets.netty;

import io.netty.util.internal.PlatformDependent;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;

/** For tests: what the transport takes besides the heap. */
public final class NettyMemory {
    private NettyMemory() {}

    /**
     * The direct memory of this process, in bytes, chunks that Netty keeps for later included: what the JVM counts, and
     * what Netty takes past it.
     */
    public static long usedDirect() {
        long used = PlatformDependent.useDirectBufferNoCleaner() ? PlatformDependent.usedDirectMemory() : 0;
        for (BufferPoolMXBean pool : ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class)) {
            if (pool.getName().equals("direct")) {
                used += pool.getMemoryUsed();
            }
        }
        return used;
    }
}
