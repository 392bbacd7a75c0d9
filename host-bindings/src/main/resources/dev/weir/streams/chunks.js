// Readable streams that a script feeds, or glue does. Their chunks are JavaScript's, so the queue is here, with all that is
// decided from it: no chunk costs a call of Java. What is done for each chunk is in few functions, see the package's README.

/** What a default controller keeps; the stream's side leads here. */
function emptyChunkQueue() {
    return {
        peer: undefined, // the controller's peer
        side: undefined,
        // What every queue in the glue has.
        state: STATE_READABLE,
        disturbed: false,
        hostReads: 0,
        lock: undefined,
        find: chunksFind,
        started: false,
        closeRequested: false,
        owns: false, // whether the source's type is 'owning'
        pulls: false, // whether there is something to call for more
        pulling: false,
        pullAgain: false,
        strategyHWM: 0,
        // [[queue]]: blocks of chunks, oldest first; none is empty. A spare one waits for the next chunk.
        firstChunk: undefined,
        lastChunk: undefined,
        spareBlock: undefined,
        queueTotalSize: 0,
    };
}

/** The controller's queue; `start` follows. */
function newChunkQueue(side, peer, highWaterMark) {
    const q = emptyChunkQueue();
    q.peer = peer;
    q.side = side;
    q.strategyHWM = highWaterMark;
    q.pulls = side.pull !== undefined || side.pullSteps !== undefined;
    side.queue = q;
    // The promise of the pull algorithm, or before that of start, was fulfilled.
    side.pulled = () => {
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
    };
    side.pullFailed = (reason) => chunksError(q, reason);
    return q;
}

// ---- pulling

/** ReadableStreamDefaultControllerShouldCallPull */
function chunksShouldCallPull(q) {
    return q.started && !q.closeRequested && q.state === STATE_READABLE &&
        (q.strategyHWM - q.queueTotalSize > 0 || chunksAreWanted(q));
}

/** Whether somebody waits for a chunk. */
function chunksAreWanted({ side, hostReads }) {
    return side.firstRead !== undefined || hostReads > 0 || (side.pipe !== undefined && side.pipe.waits);
}

/** ReadableStreamDefaultControllerCallPullIfNeeded */
function chunksCallPullIfNeeded(q) {
    // chunksShouldCallPull, with a call less
    if (q.started && !q.closeRequested && q.state === STATE_READABLE &&
        (q.strategyHWM - q.queueTotalSize > 0 || chunksAreWanted(q))) {
        if (q.pulling) {
            q.pullAgain = true;
        } else if (q.pulls) {
            q.pulling = true;
            callPull(q.side);
        }
    }
}

// ---- reading

