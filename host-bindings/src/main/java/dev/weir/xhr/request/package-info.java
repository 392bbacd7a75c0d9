/**
 * {@link dev.weir.xhr.request.XMLHttpRequest}: requests made the old way, over the fetches of {@code dev.weir.fetch}. {@code
 * ReceivedData} is what becomes of the bytes, {@code SynchronousFetch} how a script waits for them.
 *
 * <p>Documents are not parsed: {@code responseXML} is null, and the response type {@code document} is refused.
 *
 * @see <a href="https://xhr.spec.whatwg.org/">XMLHttpRequest</a>
 */
@NullMarked
package dev.weir.xhr.request;

import org.jspecify.annotations.NullMarked;
