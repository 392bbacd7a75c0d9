package dev.weir.runtime;

import dev.weir.websockets.transport.ListenerFailure;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.graalvm.polyglot.PolyglotException;

/**
 * The calls by which the network tells one realm something: there are none any more once the realm is closed, and if a script uses
 * up the memory amid one, that is the end of what told it. Only on the loop unless said.
 */
final class RealmCalls {
    private volatile boolean silent;
    private Consumer<PolyglotException> onExhausted = end -> {};

    /** Whether the memory was used up in the call that was made last. */
    private boolean exhausted;

    /** Sets what reports that the memory was used up, and calls {@link #exhausted} as others do that report it. */
    void setOnExhausted(Consumer<PolyglotException> reporter) {
        onExhausted = reporter;
    }

    /**
     * A script has used up the memory, amid whatever it did. If it was told something, what it was told may be lost: then that is
     * the end of the connection or request, of which both of its sides learn.
     */
    void exhausted() {
        exhausted = true;
    }

    /** From now on there are no calls; any thread may call this. */
    void silence() {
        silent = true;
    }

    boolean isSilent() {
        return silent;
    }

    /**
     * Makes a call; one whose event captures nothing makes no function of its own.
     *
     * @throws ListenerFailure when the memory was used up
     */
    <L, T> void tell(L listener, BiConsumer<L, T> event, T argument) {
        if (silent) {
            return;
        }
        exhausted = false;
        try {
            event.accept(listener, argument);
        } catch (PolyglotException e) {
            if (silent && e.isCancelled()) {
                return; // the script was ended amid what it was told
            }
            if (!e.isResourceExhausted()) {
                throw e;
            }
            onExhausted.accept(e);
        }
        if (exhausted) {
            throw new ListenerFailure("no memory is left");
        }
    }

    /** The same without an argument. */
    <L> void tell(L listener, Consumer<L> event) {
        tell(listener, (told, call) -> call.accept(told), event);
    }
}
