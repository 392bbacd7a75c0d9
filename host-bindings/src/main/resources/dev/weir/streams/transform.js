// Transform streams: what joins the two ends. Its state (backpressure, the transformer's algorithms, the promise of the
// end) is all here, since each step of it calls either an author's callback or an end's side.

/** What one transform stream keeps; shared by its wrapper and its controller's, and known to the sides of both ends. */
function newTransformSide() {
    return {
        peer: undefined,
        controller: undefined, // what the transformer's callbacks are given; made when first needed
        readable: undefined,
        chunks: undefined, // the queue of the readable end
        writable: undefined,
        writablePeer: undefined, // the peer of the writable end's controller
        transformer: undefined,
        transform: undefined,
        flush: undefined,
        cancel: undefined,
        hostTransform: undefined, // transforms chunks for a transformer in Java; called with (hostTarget, chunk, this)
        hostTarget: undefined,
        backpressure: true,
        // Who waits for the backpressure to change: a write with its chunk, or the readable end's pull.
        writing: false,
        chunk: undefined,
        waited: false, // whether the write in flight did
        pulling: false,
        finish: undefined, // the Deferred of whichever came first: close, abort or cancel
        pulled: undefined,
        resume: undefined,
        transformed: undefined,
        transformFailed: undefined,
    };
}

function transformSide(stream) {
    let side = stream.side();
    if (side === null) {
        side = newTransformSide();
        side.peer = stream;
        stream.bindSide(side);
    }
    return side;
}

/** Makes both ends of a stream whose algorithms are set. */
function setUpTransform(t, writableHighWaterMark, writableSize, readableHighWaterMark, readableSize) {
    const { peer } = t;
    const readableEnd = peer.readable();
    const readable = readableSide(readableEnd);
    const writable = writableSide(peer.writable());
    t.readable = readable;
    readable.size = readableSize;
    readable.pullSteps = transformPull;
    readable.pullTarget = t;
    readable.cancel = (reason) => transformSourceCancel(t, reason);
    t.chunks = newChunkQueue(readable, readableEnd.setUpChunkController(), readableHighWaterMark);
    t.pulled = readable.pulled;
    t.writable = writable;
    t.writablePeer = peer.setUpWritable();
    setUpWritableSide(writable, t.writablePeer, writableHighWaterMark);
    writable.hostWrite = transformWrite;
    writable.hostTarget = t;
    writable.size = writableSize;
    writable.close = () => transformSinkClose(t);
    writable.abort = (reason) => transformSinkAbort(t, reason);
    t.resume = () => {
        const { chunk } = t;
        t.chunk = undefined;
        t.waited = true;
        if (writable.state === STATE_ERRORING) {
            uponRejected(writable.storedError, writable.writeFailed);
        } else {
            performTransform(t, chunk);
        }
    };
    // In the standard the promise of a write is that of the transform with a reaction to its failure, and a write that has
    // waited resolves a promise with that one. A script can count these microtasks.
    const { written } = writable;
    const endWrite = (step) => queueMicrotaskStep(t.waited ? () => queueMicrotaskStep(step) : step);
    t.transformed = () => endWrite(written);
    t.transformFailed = (reason) => {
        transformError(t, reason);
        endWrite(() => writable.writeFailed(reason));
    };
}

/**
 * Starts both ends once the transformer has started. In the standard both wait for promises that are resolved with a
 * promise that is resolved with what `start` returned: a script can tell by how many microtasks that takes.
 */
function startTransform(t, returned) {
    const fulfilled = () => {
        t.writable.written();
        t.pulled();
    };
    const rejected = (reason) => {
        writableStartFailed(t.writable, reason);
        chunksError(t.chunks, reason);
    };
    if (isObject(returned)) {
        uponSettled(returned, () => queueMicrotaskStep(fulfilled), (reason) => uponRejected(reason, rejected));
    } else {
        queueMicrotaskStep(() => queueMicrotaskStep(() => queueMicrotaskStep(fulfilled)));
    }
}

