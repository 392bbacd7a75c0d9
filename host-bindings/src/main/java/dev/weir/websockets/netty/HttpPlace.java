package dev.weir.websockets.netty;

import org.jspecify.annotations.Nullable;

/**
 * Where a connection leads, and which way: what exchanges must have in common to share one.
 *
 * @param proxy in between, or null for none
 */
record HttpPlace(
        String scheme, String host, int port, @Nullable ProxyOptions proxy) {}
