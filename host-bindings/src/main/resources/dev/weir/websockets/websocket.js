// What WebSocket.send is given, and bytes on their way to a script.

steps.WebSocket = {
    __proto__: null,
    send(peer, state, data) {
        if (typeof data === 'string') {
            peer.sendText(data);
        } else if (isView(data)) {
            peer.sendBytes(viewBuffer(data), viewByteOffset(data), viewByteLength(data));
        } else if (host.isPeer(data)) {
            peer.sendBlob(data);
        } else {
            peer.sendBytes(data, 0, arrayBufferByteLength(data));
        }
    },
};

/** A new ArrayBuffer with a copy of the bytes. */
kernel.webSocketArrayBuffer = (bytes, length) => {
    const array = new Uint8ArrayCtor(length);
    typedArraySet(array, new Uint8ArrayCtor(new ArrayBufferCtor(bytes)));
    return typedArrayBuffer(array);
};
