package dev.weir.websockets.netty;

/** The opening handshake failed; the message says why in one sentence. */
final class HandshakeException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String reason;

    HandshakeException(String reason) {
        super(reason, null, false, false);
        this.reason = reason;
    }

    /** The message. */
    String reason() {
        return reason;
    }
}
