// Writers of writable streams, and their `ready`. It changes with every chunk and is often not looked at, so it is a state
// here, and becomes a promise when a script asks for it. It counts as handled, so nobody can tell.

const READY_PENDING = 0;
const READY_RESOLVED = 1;
const READY_REJECTED = 2;

/** What one writer keeps, a script's or a pipe's. */
function newWriterSide() {
    return {
        stream: undefined, // the side of the stream that it holds
        pipe: undefined, // what writes by it, unless a script does
        readyState: READY_RESOLVED,
        readyError: undefined,
        ready: undefined, // the promise, if one was made for this state, and what settles it while it is pending
        resolve: undefined,
        reject: undefined,
    };
}

function resolveReady(writer) {
    if (writer.readyState !== READY_PENDING) {
        return;
    }
    writer.readyState = READY_RESOLVED;
    if (writer.ready !== undefined) {
        const { resolve } = writer;
        resolve(undefined);
    }
    if (writer.pipe !== undefined) {
        pipeIsReady(writer.pipe);
    }
}

/** WritableStreamDefaultWriterEnsureReadyPromiseRejected */
function rejectReady(writer, reason) {
    const { readyState, reject } = writer;
    writer.readyState = READY_REJECTED;
    writer.readyError = reason;
    if (writer.ready === undefined) {
        return;
    }
    if (readyState === READY_PENDING) {
        markAsHandled(writer.ready);
        reject(reason);
    } else {
        writer.ready = undefined;
    }
}

/** The promise of the present state. */
function makeReady(writer) {
    const promise = new PromiseCtor(captureSettlers);
    const resolve = settleResolve, reject = settleReject;
    writer.ready = promise;
    switch (writer.readyState) {
        case READY_PENDING:
            writer.resolve = resolve;
            writer.reject = reject;
            break;
        case READY_RESOLVED:
            resolve(undefined);
            break;
        default:
            markAsHandled(promise);
            reject(writer.readyError);
    }
    return promise;
}

/** Why a stream takes no chunk now. */
function writeRefusal(side) {
    if (side === undefined) {
        return typeError('WritableStreamDefaultWriter.write: the writer was released');
    }
    if (side.state === STATE_ERRORED || (side.state === STATE_ERRORING && !side.closing)) {
        return side.storedError;
    }
    return typeError('WritableStreamDefaultWriter.write: the stream is closing or closed');
}

/** AcquireWritableStreamDefaultWriter: what the writer keeps. */
kernel.writerAcquire = (side) => {
    const writer = newWriterSide();
    writer.stream = side;
    side.writer = writer;
    if (side.state === STATE_ERRORING || side.state === STATE_ERRORED) {
        writer.readyState = READY_REJECTED;
        writer.readyError = side.storedError;
    } else if (side.state === STATE_WRITABLE && side.backpressure && !side.closing) {
        writer.readyState = READY_PENDING;
    }
    return writer;
};

/** WritableStreamDefaultWriterRelease, the part of it that is here. */
kernel.writerRelease = (writer, released) => {
    rejectReady(writer, released);
    writer.stream.writer = undefined;
    writer.stream = undefined;
};

steps.WritableStreamDefaultWriter = {
    __proto__: null,

    state: (peer) => peer.side(),

    desiredSize(peer, { stream }) {
        if (stream === undefined) {
            throw typeError('WritableStreamDefaultWriter.desiredSize: the writer was released');
        }
        switch (stream.state) {
            case STATE_WRITABLE: return stream.strategyHWM - stream.queueTotalSize;
            case STATE_CLOSED: return 0;
            default: return null;
        }
    },

    ready: (peer, writer) => writer.ready ?? makeReady(writer),

    write(peer, writer, chunk) {
        let size = 1;
        if (writer.stream !== undefined && writer.stream.size !== undefined) {
            size = sizeOfWrite(writer.stream, chunk);
        }
        const { stream } = writer;
        if (stream === undefined || stream.state !== STATE_WRITABLE || stream.closing) {
            return promiseRejectedWith(writeRefusal(stream));
        }
        const promise = new PromiseCtor(captureSettlers);
        enqueueWrite(stream, chunk, size, settleResolve, settleReject, undefined);
        return promise;
    },
};

openFields(newWriterSide());
