package dev.weir.websockets.netty;

import io.netty.channel.ConnectTimeoutException;
import java.util.Locale;

/** Words for what the network and the JDK report. */
final class Failures {
    private Failures() {}

    /** Why an address could not be reached. */
    static String connecting(Throwable cause) {
        if (cause instanceof ConnectTimeoutException) {
            return "no answer in time";
        }
        String message = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
        for (String known : new String[] {"connection refused", "network is unreachable", "no route to host"}) {
            if (message.contains(known)) {
                return known;
            }
        }
        return innermost(cause);
    }

    /** The message of the cause that everything else follows from: the others only wrap it. */
    static String innermost(Throwable cause) {
        Throwable at = cause;
        for (int depth = 0; at.getCause() != null && depth < 16; depth++) {
            at = at.getCause();
        }
        String message = at.getMessage();
        return message == null || message.isEmpty() ? at.getClass().getSimpleName() : message;
    }
}
