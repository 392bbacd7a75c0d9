// The side of readable streams that lives in JavaScript: the promises of pending reads and the author's callbacks.
// Java keeps every state; its methods answer what to do next, and only what JavaScript does cheaply is done here.

/** What one readable stream keeps here; shared by its wrapper, its controller and its readers. */
class ReadableSide {
    peer = undefined; // the controller's peer
    controller = undefined; // what a script's callbacks are given
    isHost = false; // whether the source is in Java
    bytes = undefined; // the ByteQueue of a byte stream
    source = undefined;
    pull = undefined;
    cancel = undefined;
    size = undefined;
    // What pulls instead of `pull`, where the source is glue: called with pullTarget, it sees to pullSettled itself.
    pullSteps = undefined;
    pullTarget = undefined;
    // Pending reads, oldest first, linked; the list is as long as Java's count of script read requests.
    firstRead = undefined;
    lastRead = undefined;
    pipe = undefined; // the PipeSide of the pipe that reads it
    pulled = undefined;
    pullFailed = undefined;
}

function readableSide(stream) {
    let side = stream.side();
    if (side === null) {
        side = new ReadableSide();
        stream.bindSide(side);
        if (stream.isSetUp()) {
            side.isHost = true;
            side.peer = stream.existingController();
        }
    }
    return side;
}

// Of a pending read: how it ended, if it did before its promise was made.
const READ_WAITS = 0;
const READ_CHUNK = 1;
const READ_DONE = 2;
const READ_FAILED = 3;
const READ_PROMISED = 4;

function newPendingRead(resolve, reject, iterator) {
    return { resolve, reject, iterator, outcome: READ_WAITS, value: undefined, next: undefined };
}

/**
 * Adds a pending read to the list. promiseOfRead makes its promise, once the source has been asked: most sources answer at
 * once, and a promise that is settled from the start costs a fraction of one that is settled later.
 */
function addPendingRead(side, iterator) {
    const read = newPendingRead(undefined, undefined, iterator);
    linkPendingRead(side, read);
    return read;
}

function promiseOfRead(read) {
    const { outcome, value } = read;
    switch (outcome) {
        case READ_WAITS: {
            const promise = newPromise();
            read.resolve = settleResolve;
            read.reject = settleReject;
            return promise;
        }
        case READ_CHUNK:
            return readResult(value, false);
        case READ_DONE:
            return readResult(undefined, true);
        case READ_FAILED:
            return promiseRejectedWith(value);
        default:
            return value;
    }
}

function linkPendingRead(side, read) {
    if (side.lastRead === undefined) {
        side.firstRead = read;
    } else {
        side.lastRead.next = read;
    }
    side.lastRead = read;
}

function takePendingRead(side) {
    const read = side.firstRead;
    side.firstRead = read.next;
    if (read.next === undefined) {
        side.lastRead = undefined;
    }
    return read;
}

/** Gives a chunk to the oldest pending read. */
function readableFulfill(side, value) {
    fulfillRead(takePendingRead(side), value);
}

function fulfillRead(read, value) {
    const { iterator } = read;
    if (iterator !== undefined) {
        StreamIterator.settled(iterator);
    }
    settleRead(read, value, false);
}

function settleRead(read, value, done) {
    const { resolve } = read;
    if (resolve !== undefined) {
        resolve({ value, done });
    } else if ('then' in ObjectPrototype) { // which the result is asked for now, not when read() returns
        read.outcome = READ_PROMISED;
        read.value = readResult(value, done);
    } else {
        read.outcome = done ? READ_DONE : READ_CHUNK;
        read.value = value;
    }
}

/** The stream is closed: ends the oldest pending read. */
function readableFinish(side) {
    const read = takePendingRead(side);
    const { iterator } = read;
    if (iterator !== undefined) {
        StreamIterator.end(iterator);
    }
    settleRead(read, undefined, true);
}

