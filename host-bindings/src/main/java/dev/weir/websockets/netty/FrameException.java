package dev.weir.websockets.netty;

/** The server broke a rule of the framing; says which, and with what code the connection is failed. */
final class FrameException extends Exception {
    private static final long serialVersionUID = 1L;

    private final int code;

    private FrameException(int code, String message) {
        super(message, null, false, false);
        this.code = code;
    }

    static FrameException protocolError(String message) {
        return new FrameException(CloseCodes.PROTOCOL_ERROR, message);
    }

    static FrameException badData(String message) {
        return new FrameException(CloseCodes.BAD_DATA, message);
    }

    static FrameException tooBig(String message) {
        return new FrameException(CloseCodes.TOO_BIG, message);
    }

    /** The code of the close frame that tells the server. */
    int code() {
        return code;
    }

    /** The message with the kind of error before it. */
    String describe() {
        String kind = switch (code) {
            case CloseCodes.BAD_DATA -> "bad data";
            case CloseCodes.TOO_BIG -> "message too big";
            default -> "protocol error";
        };
        return kind + ": " + getMessage();
    }
}
