// ReadableStream.from: a stream of what an iterable gives, async or not.

/** https://tc39.es/ecma262/#sec-getiterator, kind async; what is not async is awaited value by value. */
function getAsyncIterator(iterable) {
    const where = 'ReadableStream.from: the argument';
    if (iterable === null || iterable === undefined) {
        throw typeError(`${where} must be iterable`);
    }
    const asyncMethod = iterable[asyncIteratorSymbol];
    if (asyncMethod !== undefined && asyncMethod !== null) {
        const iterator = toObject(call(toFunction(asyncMethod, `${where}[Symbol.asyncIterator]`), iterable),
            `the iterator of ${where}`);
        return { iterator, next: iterator.next, isSync: false };
    }
    const method = iterable[iteratorSymbol];
    if (method === undefined || method === null) {
        throw typeError(`${where} must be iterable`);
    }
    const iterator =
        toObject(call(toFunction(method, `${where}[Symbol.iterator]`), iterable), `the iterator of ${where}`);
    return { iterator, next: iterator.next, isSync: true };
}

/** A Deferred that does what one does whose steps are given what the returned value becomes. */
function reactTo(returned, fulfilled) {
    const deferred = newDeferred();
    uponSettled(returned, (value) => {
        try {
            deferredResolve(deferred, fulfilled(value));
        } catch (e) {
            deferredReject(deferred, e);
        }
    }, (reason) => deferredReject(deferred, reason));
    return deferred;
}

/**
 * The promise of a step of an async iterator made from a sync one.
 *
 * https://tc39.es/ecma262/#sec-asyncfromsynciteratorcontinuation
 */
function continueSync({ iterator }, result, closesOnRejection) {
    const { done } = result;
    const { value } = result;
    const isDone = !!done;
    const deferred = newDeferred();
    const fulfilled = (settled) => deferredResolve(deferred, { __proto__: null, value: settled, done: isDone });
    uponPromise(value, fulfilled, (reason) => {
        if (!isDone && closesOnRejection) {
            try {
                const { return: method } = iterator;
                if (method !== undefined && method !== null) {
                    call(toFunction(method, 'return'), iterator);
                }
            } catch {
                // The rejection is what counts.
            }
        }
        deferredReject(deferred, reason);
    });
    return deferred;
}

function pullFromIterator(record, q) {
    const { iterator, next, isSync } = record;
    const returned = call(toFunction(next, "the iterator's next"), iterator);
    const step = isSync ? continueSync(record, toObject(returned, "what the iterator's next returned"), true) : returned;
    return reactTo(step, (result) => {
        toObject(result, "what the iterator's next returned");
        if (result.done) {
            chunksClose(q);
        } else if (chunksCanCloseOrEnqueue(q)) {
            chunksEnqueue(q, result.value);
        }
    });
}

function cancelIterator(record, reason) {
    const { iterator, isSync } = record;
    const { return: method } = iterator;
    if (method === undefined || method === null) {
        return undefined;
    }
    const returned = call(toFunction(method, "the iterator's return"), iterator, reason);
    const step =
        isSync ? continueSync(record, toObject(returned, "what the iterator's return returned"), false) : returned;
    return reactTo(step, (result) => {
        toObject(result, "what the iterator's return returned");
    });
}

/** https://streams.spec.whatwg.org/#abstract-opdef-readablestreamfromiterable */
steps.ReadableStream.from = (iterable) => {
    const record = getAsyncIterator(iterable);
    const stream = host.statics('ReadableStream').construct();
    const side = readableSide(stream);
    side.pull = () => pullFromIterator(record, side.queue);
    side.cancel = (reason) => cancelIterator(record, reason);
    newChunkQueue(side, stream.setUpChunkController(), 0);
    queueMicrotaskStep(side.pulled);
    return stream;
};
