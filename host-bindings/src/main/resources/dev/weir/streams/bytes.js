// Readable byte streams. Buffers are JavaScript's, so the queue of bytes, the pull-into descriptors and the waiting
// reads into buffers are here, with all that is decided from them.

/** What a byte stream's controller keeps; the stream's side leads here. */
function emptyByteQueue() {
    return {
        peer: undefined, // the controller's peer
        side: undefined,
        // What every queue in the glue has.
        state: STATE_READABLE,
        disturbed: false,
        hostReads: 0,
        lock: undefined,
        find: byteFind,
        started: false,
        closeRequested: false,
        pulling: false,
        pullAgain: false,
        strategyHWM: 0,
        autoAllocateChunkSize: undefined,
        // A source that is glue (a tee) or in Java pulls by this, called with nothing; a script's by side.pull.
        pullSteps: undefined,
        // [[queue]]: { buffer, byteOffset, byteLength, next }, oldest first.
        firstChunk: undefined,
        lastChunk: undefined,
        queueTotalSize: 0,
        // [[pendingPullIntos]], oldest first; those that a reader waits with have an entry in its list, in the same order.
        firstPullInto: undefined,
        lastPullInto: undefined,
        // The BYOB reader's requests: { resolve, reject, next }, oldest first.
        firstRead: undefined,
        lastRead: undefined,
        byobRequest: undefined,
        failure: undefined, // of byteFind
        pulled: undefined,
        pullFailed: undefined,
    };
}

const { DataView: DataViewCtor } = globalThis;
const arrayBufferTransfer = uncurryThis(ArrayBuffer.prototype.transfer);
const arrayBufferDetached = getterOf(ArrayBuffer.prototype, 'detached');
const uint8View = (buffer, byteOffset, byteLength) => new Uint8ArrayCtor(buffer, byteOffset, byteLength);
const uint8Kind = { elementSize: 1, make: uint8View };
const dataViewKind = {
    elementSize: 1, make: (buffer, byteOffset, byteLength) => new DataViewCtor(buffer, byteOffset, byteLength),
};
/** How to make views of each kind, by the tag of a typed array. */
const viewKinds = { __proto__: null, Uint8Array: uint8Kind };

for (const name of ['Int8Array', 'Uint8ClampedArray', 'Int16Array', 'Uint16Array', 'Int32Array', 'Uint32Array',
    'Float16Array', 'Float32Array', 'Float64Array', 'BigInt64Array', 'BigUint64Array']) {
    const { [name]: Ctor } = globalThis;
    if (Ctor !== undefined) {
        viewKinds[name] = {
            elementSize: Ctor.BYTES_PER_ELEMENT,
            make: (buffer, byteOffset, length) => new Ctor(buffer, byteOffset, length),
        };
    }
}

function viewKind(view) {
    const tag = typedArrayTag(view);
    return tag === undefined ? dataViewKind : viewKinds[tag];
}

/** Copies bytes into a buffer of their own. */
function cloneBytes(buffer, byteOffset, byteLength) {
    const clone = new Uint8ArrayCtor(byteLength);
    typedArraySet(clone, uint8View(buffer, byteOffset, byteLength));
    return clone;
}

/** CloneAsUint8Array, for a view that is a Uint8Array. */
function cloneUint8Array(view) {
    return cloneBytes(typedArrayBuffer(view), typedArrayByteOffset(view), typedArrayByteLength(view));
}

// ---- set up

function newByteQueue(side, peer, highWaterMark, autoAllocateChunkSize) {
    const b = emptyByteQueue();
    b.peer = peer;
    b.side = side;
    b.strategyHWM = highWaterMark;
    b.autoAllocateChunkSize = autoAllocateChunkSize;
    b.pulled = () => {
        b.pulling = false;
        if (b.pullAgain) {
            b.pullAgain = false;
            byteCallPullIfNeeded(b);
        }
    };
    b.pullFailed = (reason) => byteError(b, reason);
    side.queue = b;
    side.bytes = b;
    side.pullSteps = byteCallPullIfNeeded;
    side.pullTarget = b;
    return b;
}

function startByteQueue(b, returned) {
    uponSettled(returned, () => {
        b.started = true;
        byteCallPullIfNeeded(b);
    }, b.pullFailed);
}

// ---- pulling

/** ReadableByteStreamControllerShouldCallPull */
function byteShouldCallPull(b) {
    if (!b.started || b.closeRequested || b.state !== STATE_READABLE) {
        return false;
    }
    return b.firstRead !== undefined || b.strategyHWM - b.queueTotalSize > 0 || hasReads(b);
}

