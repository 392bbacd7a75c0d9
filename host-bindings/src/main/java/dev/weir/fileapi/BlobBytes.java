package dev.weir.fileapi;

import dev.weir.webidl.Realm;
import dev.weir.webidl.WebException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.graalvm.polyglot.HostAccess.Export;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/**
 * The immutable bytes of a blob: one piece of memory, or those of other blobs one behind the other, which are shared. A blob
 * of blobs of blobs thus costs no more than what it was made of last, however many bytes it has. Any thread may read them.
 *
 * <p>What is shared may be nested as deep as a script likes, so that nothing here recurses into it.
 */
public final class BlobBytes {
    private static final BlobBytes[] NO_PARTS = {};
    private static final long[] NO_ENDS = {};

    /** No bytes at all. */
    public static final BlobBytes EMPTY = new BlobBytes(ByteBuffer.allocate(0));

    /** The most bytes that an array has, in Java as in JavaScript. */
    static final int LONGEST_ARRAY = Integer.MAX_VALUE - 8;

    /** Number.MAX_SAFE_INTEGER, behind which sizes and positions would not be exact. */
    private static final long LARGEST = (1L << 53) - 1;

    /** Parts with no more bytes than this together are copied into one, in bytes. */
    private static final int SMALL = 4096;

    /** The bytes, where they are one piece; nothing moves its position. */
    private final @Nullable ByteBuffer piece;
    /** What the bytes are made of otherwise; none of them is empty. */
    private final BlobBytes[] parts;
    /** Where each part ends. */
    private final long[] ends;

    private final long size;

    private BlobBytes(ByteBuffer piece) {
        this.piece = piece;
        parts = NO_PARTS;
        ends = NO_ENDS;
        size = piece.remaining();
    }

    private BlobBytes(BlobBytes[] parts, long[] ends) {
        piece = null;
        this.parts = parts;
        this.ends = ends;
        size = ends[ends.length - 1];
    }

    /** Takes over the array, which must not be written to any more. */
    public static BlobBytes of(byte[] bytes) {
        return bytes.length == 0 ? EMPTY : new BlobBytes(ByteBuffer.wrap(bytes));
    }

    /** The bytes of all parts, one behind the other; none of them is empty. */
    public static BlobBytes of(List<BlobBytes> parts) {
        if (parts.size() < 2) {
            return parts.isEmpty() ? EMPTY : parts.get(0);
        }
        long[] ends = new long[parts.size()];
        long end = 0;
        for (int i = 0; i < ends.length; i++) {
            end += parts.get(i).size;
            if (end > LARGEST) {
                throw WebException.rangeError("a blob cannot have more than 2^53 - 1 bytes");
            }
            ends[i] = end;
        }
        BlobBytes all = new BlobBytes(parts.toArray(NO_PARTS), ends);
        return end <= SMALL ? of(all.toArray()) : all;
    }

    /** The number of bytes. */
    public long size() {
        return size;
    }

