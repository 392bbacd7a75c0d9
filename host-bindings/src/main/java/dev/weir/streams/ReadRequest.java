package dev.weir.streams;

import org.graalvm.polyglot.Value;

/**
 * Somebody who waits for a chunk. Any of the steps may run author code.
 *
 * @see <a href="https://streams.spec.whatwg.org/#read-request">Streams, read request</a>
 */
interface ReadRequest {
    /** A chunk, a {@code Value} or a String. */
    void chunkSteps(Object chunk);

    void closeSteps();

    void errorSteps(Value error);
}
