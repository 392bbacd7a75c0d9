/** Tests of the transport: wire tests over an embedded channel, and tests over real sockets. */
@NullMarked
package dev.weir.websockets.netty;

import org.jspecify.annotations.NullMarked;