function transformControllerOf(t) {
    if (t.controller === undefined) {
        t.controller = wrap(t.peer.controller());
    }
    return t.controller;
}

// ---- backpressure

function setTransformBackpressure(t, backpressure) {
    t.backpressure = backpressure;
    if (t.writing) {
        t.writing = false;
        queueMicrotaskStep(t.resume);
    }
    if (t.pulling) {
        t.pulling = false;
        queueMicrotaskStep(t.pulled);
    }
}

/** TransformStreamDefaultSourcePullAlgorithm: the pull is over when there is backpressure again. */
function transformPull(t) {
    setTransformBackpressure(t, false);
    t.pulling = true;
}

// ---- chunks

/** TransformStreamDefaultSinkWriteAlgorithm; false, because the write ends when the transform does. */
function transformWrite(t, chunk) {
    if (t.backpressure) {
        t.writing = true;
        t.chunk = chunk;
    } else {
        t.waited = false;
        performTransform(t, chunk);
    }
    return false;
}

function performTransform(t, chunk) {
    const { transform } = t;
    let returned;
    try {
        if (transform !== undefined) {
            returned = reflectApply(transform, t.transformer, [chunk, transformControllerOf(t)]);
        } else if (t.hostTransform !== undefined) {
            const { hostTransform } = t;
            returned = hostTransform(t.hostTarget, chunk, t);
        } else {
            transformEnqueue(t, chunk);
        }
    } catch (e) {
        uponRejected(fromHost(e), t.transformFailed);
        return;
    }
    if (returned === undefined) {
        resolvedUndefined.then(t.transformed); // uponSettled, with a call less
    } else {
        uponSettled(returned, t.transformed, t.transformFailed);
    }
}

/** TransformStreamDefaultControllerEnqueue */
function transformEnqueue(t, chunk) {
    const { chunks } = t;
    if (!chunksCanCloseOrEnqueue(chunks)) {
        throw chunksTooLate(chunks, 'enqueue');
    }
    try {
        chunksEnqueue(chunks, chunk);
    } catch (e) {
        errorWritableAndUnblockWrite(t, fromHost(e));
        throw t.peer.readableStoredError();
    }
    if (!t.backpressure && !chunksShouldCallPull(chunks)) {
        setTransformBackpressure(t, true);
    }
}

// ---- ending

function clearTransformAlgorithms(t) {
    t.transformer = undefined;
    t.transform = undefined;
    t.flush = undefined;
    t.cancel = undefined;
    t.hostTransform = undefined;
    t.hostTarget = undefined;
}

/** TransformStreamError */
function transformError(t, reason) {
    chunksError(t.chunks, reason);
    errorWritableAndUnblockWrite(t, reason);
}

function errorWritableAndUnblockWrite(t, reason) {
    clearTransformAlgorithms(t);
    t.writablePeer.error(reason);
    unblockWrite(t);
}

function unblockWrite(t) {
    if (t.backpressure) {
        setTransformBackpressure(t, false);
    }
}

/** TransformStreamDefaultControllerTerminate */
function transformTerminate(t) {
    chunksClose(t.chunks);
    errorWritableAndUnblockWrite(t, typeError('the transform stream was terminated'));
}

/** Calls one of the algorithms that end the stream, once for all ways to its end. */
function finishTransform(t, algorithm, argument, fulfilled, failed) {
    const finish = newDeferred();
    t.finish = finish;
    const rejected = (reason) => {
        failed(reason);
        deferredReject(finish, reason);
    };
    let returned;
    try {
        returned = algorithm === undefined ? undefined : call(algorithm, t.transformer, argument);
    } catch (e) {
        clearTransformAlgorithms(t);
        uponRejected(fromHost(e), rejected);
        return finish;
    }
    clearTransformAlgorithms(t);
    uponSettled(returned, () => fulfilled(finish), rejected);
    return finish;
}

