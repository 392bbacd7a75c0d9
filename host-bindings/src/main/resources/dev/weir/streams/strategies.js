// Queuing strategies: how a stream's queue is measured.

/** The `size` of every CountQueuingStrategy of this realm. */
const countSize = { size() { return 1; } }.size;
/** The `size` of every ByteLengthQueuingStrategy of this realm. */
const byteLengthSize = { size(chunk) { return chunk.byteLength; } }.size;

steps.CountQueuingStrategy = { __proto__: null, size: () => countSize };
steps.ByteLengthQueuingStrategy = { __proto__: null, size: () => byteLengthSize };

function extractHighWaterMark(strategy, otherwise) {
    const { highWaterMark } = strategy;
    if (highWaterMark === undefined) {
        return otherwise;
    }
    if (highWaterMark !== highWaterMark || highWaterMark < 0) {
        throw rangeError(`highWaterMark must not be negative or NaN, but is ${highWaterMark}`);
    }
    return highWaterMark;
}

/** The strategy's size function; undefined stands for the one that says 1, which is never called. */
function extractSize(strategy) {
    const { size } = strategy;
    return size === countSize ? undefined : size;
}