/** ReadableByteStreamControllerCallPullIfNeeded */
function byteCallPullIfNeeded(b) {
    if (!byteShouldCallPull(b)) {
        return;
    }
    if (b.pulling) {
        b.pullAgain = true;
        return;
    }
    const { side, pullSteps } = b;
    if (pullSteps !== undefined) {
        b.pulling = true;
        pullSteps();
        return;
    }
    const { pull } = side;
    if (pull === undefined) {
        return;
    }
    b.pulling = true;
    let returned;
    try {
        returned = reflectApply(pull, side.source, [side.controller]);
    } catch (reason) {
        uponRejected(reason, b.pullFailed);
        return;
    }
    uponSettled(returned, b.pulled, b.pullFailed);
}

// ---- the queue of bytes

function byteEnqueueChunk(b, buffer, byteOffset, byteLength) {
    const chunk = { buffer, byteOffset, byteLength, next: undefined };
    if (b.lastChunk === undefined) {
        b.firstChunk = chunk;
    } else {
        b.lastChunk.next = chunk;
    }
    b.lastChunk = chunk;
    b.queueTotalSize += byteLength;
}

function byteDequeueChunk(b) {
    const chunk = b.firstChunk;
    b.firstChunk = chunk.next;
    if (chunk.next === undefined) {
        b.lastChunk = undefined;
    }
    return chunk;
}

/** EnqueueClonedChunkToQueue */
function byteEnqueueClone(b, buffer, byteOffset, byteLength) {
    let clone;
    try {
        clone = cloneBytes(buffer, byteOffset, byteLength);
    } catch (e) {
        byteError(b, e);
        throw e;
    }
    byteEnqueueChunk(b, typedArrayBuffer(clone), 0, byteLength);
}

/** HandleQueueDrain */
function byteHandleQueueDrain(b) {
    if (b.queueTotalSize === 0 && b.closeRequested) {
        closeStream(b);
    } else {
        byteCallPullIfNeeded(b);
    }
}

/** The oldest chunk as a view, with what follows its leaving the queue. */
function byteTakeView(b) {
    const { buffer, byteOffset, byteLength } = byteDequeueChunk(b);
    b.queueTotalSize -= byteLength;
    byteHandleQueueDrain(b);
    return uint8View(buffer, byteOffset, byteLength);
}

// ---- requests of readers

function byteAddRead(b, resolve, reject) {
    const read = { resolve, reject, next: undefined };
    if (b.lastRead === undefined) {
        b.firstRead = read;
    } else {
        b.lastRead.next = read;
    }
    b.lastRead = read;
}

function byteShiftRead(b) {
    const read = b.firstRead;
    b.firstRead = read.next;
    if (read.next === undefined) {
        b.lastRead = undefined;
    }
    return read;
}

/** The stream was canceled: ends the reads into buffers. */
function byteFinishReads(b) {
    while (b.firstRead !== undefined) {
        const { resolve } = byteShiftRead(b);
        resolve({ value: undefined, done: true });
    }
}

/** ReadableStreamBYOBReaderErrorReadIntoRequests */
function byteRejectReads(b, reason) {
    while (b.firstRead !== undefined) {
        const { reject } = byteShiftRead(b);
        reject(reason);
    }
}

/** Gives a chunk to the default reader's oldest request. */
function byteFulfillReadRequest(b, view) {
    if (b.side.firstRead !== undefined) {
        readableFulfill(b.side, view);
    } else {
        fulfillHostRead(b, view);
    }
}

/** ReadableByteStreamControllerProcessReadRequestsUsingQueue */
function byteProcessReadRequests(b) {
    while (b.queueTotalSize > 0 && hasReads(b)) {
        // The request is taken first: emptying the queue may close the stream, which ends all requests there are.
        if (b.side.firstRead !== undefined) {
            const read = takePendingRead(b.side);
            fulfillRead(read, byteTakeView(b));
        } else {
            b.hostReads--;
            const request = b.peer.takeHostRequest();
            b.peer.fulfillRequest(request, byteTakeView(b));
        }
    }
}

/** [[PullSteps]] for a script's read; the answer is as that of findChunk. */
function byteFind(b) {
    if (!b.disturbed) {
        disturb(b);
    }
    if (b.queueTotalSize > 0) {
        return byteTakeView(b);
    }
    try {
        byteAutoAllocate(b);
    } catch (e) {
        b.failure = e;
        return findsError;
    }
    return findsNothingPull;
}

/** [[PullSteps]] for a request of Java's. */
function byteReadForHost(b, request) {
    if (b.queueTotalSize > 0) {
        b.peer.fulfillRequest(request, byteTakeView(b));
        return;
    }
    try {
        byteAutoAllocate(b);
    } catch (e) {
        b.peer.failRequest(request, e);
        return;
    }
    addHostRead(b, request);
    byteCallPullIfNeeded(b);
}

/** Why byteFind failed. */
function byteFailure(b) {
    const { failure } = b;
    b.failure = undefined;
    return failure;
}

function byteAutoAllocate(b) {
    const size = b.autoAllocateChunkSize;
    if (size !== undefined) {
        bytePushPullInto(b, new ArrayBufferCtor(size), 0, size, 1, uint8Kind, 'default');
    }
}

