// Writable streams: the queue, the promises of pending writes and of `ready`, and the author's callbacks. What is decided for
// each chunk is decided here, so no chunk costs a call of Java. Java keeps the stream's state, of which there is a copy here,
// and sees to closing, aborting and errors.

const STATE_WRITABLE = 0;
const STATE_ERRORING = 3; // STATE_CLOSED and STATE_ERRORED are those of readable streams

/** What one writable stream keeps here; shared by its wrapper, its controller and its writers. */
function newWritableSide() {
    return {
        peer: undefined, // the controller's peer
        controller: undefined, // what a script's callbacks are given
        isHost: false, // whether the sink is in Java
        hostWrite: undefined, // takes chunks for a sink that is not a script's; called with hostTarget first
        hostTarget: undefined,
        sink: undefined,
        write: undefined,
        close: undefined,
        abort: undefined,
        size: undefined,
        // What Java has, too.
        state: STATE_WRITABLE,
        storedError: undefined,
        closing: false, // whether a close is queued or in flight
        // The controller's.
        started: false,
        strategyHWM: 0,
        // [[queue]] and the requests of its writes, oldest first: { resolve, reject, pipe, chunk, size, next }. The first one's
        // write is in flight while `writing` is set; the close sentinel stands behind the last.
        firstWrite: undefined,
        lastWrite: undefined,
        writing: false,
        closeQueued: false,
        queueTotalSize: 0,
        backpressure: false,
        writer: undefined, // the WriterSide of the writer that holds the stream
        written: undefined,
        writeFailed: undefined,
    };
}

function writableSide(stream) {
    let side = stream.side();
    if (side === null) {
        side = newWritableSide();
        stream.bindSide(side);
        if (stream.isSetUp()) {
            const peer = stream.existingController();
            side.isHost = true;
            side.hostWrite = kernel[peer.hostWrite()];
            side.hostTarget = peer.hostTarget();
            setUpWritableSide(side, peer, peer.highWaterMark());
            queueMicrotaskStep(side.written);
        }
    }
    return side;
}

function setUpWritableSide(side, peer, highWaterMark) {
    side.peer = peer;
    side.strategyHWM = highWaterMark;
    side.backpressure = highWaterMark <= 0;
    side.written = () => writeFinished(side);
    side.writeFailed = (reason) => {
        rejectWrite(takeWrite(side), reason);
        side.writing = false;
        peer.writeFailed(reason);
    };
}

// ---- writing

/**
 * WritableStreamDefaultControllerWrite, of a stream that takes chunks: for a script's promise, or a pipe. An invalid size
 * errors the stream.
 */
function enqueueWrite(side, chunk, size, resolve, reject, pipe) {
    const write = { resolve, reject, pipe, chunk, size, next: undefined };
    if (side.lastWrite === undefined) {
        side.firstWrite = write;
    } else {
        side.lastWrite.next = write;
    }
    side.lastWrite = write;
    if (!(size >= 0 && size < Infinity)) {
        side.peer.error(rangeError(`the size of a chunk must be finite and not negative, but is ${size}`));
        return;
    }
    side.queueTotalSize += size;
    if (!side.backpressure && side.strategyHWM - side.queueTotalSize <= 0) {
        side.backpressure = true;
        if (side.writer !== undefined) {
            side.writer.readyState = READY_PENDING;
            side.writer.ready = undefined;
        }
    }
    if (side.started && !side.writing) {
        side.writing = true;
        callWrite(side, chunk);
    }
}

/** What the strategy says of the chunk. If it throws, the stream is errored, which takes no chunks then. */
function sizeOfWrite(side, chunk) {
    const sizeAlgorithm = side.size;
    try {
        return +sizeAlgorithm(chunk);
    } catch (e) {
        side.peer.error(e);
        return 1;
    }
}

/** Gives a chunk to the sink. */
function callWrite(side, chunk) {
    if (side.hostWrite !== undefined) {
        writeToHost(side, chunk);
        return;
    }
    if (side.write === undefined) {
        queueMicrotaskStep(side.written);
        return;
    }
    let returned;
    try {
        returned = reflectApply(side.write, side.sink, [chunk, side.controller]);
    } catch (reason) {
        uponRejected(reason, side.writeFailed);
        return;
    }
    if (returned === undefined) {
        resolvedUndefined.then(side.written); // uponSettled, with a call less
    } else {
        uponSettled(returned, side.written, side.writeFailed);
    }
}

function writeToHost(side, chunk) {
    let done;
    try {
        const { hostWrite, hostTarget } = side;
        done = hostWrite(hostTarget, chunk);
    } catch (e) {
        uponRejected(fromHost(e), side.writeFailed);
        return;
    }
    if (done) {
        queueMicrotaskStep(side.written);
    }
}

/** The sink has finished a write, or before the first its start. */
function writeFinished(side) {
    if (!side.started) {
        side.started = true;
        advanceQueueIfNeeded(side);
        return;
    }
    const { resolve, pipe, size } = takeWrite(side);
    side.writing = false;
    const left = side.queueTotalSize - size;
    side.queueTotalSize = left < 0 ? 0 : left; // where numbers were rounded
    if (pipe === undefined) {
        resolve(undefined);
    } else {
        pipeWriteEnded(pipe);
    }
    if (side.backpressure && side.state === STATE_WRITABLE && !side.closing &&
        side.strategyHWM - side.queueTotalSize > 0) {
        side.backpressure = false;
        if (side.writer !== undefined) {
            resolveReady(side.writer);
        }
    }
    if (side.firstWrite !== undefined || side.closeQueued || side.state === STATE_ERRORING) {
        advanceQueueIfNeeded(side);
    }
}