/** [[PullSteps]] for a script's read; the answer is as that of findChunk, and what is to follow a chunk has been done. */
function chunksFind(q) {
    if (!q.disturbed) {
        disturb(q);
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
    const value = chunksShift(q);
    if (q.closeRequested && q.firstChunk === undefined) {
        closeStream(q);
    } else {
        chunksCallPullIfNeeded(q);
    }
    return value;
}

// ---- what a source does

function chunksCanCloseOrEnqueue(q) {
    return q.state === STATE_READABLE && !q.closeRequested;
}

/** The error of a source that is too late. */
function chunksTooLate(q, operation) {
    const why = q.state === STATE_READABLE ? 'the stream is closing already'
        : q.state === STATE_CLOSED ? 'the stream is closed' : 'the stream is errored';
    return typeError(`ReadableStreamDefaultController.${operation}: ${why}`);
}

/** ReadableStreamDefaultControllerEnqueue. Throws when the stream takes no chunks now, and what `size` threw. */
function chunksEnqueue(q, chunk) {
    if (q.closeRequested || q.state !== STATE_READABLE) {
        throw chunksTooLate(q, 'enqueue');
    }
    const { side } = q;
    const { firstRead } = side;
    if (firstRead !== undefined) {
        const { resolve, iteration, next } = firstRead;
        side.firstRead = next;
        if (next === undefined) {
            side.lastRead = undefined;
        }
        if (resolve === undefined || iteration !== undefined) {
            fulfillRead(firstRead, chunk);
        } else {
            resolve({ value: chunk, done: false }); // fulfillRead, with two calls less
        }
    } else if (side.pipe !== undefined && side.pipe.waits) {
        side.pipe.waits = false;
        pipeDeliver(side.pipe, chunk);
    } else if (q.hostReads > 0) {
        fulfillHostRead(q, chunk);
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

/**
 * OPTIMIZATION: chunks wait in blocks, since a collection of garbage copies what waits, and a record for each chunk is many
 * times as big as its place in a block.
 */
const CHUNKS_A_BLOCK = 32;

function newChunkBlock() {
    return {
        // All places are there from the start, so that no setter of a script's is asked.
        values: [
            undefined, undefined, undefined, undefined, undefined, undefined, undefined, undefined,
            undefined, undefined, undefined, undefined, undefined, undefined, undefined, undefined,
            undefined, undefined, undefined, undefined, undefined, undefined, undefined, undefined,
            undefined, undefined, undefined, undefined, undefined, undefined, undefined, undefined,
        ],
        sizes: undefined, // if one is not 1
        begin: 0,
        end: 0,
        next: undefined,
    };
}

function chunksPush(q, value, size) {
    let block = q.lastChunk;
    if (block === undefined || block.end === CHUNKS_A_BLOCK) {
        const last = block;
        block = q.spareBlock ?? newChunkBlock();
        q.spareBlock = undefined;
        if (last === undefined) {
            q.firstChunk = block;
        } else {
            last.next = block;
        }
        q.lastChunk = block;
    }
    const { end } = block;
    block.values[end] = value;
    if (size !== 1 || block.sizes !== undefined) {
        chunksKeepSize(block, end, size);
    }
    block.end = end + 1;
    q.queueTotalSize += size;
}

function chunksKeepSize(block, index, size) {
    block.sizes ??= [
        1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1, 1,
    ];
    block.sizes[index] = size;
}

/** DequeueValue */
function chunksShift(q) {
    const block = q.firstChunk;
    const { values, sizes, begin, next } = block;
    const value = values[begin];
    values[begin] = undefined;
    const left = q.queueTotalSize - (sizes === undefined ? 1 : sizes[begin]);
    q.queueTotalSize = left < 0 ? 0 : left; // where numbers were rounded
    block.begin = begin + 1;
    if (block.begin === block.end) {
        block.next = undefined; // or a block that has grown old would keep all that follow it, however long they are gone
        block.begin = 0;
        block.end = 0;
        block.sizes = undefined;
        q.firstChunk = next;
        if (next === undefined) {
            q.lastChunk = undefined;
        }
        q.spareBlock = block;
    }
    return value;
}

/** ReadableStreamDefaultControllerClose */
function chunksClose(q) {
    if (chunksCanCloseOrEnqueue(q)) {
        q.closeRequested = true;
        if (q.firstChunk === undefined) {
            closeStream(q);
        }
    }
}

/** ReadableStreamDefaultControllerError */
function chunksError(q, reason) {
    if (q.state === STATE_READABLE) {
        errorStream(q, reason);
    }
}

/** [[PullSteps]] for a request of Java's. */
function chunksReadForHost(q, request) {
    if (q.firstChunk === undefined) {
        addHostRead(q, request);
        chunksCallPullIfNeeded(q);
    } else {
        q.peer.fulfillRequest(request, chunksTake(q));
    }
}

// ---- the interface

steps.ReadableStreamDefaultController = {
    __proto__: null,

    state: (peer) => readableSide(peer.stream()).queue,

    desiredSize: (peer, q) => desiredSize(q),

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
    openFields(queue);
}
