/**
 * What several specifications share.
 *
 * @see <a href="https://infra.spec.whatwg.org/">Infra</a>
 */
@NullMarked
package dev.weir.infra;

import org.jspecify.annotations.NullMarked;
