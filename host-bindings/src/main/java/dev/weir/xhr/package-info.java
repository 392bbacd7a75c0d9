/**
 * What other specifications use of XMLHttpRequest's.
 *
 * @see <a href="https://xhr.spec.whatwg.org/">XMLHttpRequest</a>
 */
@NullMarked
package dev.weir.xhr;

import org.jspecify.annotations.NullMarked;
