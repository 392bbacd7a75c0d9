// What the queues in the glue, chunks.js's and bytes.js's, have in common: a copy of the stream's state, and those whom they
// feed. Java keeps the state itself, the stream's lock and the requests of readers in Java. Whichever side changes one of
// these tells the other before author code can run.

const STATE_READABLE = 0;
const STATE_CLOSED = 1;
const STATE_ERRORED = 2;

// Each queue has: peer (the controller's), side, state, disturbed, hostReads (how many requests of a reader in Java wait;
// those of a script's are in the side's list), lock (the ReaderLock of a script's reader that holds the stream), find (a
// function that is called with the queue, and answers as findChunk), and strategyHWM, firstChunk, lastChunk, queueTotalSize.

/** What a script's reader keeps: the queue that it may read from by itself, undefined where Java is to be asked. */
function newReaderLock(side, queue) {
    return { side, queue };
}

function readerLock(reader) {
    const side = readableSide(reader.firstStream());
    const { queue } = side;
    if (queue === undefined || queue.state !== STATE_READABLE || reader.isReleased()) {
        return newReaderLock(side, undefined);
    }
    queue.lock ??= newReaderLock(side, queue); // several realms may have slots for the same reader
    return queue.lock;
}

/** The stream is read from, for the first time. */
function disturb(q) {
    q.disturbed = true;
    q.peer.disturb();
}

/** The stream is closed or errored; Java knows, or is told next. */
function leaveReadable(q, state) {
    q.state = state;
    unlock(q);
}

/** From now on Java is asked what the reader finds. */
function unlock(q) {
    q.hostReads = 0;
    if (q.lock !== undefined) {
        q.lock.queue = undefined;
        q.lock = undefined;
    }
}

/** Whether a default reader waits for a chunk. */
function hasReads(q) {
    return q.side.firstRead !== undefined || q.hostReads > 0;
}

function addHostRead(q, request) {
    q.hostReads++;
    q.peer.addHostRequest(request);
}

/** Gives a chunk to the oldest request of the reader in Java. */
function fulfillHostRead(q, chunk) {
    q.hostReads--;
    q.peer.fulfillHostRequest(chunk);
}

/** The stream is closed: ends all reads of a script's default reader. */
function finishReads(side) {
    while (side.firstRead !== undefined) {
        readableFinish(side);
    }
}

/** Rejects all reads of a script's reader, of whichever kind it is. */
function rejectReads(side, reason) {
    while (side.firstRead !== undefined) {
        readableReject(side, reason);
    }
    if (side.bytes !== undefined) {
        byteRejectReads(side.bytes, reason);
    }
}

/** What the source's cancel returned. */
function callCancel(side, reason) {
    if (side.cancel === undefined) {
        return undefined;
    }
    try {
        return call(side.cancel, side.source, reason);
    } catch (e) {
        return deferredRejectedWith(fromHost(e));
    }
}

/** The algorithms will not be called again: what they hold may be collected. */
function clearAlgorithms(side) {
    side.source = undefined;
    side.pull = undefined;
    side.pullSteps = undefined;
    side.cancel = undefined;
    side.size = undefined;
    if (side.bytes !== undefined) {
        side.bytes.pullSteps = undefined;
    }
}

/** ResetQueue */
function resetQueue(q) {
    q.firstChunk = undefined;
    q.lastChunk = undefined;
    q.queueTotalSize = 0;
}

/** Closes the stream, whose queue is empty. */
function closeStream(q) {
    clearAlgorithms(q.side);
    leaveReadable(q, STATE_CLOSED);
    q.peer.closeStream();
    finishReads(q.side);
}

/** Errors the stream, which is readable. */
function errorStream(q, reason) {
    resetQueue(q);
    clearAlgorithms(q.side);
    leaveReadable(q, STATE_ERRORED);
    q.peer.errorStream(reason);
    rejectReads(q.side, reason);
}

/** What a controller's desiredSize says. */
function desiredSize(q) {
    switch (q.state) {
        case STATE_READABLE: return q.strategyHWM - q.queueTotalSize;
        case STATE_CLOSED: return 0;
        default: return null;
    }
}

// ---- what Java calls

/** [[PullSteps]] for a request of Java's. */
kernel.queueReadForHost = ({ queue, bytes }, request) => {
    if (bytes === undefined) {
        chunksReadForHost(queue, request);
    } else {
        byteReadForHost(bytes, request);
    }
};

/** The stream was canceled: its state has changed. */
kernel.queueCanceled = ({ queue }) => leaveReadable(queue, STATE_CLOSED);

/** Ends the reads that wait; queueCanceled came before. */
kernel.queueFinishReads = (side) => {
    finishReads(side);
    if (side.bytes !== undefined) {
        byteFinishReads(side.bytes);
    }
};

/** [[CancelSteps]]; what the algorithm returned. */
kernel.queueCancel = (side, reason) => {
    if (side.bytes !== undefined) {
        byteClearPullIntos(side.bytes);
    }
    resetQueue(side.queue);
    const returned = callCancel(side, reason);
    clearAlgorithms(side);
    return returned;
};

/** The reader has released the stream: [[ReleaseSteps]], and the end of its reads. */
kernel.queueReleased = (side, reason) => {
    unlock(side.queue);
    if (side.bytes !== undefined) {
        byteRelease(side.bytes);
    }
    rejectReads(side, reason);
};

kernel.queueDesiredSize = ({ queue }) => queue.strategyHWM - queue.queueTotalSize;

openFields(newReaderLock(undefined, undefined));