/** TransformStreamDefaultSinkCloseAlgorithm */
function transformSinkClose(t) {
    if (t.finish !== undefined) {
        return t.finish;
    }
    const { peer, chunks, flush } = t;
    return finishTransform(t, flush, flush === undefined ? undefined : transformControllerOf(t), (finish) => {
        if (peer.readableErrored()) {
            deferredReject(finish, peer.readableStoredError());
        } else {
            chunksClose(chunks);
            deferredResolve(finish, undefined);
        }
    }, (reason) => chunksError(chunks, reason));
}

/** TransformStreamDefaultSinkAbortAlgorithm */
function transformSinkAbort(t, reason) {
    if (t.finish !== undefined) {
        return t.finish;
    }
    const { peer, chunks } = t;
    return finishTransform(t, t.cancel, reason, (finish) => {
        if (peer.readableErrored()) {
            deferredReject(finish, peer.readableStoredError());
        } else {
            chunksError(chunks, reason);
            deferredResolve(finish, undefined);
        }
    }, (e) => chunksError(chunks, e));
}

/** TransformStreamDefaultSourceCancelAlgorithm */
function transformSourceCancel(t, reason) {
    if (t.finish !== undefined) {
        return t.finish;
    }
    const { writable, writablePeer } = t;
    return finishTransform(t, t.cancel, reason, (finish) => {
        if (writable.state === STATE_ERRORED) {
            deferredReject(finish, writable.storedError);
        } else {
            writablePeer.error(reason);
            unblockWrite(t);
            deferredResolve(finish, undefined);
        }
    }, (e) => {
        writablePeer.error(e);
        unblockWrite(t);
    });
}

// ---- transformers in Java

/** Sets up a transform stream whose transformer is in Java; an identity transform when it names no function. */
kernel.transformSetUp = (peer, name, target) => {
    const t = transformSide(peer);
    if (name !== undefined) {
        t.hostTransform = kernel[name];
        t.hostTarget = target;
        t.flush = () => deferredOf(peer.hostFlush());
        t.cancel = (reason) => deferredOf(peer.hostCancel(reason));
    }
    setUpTransform(t, 1, undefined, 0, undefined);
    startTransform(t, undefined);
};

kernel.transformEnqueue = (peer, chunk) => transformEnqueue(peer.side(), chunk);
kernel.transformError = (peer, reason) => transformError(peer.side(), reason);
kernel.transformTerminate = (peer) => transformTerminate(peer.side());

// ---- the interfaces

steps.TransformStream = {
    __proto__: null,

    state: transformSide,

    constructor(peer, t, wrapper, transformer, writableStrategy, readableStrategy) {
        const algorithms = dictionary_Transformer(transformer, 'TransformStream constructor: the transformer');
        if (algorithms.readableType !== undefined) {
            throw rangeError("TransformStream constructor: the transformer's readableType must be undefined");
        }
        if (algorithms.writableType !== undefined) {
            throw rangeError("TransformStream constructor: the transformer's writableType must be undefined");
        }
        const readableHighWaterMark = extractHighWaterMark(readableStrategy, 0);
        const readableSize = extractSize(readableStrategy);
        const writableHighWaterMark = extractHighWaterMark(writableStrategy, 1);
        const writableSize = extractSize(writableStrategy);
        t.transformer = transformer;
        t.transform = algorithms.transform;
        t.flush = algorithms.flush;
        t.cancel = algorithms.cancel;
        setUpTransform(t, writableHighWaterMark, writableSize, readableHighWaterMark, readableSize);
        const { start } = algorithms;
        startTransform(t, start === undefined ? undefined : call(start, transformer, transformControllerOf(t)));
    },
};

steps.TransformStreamDefaultController = {
    __proto__: null,

    state: (peer) => peer.stream().side(),

    desiredSize: (peer, t) => desiredSize(t.chunks),
    enqueue: (peer, t, chunk) => transformEnqueue(t, chunk),
    error: (peer, t, reason) => transformError(t, reason),
    terminate: (peer, t) => transformTerminate(t),
};

openFields(newTransformSide());
