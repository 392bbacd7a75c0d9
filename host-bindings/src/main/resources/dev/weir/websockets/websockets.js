// What becomes of a chunk that is written to a WebSocketStream: bytes go out as a binary message, the rest as text.

kernel.webSocketSend = (sender, chunk) => {
    if (isView(chunk)) {
        return sendBytes(sender, viewBuffer(chunk), viewByteOffset(chunk), viewByteLength(chunk));
    }
    if (isArrayBuffer(chunk)) {
        return sendBytes(sender, chunk, 0, arrayBufferByteLength(chunk));
    }
    if (isSharedArrayBuffer(chunk)) {
        throw typeError('WebSocketStream: a chunk must not be backed by a SharedArrayBuffer');
    }
    return sender.text(toUSVString(chunk));
};

function sendBytes(sender, buffer, offset, length) {
    if (isSharedArrayBuffer(buffer)) {
        throw typeError('WebSocketStream: a chunk must not be backed by a SharedArrayBuffer');
    }
    if (arrayBufferResizable(buffer)) {
        throw typeError('WebSocketStream: a chunk must not be backed by a resizable ArrayBuffer');
    }
    return sender.binary(buffer, offset, length);
}

kernel.webSocketErrorPeer = (reason) =>
    isInterface(reason, 'WebSocketError') ? interfaces.WebSocketError.host(reason) : undefined;
