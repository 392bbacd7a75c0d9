function decodeNext(peer, input, stream) {
    const text = input === undefined
        ? peer.decode(null, 0, 0, stream)
        : passBytes(input, (buffer, offset, length) => peer.decode(buffer, offset, length, stream));
    if (text === null) {
        throw typeError(`the bytes are not valid ${peer.encoding()}`);
    }
    return text;
}

steps.TextDecoder = {
    __proto__: null,
    decode: (peer, state, input, options) => decodeNext(peer, input, options.stream),
};

steps.TextEncoder = {
    __proto__: null,
    encodeInto(peer, state, source, destination) {
        const bytes = new Uint8ArrayCtor(new ArrayBufferCtor(peer.encodeInto(source, typedArrayByteLength(destination))));
        const written = typedArrayByteLength(bytes);
        if (written > 0) { // a detached buffer has no room
            typedArraySet(destination, bytes);
        }
        return { read: peer.unitsRead(), written };
    },
};

// ---- streams

kernel.decodeChunk = (peer, chunk, t) => {
    toAllowSharedBufferSource(chunk, 'TextDecoderStream: a chunk');
    const text = decodeNext(peer, chunk, true);
    if (text !== '') {
        transformEnqueue(t, text);
    }
};

kernel.encodeChunk = (peer, chunk, t) => {
    const bytes = peer.encode(`${chunk}`);
    if (bytes !== null) {
        transformEnqueue(t, copyOfHostBytes(bytes));
    }
};
