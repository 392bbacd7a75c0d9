package dev.weir.console;

/**
 * Where a console's text goes; an embedder implements it.
 *
 * <p>Called on the thread that runs the script. An exception thrown from here is logged and otherwise dropped: a script
 * must not notice that its log could not be written.
 */
public interface ConsoleOutput {

    /**
     * How important a text is, as the <a href="https://console.spec.whatwg.org/#loglevel-severity">specification</a>
     * groups the console's methods.
     */
    enum Level {
        /** {@code log}, {@code trace}, {@code dir}, {@code dirxml}, {@code table}, {@code group*}, {@code timeLog}. */
        LOG,
        /** {@code info}, {@code count}, {@code timeEnd}. */
        INFO,
        /** {@code debug}. */
        DEBUG,
        /** {@code warn}, and what the console itself warns of. */
        WARN,
        /** {@code error}, {@code assert}. */
        ERROR
    }

    /**
     * Takes one text, which may have several lines and does not end with a line break; the indentation of groups is
     * part of it. Control characters in logged strings are passed on as they are.
     */
    void print(Level level, String text);

    /** {@code console.clear()} was called; the groups are closed already. */
    default void clear() {}
}
