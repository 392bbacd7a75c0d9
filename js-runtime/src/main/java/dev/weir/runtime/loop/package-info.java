/**
 * The event loop of a realm.
 *
 * <p>{@link dev.weir.runtime.loop.RealmLoop} is what the web objects of one realm see: a {@link
 * dev.weir.host.TaskLoop} on top of another one, which may serve many realms. It knows how much is left to do, so that a
 * runtime can run until it is idle, and keeps the time of a realm whose clock is moved by hand. A task is one outermost
 * call into the script's engine, which performs the microtask checkpoint when that call returns; rejected promises are
 * notified by a task of their own.
 *
 * @see <a href="https://html.spec.whatwg.org/#event-loops">HTML, event loops</a>
 */
@NullMarked
package dev.weir.runtime.loop;

import org.jspecify.annotations.NullMarked;
