// What a pipe does for each chunk: hands it from one side to the other, in the microtasks that the standard's reactions
// take. ReadableStreamPipeTo decides; ends and errors are all its own.

function newPipeSide() {
    return {
        peer: undefined,
        source: undefined, // the side that is read
        reader: undefined, // the peer of its reader
        dest: undefined, // the side that is written
        waits: false, // for a chunk that goes into the source's queue here
        holds: false, // whether there is a chunk, read, to be written in the next microtask
        chunk: undefined,
        deliver: undefined,
        pump: undefined,
    };
}

kernel.pipeStart = (peer, reader, source, dest) => {
    const pipe = newPipeSide();
    pipe.peer = peer;
    pipe.source = source;
    pipe.reader = reader;
    pipe.dest = dest;
    pipe.deliver = () => {
        const { chunk } = pipe;
        pipe.chunk = undefined;
        pipeWrite(pipe, chunk);
        pipePump(pipe);
    };
    pipe.pump = () => pipePump(pipe);
    source.pipe = pipe;
    dest.pipe = pipe;
    return pipe;
};

kernel.pipeEnd = ({ source, dest }) => {
    source.pipe = undefined;
    dest.pipe = undefined;
};

/** Whether a chunk was read whose write has not begun. */
kernel.pipeHolds = (pipe) => pipe.holds;

kernel.pipeDeliver = pipeDeliver;
kernel.pipePump = pipePump;
kernel.pipeResume = (pipe) => queueMicrotaskStep(pipe.pump);

/** A chunk may come from inside author code (enqueue called by pull): the sink is called when that is over. */
function pipeDeliver(pipe, chunk) {
    pipe.holds = true;
    pipe.chunk = chunk;
    queueMicrotaskStep(pipe.deliver);
}

/** Reads the next chunk, if the destination wants one. */
function pipePump(pipe) {
    const { peer, source, reader } = pipe;
    switch (peer.startRead()) {
        case 1: // pending, and pull
            callPull(source);
            break;
        case 2: // a chunk
            pipeDeliver(pipe, reader.takeChunk());
            break;
        case 3: // what the queue here has
            if (source.queue.firstChunk === undefined) {
                pipe.waits = true;
                chunksCallPullIfNeeded(source.queue);
            } else {
                pipeDeliver(pipe, chunksTake(source.queue));
            }
            break;
        default: // pending, or nothing to read now
    }
}

/** WritableStreamDefaultWriterWrite for the pipe's writer. */
function pipeWrite(pipe, chunk) {
    const { peer, dest } = pipe;
    let size = 1;
    if (dest.size !== undefined) {
        try {
            size = chunkSize(dest, chunk);
        } catch (e) {
            peer.sizeFailed(e);
        }
    }
    pipe.holds = false;
    switch (peer.startWrite(size)) {
        case 4: // to the sink at once
            callWrite(dest, chunk);
            break;
        case 3: // after others
            peer.queueChunk(chunk);
            break;
        case 5:
            peer.invalidSize(size);
            break;
        default: // the stream takes no chunks any more, which ends the pipe
    }
}

openFields(newPipeSide());
