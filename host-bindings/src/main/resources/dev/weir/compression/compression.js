/** One chunk through a codec: as many chunks as it takes, each of bounded size. */
kernel.codecChunk = (codec, chunk, t) => {
    toBufferSource(chunk, `${codec.peerInterface()}: a chunk`);
    let bytes = passBytes(chunk, (buffer, offset, length) => codec.take(buffer, offset, length));
    while (bytes !== null) {
        transformEnqueue(t, copyOfHostBytes(bytes));
        bytes = codec.next();
    }
};
