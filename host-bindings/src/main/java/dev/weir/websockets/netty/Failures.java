package dev.weir.websockets.netty;

import dev.weir.websockets.transport.ListenerFailure;
import io.netty.channel.ConnectTimeoutException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Words for what the network and the JDK report. */
final class Failures {
    /** What the native transport puts before the system's own words. */
    private static final Pattern NATIVE_CALL = Pattern.compile("^\\S+ failed with error\\(-?[0-9]+\\): ");

    /** What OpenSSL puts before the name of what happened. */
    private static final Pattern OPEN_SSL_CODE = Pattern.compile("^error:[0-9a-f]+:SSL routines:[^:]*:");

    /** What is told in these words, whatever else the system says with them. */
    private static final List<String> KNOWN =
            List.of("connection refused", "network is unreachable", "no route to host", "too many open files");

    /** What is told of everything that is dropped with its loop. */
    static final String LOOP_ENDS = "connection dropped, since its loop ends";

    private Failures() {}

    /**
     * Reports what a callback of the embedder threw, or what is this program's own fault; what it is, is for the log: scripts see
     * nothing of Java.
     *
     * @return the words that the end of the connection is told in
     */
    static String reported(Throwable bug) {
        if (bug instanceof ListenerFailure told) { // whoever is to know has been told
            return told.failure;
        }
        NettyTaskLoop.report(bug);
        return bug instanceof OutOfMemoryError ? "no memory is left" : "internal error of the host; see its log";
    }

    /** Why an address could not be reached. */
    static String connecting(Throwable cause) {
        if (cause instanceof ConnectTimeoutException) {
            return "no answer in time";
        }
        String message = String.valueOf(cause.getMessage()).toLowerCase(Locale.ROOT);
        for (String known : KNOWN) {
            if (message.contains(known)) {
                return known;
            }
        }
        return innermost(cause);
    }

    /** How long something took that was waited for in vain. */
    static String duration(Duration time) {
        long millis = time.toMillis();
        return millis % 1000 == 0 ? millis / 1000 + " s" : millis + " ms";
    }

    /** The message of the cause that everything else follows from: the others only wrap it. */
    static String innermost(Throwable cause) {
        Throwable at = cause;
        for (int depth = 0; at.getCause() != null && depth < 16; depth++) {
            at = at.getCause();
        }
        String message = at.getMessage();
        if (message == null || message.isEmpty()) {
            return at.getClass().getSimpleName();
        }
        Matcher openSsl = OPEN_SSL_CODE.matcher(message);
        return openSsl.find()
                ? openSsl.replaceFirst("").toLowerCase(Locale.ROOT)
                : NATIVE_CALL.matcher(message).replaceFirst("");
    }
}
