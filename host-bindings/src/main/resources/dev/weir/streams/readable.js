// The side of readable streams that lives in JavaScript: the promises of pending reads and the author's callbacks.
// Java keeps the state; its methods answer what to do next, and only what JavaScript does cheaply is done here. Queues of
// what scripts enqueue are JavaScript's altogether: chunks.js and bytes.js have them.

/** What one readable stream keeps here; shared by its wrapper, its controller and its readers. */
function newReadableSide() {
    return {
        controller: undefined, // what a script's callbacks are given
        queue: undefined, // unless it is in Java; see queues.js
        bytes: undefined, // the same, of a byte stream
        source: undefined,
        pull: undefined,
        cancel: undefined,
        size: undefined,
        // What pulls instead of `pull`, where the source is glue or in Java: called with pullTarget, it sees to what follows.
        pullSteps: undefined,
        pullTarget: undefined,
        // Pending reads, oldest first, linked. Where the queue is in Java, the list is as long as its count of
        // script read requests.
        firstRead: undefined,
        lastRead: undefined,
        pipe: undefined, // the PipeSide of the pipe that reads it
        pulled: undefined,
        pullFailed: undefined,
    };
}

function readableSide(stream) {
    let side = stream.side();
    if (side === null) {
        side = newReadableSide();
        stream.bindSide(side);
        if (stream.isSetUp()) {
            side.pullSteps = pullFromHost;
            side.pullTarget = stream.existingController();
        }
    }
    return side;
}

const pullFromHost = (peer) => peer.pullFromHost();

// Of a pending read: how it ended, if it did before its promise was made.
const READ_WAITS = 0;
const READ_CHUNK = 1;
const READ_DONE = 2;
const READ_FAILED = 3;
const READ_PROMISED = 4;

/** Adds a pending read to the list. */
function addPendingRead(side, resolve, reject, iteration) {
    const read = { resolve, reject, iteration, outcome: READ_WAITS, value: undefined, next: undefined };
    if (side.lastRead === undefined) {
        side.firstRead = read;
    } else {
        side.lastRead.next = read;
    }
    side.lastRead = read;
    return read;
}

/** The promise of a read that waits for what the source was asked for before. */
function promiseOfPendingRead(side, iteration) {
    const promise = new PromiseCtor(captureSettlers);
    // addPendingRead, with a call less on the way of most reads
    const read = {
        resolve: settleResolve, reject: settleReject, iteration, outcome: READ_WAITS, value: undefined, next: undefined,
    };
    if (side.lastRead === undefined) {
        side.firstRead = read;
    } else {
        side.lastRead.next = read;
    }
    side.lastRead = read;
    return promise;
}

/**
 * A read that the source is asked for now. Its promise is made after that, unless a chunk has come: most sources answer at
 * once, and a promise that is settled from the start costs a fraction of one that is settled later.
 */
function pulledRead(side, iteration) {
    const read = addPendingRead(side, undefined, undefined, iteration);
    callPull(side);
    return read;
}

/** The promise of a pulledRead. */
function promiseOfPulledRead(read) {
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
    const { iteration } = read;
    if (iteration !== undefined) {
        iterationSettled(iteration);
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

/** Takes the oldest pending read, with which its iterator ends. */
function takeLastRead(side) {
    const read = takePendingRead(side);
    const { iteration } = read;
    if (iteration !== undefined) {
        iterationEnd(iteration);
        iterationSettled(iteration);
    }
    return read;
}

/** The stream is closed: ends the oldest pending read. */
function readableFinish(side) {
    settleRead(takeLastRead(side), undefined, true);
}

function readableReject(side, reason) {
    const read = takeLastRead(side);
    const { reject } = read;
    if (reject !== undefined) {
        reject(reason);
    } else {
        read.outcome = READ_FAILED;
        read.value = reason;
    }
}

// What a reader's read() answers where it has no chunk to give. These are symbols because no script has them, so that a
// chunk needs no call of its own.
shared.readFindings ??= {
    __proto__: null,
    nothing: Symbol('pending'),
    nothingPull: Symbol('pending, and pull'),
    end: Symbol('closed'),
    error: Symbol('errored'),
    release: Symbol('released'),
};
const {
    nothing: findsNothing, nothingPull: findsNothingPull, end: findsEnd, error: findsError, release: findsRelease,
} = shared.readFindings;
kernel.readFindings = () => shared.readFindings;

/** What a read finds: a chunk, or one of the symbols above. */
function findChunk(reader, side) {
    const { queue } = side;
    if (queue === undefined || queue.state !== STATE_READABLE) {
        return reader.read();
    }
    const { find } = queue;
    return find(queue);
}

/** Why a read failed. */
function readError(reader, side) {
    return side.bytes === undefined || side.bytes.failure === undefined ? reader.storedError() : byteFailure(side.bytes);
}

kernel.readableSide = readableSide;
kernel.readableFulfill = readableFulfill;
kernel.readableFinish = readableFinish;
kernel.readableReject = readableReject;

function callPull(side) {
    const { pullSteps } = side;
    if (pullSteps !== undefined) {
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
    if (returned === undefined) {
        resolvedUndefined.then(side.pulled); // uponSettled, with a call less
    } else {
        uponSettled(returned, side.pulled, side.pullFailed);
    }
}

/** A promise that is fulfilled with a read's result; what an async function costs is less than a promise's executor. */
async function readResult(value, done) {
    return { value, done };
}

{
    const side = newReadableSide();
    openFields(addPendingRead(side, undefined, undefined, undefined));
    openFields(side);
    const values = [undefined, 0, 0.5, '', side]; // that results may be made with
    for (let i = 0; i < values.length; i++) {
        readResult(values[i], i === 0);
    }
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
        side.source = underlyingSource;
        side.pull = source.pull;
        side.cancel = source.cancel;
        side.size = size;
        const queue = newChunkQueue(side, peer.setUpChunkController(), highWaterMark);
        queue.owns = source.type === 'owning';
        side.controller = wrap(queue.peer);
        const started =
            source.start === undefined ? undefined : call(source.start, underlyingSource, side.controller);
        uponSettled(started, side.pulled, side.pullFailed);
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

    state: readerLock,

    read(peer, { side, queue }) {
        let found;
        let done = false;
        if (queue === undefined) {
            found = peer.read();
        } else {
            const { find } = queue;
            found = find(queue);
        }
        if (typeof found === 'symbol') {
            switch (found) {
                case findsNothing:
                    return promiseOfPendingRead(side, undefined);
                case findsNothingPull: {
                    const read = pulledRead(side, undefined);
                    if (read.outcome !== READ_CHUNK) {
                        return promiseOfPulledRead(read);
                    }
                    found = read.value;
                    break;
                }
                case findsEnd:
                    found = undefined;
                    done = true;
                    break;
                case findsError:
                    return promiseRejectedWith(readError(peer, side));
                case findsRelease:
                    return promiseRejectedWith(typeError('ReadableStreamDefaultReader.read: the reader was released'));
                default: // a script's own symbol is a chunk as any other
            }
        }
        return readResult(found, done);
    },
};
