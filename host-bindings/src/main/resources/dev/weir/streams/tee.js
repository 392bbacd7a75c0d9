// tee() of byte streams. It reads with a default reader as long as nobody brings a buffer, and with a BYOB reader into
// the buffer of the branch that has one.

/** https://streams.spec.whatwg.org/#abstract-opdef-readablebytestreamtee */
class ByteStreamTee {
    #stream; // the peer of the stream that is read
    #side;
    #reader;
    #isByob = false;
    #reading = false;
    #branch1;
    #branch2;
    #canceled = newDeferred();

    constructor(stream, side) {
        this.#stream = stream;
        this.#side = side;
        this.#reader = stream.acquireReader();
        this.#branch1 = this.#makeBranch();
        this.#branch2 = this.#makeBranch();
        this.#forwardReaderError();
    }

    static branches(tee) {
        return [wrap(tee.#branch1.stream), wrap(tee.#branch2.stream)];
    }

    #makeBranch() {
        const stream = this.#stream.newStream();
        const side = readableSide(stream);
        const queue = newByteQueue(side, stream.setUpByteController(), 0, undefined);
        const branch = { stream, queue, isCanceled: false, reason: undefined, readAgain: false };
        queue.pullSteps = () => {
            this.#pull(branch);
            queueMicrotaskStep(queue.pulled);
        };
        side.cancel = (reason) => this.#cancel(branch, reason);
        startByteQueue(queue, undefined);
        return branch;
    }

    #forwardReaderError() {
        const reader = this.#reader;
        uponPromise(reader.closedDeferred(), noop, (reason) => {
            if (reader === this.#reader) {
                byteError(this.#branch1.queue, reason);
                byteError(this.#branch2.queue, reason);
                this.#ended();
            }
        });
    }

    /** Nobody will cancel the stream any more; those who wait for that are done. */
    #ended() {
        if (!this.#branch1.isCanceled || !this.#branch2.isCanceled) {
            deferredResolve(this.#canceled, undefined);
        }
    }

    #cancel(branch, reason) {
        branch.isCanceled = true;
        branch.reason = reason;
        const branch1 = this.#branch1;
        const branch2 = this.#branch2;
        if (branch1.isCanceled && branch2.isCanceled) {
            this.#cancelStream([branch1.reason, branch2.reason]);
        }
        return this.#canceled;
    }

    #cancelStream(reason) {
        const deferred = this.#canceled;
        uponPromise(this.#stream.cancelDeferred(reason), (value) => deferredResolve(deferred, undefined),
            (e) => deferredReject(deferred, e));
    }

