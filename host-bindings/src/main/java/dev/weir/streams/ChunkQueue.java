package dev.weir.streams;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A queue-with-sizes: chunks in order, each with the size its strategy gave it, and their total.
 *
 * <p>A ring of parallel arrays, so that a chunk costs no object of its own and the last of a million costs what the first
 * costs. A chunk is a {@code Value}, or a String that becomes one when it is handed over.
 *
 * @see <a href="https://streams.spec.whatwg.org/#queue-with-sizes">Streams, queue-with-sizes</a>
 */
final class ChunkQueue {
    private static final int INITIAL_CAPACITY = 4;

    private @Nullable Object[] chunks = new @Nullable Object[INITIAL_CAPACITY];
    private double[] sizes = new double[INITIAL_CAPACITY];
    private int head;
    private int count;
    /** [[queueTotalSize]] */
    double totalSize;

    boolean isEmpty() {
        return count == 0;
    }

    /** Whether a strategy may give a chunk this size: finite and not negative. */
    static boolean isValidSize(double size) {
        return size >= 0 && size != Double.POSITIVE_INFINITY;
    }

    /** EnqueueValueWithSize; the size must be valid. */
    void enqueue(@Nullable Object chunk, double size) {
        if (count == chunks.length) {
            grow();
        }
        int tail = (head + count) & (chunks.length - 1);
        chunks[tail] = chunk;
        sizes[tail] = size;
        count++;
        totalSize += size;
    }

    /** Gives the chunk enqueued last its value, where it was enqueued by its size alone. */
    void setLast(Object chunk) {
        chunks[(head + count - 1) & (chunks.length - 1)] = chunk;
    }

    @Nullable
    Object peek() {
        return chunks[head];
    }

    /** DequeueValue; the total never goes below zero through rounding. */
    @Nullable
    Object dequeue() {
        Object chunk = chunks[head];
        chunks[head] = null;
        totalSize = Math.max(0, totalSize - sizes[head]);
        head = (head + 1) & (chunks.length - 1);
        count--;
        return chunk;
    }

    /** ResetQueue */
    void reset() {
        chunks = new @Nullable Object[INITIAL_CAPACITY];
        sizes = new double[INITIAL_CAPACITY];
        head = 0;
        count = 0;
        totalSize = 0;
    }

    private void grow() {
        int capacity = chunks.length;
        @Nullable Object[] moreChunks = Arrays.copyOf(chunks, capacity * 2);
        double[] moreSizes = Arrays.copyOf(sizes, capacity * 2);
        // What had wrapped around to the front follows the old end now.
        System.arraycopy(chunks, 0, moreChunks, capacity, head);
        System.arraycopy(sizes, 0, moreSizes, capacity, head);
        chunks = moreChunks;
        sizes = moreSizes;
    }
}
