package dev.weir.fetch.transport;

import java.nio.ByteBuffer;
import java.util.List;

/**
 * Hears how an exchange goes, on the loop: the head, the body, and then either {@link #onEnd} or {@link #onFailed}, which may
 * also come at once, and is followed by nothing.
 */
public interface HttpListener {

    /**
     * The head of the response; those of interim responses (1xx) are not told.
     *
     * @param status 200 to 999
     * @param statusText each character stands for a byte; empty where the server says nothing
     * @param fields in the order in which they came
     */
    void onHead(int status, String statusText, List<HttpField> fields);

    /** A part of the response's body, without its transfer coding; holds until this method returns. */
    void onBody(ByteBuffer bytes);

    /** The response is complete. */
    void onEnd();

    /** After {@link HttpExchange#write} answered false: there is room again. */
    void onWritable();

    /**
     * There will be no response, or no more of it.
     *
     * @param reason for people, in words that begin in lower case and name no URL
     */
    void onFailed(String reason);
}