/** WritableStreamDefaultControllerAdvanceQueueIfNeeded */
function advanceQueueIfNeeded(side) {
    if (!side.started || side.writing) {
        return;
    }
    if (side.state === STATE_ERRORING) {
        side.peer.finishErroring();
    } else if (side.firstWrite !== undefined) {
        side.writing = true;
        callWrite(side, side.firstWrite.chunk);
    } else if (side.closeQueued) {
        side.closeQueued = false;
        side.peer.callClose(); // which is kernel.writableCallClose by way of Java: see the package's README
    }
}

/** Takes the oldest write off the list. */
function takeWrite(side) {
    const write = side.firstWrite;
    const { next } = write;
    write.next = undefined; // or a write that has grown old would keep all that follow it, however long they are gone
    side.firstWrite = next;
    if (next === undefined) {
        side.lastWrite = undefined;
    }
    return write;
}

function rejectWrite({ reject, pipe }, reason) {
    if (pipe === undefined) {
        reject(reason);
    } else {
        pipeWriteEnded(pipe);
    }
}

// ---- what Java calls

kernel.writableSide = writableSide;
kernel.writableWritten = (side) => side.written();
kernel.writableWriteFailed = (side, reason) => side.writeFailed(reason);

/** A close was requested. */
kernel.writableClose = (side) => {
    side.closing = true;
    side.closeQueued = true;
    if (side.writer !== undefined && side.backpressure && side.state === STATE_WRITABLE) {
        resolveReady(side.writer);
    }
    advanceQueueIfNeeded(side);
};

kernel.writableCallClose = (side) => {
    const { peer } = side;
    const finished = () => peer.closeFinished();
    const failed = (reason) => peer.closeFailed(reason);
    let returned;
    try {
        if (side.isHost) {
            uponPromise(peer.closeHost() ?? undefined, finished, failed);
            peer.clearAlgorithms();
            return;
        }
        if (side.close !== undefined) {
            returned = call(side.close, side.sink);
        }
    } catch (e) {
        peer.clearAlgorithms();
        uponRejected(fromHost(e), failed);
        return;
    }
    peer.clearAlgorithms();
    uponSettled(returned, finished, failed);
};

kernel.writableClosed = (side) => {
    side.state = STATE_CLOSED;
    side.storedError = undefined;
};

/** The stream's state is erroring now; whether nothing has to end before it is errored, as far as this side knows. */
kernel.writableErroring = (side, reason) => {
    side.state = STATE_ERRORING;
    side.storedError = reason;
    if (side.writer !== undefined) {
        rejectReady(side.writer, reason);
    }
    return side.started && !side.writing;
};

/** The stream is errored: [[ErrorSteps]], and the end of all writes. */
kernel.writableErrored = (side) => {
    side.state = STATE_ERRORED;
    side.closeQueued = false;
    side.queueTotalSize = 0;
    while (side.firstWrite !== undefined) {
        rejectWrite(takeWrite(side), side.storedError);
    }
};

kernel.writableAbort = (side, reason) => {
    try {
        return call(side.abort, side.sink, reason);
    } catch (e) {
        return deferredRejectedWith(fromHost(e));
    }
};

/** The algorithms will not be called again: what they hold may be collected. */
kernel.writableClear = (side) => {
    side.hostWrite = undefined;
    side.hostTarget = undefined;
    side.sink = undefined;
    side.write = undefined;
    side.close = undefined;
    side.abort = undefined;
    side.size = undefined;
};

// ---- the interfaces

steps.WritableStream = {
    __proto__: null,

    state: writableSide,

    constructor(peer, side, wrapper, underlyingSink, strategy) {
        const sink = dictionary_UnderlyingSink(underlyingSink, 'WritableStream constructor: the underlying sink');
        if (sink.type !== undefined) {
            throw rangeError("WritableStream constructor: the underlying sink's type must be undefined");
        }
        const size = extractSize(strategy);
        const highWaterMark = extractHighWaterMark(strategy, 1);
        const controller = peer.setUpScriptController(sink.abort !== undefined);
        setUpWritableSide(side, controller, highWaterMark);
        side.controller = wrap(controller);
        side.sink = underlyingSink;
        side.write = sink.write;
        side.close = sink.close;
        side.abort = sink.abort;
        side.size = size;
        const started =
            sink.start === undefined ? undefined : call(sink.start, underlyingSink, side.controller);
        uponSettled(started, side.written, (reason) => writableStartFailed(side, reason));
    },
};

function writableStartFailed(side, reason) {
    side.started = true;
    side.peer.startFailed(reason);
}

steps.WritableStreamDefaultController = {
    __proto__: null,
    state: (peer) => writableSide(peer.stream()),
};

{
    const side = newWritableSide();
    side.backpressure = true; // nothing here is to be called
    side.strategyHWM = -1;
    enqueueWrite(side, undefined, 0, undefined, undefined, undefined);
    openFields(side.firstWrite);
    openFields(side);
}
