// What constructors of blobs are given, and bytes on their way to JavaScript.

/** Adds the parts of a new blob; views are read here, because only captured getters tell the truth about them. */
function addBlobParts(peer, parts, endings) {
    for (let i = 0; i < parts.length; i++) {
        const part = parts[i];
        if (typeof part === 'string') {
            peer.addText(part, endings === 'native');
        } else if (isView(part)) {
            peer.addBytes(viewBuffer(part), viewByteOffset(part), viewByteLength(part));
        } else if (host.isPeer(part)) {
            peer.addBlob(part);
        } else {
            peer.addBytes(part, 0, arrayBufferByteLength(part));
        }
    }
}

steps.Blob = {
    __proto__: null,
    constructor(peer, state, wrapper, parts, { type, endings }) {
        if (parts !== undefined) {
            addBlobParts(peer, parts, endings);
        }
        peer.finish(type);
    },
};

steps.File = {
    __proto__: null,
    constructor(peer, state, wrapper, bits, name, options) {
        addBlobParts(peer, bits, options.endings);
        peer.finish(options.type, name, options.lastModified);
    },
};

kernel.uint8ArrayOfPieces = (bytes, length) => {
    const array = new Uint8ArrayCtor(length);
    const pieces = bytes.pieces();
    let at = 0;
    for (let piece = pieces.next(); piece !== null; piece = pieces.next()) {
        const source = new Uint8ArrayCtor(new ArrayBufferCtor(piece));
        typedArraySet(array, source, at);
        at += typedArrayByteLength(source);
    }
    return array;
};

kernel.arrayBufferOfPieces = (bytes, length) => typedArrayBuffer(kernel.uint8ArrayOfPieces(bytes, length));

let blobUrls;
steps.URL ??= { __proto__: null };
steps.URL.createObjectURL = (blob) => (blobUrls ??= host.statics('BlobUrls')).create(blob);
steps.URL.revokeObjectURL = (url) => (blobUrls ??= host.statics('BlobUrls')).revoke(url);
