package dev.weir.websockets.netty;

/** Room for the bytes of one text on their way into a string; one per loop, used again and again. */
final class Scratch {
    private byte[] bytes = new byte[1024];

    /** An array of that length or more; what it held before is gone. */
    byte[] atLeast(int length) {
        if (bytes.length < length) {
            bytes = new byte[Math.max(length, 2 * bytes.length)];
        }
        return bytes;
    }
}
