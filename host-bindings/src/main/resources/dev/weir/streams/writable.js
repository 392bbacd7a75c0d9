// The side of writable streams that lives in JavaScript: the promises of pending writes and the author's callbacks.
// Java keeps every state; its methods answer what to do next, and only what JavaScript does cheaply is done here.

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
        // Pending writes, oldest first, linked; the list is as long as Java's count of script write requests.
        firstWrite: undefined,
        lastWrite: undefined,
        // The ready promise of the current writer with its settling functions, once a script has asked for it.
        ready: undefined,
        pipe: undefined, // the PipeSide of the pipe that writes to it
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
            setWritablePeer(side, peer);
        }
    }
    return side;
}

function setWritablePeer(side, peer) {
    side.peer = peer;
    side.written = () => {
        const code = peer.writeFinished();
        if (code & 8) {
            const { resolve, next } = side.firstWrite;
            side.firstWrite = next;
            if (next === undefined) {
                side.lastWrite = undefined;
            }
            resolve(undefined);
        }
        writableAdvance(side, code & 16 ? peer.afterWrite() : code & ~8);
    };
    side.writeFailed = (reason) => peer.writeFailed(reason);
}

function addPendingWrite(side) {
    const promise = new PromiseCtor(captureSettlers);
    const write = { resolve: settleResolve, reject: settleReject, next: undefined };
    if (side.lastWrite === undefined) {
        side.firstWrite = write;
    } else {
        side.lastWrite.next = write;
    }
    side.lastWrite = write;
    return promise;
}

function takePendingWrite(side) {
    const write = side.firstWrite;
    side.firstWrite = write.next;
    if (write.next === undefined) {
        side.lastWrite = undefined;
    }
    return write;
}

function writableFulfill(side) {
    const { resolve } = takePendingWrite(side);
    resolve(undefined);
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

function callClose(side) {
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
}

/** Does what WritableStreamDefaultController.afterWrite or advance says. */
function writableAdvance(side, code) {
    let next = code;
    if (next >= 32) {
        queueMicrotaskStep(side.pipe.pump);
        next -= 32;
    }
    if (next >= 4) {
        const { resolve } = side.ready;
        resolve(undefined);
        next -= 4;
    }
    if (next === 1) {
        callWrite(side, side.peer.peekChunk());
    } else if (next === 2) {
        side.peer.callClose(); // which is callClose by way of Java, see wrap
    }
}

function makeReady(side) {
    const promise = new PromiseCtor(captureSettlers);
    side.ready = { promise, resolve: settleResolve, reject: settleReject };
    return promise;
}

function readyResolve(side) {
    const { resolve } = side.ready;
    resolve(undefined);
}

function readyReject(side, reason) {
    const { promise, reject } = side.ready;
    markAsHandled(promise);
    reject(reason);
}

function chunkSize(side, chunk) {
    const sizeAlgorithm = side.size;
    return sizeAlgorithm === undefined ? 1 : +sizeAlgorithm(chunk);
}

kernel.writableSide = writableSide;
kernel.writableCallClose = callClose;
kernel.writableFulfill = writableFulfill;
kernel.writableAdvance = writableAdvance;
kernel.writableWritten = (side) => side.written();
kernel.writableReadyResolve = readyResolve;
kernel.writableReadyReject = readyReject;
kernel.writableReadyTake = (side) => side.ready.promise;
kernel.writableReadyRejected = (reason) => {
    const promise = promiseRejectedWith(reason);
    markAsHandled(promise);
    return promise;
};

kernel.writableReject = (side, reason) => {
    const { reject } = takePendingWrite(side);
    reject(reason);
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
    side.sink = undefined;
    side.write = undefined;
    side.close = undefined;
    side.abort = undefined;
    side.size = undefined;
};

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
        const controller = peer.setUpScriptController(highWaterMark, sink.abort !== undefined);
        setWritablePeer(side, controller);
        side.controller = wrap(controller);
        side.sink = underlyingSink;
        side.write = sink.write;
        side.close = sink.close;
        side.abort = sink.abort;
        side.size = size;
        const started =
            sink.start === undefined ? undefined : call(sink.start, underlyingSink, side.controller);
        uponSettled(started, side.written, (reason) => controller.startFailed(reason));
    },
};

steps.WritableStreamDefaultController = {
    __proto__: null,
    state: (peer) => writableSide(peer.stream()),
};

steps.WritableStreamDefaultWriter = {
    __proto__: null,

    state: (peer) => writableSide(peer.firstStream()),

    ready(peer, side) {
        let promise;
        switch (peer.readyState()) {
            case 0: // made already
                return side.ready.promise;
            case 1: // pending
                promise = makeReady(side);
                break;
            case 2: // resolved
                promise = makeReady(side);
                readyResolve(side);
                break;
            case 3: // rejected
                promise = makeReady(side);
                readyReject(side, peer.readyError());
                break;
            default:
                return peer.keptReady();
        }
        return promise;
    },

    write(peer, side, chunk) {
        let size = 1;
        if (side.size !== undefined && !peer.released()) {
            try {
                size = chunkSize(side, chunk);
            } catch (e) {
                peer.sizeFailed(e);
            }
        }
        switch (peer.startWrite(size)) {
            case 4: { // to the sink at once
                const promise = addPendingWrite(side);
                callWrite(side, chunk);
                return promise;
            }
            case 3: { // after others
                const promise = addPendingWrite(side);
                peer.queueChunk(chunk);
                return promise;
            }
            case 5: {
                const promise = addPendingWrite(side);
                peer.invalidSize(size);
                return promise;
            }
            case 2:
                return promiseRejectedWith(peer.storedError());
            case 1:
                return promiseRejectedWith(
                    typeError('WritableStreamDefaultWriter.write: the stream is closing or closed'));
            default:
                return promiseRejectedWith(typeError('WritableStreamDefaultWriter.write: the writer was released'));
        }
    },
};

{
    const side = newWritableSide();
    addPendingWrite(side);
    openFields(side.firstWrite);
    openFields(side);
}
