package dev.weir.websockets.netty;

/**
 * Whether messages may be compressed, and how: permessage-deflate.
 *
 * @param offered whether servers are offered compression; what comes compressed is then decompressed
 * @param level 1 (fast) to 9 (small), or -1 for zlib's own choice
 * @param minSize the shortest message, in bytes, that is worth the effort
 * @param maxSize the longest: it is compressed in one go, and longer ones would hold up the loop
 * @see <a href="https://www.rfc-editor.org/rfc/rfc7692">RFC 7692</a>
 */
public record Compression(boolean offered, int level, int minSize, int maxSize) {
    private static final Compression ON = new Compression(true, -1, 0, 1 << 20);
    private static final Compression OFF = new Compression(false, -1, 0, 0);

    public Compression {
        if (level < -1 || level == 0 || level > 9 || minSize < 0 || maxSize < 0) {
            throw new IllegalArgumentException("not a compression: level " + level + ", from " + minSize + " bytes on");
        }
    }

    /** What browsers do: offered, and every message of up to 1 MiB compressed that gets shorter by it. */
    public static Compression on() {
        return ON;
    }

    /** None. */
    public static Compression off() {
        return OFF;
    }
}
