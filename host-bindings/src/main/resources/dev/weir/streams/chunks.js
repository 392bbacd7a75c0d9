// Readable streams that a script feeds, or glue does. Their chunks are JavaScript's, so the queue and the waiting reads are
// here, with all that is decided from them: no chunk costs a call of Java. Java keeps the stream's state, of which there is
// a copy here, its lock and the requests of readers in Java.

const CHUNKS_READABLE = 0;
const CHUNKS_CLOSED = 1;
const CHUNKS_ERRORED = 2;

/** What a default controller keeps; the stream's side leads here. */
function emptyChunkQueue() {
    return {
        peer: undefined, // the controller's peer
        side: undefined,
        state: CHUNKS_READABLE,
        disturbed: false,
        started: false,
        closeRequested: false,
        owns: false, // whether the source's type is 'owning'
        pulls: false, // whether there is something to call for more
        pulling: false,
        pullAgain: false,
        strategyHWM: 0,
        // [[queue]]: { value, size, next }, oldest first.
        firstChunk: undefined,
        lastChunk: undefined,
        queueTotalSize: 0,
        hostReads: 0, // how many requests of a reader in Java wait; those of a script's are in the side's list
        lock: undefined, // the ReaderLock of a script's reader, as long as that holds the stream's lock
    };
}

/** What a default reader keeps: the queue that it may read from by itself, undefined where Java is to be asked. */
function newReaderLock(side, chunks) {
    return { side, chunks };
}

function readerLock(reader) {
    const side = readableSide(reader.firstStream());
    const { chunks } = side;
    if (chunks === undefined || chunks.state !== CHUNKS_READABLE || reader.isReleased()) {
        return newReaderLock(side, undefined);
    }
    chunks.lock ??= newReaderLock(side, chunks); // several realms may have slots for the same reader
    return chunks.lock;
}

/** The controller's queue; `start` follows. */
function newChunkQueue(side, peer, highWaterMark) {
    const q = emptyChunkQueue();
    q.peer = peer;
    q.side = side;
    q.strategyHWM = highWaterMark;
    q.pulls = side.pull !== undefined || side.pullSteps !== undefined;
    side.peer = peer;
    side.chunks = q;
    side.pulled = () => chunksPullSettled(q);
    side.pullFailed = (reason) => chunksError(q, reason);
    return q;
}

// ---- pulling

/** ReadableStreamDefaultControllerShouldCallPull */
function chunksShouldCallPull(q) {
    if (!q.started || q.closeRequested || q.state !== CHUNKS_READABLE) {
        return false;
    }
    const { side } = q;
    return q.strategyHWM - q.queueTotalSize > 0 || side.firstRead !== undefined || q.hostReads > 0 ||
        (side.pipe !== undefined && side.pipe.waits);
}

/** ReadableStreamDefaultControllerCallPullIfNeeded */
function chunksCallPullIfNeeded(q) {
    if (chunksShouldCallPull(q)) {
        if (q.pulling) {
            q.pullAgain = true;
        } else if (q.pulls) {
            q.pulling = true;
            callPull(q.side);
        }
    }
}

/** The promise of the pull algorithm, or before that of start, was fulfilled. */
function chunksPullSettled(q) {
    if (q.started) {
        q.pulling = false;
        if (!q.pullAgain) {
            return;
        }
        q.pullAgain = false;
    } else {
        q.started = true;
    }
    chunksCallPullIfNeeded(q);
}

// ---- reading

/** [[PullSteps]] for a script's read; the answer is as that of findChunk, and what is to follow a chunk has been done. */
function chunksFind(q) {
    if (!q.disturbed) {
        q.disturbed = true;
        q.peer.disturb();
    }
    if (q.firstChunk !== undefined) {
        return chunksTake(q);
    }
    // A read will wait, for which to pull.
    if (!q.started || !q.pulls) {
        return findsNothing;
    }
    if (q.pulling) {
        q.pullAgain = true;
        return findsNothing;
    }
    q.pulling = true;
    return findsNothingPull;
}

/** Takes the oldest chunk, with what follows its leaving the queue. */
function chunksTake(q) {
    const chunk = q.firstChunk;
    const { value, size, next } = chunk;
    chunk.next = undefined; // or a chunk that has grown old would keep all that follow it, however long they are gone
    const left = q.queueTotalSize - size;
    q.queueTotalSize = left < 0 ? 0 : left; // where numbers were rounded
    q.firstChunk = next;
    if (next === undefined) {
        q.lastChunk = undefined;
        if (q.closeRequested) {
            chunksCloseStream(q);
            return value;
        }
    }
    chunksCallPullIfNeeded(q);
    return value;
}

// ---- what a source does

function chunksCanCloseOrEnqueue(q) {
    return q.state === CHUNKS_READABLE && !q.closeRequested;
}

/** The error of a source that is too late. */
function chunksTooLate(q, operation) {
    const why = q.state === CHUNKS_READABLE ? 'the stream is closing already'
        : q.state === CHUNKS_CLOSED ? 'the stream is closed' : 'the stream is errored';
    return typeError(`ReadableStreamDefaultController.${operation}: ${why}`);
}

/** ReadableStreamDefaultControllerEnqueue. Throws when the stream takes no chunks now, and what `size` threw. */
function chunksEnqueue(q, chunk) {
    if (!chunksCanCloseOrEnqueue(q)) {
        throw chunksTooLate(q, 'enqueue');
    }
    const { side } = q;
    if (side.firstRead !== undefined) {
        fulfillRead(takePendingRead(side), chunk);
    } else if (side.pipe !== undefined && side.pipe.waits) {
        side.pipe.waits = false;
        pipeDeliver(side.pipe, chunk);
    } else if (q.hostReads > 0) {
        q.hostReads--;
        q.peer.fulfillHostRequest(chunk);
    } else {
        chunksPush(q, chunk, side.size === undefined ? 1 : chunksSize(q, side.size, chunk));
    }
    chunksCallPullIfNeeded(q);
}

