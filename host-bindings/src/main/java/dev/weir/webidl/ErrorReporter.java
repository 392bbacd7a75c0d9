package dev.weir.webidl;

import org.graalvm.polyglot.PolyglotException;
import org.graalvm.polyglot.Value;

/** Where failures go that no script catches. Called on the realm's loop. */
public interface ErrorReporter {

    /**
     * Reports an exception as HTML does for an uncaught one: the global's {@code error} event first, then the embedder.
     *
     * @see <a href="https://html.spec.whatwg.org/#report-an-exception">HTML, report an exception</a>
     */
    void reportException(Value error);

    /**
     * Reports that a script has used up the memory, to the embedder only: handlers of the script would hardly find any to
     * run in.
     */
    void reportExhaustion(PolyglotException end);

    /** Reports a failure of the host itself: a bug, or the engine ending a script. Scripts learn nothing of it. */
    void reportHostFailure(Throwable failure);
}
