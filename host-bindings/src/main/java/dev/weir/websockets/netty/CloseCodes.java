package dev.weir.websockets.netty;

/**
 * The codes of close frames.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6455#section-7.4">RFC 6455, section 7.4</a>
 */
final class CloseCodes {
    static final int PROTOCOL_ERROR = 1002;
    static final int BAD_DATA = 1007;
    static final int TOO_BIG = 1009;
    static final int INTERNAL_ERROR = 1011;

    /** The longest reason, in bytes: a control frame's payload without the code. */
    static final int MAX_REASON = 123;

    private CloseCodes() {}

    /** Whether the code may stand in a frame; 1004 to 1006 and 1015 are reserved, 1012 to 1014 registered later. */
    static boolean mayBeSent(int code) {
        return (code >= 1000 && code <= 1003) || (code >= 1007 && code <= 1014) || (code >= 3000 && code <= 4999);
    }
}
