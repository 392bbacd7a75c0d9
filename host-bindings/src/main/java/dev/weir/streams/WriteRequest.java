package dev.weir.streams;

import org.graalvm.polyglot.Value;

/** Somebody who waits for a chunk to be written: a script's promise, or a pipe. */
interface WriteRequest {
    void fulfilled();

    void rejected(Value reason);
}
