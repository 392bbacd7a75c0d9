/**
 * {@code weir deflate}: permessage-deflate against the npm package {@code ws}, under every agreement there is.
 *
 * <p>Reading order: {@link dev.weir.deflate.DeflateCommand}, {@code Agreement}, {@code ParallelClients},
 * {@code DeflateClient} (with the script {@code client.js}, which is what is tested), {@code DeflateReport}. The server is
 * {@code ws/server.mjs} in the module's folder.
 */
@NullMarked
package dev.weir.deflate;

import org.jspecify.annotations.NullMarked;
