package dev.weir.fileapi;

import dev.weir.encoding.codec.Decoder;
import dev.weir.encoding.codec.Encoding;
import dev.weir.encoding.codec.Utf8;
import dev.weir.webidl.WebException;
import java.nio.ByteBuffer;
import java.util.Objects;

/**
 * The text that a blob's bytes are, read without a copy of them all, and a NotReadableError where it is longer than a string
 * can be.
 */
final class BlobText {
    /** The length of the engine's longest string, in UTF-16 code units; what is longer comes there with another length. */
    static final int LONGEST = (1 << 30) - 25;

    /** What is decoded at once, in bytes. */
    private static final int CHUNK = 1 << 20;

    /** More than any encoding needs for a code unit; text of more bytes is too long whatever they are. */
    private static final long BYTES_PER_UNIT = 4;

    private BlobText() {}

    /** The text as UTF-8, without a byte order mark. */
    static String decodeUtf8(BlobBytes bytes, int longest) {
        if (bytes.size() <= CHUNK) {
            return requireLength(Utf8.decode(bytes.toArray()), longest);
        }
        boolean marked = Encoding.ofByteOrderMark(start(bytes)) == Encoding.UTF_8;
        return decode(bytes, marked ? 3 : 0, Encoding.UTF_8, longest);
    }

    /** The text in an encoding, unless a byte order mark tells of another. */
    static String decode(BlobBytes bytes, Encoding encoding, int longest) {
        Encoding marked = Encoding.ofByteOrderMark(start(bytes));
        if (bytes.size() <= CHUNK || (marked == null && encoding == Encoding.REPLACEMENT)) {
            BlobBytes needed = bytes.slice(0, Math.min(bytes.size(), CHUNK));
            return requireLength(encoding.decode(needed.toArray()), longest);
        }
        if (marked == null) {
            return decode(bytes, 0, encoding, longest);
        }
        return decode(bytes, marked == Encoding.UTF_8 ? 3 : 2, marked, longest);
    }

    private static byte[] start(BlobBytes bytes) {
        return bytes.slice(0, Math.min(bytes.size(), 3)).toArray();
    }

    private static String decode(BlobBytes bytes, int offset, Encoding encoding, int longest) {
        if (bytes.size() / BYTES_PER_UNIT > longest) {
            throw tooLong(longest);
        }
        Decoder decoder = encoding.newDecoder(false);
        StringBuilder text = new StringBuilder();
        BlobBytes.Pieces pieces = bytes.slice(offset, bytes.size()).pieces();
        byte[] chunk = new byte[CHUNK];
        int filled = 0;
        for (ByteBuffer piece = pieces.next(); piece != null; piece = pieces.next()) {
            while (piece.hasRemaining()) {
                int taken = Math.min(piece.remaining(), CHUNK - filled);
                piece.get(chunk, filled, taken);
                filled += taken;
                if (filled == CHUNK) {
                    append(decoder, chunk, filled, false, text, longest);
                    filled = 0;
                }
            }
        }
        append(decoder, chunk, filled, true, text, longest);
        return text.toString();
    }

    private static void append(Decoder decoder, byte[] chunk, int length, boolean last, StringBuilder to, int longest) {
        String text = Objects.requireNonNull(decoder.decode(chunk, 0, length, last));
        if (text.length() > longest - to.length()) {
            throw tooLong(longest);
        }
        to.append(text);
    }

    /** The text itself; throws a NotReadableError when it is too long. */
    static String requireLength(String text, int longest) {
        requireLength(text.length(), longest);
        return text;
    }

    /** Throws a NotReadableError when a text of this length is too long. */
    static void requireLength(long length, int longest) {
        if (length > longest) {
            throw tooLong(longest);
        }
    }

    private static WebException tooLong(int longest) {
        return WebException.dom(
                "NotReadableError", "the text is longer than a string can be: " + longest + " characters");
    }
}
