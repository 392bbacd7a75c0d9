/**
 * The global object and what belongs to it.
 *
 * <p>Start with {@link dev.weir.html.Window}; {@link dev.weir.html.Timers} runs its timers, {@link
 * dev.weir.html.ScriptErrors} is the realm's reporter of exceptions and {@link dev.weir.html.PromiseRejections} of
 * rejected promises. Author code runs in timer handlers, microtask callbacks and listeners; whatever it throws is
 * reported where it was called and goes no further.
 *
 * @see <a href="https://html.spec.whatwg.org/#webappapis">HTML, web application APIs</a>
 */
@NullMarked
package dev.weir.html;

import org.jspecify.annotations.NullMarked;
