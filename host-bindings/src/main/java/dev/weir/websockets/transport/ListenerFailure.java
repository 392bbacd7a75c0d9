package dev.weir.websockets.transport;

/**
 * Thrown by a listener that cannot go on with its connection, and has told whoever is to know: the connection is failed
 * with these words, and nothing more is said of it.
 */
public final class ListenerFailure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What the connection's end is to say. */
    public final String failure;

    public ListenerFailure(String failure) {
        super(failure);
        this.failure = failure;
    }
}
