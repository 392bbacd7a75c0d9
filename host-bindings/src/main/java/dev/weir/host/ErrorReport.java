package dev.weir.host;

/**
 * A failure of a script that neither the script nor its event handlers dealt with.
 *
 * @param kind what failed
 * @param message one line, such as {@code Uncaught TypeError: x is not a function}
 * @param file the source's name: a URL or a path, as given when the script was run; empty when unknown
 * @param line counted from 1; 0 when unknown
 * @param column counted from 1; 0 when unknown
 * @param stack the message followed by one line for each frame of the script, never a frame of Java; then what the console
 *     shows of the {@code cause} of an error, and of the {@code errors} of one that stands for several
 */
public record ErrorReport(Kind kind, String message, String file, int line, int column, String stack) {
    /** What failed. */
    public enum Kind {
        /** An exception that nothing caught. */
        UNCAUGHT_EXCEPTION,
        /** A promise that was rejected and that nothing handled. */
        UNHANDLED_REJECTION,
        /** The source of a script does not parse. */
        SYNTAX_ERROR,
        /** A script or another resource could not be loaded. */
        LOAD_FAILURE
    }

    /** The message with the place in front, {@code file:line:column: message}, as compilers print it. */
    @Override
    public String toString() {
        return file.isEmpty() ? message : file + ":" + line + ":" + column + ": " + message;
    }
}