    #pull(branch) {
        if (this.#reading) {
            branch.readAgain = true;
            return;
        }
        this.#reading = true;
        const request = byteGetRequest(branch.queue);
        if (request === null) {
            this.#pullWithDefaultReader();
        } else {
            this.#pullWithByobReader(request.view(), branch);
        }
    }

    #pullAgain() {
        this.#reading = false;
        if (this.#branch1.readAgain) {
            this.#branch1.readAgain = false;
            this.#pull(this.#branch1);
        } else if (this.#branch2.readAgain) {
            this.#branch2.readAgain = false;
            this.#pull(this.#branch2);
        }
    }

    /** A copy of the chunk, or undefined when there is no memory for it, which ends everything. */
    #clone(chunk) {
        try {
            return cloneUint8Array(chunk);
        } catch (e) {
            byteError(this.#branch1.queue, e);
            byteError(this.#branch2.queue, e);
            this.#cancelStream(e);
            return undefined;
        }
    }

    #switchReader(isByob) {
        if (this.#isByob !== isByob) {
            this.#reader.releaseLock();
            this.#isByob = isByob;
            this.#reader = isByob ? this.#stream.acquireByobReader() : this.#stream.acquireReader();
            this.#forwardReaderError();
        }
    }

    #pullWithDefaultReader() {
        this.#switchReader(false);
        readWithSteps(this.#reader, this.#side, (chunk) => {
            // Not at once, so that an error that comes right after the chunk reaches the branches first.
            queueMicrotaskStep(() => this.#chunkArrived(chunk));
        }, () => this.#closed(), () => {
            this.#reading = false;
        });
    }

    #chunkArrived(chunk) {
        const branch1 = this.#branch1;
        const branch2 = this.#branch2;
        branch1.readAgain = false;
        branch2.readAgain = false;
        let chunk2 = chunk;
        if (!branch1.isCanceled && !branch2.isCanceled) {
            chunk2 = this.#clone(chunk);
            if (chunk2 === undefined) {
                return;
            }
        }
        if (!branch1.isCanceled) {
            byteEnqueue(branch1.queue, chunk);
        }
        if (!branch2.isCanceled) {
            byteEnqueue(branch2.queue, chunk2);
        }
        this.#pullAgain();
    }

    #closed() {
        this.#reading = false;
        this.#closeBranch(this.#branch1);
        this.#closeBranch(this.#branch2);
        ByteStreamTee.#respondNothing(this.#branch1);
        ByteStreamTee.#respondNothing(this.#branch2);
        this.#ended();
    }

    #closeBranch(branch) {
        if (!branch.isCanceled) {
            try {
                byteClose(branch.queue);
            } catch {
                // The branch had half an element of a view; it is errored now.
            }
        }
    }

    /** Ends the reads into buffers that wait at a closed branch. */
    static #respondNothing(branch) {
        if (branch.queue.firstPullInto !== undefined) {
            byteRespond(branch.queue, 0);
        }
    }

    #pullWithByobReader(view, branch) {
        this.#switchReader(true);
        const other = branch === this.#branch1 ? this.#branch2 : this.#branch1;
        const { bytes } = this.#side;
        const settle = ({ value, done }) => {
            if (done) {
                this.#closedWithView(value, branch, other);
            } else {
                queueMicrotaskStep(() => this.#viewFilled(value, branch, other));
            }
        };
        const fail = () => {
            this.#reading = false;
        };
        if (this.#reader.startRead() === 2) {
            fail();
        } else {
            bytePullInto(bytes, view, 1, settle, fail);
        }
    }

    #viewFilled(view, branch, other) {
        branch.readAgain = false;
        other.readAgain = false;
        if (!other.isCanceled) {
            const clone = this.#clone(view);
            if (clone === undefined) {
                return;
            }
            if (!branch.isCanceled) {
                byteRespondWithNewView(branch.queue, view);
            }
            byteEnqueue(other.queue, clone);
        } else if (!branch.isCanceled) {
            byteRespondWithNewView(branch.queue, view);
        }
        this.#pullAgain();
    }

    #closedWithView(view, branch, other) {
        this.#reading = false;
        this.#closeBranch(branch);
        this.#closeBranch(other);
        if (view !== undefined) {
            if (!branch.isCanceled) {
                byteRespondWithNewView(branch.queue, view);
            }
            if (!other.isCanceled) {
                ByteStreamTee.#respondNothing(other);
            }
        }
        this.#ended();
    }
}

/** ReadableStreamDefaultReaderRead with steps of the glue's. */
function readWithSteps(reader, side, chunkSteps, closeSteps, errorSteps) {
    const found = findChunk(reader, side);
    switch (found) {
        case findsNothing:
        case findsNothingPull: {
            const resolve = ({ value, done }) => {
                if (done) {
                    closeSteps();
                } else {
                    chunkSteps(value);
                }
            };
            addPendingRead(side, resolve, errorSteps, undefined);
            if (found === findsNothingPull) {
                callPull(side);
            }
            break;
        }
        case findsEnd:
            closeSteps();
            break;
        case findsError:
            errorSteps(readError(reader, side));
            break;
        default: // of a byte stream, which is all that is read here: a view
            chunkSteps(found);
    }
}

/** Two branches; the second with clones of the chunks, if it is to (those of byte streams always are). */
function teeReadable(peer, side, clones) {
    if (side.bytes !== undefined) {
        if (peer.locked()) {
            throw typeError('ReadableStream.tee: the stream is locked to a reader');
        }
        return ByteStreamTee.branches(new ByteStreamTee(peer, side));
    }
    const tee = peer.startTee(clones);
    return [wrap(tee.branch1()), wrap(tee.branch2())];
}

steps.ReadableStream.tee = (peer, side) => teeReadable(peer, side, side.queue !== undefined && side.queue.owns);

kernel.teeStream = (peer, side) => teeReadable(peer, side, true);
