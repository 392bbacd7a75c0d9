/**
 * Events and their targets.
 *
 * <p>{@link dev.weir.events.Event} is what is dispatched, {@link dev.weir.events.EventTarget} holds listeners and
 * dispatches. Author code runs in listeners only; after each of them the listener list may have changed, which is why
 * dispatch walks a copy and asks each listener whether it was removed.
 *
 * @see <a href="https://dom.spec.whatwg.org/#events">DOM, events</a>
 */
@NullMarked
package dev.weir.events;

import org.jspecify.annotations.NullMarked;
