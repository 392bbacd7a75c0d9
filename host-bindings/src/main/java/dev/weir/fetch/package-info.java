/**
 * Of Fetch: what {@code data:} URLs have in them, and which types of a response a script may have.
 *
 * @see <a href="https://fetch.spec.whatwg.org/">Fetch</a>
 */
@NullMarked
package dev.weir.fetch;

import org.jspecify.annotations.NullMarked;