function readableReject(side, reason) {
    const read = takePendingRead(side);
    const { reject, iterator } = read;
    if (iterator !== undefined) {
        StreamIterator.end(iterator);
    }
    if (reject !== undefined) {
        reject(reason);
    } else {
        read.outcome = READ_FAILED;
        read.value = reason;
    }
}

/** What a read finds, see ReadableStreamDefaultReader.read. */
function readCode(reader, side) {
    const code = reader.read();
    return code === 7 ? byteReadCode(side.bytes) : code;
}

/** The chunk that readCode found. */
function takeChunk(reader, side) {
    return side.bytes === undefined ? reader.takeChunk() : byteTaken(side.bytes);
}

/** Why the read that readCode began failed. */
function readError(reader, side) {
    return side.bytes === undefined || side.bytes.taken === undefined ? reader.storedError() : byteTaken(side.bytes);
}

kernel.readableSide = readableSide;
kernel.readableFulfill = readableFulfill;
kernel.readableFinish = readableFinish;
kernel.readableReject = readableReject;
kernel.readablePull = callPull;

kernel.readableCancel = (side, reason) => {
    try {
        return call(side.cancel, side.source, reason);
    } catch (e) {
        return deferredRejectedWith(fromHost(e));
    }
};

/** The algorithms will not be called again: what they hold may be collected. */
kernel.readableClear = (side) => {
    side.source = undefined;
    side.pull = undefined;
    side.cancel = undefined;
    side.size = undefined;
};

function callPull(side) {
    if (side.isHost) {
        side.peer.pullFromHost();
        return;
    }
    if (side.pullSteps !== undefined) {
        const { pullSteps } = side;
        pullSteps(side.pullTarget);
        return;
    }
    let returned;
    try {
        returned = reflectApply(side.pull, side.source, [side.controller]);
    } catch (reason) {
        uponRejected(reason, side.pullFailed);
        return;
    }
    uponSettled(returned, side.pulled, side.pullFailed);
}

/** A promise that is fulfilled with a read's result; what an async function costs is less than a promise's executor. */
async function readResult(value, done) {
    return { value, done };
}

steps.ReadableStream = {
    __proto__: null,

    state: readableSide,

    constructor(peer, side, wrapper, underlyingSource, strategy) {
        const source = dictionary_UnderlyingSource(underlyingSource, "ReadableStream constructor: the underlying source");
        if (source.type === 'bytes') {
            constructByteStream(peer, side, underlyingSource, source, strategy);
            return;
        }
        const size = extractSize(strategy);
        const highWaterMark = extractHighWaterMark(strategy, 1);
        const controller =
            peer.setUpScriptController(highWaterMark, source.pull !== undefined, source.cancel !== undefined);
        side.peer = controller;
        side.controller = wrap(controller);
        side.source = underlyingSource;
        side.pull = source.pull;
        side.cancel = source.cancel;
        side.size = size;
        side.pulled = () => {
            if (controller.pullSettled()) {
                callPull(side);
            }
        };
        side.pullFailed = (reason) => controller.error(reason);
        const started =
            source.start === undefined ? undefined : call(source.start, underlyingSource, side.controller);
        uponSettled(started, () => {
            if (controller.startSettled()) {
                callPull(side);
            }
        }, side.pullFailed);
    },

    defineAsyncIteration(prototype, $) {
        copyMembers({
            values(options = undefined) {
                if (!(isObject(this) && $.is(this))) {
                    throw illegalInvocation('ReadableStream.values');
                }
                const { preventCancel } =
                    dictionary_ReadableStreamIteratorOptions(options, "ReadableStream.values: argument 'options'");
                try {
                    return newStreamIterator($.host(this).acquireReader(), $.state(this), preventCancel);
                } catch (e) {
                    throw fromHost(e);
                }
            },
        }, prototype, true);
        defineMethod(prototype, asyncIteratorSymbol, prototype.values, false);
    },
};

