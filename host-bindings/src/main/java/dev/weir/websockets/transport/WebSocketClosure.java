package dev.weir.websockets.transport;

import org.jspecify.annotations.Nullable;

/**
 * How a connection ended.
 *
 * @param wasClean whether the closing handshake was completed: the server's close frame came, and ours was sent, or could
 *     not be because the server had already gone
 * @param code the code of the server's close frame, {@link #NO_STATUS} when it carried none, or {@link #ABNORMAL} when
 *     no close frame came
 * @param reason the reason in the server's close frame, or the empty string
 * @param unsentMessages accepted messages that were not handed to the socket as a whole by the time the server's close
 *     frame arrived or the connection ended
 * @param failure what went wrong, in one sentence fit for a person, when {@code wasClean} is false
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6455#section-7.1.4">RFC 6455, section 7.1.4</a>
 */
public record WebSocketClosure(
        boolean wasClean,
        int code,
        String reason,
        int unsentMessages,
        @Nullable String failure) {

    /** Stands for a close frame without a code; never sent. */
    public static final int NO_STATUS = 1005;

    /** Stands for the absence of a close frame; never sent. */
    public static final int ABNORMAL = 1006;
}