/** ReadableByteStreamControllerPullInto; the functions settle the read. */
function bytePullInto(b, view, min, resolve, reject) {
    const kind = viewKind(view);
    const isDataView = kind === dataViewKind;
    const byteOffset = isDataView ? dataViewByteOffset(view) : typedArrayByteOffset(view);
    const byteLength = isDataView ? dataViewByteLength(view) : typedArrayByteLength(view);
    let buffer;
    try {
        buffer = arrayBufferTransfer(isDataView ? dataViewBuffer(view) : typedArrayBuffer(view));
    } catch (e) {
        reject(e);
        return;
    }
    if (b.firstPullInto !== undefined) {
        bytePushPullInto(b, buffer, byteOffset, byteLength, min * kind.elementSize, kind, 'byob');
        byteAddRead(b, resolve, reject);
        return;
    }
    if (b.state !== STATE_READABLE) {
        resolve({ value: kind.make(buffer, byteOffset, 0), done: true });
        return;
    }
    bytePushPullInto(b, buffer, byteOffset, byteLength, min * kind.elementSize, kind, 'byob');
    if (b.queueTotalSize > 0) {
        if (byteFillPullInto(b, b.firstPullInto)) {
            const filled = byteConvertPullInto(byteShiftPullInto(b));
            byteHandleQueueDrain(b);
            resolve({ value: filled, done: false });
            return;
        }
        if (b.closeRequested) {
            const e = typeError('the stream was closed in the middle of an element of the view');
            byteShiftPullInto(b);
            byteError(b, e);
            reject(e);
            return;
        }
    }
    byteAddRead(b, resolve, reject);
    byteCallPullIfNeeded(b);
}

/** [[ReleaseSteps]] */
function byteRelease(b) {
    const first = b.firstPullInto;
    if (first !== undefined) {
        first.readerType = 'none';
        first.next = undefined;
        b.lastPullInto = first;
    }
}

// ---- what a source does

function byteCanCloseOrEnqueue(b, operation) {
    if (b.closeRequested) {
        throw typeError(`ReadableByteStreamController.${operation}: the stream is closing already`);
    }
    if (b.state !== STATE_READABLE) {
        throw typeError(`ReadableByteStreamController.${operation}: the stream is closed or errored`);
    }
}

/** ReadableByteStreamControllerEnqueue */
function byteEnqueue(b, chunk) {
    if (b.closeRequested || b.state !== STATE_READABLE) {
        return;
    }
    const byteOffset = viewByteOffset(chunk);
    const byteLength = viewByteLength(chunk);
    const buffer = arrayBufferTransfer(viewBuffer(chunk));
    const first = b.firstPullInto;
    if (first !== undefined) {
        if (arrayBufferDetached(first.buffer)) {
            throw typeError("the buffer of the stream's byobRequest was detached");
        }
        if (b.byobRequest !== undefined) {
            byteInvalidateRequest(b);
            first.buffer = arrayBufferTransfer(first.buffer);
        }
        if (first.readerType === 'none') {
            byteEnqueueDetached(b, first);
        }
    }
    if (hasReads(b)) {
        byteProcessReadRequests(b);
        if (hasReads(b)) {
            if (b.firstPullInto !== undefined) {
                byteShiftPullInto(b);
            }
            byteFulfillReadRequest(b, uint8View(buffer, byteOffset, byteLength));
        } else {
            byteEnqueueChunk(b, buffer, byteOffset, byteLength);
        }
    } else {
        byteEnqueueChunk(b, buffer, byteOffset, byteLength);
        if (b.firstRead !== undefined) {
            byteCommitAll(b, byteProcessPullIntos(b));
        }
    }
    byteCallPullIfNeeded(b);
}

/** ReadableByteStreamControllerClose */
function byteClose(b) {
    if (b.closeRequested || b.state !== STATE_READABLE) {
        return;
    }
    if (b.queueTotalSize > 0) {
        b.closeRequested = true;
        return;
    }
    const first = b.firstPullInto;
    if (first !== undefined && first.bytesFilled % first.kind.elementSize !== 0) {
        const e = typeError('the stream was closed in the middle of an element of the view');
        byteError(b, e);
        throw e;
    }
    closeStream(b);
}

/** ReadableByteStreamControllerError */
function byteError(b, reason) {
    if (b.state !== STATE_READABLE) {
        return;
    }
    byteClearPullIntos(b);
    errorStream(b, reason);
}

{
    const queue = emptyByteQueue();
    byteEnqueueChunk(queue, undefined, 0, 0);
    bytePushPullInto(queue, new ArrayBufferCtor(0), 0, 0, 0, undefined, undefined);
    byteAddRead(queue, undefined, undefined);
    openFields(queue.firstChunk);
    openFields(queue.firstPullInto);
    openFields(queue.firstRead);
    openFields(queue);
}
