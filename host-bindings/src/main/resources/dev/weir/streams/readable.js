// The side of readable streams that lives in JavaScript: the promises of pending reads and the author's callbacks.
// Java keeps every state; its methods answer what to do next, and only what JavaScript does cheaply is done here.

/** What one readable stream keeps here; shared by its wrapper, its controller and its readers. */
class ReadableSide {
    peer = undefined; // the controller's peer
    controller = undefined; // what the source's callbacks are given; made when first needed
    isHost = false; // whether the source is in Java
    source = undefined;
    pull = undefined;
    cancel = undefined;
    size = undefined;
    // Pending reads, oldest first, linked; the list is as long as Java's count of script read requests.
    firstRead = undefined;
    lastRead = undefined;
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

/** Adds a pending read to the list; its promise, unless the caller brings settling functions of one, is returned. */
function addPendingRead(side, iterator) {
    const promise = newPromise();
    linkPendingRead(side, { resolve: settleResolve, reject: settleReject, iterator, next: undefined });
    return promise;
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
    const { resolve, iterator } = takePendingRead(side);
    if (iterator !== undefined) {
        StreamIterator.settled(iterator);
    }
    resolve({ value, done: false });
}

/** The stream is closed: ends the oldest pending read. */
function readableFinish(side) {
    const { resolve, iterator } = takePendingRead(side);
    if (iterator !== undefined) {
        StreamIterator.end(iterator);
    }
    resolve({ value: undefined, done: true });
}

function readableReject(side, reason) {
    const { reject, iterator } = takePendingRead(side);
    if (iterator !== undefined) {
        StreamIterator.end(iterator);
    }
    reject(reason);
}

kernel.readableSide = readableSide;
kernel.readableFulfill = readableFulfill;
kernel.readableFinish = readableFinish;
kernel.readableReject = readableReject;
kernel.readablePull = callPull;

kernel.readableCancel = (side, reason) => {
    try {
        return promiseResolve(call(side.cancel, side.source, reason));
    } catch (e) {
        return promiseRejectedWith(e);
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
    let returned;
    try {
        returned = call(side.pull, side.source, controllerOf(side));
    } catch (reason) {
        uponRejected(reason, side.pullFailed);
        return;
    }
    uponSettled(returned, side.pulled, side.pullFailed);
}

function controllerOf(side) {
    if (side.controller === undefined) {
        side.controller = wrap(side.peer);
    }
    return side.controller;
}

steps.ReadableStream = {
    __proto__: null,

    state: readableSide,

    constructor(peer, side, wrapper, underlyingSource, strategy) {
        const source = dictionary_UnderlyingSource(underlyingSource, "ReadableStream constructor: the underlying source");
        if (source.type === 'bytes') {
            throw typeError("ReadableStream constructor: byte streams (type 'bytes') are not supported yet");
        }
        const size = extractSize(strategy);
        const highWaterMark = extractHighWaterMark(strategy, 1);
        const controller =
            peer.setUpScriptController(highWaterMark, source.pull !== undefined, source.cancel !== undefined);
        side.peer = controller;
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
            source.start === undefined ? undefined : call(source.start, underlyingSource, controllerOf(side));
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
        switch (peer.read()) {
            case 0: // pending
                return addPendingRead(side, undefined);
            case 1: { // pending, and pull
                const promise = addPendingRead(side, undefined);
                callPull(side);
                return promise;
            }
            case 2: // a chunk
                return promiseResolvedWith({ value: peer.takeChunk(), done: false });
            case 3: { // a chunk, and pull
                const value = peer.takeChunk();
                callPull(side);
                return promiseResolvedWith({ value, done: false });
            }
            case 4: // closed
                return promiseResolvedWith({ value: undefined, done: true });
            case 5: // errored
                return promiseRejectedWith(peer.storedError());
            default:
                return promiseRejectedWith(typeError('ReadableStreamDefaultReader.read: the reader was released'));
        }
    },
};

steps.ReadableStreamDefaultController = {
    __proto__: null,

    state: (peer) => readableSide(peer.stream()),

    enqueue(peer, side, chunk) {
        switch (peer.enqueueKind()) {
            case 0:
                throw typeError(peer.cannotEnqueue());
            case 1: // a script waits for it: the chunk need not cross the border
                readableFulfill(side, chunk);
                if (peer.startPullIfNeeded()) {
                    callPull(side);
                }
                return;
            case 2: // a pipe waits for it
                if (peer.fulfillHostRequest(chunk)) {
                    callPull(side);
                }
                return;
            default:
        }
        let size = 1;
        if (side.size !== undefined) {
            const sizeAlgorithm = side.size;
            try {
                size = +sizeAlgorithm(chunk);
            } catch (e) {
                peer.enqueueFailed(e);
                throw e;
            }
        }
        if (!peer.queueChunk(chunk, size)) {
            const e = rangeError(`the size of a chunk must be finite and not negative, but is ${size}`);
            peer.enqueueFailed(e);
            throw e;
        }
        if (peer.startPullIfNeeded()) {
            callPull(side);
        }
    },
};

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
            switch (reader.read()) {
                case 0:
                    this.#busy = true;
                    return addPendingRead(side, this);
                case 1: {
                    this.#busy = true;
                    const promise = addPendingRead(side, this);
                    callPull(side);
                    return promise;
                }
                case 2:
                    return promiseResolvedWith({ value: reader.takeChunk(), done: false });
                case 3: {
                    const value = reader.takeChunk();
                    callPull(side);
                    return promiseResolvedWith({ value, done: false });
                }
                case 4:
                    this.#end();
                    return promiseResolvedWith({ value: undefined, done: true });
                default: {
                    const reason = reader.storedError();
                    this.#end();
                    return promiseRejectedWith(reason);
                }
            }
        }
        return this.#busy ? this.#wait(false, undefined) : promiseResolvedWith({ value: undefined, done: true });
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
            queueMicrotaskStep(() => iterator.#runWaiting());
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
        const code = this.#reader.read();
        if (code <= 1) {
            linkPendingRead(this.#side, { resolve, reject, iterator: this, next: undefined });
            if (code === 1) {
                callPull(this.#side);
            }
            return;
        }
        if (code === 2 || code === 3) {
            const value = this.#reader.takeChunk();
            if (code === 3) {
                callPull(this.#side);
            }
            resolve({ value, done: false });
        } else if (code === 4) {
            this.#end();
            resolve({ value: undefined, done: true });
        } else {
            const reason = this.#reader.storedError();
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
        const canceled = this.#preventCancel ? undefined : this.#reader.cancel(value);
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
