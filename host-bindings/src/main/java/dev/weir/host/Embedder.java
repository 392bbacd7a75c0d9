package dev.weir.host;

/** What web objects tell the program around them. Called on the loop's thread; must not block it. */
public interface Embedder {
    /** A failure of a script that no handler of the script cancelled; each is reported once. */
    void scriptError(ErrorReport report);

    /** A failure of the host itself: a bug, or the engine ending a script. Scripts learn nothing of it. */
    void hostFailure(Throwable failure);

    /** A script called {@code alert}. */
    void alert(String message);
}
