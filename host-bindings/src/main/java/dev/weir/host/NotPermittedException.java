package dev.weir.host;

/** The embedder's rules forbid what a script asked for; the message says which rule in words fit for the script. */
public final class NotPermittedException extends Exception {
    private static final long serialVersionUID = 1L;

    public NotPermittedException(String message) {
        super(message, null, false, false);
    }
}
