/** One chunk through a codec: as many chunks as it takes, each of bounded size. */
kernel.codecChunk = (codec, chunk, t) => {
    try {
        toBufferSource(chunk, `${codec.peerInterface()}: a chunk`);
        let bytes = passBytes(chunk, (buffer, offset, length) => codec.take(buffer, offset, length));
        while (bytes !== null) {
            // May run author code, which may cancel the stream.
            transformEnqueue(t, copyOfHostBytes(bytes));
            bytes = codec.next();
        }
    } catch (e) {
        codec.close(); // what comes of a chunk is lost, and so is the stream
        throw e;
    }
};