/**
 * What goes into the queue of a source that gives its chunks away ('owning', a proposal): clones, in which that is moved
 * which the options say. Other sources have nothing to transfer.
 *
 * https://github.com/whatwg/streams/pull/1271
 */
function chunksOwn(q, chunk, options) {
    const where = 'ReadableStreamDefaultController.enqueue';
    const converted = dictionary_ReadableStreamEnqueueOptions(options, `${where}: argument 'options'`);
    if (!chunksCanCloseOrEnqueue(q)) {
        throw chunksTooLate(q, 'enqueue');
    }
    if (q.owns) {
        return kernel.structuredClone(chunk, converted);
    }
    if (converted.transfer.length > 0) {
        throw typeError(`${where}: only a source of the type 'owning' transfers`);
    }
    return chunk;
}

/** What the strategy says of the chunk. An error of it, or a size that is none, errors the stream. */
function chunksSize(q, sizeAlgorithm, chunk) {
    try {
        const size = +sizeAlgorithm(chunk);
        if (size >= 0 && size !== Infinity) {
            return size;
        }
        throw rangeError(`the size of a chunk must be finite and not negative, but is ${size}`);
    } catch (e) {
        chunksError(q, e);
        throw e;
    }
}

function chunksPush(q, value, size) {
    const chunk = { value, size, next: undefined };
    if (q.lastChunk === undefined) {
        q.firstChunk = chunk;
    } else {
        q.lastChunk.next = chunk;
    }
    q.lastChunk = chunk;
    q.queueTotalSize += size;
}

function chunksResetQueue(q) {
    q.firstChunk = undefined;
    q.lastChunk = undefined;
    q.queueTotalSize = 0;
}

function chunksDesiredSize(q) {
    switch (q.state) {
        case CHUNKS_READABLE: return q.strategyHWM - q.queueTotalSize;
        case CHUNKS_CLOSED: return 0;
        default: return null;
    }
}

/** ReadableStreamDefaultControllerClose */
function chunksClose(q) {
    if (chunksCanCloseOrEnqueue(q)) {
        q.closeRequested = true;
        if (q.firstChunk === undefined) {
            chunksCloseStream(q);
        }
    }
}

function chunksCloseStream(q) {
    kernel.readableClear(q.side);
    chunksLeaveReadable(q, CHUNKS_CLOSED);
    q.peer.closeStream();
    chunksFinishReads(q);
}

/** ReadableStreamDefaultControllerError */
function chunksError(q, reason) {
    if (q.state === CHUNKS_READABLE) {
        chunksResetQueue(q);
        kernel.readableClear(q.side);
        chunksLeaveReadable(q, CHUNKS_ERRORED);
        q.peer.errorStream(reason);
        chunksRejectReads(q, reason);
    }
}

function chunksLeaveReadable(q, state) {
    q.state = state;
    chunksUnlock(q);
}

/** From now on Java is asked what the reader finds. */
function chunksUnlock(q) {
    q.hostReads = 0;
    if (q.lock !== undefined) {
        q.lock.chunks = undefined;
        q.lock = undefined;
    }
}

function chunksFinishReads({ side }) {
    while (side.firstRead !== undefined) {
        readableFinish(side);
    }
}

function chunksRejectReads({ side }, reason) {
    while (side.firstRead !== undefined) {
        readableReject(side, reason);
    }
}

// ---- what Java calls

/** [[PullSteps]] for a request of Java's. */
kernel.chunksReadForHost = ({ chunks: q }, request) => {
    if (q.firstChunk === undefined) {
        q.hostReads++;
        q.peer.addHostRequest(request);
        chunksCallPullIfNeeded(q);
    } else {
        q.peer.fulfillRequest(request, chunksTake(q));
    }
};

/** The stream is canceled: its state has changed. */
kernel.chunksCanceled = ({ chunks: q }) => chunksLeaveReadable(q, CHUNKS_CLOSED);
kernel.chunksFinishReads = ({ chunks: q }) => chunksFinishReads(q);

/** [[CancelSteps]]; what the algorithm returned. */
kernel.chunksCancel = (side, reason) => {
    chunksResetQueue(side.chunks);
    const returned = side.cancel === undefined ? undefined : kernel.readableCancel(side, reason);
    kernel.readableClear(side);
    return returned;
};

/** The reader has released the stream. */
kernel.chunksReleased = ({ chunks: q }, reason) => {
    chunksUnlock(q);
    chunksRejectReads(q, reason);
};

kernel.chunksDesiredSize = ({ chunks: q }) => chunksDesiredSize(q);

// ---- the interface

steps.ReadableStreamDefaultController = {
    __proto__: null,

    state: (peer) => readableSide(peer.stream()).chunks,

    desiredSize: (peer, q) => chunksDesiredSize(q),

    close(peer, q) {
        if (!chunksCanCloseOrEnqueue(q)) {
            throw chunksTooLate(q, 'close');
        }
        chunksClose(q);
    },

    enqueue(peer, q, chunk, options) {
        chunksEnqueue(q, options === undefined && !q.owns ? chunk : chunksOwn(q, chunk, options));
    },

    error: (peer, q, reason) => chunksError(q, reason),
};

{
    const queue = emptyChunkQueue();
    chunksPush(queue, undefined, 0);
    openFields(queue.firstChunk);
    openFields(newReaderLock(undefined, undefined));
    openFields(queue);
}
