/**
 * Workers, as the realm sees them that makes them: {@link dev.weir.workers.Worker} and {@link dev.weir.workers.SharedWorker}. The
 * worker's own global object is in {@code dev.weir.html}; how it is run, and which shared worker a connection leads to, is the
 * runtime's matter, see {@link dev.weir.workers.WorkerLauncher}.
 *
 * @see <a href="https://html.spec.whatwg.org/#workers">HTML, Web workers</a>
 */
@NullMarked
package dev.weir.workers;

import org.jspecify.annotations.NullMarked;
