// The asynchronous iterator of readable streams.

/**
 * The iterator of `for await`: one step at a time, later ones wait their turn. A step that finds its chunk at once is
 * over at once, a microtask earlier than in the standard: the package's README tells who can see that.
 *
 * https://webidl.spec.whatwg.org/#js-asynchronous-iterator-prototype-object
 */
function newIteration() {
    return {
        reader: undefined,
        side: undefined,
        preventCancel: false,
        finished: false,
        busy: false,
        begun: false,
        firstWaiting: undefined,
        lastWaiting: undefined,
    };
}

function iterationNext(iteration) {
    if (iteration.busy) {
        return iterationWait(iteration, false, undefined);
    }
    if (iteration.finished) {
        return readResult(undefined, true);
    }
    iteration.begun = true;
    const { reader, side } = iteration;
    let found = findChunk(reader, side);
    if (typeof found === 'symbol') {
        switch (found) {
            case findsNothing:
                iteration.busy = true;
                return promiseOfPendingRead(side, iteration);
            case findsNothingPull: {
                iteration.busy = true;
                const read = pulledRead(side, iteration);
                if (read.outcome !== READ_CHUNK) {
                    return promiseOfPulledRead(read);
                }
                found = read.value;
                break;
            }
            case findsEnd:
                iterationEnd(iteration);
                return readResult(undefined, true);
            case findsError: {
                const reason = readError(reader, side);
                iterationEnd(iteration);
                return promiseRejectedWith(reason);
            }
            default: // a script's own symbol is a chunk as any other
        }
    }
    return readResult(found, false);
}

function iterationReturn(iteration, value) {
    const promise = iterationWait(iteration, true, value);
    if (!iteration.busy) {
        iteration.busy = true;
        // The step before may have been over at once, but what its chunk set going (a pull) comes first.
        if (iteration.begun) {
            queueMicrotaskStep(() => iterationGoOn(iteration));
        } else {
            iterationGoOn(iteration);
        }
    }
    return promise;
}

/** A pending read of the iterator's was settled. */
function iterationSettled(iteration) {
    if (iteration.firstWaiting === undefined) {
        iteration.busy = false;
    } else {
        // The step's promise reacts to one of the reader's, and what waits reacts to the step's.
        queueMicrotaskStep(() => queueMicrotaskStep(() => iterationGoOn(iteration)));
    }
}

/** The iterator found the end of the stream, or its error, or was told to return. */
function iterationEnd(iteration) {
    iteration.finished = true;
    iteration.reader.releaseLock();
}

function iterationWait(iteration, isReturn, value) {
    const promise = newPromise();
    const waiting = { isReturn, value, resolve: settleResolve, reject: settleReject, next: undefined };
    if (iteration.lastWaiting === undefined) {
        iteration.firstWaiting = waiting;
    } else {
        iteration.lastWaiting.next = waiting;
    }
    iteration.lastWaiting = waiting;
    return promise;
}

/** Takes the step that waits longest. */
function iterationGoOn(iteration) {
    const waiting = iteration.firstWaiting;
    iteration.firstWaiting = waiting.next;
    if (waiting.next === undefined) {
        iteration.lastWaiting = undefined;
    }
    if (waiting.isReturn) {
        iterationLateReturn(iteration, waiting);
    } else {
        iterationLateNext(iteration, waiting);
    }
}

function iterationLateNext(iteration, { resolve, reject }) {
    const { reader, side } = iteration;
    if (iteration.finished) {
        resolve({ value: undefined, done: true });
        iterationSettled(iteration);
        return;
    }
    const found = findChunk(reader, side);
    switch (found) {
        case findsNothing:
        case findsNothingPull:
            addPendingRead(side, resolve, reject, iteration);
            if (found === findsNothingPull) {
                callPull(side);
            }
            return;
        case findsEnd:
            iterationEnd(iteration);
            resolve({ value: undefined, done: true });
            break;
        case findsError: {
            const reason = readError(reader, side);
            iterationEnd(iteration);
            reject(reason);
            break;
        }
        default:
            resolve({ value: found, done: false });
    }
    iterationSettled(iteration);
}

function iterationLateReturn(iteration, { value, resolve, reject }) {
    if (iteration.finished) {
        resolve({ value, done: true });
        iterationSettled(iteration);
        return;
    }
    const canceled = iteration.preventCancel ? undefined : iteration.reader.cancelDeferred(value);
    iterationEnd(iteration);
    uponSettled(canceled, () => {
        resolve({ value, done: true });
        iterationSettled(iteration);
    }, (reason) => {
        reject(reason);
        iterationSettled(iteration);
    });
}

class StreamIterator extends Stamp {
    #iteration;

    constructor(object, iteration) {
        super(object);
        this.#iteration = iteration;
    }

    next() {
        let iteration;
        try {
            iteration = this.#iteration;
        } catch {
            return promiseRejectedWith(illegalInvocation('ReadableStreamAsyncIterator.next'));
        }
        return iterationNext(iteration);
    }

    return(value) {
        let iteration;
        try {
            iteration = this.#iteration;
        } catch {
            return promiseRejectedWith(illegalInvocation('ReadableStreamAsyncIterator.return'));
        }
        return iterationReturn(iteration, value);
    }
}

const StreamIteratorPrototype = objectCreate(AsyncIteratorPrototype);
defineMethod(StreamIteratorPrototype, 'next', StreamIterator.prototype.next, true);
defineMethod(StreamIteratorPrototype, 'return', StreamIterator.prototype.return, true);
defineTag(StreamIteratorPrototype, 'ReadableStream AsyncIterator');

function newStreamIterator(reader, side, preventCancel) {
    const iteration = newIteration();
    iteration.reader = reader;
    iteration.side = side;
    iteration.preventCancel = preventCancel;
    const iterator = objectCreate(StreamIteratorPrototype);
    new StreamIterator(iterator, iteration);
    return iterator;
}

{
    const iteration = newIteration();
    iterationWait(iteration, false, undefined);
    openFields(iteration.firstWaiting);
    openFields(iteration);
}