    /** The index of the part that has the byte at the position. */
    private int partAt(long position) {
        int low = 0;
        int high = ends.length - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (ends[middle] > position) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    private long startOf(int part) {
        return part == 0 ? 0 : ends[part - 1];
    }

    /** The bytes from one position to another; shares their memory, and keeps nothing of the other bytes' in use. */
    public BlobBytes slice(long from, long to) {
        List<BlobBytes> covered = new ArrayList<>();
        Deque<Range> left = new ArrayDeque<>();
        left.push(new Range(this, from, to));
        while (!left.isEmpty()) {
            Range range = left.pop();
            BlobBytes bytes = range.bytes;
            if (range.from >= range.to) {
                continue;
            }
            if (range.from == 0 && range.to == bytes.size) {
                covered.add(bytes);
            } else if (bytes.piece != null) {
                covered.add(new BlobBytes(bytes.piece.slice((int) range.from, (int) (range.to - range.from))));
            } else {
                int first = bytes.partAt(range.from);
                for (int i = bytes.partAt(range.to - 1); i >= first; i--) {
                    long start = bytes.startOf(i);
                    BlobBytes part = bytes.parts[i];
                    left.push(new Range(part, Math.max(range.from - start, 0), Math.min(range.to - start, part.size)));
                }
            }
        }
        return of(covered);
    }

    /** Some of the bytes of a blob. */
    private record Range(BlobBytes bytes, long from, long to) {}

    /**
     * A copy of all bytes.
     *
     * @throws WebException a NotReadableError, when they are too many for an array
     */
    public byte[] toArray() {
        requireArraySize();
        ByteBuffer all = ByteBuffer.allocate((int) size);
        Pieces pieces = pieces();
        for (ByteBuffer next = pieces.next(); next != null; next = pieces.next()) {
            all.put(next);
        }
        return all.array();
    }

    /** A new Uint8Array with the bytes; throws as {@link #toArray}. */
    public Value toUint8Array(Realm realm) {
        requireArraySize();
        return realm.callFunction("uint8ArrayOfPieces", this, (double) size);
    }

    /** A new ArrayBuffer with the bytes; throws as {@link #toArray}. */
    public Value toArrayBuffer(Realm realm) {
        requireArraySize();
        return realm.callFunction("arrayBufferOfPieces", this, (double) size);
    }

    /** Throws a NotReadableError when the bytes are too many for an array. */
    void requireArraySize() {
        if (size > LONGEST_ARRAY) {
            throw WebException.dom("NotReadableError", "the blob is too large to be read at once: " + size + " bytes");
        }
    }

    /** The bytes read as UTF-8, without a byte order mark. */
    public String decodeUtf8() {
        return BlobText.decodeUtf8(this, BlobText.LONGEST);
    }

    /** The bytes in order, piece by piece. */
    @Export
    public Pieces pieces() {
        return new Pieces(this);
    }

    /** Hands out the bytes of a blob. Not for use by several threads. */
    public static final class Pieces {
        /** What has been begun, the innermost first; what is finished is not kept, so that a list's end is no deep nesting. */
        private final Deque<Place> open = new ArrayDeque<>();

        private @Nullable BlobBytes next;

        private Pieces(BlobBytes bytes) {
            next = bytes.size == 0 ? null : bytes;
        }

        /** The next bytes, or null after the last; they must not be written to. */
        @Export
        public @Nullable ByteBuffer next() {
            BlobBytes bytes = next;
            if (bytes == null) {
                return null;
            }
            while (bytes.piece == null) {
                open.push(new Place(bytes));
                bytes = bytes.parts[0];
            }
            next = partAfter();
            return bytes.piece.slice();
        }

        private @Nullable BlobBytes partAfter() {
            Place place = open.peek();
            if (place == null) {
                return null;
            }
            BlobBytes part = place.parts[++place.at];
            if (place.at == place.parts.length - 1) {
                open.pop();
            }
            return part;
        }

        private static final class Place {
            final BlobBytes[] parts;
            int at;

            Place(BlobBytes bytes) {
                parts = bytes.parts;
            }
        }
    }

    /** Collects what a blob is made of. */
    public static final class Builder {
        private final List<BlobBytes> parts = new ArrayList<>();

        /** Adds bytes, without a copy of them. */
        public void add(BlobBytes bytes) {
            if (bytes.size > 0) {
                parts.add(bytes);
            }
        }

        void add(String text) {
            add(of(text.getBytes(StandardCharsets.UTF_8)));
        }

        /** Copies bytes of a buffer. */
        void add(Value buffer, int offset, int length) {
            byte[] bytes = new byte[length];
            if (length > 0) {
                buffer.readBuffer(offset, bytes, 0, length);
            }
            add(of(bytes));
        }

        /** Throws a RangeError when the bytes are too many. */
        public BlobBytes build() {
            return of(parts);
        }
    }
}
