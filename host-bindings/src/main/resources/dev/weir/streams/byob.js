// Readable byte streams, seen from outside: the BYOB request, what Java calls, and the interfaces.

// ---- the BYOB request

/** The peer of a ReadableStreamBYOBRequest: all of it is JavaScript, so its peer is, too. */
class ByobRequest {
    #queue;
    #view;
    #wrapper;

    constructor(queue, view) {
        this.#queue = queue;
        this.#view = view;
    }

    static invalidate(request) {
        request.#queue = undefined;
        request.#view = null;
    }

    wrapper() {
        if (this.#wrapper === undefined) {
            const { prototype, stamp } = interfaces.ReadableStreamBYOBRequest;
            const wrapper = objectCreate(prototype);
            stamp(wrapper, this, undefined);
            this.#wrapper = wrapper;
        }
        return this.#wrapper;
    }

    view() {
        return this.#view;
    }

    respond(bytesWritten) {
        const queue = this.#queue;
        if (queue === undefined) {
            throw typeError('ReadableStreamBYOBRequest.respond: the request was answered already');
        }
        if (arrayBufferDetached(typedArrayBuffer(this.#view))) {
            throw typeError("ReadableStreamBYOBRequest.respond: the view's buffer was detached");
        }
        byteRespond(queue, bytesWritten);
    }

    respondWithNewView(view) {
        const queue = this.#queue;
        if (queue === undefined) {
            throw typeError('ReadableStreamBYOBRequest.respondWithNewView: the request was answered already');
        }
        if (arrayBufferDetached(viewBuffer(view))) {
            throw typeError("ReadableStreamBYOBRequest.respondWithNewView: the view's buffer was detached");
        }
        byteRespondWithNewView(queue, view);
    }
}

/** ReadableByteStreamControllerGetBYOBRequest, as a peer */
function byteGetRequest(b) {
    if (b.byobRequest === undefined) {
        const first = b.firstPullInto;
        if (first === undefined) {
            return null;
        }
        const { buffer, byteOffset, byteLength, bytesFilled } = first;
        b.byobRequest = new ByobRequest(b, uint8View(buffer, byteOffset + bytesFilled, byteLength - bytesFilled));
    }
    return b.byobRequest;
}

function byteInvalidateRequest(b) {
    if (b.byobRequest !== undefined) {
        ByobRequest.invalidate(b.byobRequest);
        b.byobRequest = undefined;
    }
}

/** ReadableByteStreamControllerRespond */
function byteRespond(b, bytesWritten) {
    const first = b.firstPullInto;
    const isReadable = b.state === STATE_READABLE;
    if (!isReadable) {
        if (bytesWritten !== 0) {
            throw typeError('ReadableStreamBYOBRequest.respond: the stream is closed, so nothing can be written');
        }
    } else if (bytesWritten === 0) {
        throw typeError('ReadableStreamBYOBRequest.respond: 0 bytes written to a stream that is not closed');
    } else if (first.bytesFilled + bytesWritten > first.byteLength) {
        throw rangeError(`ReadableStreamBYOBRequest.respond: ${bytesWritten} bytes are more than the view holds`);
    }
    first.buffer = arrayBufferTransfer(first.buffer);
    byteRespondInternal(b, first, bytesWritten, isReadable);
}

/** ReadableByteStreamControllerRespondWithNewView */
function byteRespondWithNewView(b, view) {
    const first = b.firstPullInto;
    const isReadable = b.state === STATE_READABLE;
    const byteLength = viewByteLength(view);
    const buffer = viewBuffer(view);
    if (!isReadable) {
        if (byteLength !== 0) {
            throw typeError(
                'ReadableStreamBYOBRequest.respondWithNewView: the stream is closed, so nothing can be written');
        }
    } else if (byteLength === 0) {
        throw typeError('ReadableStreamBYOBRequest.respondWithNewView: an empty view for a stream that is not closed');
    }
    if (first.byteOffset + first.bytesFilled !== viewByteOffset(view)) {
        throw rangeError('ReadableStreamBYOBRequest.respondWithNewView: the view begins elsewhere in its buffer');
    }
    if (first.bufferByteLength !== arrayBufferByteLength(buffer)) {
        throw rangeError("ReadableStreamBYOBRequest.respondWithNewView: the view's buffer has another length");
    }
    if (first.bytesFilled + byteLength > first.byteLength) {
        throw rangeError('ReadableStreamBYOBRequest.respondWithNewView: the view is too long');
    }
    first.buffer = arrayBufferTransfer(buffer);
    byteRespondInternal(b, first, byteLength, isReadable);
}

/** ReadableByteStreamControllerRespondInternal */
function byteRespondInternal(b, first, bytesWritten, isReadable) {
    byteInvalidateRequest(b);
    if (isReadable) {
        byteRespondInReadableState(b, first, bytesWritten);
    } else {
        byteRespondInClosedState(b, first);
    }
    byteCallPullIfNeeded(b);
}

/** ReadableByteStreamControllerRespondInClosedState: ends every read into a buffer, giving the buffer back. */
function byteRespondInClosedState(b, first) {
    if (first.readerType === 'none') {
        byteShiftPullInto(b);
    }
    while (b.firstRead !== undefined) {
        byteCommitPullInto(b, byteShiftPullInto(b));
    }
}

/** ReadableByteStreamControllerRespondInReadableState */
function byteRespondInReadableState(b, first, bytesWritten) {
    first.bytesFilled += bytesWritten;
    if (first.readerType === 'none') {
        byteEnqueueDetached(b, first);
        byteCommitAll(b, byteProcessPullIntos(b));
        return;
    }
    if (first.bytesFilled < first.minimumFill) {
        return;
    }
    byteShiftPullInto(b);
    const remainder = first.bytesFilled % first.kind.elementSize;
    if (remainder > 0) {
        byteEnqueueClone(b, first.buffer, first.byteOffset + first.bytesFilled - remainder, remainder);
    }
    first.bytesFilled -= remainder;
    const filled = byteProcessPullIntos(b);
    byteCommitPullInto(b, first);
    byteCommitAll(b, filled);
}

// ---- what Java calls

kernel.byteSetUpHost = (stream, peer, highWaterMark) => {
    const side = readableSide(stream);
    const b = newByteQueue(side, peer, highWaterMark, undefined);
    b.pullSteps = () => {
        let promise;
        // Again when a read came from within the source's enqueue; a source that answers null is done by then.
        for (;;) {
            try {
                promise = peer.pullHost();
            } catch (e) {
                uponRejected(fromHost(e), b.pullFailed);
                return;
            }
            if (promise !== null) {
                uponPromise(promise, b.pulled, b.pullFailed);
                return;
            }
            const { pullAgain } = b;
            b.pullAgain = false;
            b.pulling = pullAgain && byteShouldCallPull(b);
            if (!b.pulling) {
                return;
            }
        }
    };
    side.cancel = (reason) => deferredOf(peer.cancelHost(reason));
    startByteQueue(b, undefined);
};

/** Closes the stream, and ends the reads into buffers that wait. */
kernel.byteClose = ({ bytes }) => {
    byteClose(bytes);
    if (bytes.firstPullInto !== undefined && !bytes.closeRequested) {
        byteRespond(bytes, 0);
    }
};

kernel.byteError = ({ bytes }, reason) => byteError(bytes, reason);

/** Enqueues a copy of Java's bytes. */
kernel.byteEnqueueHost = ({ bytes }, hostBytes, length) => byteEnqueue(bytes, kernel.uint8Array(hostBytes, length));

// ---- the interfaces

/** What the constructor of ReadableStream does for a byte source. */
function constructByteStream(stream, side, underlyingSource, source, strategy) {
    if (strategy.size !== undefined) {
        throw rangeError("ReadableStream constructor: the strategy of a byte stream must not have a 'size'");
    }
    const highWaterMark = extractHighWaterMark(strategy, 0);
    if (source.autoAllocateChunkSize === 0) {
        throw typeError('ReadableStream constructor: autoAllocateChunkSize must not be 0');
    }
    const b = newByteQueue(side, stream.setUpByteController(), highWaterMark, source.autoAllocateChunkSize);
    side.source = underlyingSource;
    side.pull = source.pull;
    side.cancel = source.cancel;
    side.controller = wrap(b.peer);
    startByteQueue(b, source.start === undefined ? undefined : call(source.start, underlyingSource, side.controller));
}

steps.ReadableByteStreamController = {
    __proto__: null,

    state: (peer) => peer.stream().side().bytes,

    byobRequest: (peer, b) => byteGetRequest(b),

    desiredSize: (peer, b) => desiredSize(b),

    close(peer, b) {
        byteCanCloseOrEnqueue(b, 'close');
        byteClose(b);
    },

    enqueue(peer, b, chunk) {
        if (viewByteLength(chunk) === 0) {
            throw typeError('ReadableByteStreamController.enqueue: the chunk must not be empty');
        }
        byteCanCloseOrEnqueue(b, 'enqueue');
        byteEnqueue(b, chunk);
    },

    error: (peer, b, reason) => byteError(b, reason),
};

steps.ReadableStreamBYOBReader = {
    __proto__: null,

    state: readerLock,

    read(peer, { side, queue }, view, { min }) {
        const tag = typedArrayTag(view);
        const byteLength = viewByteLength(view);
        if (byteLength === 0) {
            return promiseRejectedWith(typeError('ReadableStreamBYOBReader.read: the view must not be empty'));
        }
        if (min === 0) {
            return promiseRejectedWith(typeError("ReadableStreamBYOBReader.read: 'min' must not be 0"));
        }
        if (min > (tag === undefined ? byteLength : byteLength / viewKinds[tag].elementSize)) {
            return promiseRejectedWith(rangeError(
                `ReadableStreamBYOBReader.read: 'min' must not exceed the length of the view, but is ${min}`));
        }
        if (queue === undefined) {
            switch (peer.startRead()) {
                case 2:
                    return promiseRejectedWith(peer.storedError());
                case 3:
                    return promiseRejectedWith(typeError('ReadableStreamBYOBReader.read: the reader was released'));
                default: // closed
            }
        } else if (!queue.disturbed) {
            disturb(queue);
        }
        const promise = newPromise();
        bytePullInto(side.bytes, view, min, settleResolve, settleReject);
        return promise;
    },
};
