package dev.weir.compression;

import dev.weir.webidl.WebException;
import java.util.zip.CRC32;

/**
 * Reads over the header of a gzip member, byte by byte, since it may come in pieces.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc1952#section-2.3">RFC 1952, member format</a>
 */
final class GzipHeader {
    private enum Field {
        FIXED,
        EXTRA_SIZE,
        EXTRA,
        NAME,
        COMMENT,
        CHECKSUM,
        END
    }

    private static final int FIXED_SIZE = 10;
    private static final int HAS_CHECKSUM = 2;
    private static final int HAS_EXTRA = 4;
    private static final int HAS_NAME = 8;
    private static final int HAS_COMMENT = 16;
    private static final int RESERVED = 0xe0;

    private final CRC32 checksum = new CRC32();
    private Field field = Field.FIXED;
    /** Bytes of the field read. */
    private int size;

    private int flags;
    private int value;
    private int extraSize;
    private int checksumOfHeader;

    boolean isComplete() {
        return field == Field.END;
    }

    /** Takes the next byte; throws a TypeError when there cannot be one like it. */
    void take(int b) {
        if (field != Field.CHECKSUM) {
            checksum.update(b);
        }
        size++;
        switch (field) {
            case FIXED -> fixed(b);
            case EXTRA_SIZE -> {
                extraSize |= b << (8 * (size - 1));
                if (size == 2) {
                    start(extraSize == 0 ? Field.NAME : Field.EXTRA);
                }
            }
            case EXTRA -> {
                if (size == extraSize) {
                    start(Field.NAME);
                }
            }
            case NAME -> {
                if (b == 0) {
                    start(Field.COMMENT);
                }
            }
            case COMMENT -> {
                if (b == 0) {
                    start(Field.CHECKSUM);
                }
            }
            case CHECKSUM -> {
                value |= b << (8 * (size - 1));
                if (size == 2) {
                    require(value == checksumOfHeader, "the checksum of the gzip header is wrong");
                    start(Field.END);
                }
            }
            case END -> throw new IllegalStateException("the header is complete");
        }
    }

    private void fixed(int b) {
        switch (size) {
            case 1 -> require(b == 0x1f, "this is not gzip");
            case 2 -> require(b == 0x8b, "this is not gzip");
            case 3 -> require(b == 8, "the compression method of the gzip header is unknown");
            case 4 -> {
                require((b & RESERVED) == 0, "reserved flags of the gzip header are set");
                flags = b;
            }
            case FIXED_SIZE -> start(Field.EXTRA_SIZE);
            default -> {} // time, extra flags and operating system say nothing of interest
        }
    }

    /** Goes on to the field, or the next one that there is. */
    private void start(Field first) {
        size = 0;
        field = first;
        if (field == Field.EXTRA_SIZE && (flags & HAS_EXTRA) == 0) {
            field = Field.NAME;
        }
        if (field == Field.NAME && (flags & HAS_NAME) == 0) {
            field = Field.COMMENT;
        }
        if (field == Field.COMMENT && (flags & HAS_COMMENT) == 0) {
            field = Field.CHECKSUM;
        }
        if (field == Field.CHECKSUM) {
            checksumOfHeader = (int) checksum.getValue() & 0xffff;
            if ((flags & HAS_CHECKSUM) == 0) {
                field = Field.END;
            }
        }
    }

    private static void require(boolean condition, String otherwise) {
        if (!condition) {
            throw WebException.typeError(otherwise);
        }
    }
}
