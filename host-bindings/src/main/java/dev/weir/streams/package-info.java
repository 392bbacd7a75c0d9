/**
 * Streams: chunks over time, with backpressure.
 *
 * <p>{@code XStream} and its reader, writer and controller hold the slots of the standard and the members of the IDL;
 * {@code XStreamOperations} are the abstract operations under their own names; {@link
 * dev.weir.streams.ReadableStreamPipeTo} is a pipe; {@link dev.weir.streams.StreamsForOtherSpecs} is how other packages
 * make and feed streams. {@code readable.js} and {@code writable.js} hold what lives in JavaScript: promises of pending
 * reads and writes, and the calls of the author's callbacks. {@code README.md} in this package has the state tables and
 * the places where author code may run.
 *
 * @see <a href="https://streams.spec.whatwg.org/">Streams</a>
 */
@NullMarked
package dev.weir.streams;

import org.jspecify.annotations.NullMarked;
