/**
 * MIME types, as text that says one.
 *
 * @see <a href="https://mimesniff.spec.whatwg.org/">MIME Sniffing</a>
 */
@NullMarked
package dev.weir.mimesniff;

import org.jspecify.annotations.NullMarked;
