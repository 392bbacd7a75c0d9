/**
 * {@code weir autobahn}: Autobahn's test suite for WebSocket clients, against a server that is running or is started here.
 *
 * <p>Reading order: {@link dev.weir.autobahn.AutobahnCommand}, {@code AutobahnClient} (with the
 * script {@code client.js}, which is what is tested), {@code AutobahnReport}.
 */
@NullMarked
package dev.weir.autobahn;

import org.jspecify.annotations.NullMarked;
