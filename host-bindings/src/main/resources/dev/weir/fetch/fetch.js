// Bodies: what only the glue can read of buffers, and JSON.

const { parse: jsonParse, stringify: jsonStringify } = JSON;

kernel.bytesOfChunk = (taker, chunk) => {
    if (isView(chunk) && typedArrayTag(chunk) === 'Uint8Array') {
        passBytes(chunk, (buffer, offset, length) => taker.take(buffer, offset, length));
    }
};

kernel.bytesOfSource = (taker, source) => {
    passBytes(source, (buffer, offset, length) => taker.take(buffer, offset, length));
};

kernel.parseJson = (text) => jsonParse(text);
kernel.toJson = (value) => jsonStringify(value);

let fetching;
globalSteps.fetch = (peer, state, input, init) => (fetching ??= host.statics('Fetching')).fetch(input, init);
