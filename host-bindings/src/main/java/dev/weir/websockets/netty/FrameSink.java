package dev.weir.websockets.netty;

import java.nio.ByteBuffer;

/** Takes what a {@link FrameDecoder} finds; buffers are views that are good until the method returns. */
interface FrameSink {
    void text(String message);

    void binary(ByteBuffer message);

    /** A ping; its payload lies in the array from 0 to before {@code length}. */
    void ping(byte[] payload, int length);

    /** A close frame; the code is 1005 when it carried none. */
    void close(ClosingHandshake.Frame frame);
}
