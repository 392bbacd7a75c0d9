// What becomes of a chunk that is written to a WebSocketStream: bytes go out as a binary message, the rest as text.

kernel.webSocketSend = (sender, chunk) => {
    if (isView(chunk)) {
        return sendBytes(sender, viewBuffer(chunk), viewByteOffset(chunk), viewByteLength(chunk));
    }
    if (isArrayBuffer(chunk)) {
        return sendBytes(sender, chunk, 0, arrayBufferByteLength(chunk));
    }
    if (isSharedArrayBuffer(chunk)) {
        return sendBytes(sender, chunk, 0, sharedByteLength(chunk)); // to be refused, as a view of it is
    }
    return sender.text(toUSVString(chunk));
};

function sendBytes(sender, buffer, offset, length) {
    return sender.binary(toBackingBuffer(buffer, 'WebSocketStream: a chunk'), offset, length);
}

kernel.webSocketErrorPeer = (reason) =>
    isInterface(reason, 'WebSocketError') ? interfaces.WebSocketError.host(reason) : undefined;
