package dev.weir.fetch;

import dev.weir.fileapi.BlobBytes;
import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** Puts bytes together that come in pieces: small ones would take many times their size if each were kept for itself. */
public final class Gathering {
    private static final int SMALL = 4 << 10;
    private static final int FULL = 64 << 10;

    private final List<BlobBytes> parts = new ArrayList<>();
    private final ByteArrayOutputStream small = new ByteArrayOutputStream(0);

    /** Takes a copy of the bytes. If no memory is left for them, what was there is let go, so that others find some. */
    public void add(ByteBuffer bytes) {
        try {
            byte[] copy = new byte[bytes.remaining()];
            bytes.get(copy);
            add(copy);
        } catch (OutOfMemoryError e) {
            drop();
            throw e;
        }
    }

    /** Takes over the array. */
    void add(byte[] bytes) {
        if (bytes.length < SMALL) {
            small.writeBytes(bytes);
            if (small.size() >= FULL) {
                endSmall();
            }
        } else {
            endSmall();
            parts.add(BlobBytes.of(bytes));
        }
    }

    private void endSmall() {
        if (small.size() > 0) {
            parts.add(BlobBytes.of(small.toByteArray()));
            small.reset();
        }
    }

    /** All bytes, which are not kept here. */
    public BlobBytes take() {
        endSmall();
        BlobBytes all = BlobBytes.of(parts);
        drop();
        return all;
    }

    /** Lets go of all bytes. */
    void drop() {
        parts.clear();
        small.reset();
    }
}