steps.ReadableStreamDefaultReader = {
    __proto__: null,

    state: (peer) => readableSide(peer.firstStream()),

    read(peer, side) {
        switch (readCode(peer, side)) {
            case 0: // pending
                return promiseOfRead(addPendingRead(side, undefined));
            case 1: { // pending, and pull
                const read = addPendingRead(side, undefined);
                callPull(side);
                return promiseOfRead(read);
            }
            case 2: // a chunk
                return readResult(takeChunk(peer, side), false);
            case 3: { // a chunk, and pull
                const value = takeChunk(peer, side);
                callPull(side);
                return readResult(value, false);
            }
            case 4: // closed
                return readResult(undefined, true);
            case 5: // errored
                return promiseRejectedWith(readError(peer, side));
            default:
                return promiseRejectedWith(typeError('ReadableStreamDefaultReader.read: the reader was released'));
        }
    },
};

steps.ReadableStreamDefaultController = {
    __proto__: null,

    state: (peer) => readableSide(peer.stream()),

    enqueue(peer, side, chunk) {
        if (!readableEnqueue(peer, side, chunk)) {
            throw typeError(peer.cannotEnqueue());
        }
    },
};

/** ReadableStreamDefaultControllerEnqueue; false when the stream takes no chunks now. Throws what `size` threw. */
function readableEnqueue(peer, side, chunk) {
    const { size: sizeAlgorithm } = side;
    // The chunk goes to Java only where it has to be queued there.
    const mayNotQueue = sizeAlgorithm !== undefined || side.firstRead !== undefined || side.pipe !== undefined;
    let code = mayNotQueue ? peer.enqueueKind() : peer.enqueue(chunk);
    if (code === 3 && sizeAlgorithm === undefined) {
        code = peer.enqueue(chunk);
    }
    switch (code) {
        case 0:
            return false;
        case 1: // a script waits for it
            readableFulfill(side, chunk);
            if (peer.startPullIfNeeded()) {
                callPull(side);
            }
            return true;
        case 2: // Java waits for it
            if (peer.fulfillHostRequest(chunk)) {
                callPull(side);
            }
            return true;
        case 6: // a pipe waits for it
            pipeDeliver(side.pipe, chunk);
            if (peer.startPullIfNeeded()) {
                callPull(side);
            }
            return true;
        case 4: // queued
            return true;
        case 5: // queued, and pull
            callPull(side);
            return true;
        default:
    }
    let size;
    try {
        size = +sizeAlgorithm(chunk);
    } catch (e) {
        peer.enqueueFailed(e);
        throw e;
    }
    if (!peer.queueChunk(chunk, size)) {
        const e = rangeError(`the size of a chunk must be finite and not negative, but is ${size}`);
        peer.enqueueFailed(e);
        throw e;
    }
    if (peer.startPullIfNeeded()) {
        callPull(side);
    }
    return true;
}

/**
 * The iterator of `for await`: one step at a time, later ones wait their turn. A step that finds its chunk at once is
 * over at once, which nobody can tell from the standard's way through a further promise.
 *
 * https://webidl.spec.whatwg.org/#js-asynchronous-iterator-prototype-object
 */
class StreamIterator extends Stamp {
    #reader; #side; #preventCancel;
    #finished = false;
    #busy = false;
    #begun = false;
    #firstWaiting = undefined;
    #lastWaiting = undefined;

    constructor(object, reader, side, preventCancel) {
        super(object);
        this.#reader = reader;
        this.#side = side;
        this.#preventCancel = preventCancel;
    }

