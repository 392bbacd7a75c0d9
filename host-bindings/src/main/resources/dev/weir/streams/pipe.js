// What a pipe does for each chunk: hands it from one side to the other, in the microtasks that the standard's reactions
// take. How it begins and ends is ReadableStreamPipeTo's.

function newPipeSide() {
    return {
        peer: undefined,
        source: undefined, // the side that is read
        reader: undefined, // the peer of its reader
        dest: undefined, // the side that is written
        writer: undefined, // that of its writer
        reading: false, // whether a chunk is being read, or was and has not been written yet
        waits: false, // for a chunk that goes into the source's queue here
        waitsForReady: false,
        holds: false, // whether there is a chunk that was taken, or may just be, to be written in the next microtask
        arrived: false, // whether a chunk has come since it was last read
        chunk: undefined,
        writes: 0, // that have not ended
        shuttingDown: false,
        deliver: undefined,
        pump: undefined,
        finished: undefined,
    };
}

kernel.pipeStart = (peer, reader, source, writer) => {
    const pipe = newPipeSide();
    pipe.peer = peer;
    pipe.source = source;
    pipe.reader = reader;
    pipe.dest = writer.stream;
    pipe.writer = writer;
    pipe.deliver = () => {
        const { chunk } = pipe;
        pipe.chunk = undefined;
        pipeWrite(pipe, chunk);
        pipePump(pipe);
    };
    pipe.pump = () => pipePump(pipe);
    pipe.finished = () => peer.writesFinished();
    source.pipe = pipe;
    writer.pipe = pipe;
    return pipe;
};

kernel.pipeEnd = ({ source, writer }) => {
    source.pipe = undefined;
    writer.pipe = undefined;
};

/**
 * No more chunks are read. Whether all that were read have been written; if not, the peer's writesFinished is called, in a
 * microtask, when they are.
 */
kernel.pipeShutDown = (pipe) => {
    pipe.shuttingDown = true;
    return pipe.writes === 0 && !pipe.holds;
};

kernel.pipeDeliver = pipeDeliver;
kernel.pipePump = pipePump;

/** A chunk may come from inside author code (enqueue called by pull): the sink is called when that is over. */
function pipeDeliver(pipe, chunk) {
    pipe.holds = true;
    pipe.arrived = true;
    pipe.chunk = chunk;
    queueMicrotaskStep(pipe.deliver);
}

/** The writer's `ready` was resolved. */
function pipeIsReady(pipe) {
    if (pipe.waitsForReady) {
        pipe.waitsForReady = false;
        queueMicrotaskStep(pipe.pump);
    }
}

/** Reads the next chunk, if the destination wants one and none is being read. */
function pipePump(pipe) {
    if (pipe.shuttingDown || pipe.reading) {
        return;
    }
    const { source, dest } = pipe;
    if (dest.state !== STATE_WRITABLE || dest.strategyHWM - dest.queueTotalSize <= 0) {
        pipe.waitsForReady = true;
        return;
    }
    pipe.reading = true;
    const { queue } = source;
    if (queue === undefined || source.bytes !== undefined) {
        pipeReadFromHost(pipe);
    } else if (queue.state === STATE_READABLE) {
        if (queue.firstChunk === undefined) {
            pipe.waits = true;
            chunksCallPullIfNeeded(queue);
        } else {
            pipe.holds = true; // taking it may call pull, which may end the pipe
            pipeDeliver(pipe, chunksTake(queue));
        }
    }
}

/** Reads where the queue is not one of chunks.js's. */
function pipeReadFromHost(pipe) {
    pipe.holds = true; // the source may be pulled once a chunk was taken, and end the pipe
    pipe.arrived = false;
    const found = pipe.peer.startRead();
    if (found === 2) { // a chunk
        pipeDeliver(pipe, pipe.reader.takeChunk());
    } else if (!pipe.arrived) {
        pipe.holds = false;
        if (pipe.shuttingDown) {
            pipeFinishIfWritten(pipe);
        }
        if (found === 1) { // pending, and pull
            callPull(pipe.source);
        }
    }
}

/** WritableStreamDefaultWriterWrite for the pipe's writer. */
function pipeWrite(pipe, chunk) {
    const { dest, writer } = pipe;
    let size = 1;
    if (dest.size !== undefined) {
        size = sizeOfWrite(dest, chunk);
    }
    pipe.holds = false;
    pipe.reading = false;
    pipe.writes++;
    if (writer.stream !== undefined && dest.state === STATE_WRITABLE && !dest.closing) {
        enqueueWrite(dest, chunk, size, undefined, undefined, pipe);
    } else { // the stream takes no chunks any more, which ends the pipe
        pipeWriteEnded(pipe);
    }
}

function pipeWriteEnded(pipe) {
    pipe.writes--;
    if (pipe.shuttingDown) {
        pipeFinishIfWritten(pipe);
    }
}

/** Goes on with the end of a pipe that is shutting down, if nothing that was read waits to be written. */
function pipeFinishIfWritten(pipe) {
    if (pipe.writes === 0 && !pipe.holds) {
        queueMicrotaskStep(pipe.finished);
    }
}

openFields(newPipeSide());
