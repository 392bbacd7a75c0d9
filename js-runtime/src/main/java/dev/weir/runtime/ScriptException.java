package dev.weir.runtime;

import dev.weir.host.ErrorReport;

/**
 * A script failed while the caller waited for it, and no handler of the script's own dealt with the failure.
 *
 * <p>The stack trace is that of the caller; the script's own is {@link #scriptStack()}.
 */
public final class ScriptException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient ErrorReport report;

    ScriptException(ErrorReport report) {
        super(report.toString());
        this.report = report;
    }

    /** Everything that is known of the failure. */
    public ErrorReport report() {
        return report;
    }

    /** The script's source: a URL or a path, or whatever name the script was given; empty when unknown. */
    public String file() {
        return report.file();
    }

    /** The line, counted from 1; 0 when unknown. */
    public int line() {
        return report.line();
    }

    /** The column, counted from 1; 0 when unknown. */
    public int column() {
        return report.column();
    }

    /** The message and one line for each frame of the script; no frame of Java. */
    public String scriptStack() {
        return report.stack();
    }
}
