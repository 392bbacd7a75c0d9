/**
 * What Fetch needs of a network that speaks HTTP, and nothing of how it is done. {@link dev.weir.fetch.transport.HttpTransport}
 * is where to begin: it starts exchanges, each of one request and its response, on the loop that it belongs to.
 */
@NullMarked
package dev.weir.fetch.transport;

import org.jspecify.annotations.NullMarked;
