/**
 * Bytes and text for scripts: {@code TextEncoder}, {@code TextDecoder} and their streams over {@link
 * dev.weir.encoding.codec}. A string or a buffer crosses between JavaScript and Java once a call, as a whole.
 *
 * @see <a href="https://encoding.spec.whatwg.org/">Encoding</a>
 */
@NullMarked
package dev.weir.encoding;

import org.jspecify.annotations.NullMarked;
