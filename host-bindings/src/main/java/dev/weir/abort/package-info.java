/**
 * Aborting: {@link dev.weir.abort.AbortController} aborts, {@link dev.weir.abort.AbortSignal} tells.
 *
 * <p>A dependent signal (made by {@code any()}) is held by its sources only weakly, unless somebody listens to it.
 *
 * @see <a href="https://dom.spec.whatwg.org/#aborting-ongoing-activities">DOM, aborting ongoing activities</a>
 */
@NullMarked
package dev.weir.abort;

import org.jspecify.annotations.NullMarked;
