package dev.weir.fetch.transport;

/** Makes requests over HTTP for one realm. */
public interface HttpTransport {

    /**
     * Starts an exchange; how it goes, the listener hears in later turns of the loop.
     *
     * <p>Must be called on the loop. A request that may not be made, or cannot be, ends in {@link HttpListener#onFailed} like
     * any other; this method itself never fails for such a reason. Redirects are not followed: what they ask for is a request of
     * its own.
     */
    HttpExchange start(HttpRequest request, HttpListener listener);
}