    next() {
        if (!(isObject(this) && #reader in this)) {
            return promiseRejectedWith(illegalInvocation('ReadableStreamAsyncIterator.next'));
        }
        if (!this.#busy && !this.#finished) {
            this.#begun = true;
            const side = this.#side;
            const reader = this.#reader;
            switch (readCode(reader, side)) {
                case 0:
                    this.#busy = true;
                    return promiseOfRead(addPendingRead(side, this));
                case 1: {
                    this.#busy = true;
                    const read = addPendingRead(side, this);
                    callPull(side);
                    return promiseOfRead(read);
                }
                case 2:
                    return readResult(takeChunk(reader, side), false);
                case 3: {
                    const value = takeChunk(reader, side);
                    callPull(side);
                    return readResult(value, false);
                }
                case 4:
                    this.#end();
                    return readResult(undefined, true);
                default: {
                    const reason = readError(reader, side);
                    this.#end();
                    return promiseRejectedWith(reason);
                }
            }
        }
        return this.#busy ? this.#wait(false, undefined) : readResult(undefined, true);
    }

    return(value) {
        if (!(isObject(this) && #reader in this)) {
            return promiseRejectedWith(illegalInvocation('ReadableStreamAsyncIterator.return'));
        }
        const promise = this.#wait(true, value);
        if (!this.#busy) {
            this.#busy = true;
            // The step before may have been over at once, but what its chunk set going (a pull) comes first.
            if (this.#begun) {
                queueMicrotaskStep(() => this.#runWaiting());
            } else {
                this.#runWaiting();
            }
        }
        return promise;
    }

    /** A pending read of the iterator's was settled. */
    static settled(iterator) {
        if (iterator.#firstWaiting === undefined) {
            iterator.#busy = false;
        } else {
            // The step's promise reacts to one of the reader's, and what waits reacts to the step's.
            queueMicrotaskStep(() => queueMicrotaskStep(() => iterator.#runWaiting()));
        }
    }

    /** A pending read of the iterator's found the end of the stream, or its error. */
    static end(iterator) {
        iterator.#end();
        StreamIterator.settled(iterator);
    }

    #end() {
        this.#finished = true;
        this.#reader.releaseLock();
    }

    #wait(isReturn, value) {
        const promise = newPromise();
        const waiting = { isReturn, value, resolve: settleResolve, reject: settleReject, next: undefined };
        if (this.#lastWaiting === undefined) {
            this.#firstWaiting = waiting;
        } else {
            this.#lastWaiting.next = waiting;
        }
        this.#lastWaiting = waiting;
        return promise;
    }

    #runWaiting() {
        const waiting = this.#firstWaiting;
        this.#firstWaiting = waiting.next;
        if (waiting.next === undefined) {
            this.#lastWaiting = undefined;
        }
        if (waiting.isReturn) {
            this.#return(waiting);
        } else {
            this.#next(waiting);
        }
    }

    #next({ resolve, reject }) {
        if (this.#finished) {
            resolve({ value: undefined, done: true });
            StreamIterator.settled(this);
            return;
        }
        const code = readCode(this.#reader, this.#side);
        if (code <= 1) {
            linkPendingRead(this.#side, newPendingRead(resolve, reject, this));
            if (code === 1) {
                callPull(this.#side);
            }
            return;
        }
        if (code === 2 || code === 3) {
            const value = takeChunk(this.#reader, this.#side);
            if (code === 3) {
                callPull(this.#side);
            }
            resolve({ value, done: false });
        } else if (code === 4) {
            this.#end();
            resolve({ value: undefined, done: true });
        } else {
            const reason = readError(this.#reader, this.#side);
            this.#end();
            reject(reason);
        }
        StreamIterator.settled(this);
    }

    #return({ value, resolve, reject }) {
        if (this.#finished) {
            resolve({ value, done: true });
            StreamIterator.settled(this);
            return;
        }
        const canceled = this.#preventCancel ? undefined : this.#reader.cancelDeferred(value);
        this.#end();
        uponSettled(canceled, () => {
            resolve({ value, done: true });
            StreamIterator.settled(this);
        }, (reason) => {
            reject(reason);
            StreamIterator.settled(this);
        });
    }
}

const StreamIteratorPrototype = objectCreate(AsyncIteratorPrototype);
defineMethod(StreamIteratorPrototype, 'next', StreamIterator.prototype.next, true);
defineMethod(StreamIteratorPrototype, 'return', StreamIterator.prototype.return, true);
defineTag(StreamIteratorPrototype, 'ReadableStream AsyncIterator');

function newStreamIterator(reader, side, preventCancel) {
    const iterator = objectCreate(StreamIteratorPrototype);
    new StreamIterator(iterator, reader, side, preventCancel);
    return iterator;
}
