// Readable byte streams: the pull-into descriptors, each a buffer of a read that is filled from the queue or by the source.

function bytePushPullInto(b, buffer, byteOffset, byteLength, minimumFill, kind, readerType) {
    const descriptor = {
        buffer, bufferByteLength: arrayBufferByteLength(buffer), byteOffset, byteLength, bytesFilled: 0, minimumFill,
        kind, readerType, next: undefined,
    };
    if (b.lastPullInto === undefined) {
        b.firstPullInto = descriptor;
    } else {
        b.lastPullInto.next = descriptor;
    }
    b.lastPullInto = descriptor;
}

function byteShiftPullInto(b) {
    const descriptor = b.firstPullInto;
    b.firstPullInto = descriptor.next;
    if (descriptor.next === undefined) {
        b.lastPullInto = undefined;
    }
    descriptor.next = undefined;
    return descriptor;
}

function byteClearPullIntos(b) {
    byteInvalidateRequest(b);
    b.firstPullInto = undefined;
    b.lastPullInto = undefined;
}

/**
 * ReadableByteStreamControllerConvertPullIntoDescriptor.
 * OPTIMIZATION: the buffer is not transferred once more: whatever a script held of it was detached before.
 */
function byteConvertPullInto({ buffer, byteOffset, bytesFilled, kind }) {
    return kind.make(buffer, byteOffset, kind.elementSize === 1 ? bytesFilled : bytesFilled / kind.elementSize);
}

/** ReadableByteStreamControllerCommitPullIntoDescriptor */
function byteCommitPullInto(b, descriptor) {
    const view = byteConvertPullInto(descriptor);
    if (descriptor.readerType === 'default') {
        byteFulfillReadRequest(b, view);
    } else if (b.firstRead !== undefined) { // a `then` on Object.prototype may have canceled meanwhile
        const { resolve } = byteShiftRead(b);
        resolve({ value: view, done: b.state !== STATE_READABLE });
    }
}

function byteCommitAll(b, first) {
    for (let descriptor = first; descriptor !== undefined;) {
        const { next } = descriptor;
        byteCommitPullInto(b, descriptor);
        descriptor = next;
    }
}

/** ReadableByteStreamControllerFillPullIntoDescriptorFromQueue */
function byteFillPullInto(b, descriptor) {
    const { buffer, byteOffset, byteLength, minimumFill, kind } = descriptor;
    const room = byteLength - descriptor.bytesFilled;
    const canFill = b.queueTotalSize < room ? b.queueTotalSize : room;
    const filled = descriptor.bytesFilled + canFill;
    const aligned = filled - filled % kind.elementSize;
    const isReady = aligned >= minimumFill;
    let left = isReady ? aligned - descriptor.bytesFilled : canFill;
    while (left > 0) {
        const chunk = b.firstChunk;
        const length = left < chunk.byteLength ? left : chunk.byteLength;
        typedArraySet(
            uint8View(buffer, byteOffset + descriptor.bytesFilled, length),
            uint8View(chunk.buffer, chunk.byteOffset, length),
        );
        if (chunk.byteLength === length) {
            byteDequeueChunk(b);
        } else {
            chunk.byteOffset += length;
            chunk.byteLength -= length;
        }
        b.queueTotalSize -= length;
        descriptor.bytesFilled += length;
        left -= length;
    }
    return isReady;
}

/** ReadableByteStreamControllerProcessPullIntoDescriptorsUsingQueue; the filled descriptors, linked. */
function byteProcessPullIntos(b) {
    let first;
    let last;
    while (b.firstPullInto !== undefined && b.queueTotalSize > 0) {
        if (!byteFillPullInto(b, b.firstPullInto)) {
            break;
        }
        const descriptor = byteShiftPullInto(b);
        if (last === undefined) {
            first = descriptor;
        } else {
            last.next = descriptor;
        }
        last = descriptor;
    }
    return first;
}

/** EnqueueDetachedPullIntoToQueue: the descriptor's reader is gone, what it had got so far is not. */
function byteEnqueueDetached(b, { buffer, byteOffset, bytesFilled }) {
    if (bytesFilled > 0) {
        byteEnqueueClone(b, buffer, byteOffset, bytesFilled);
    }
    byteShiftPullInto(b);
}
