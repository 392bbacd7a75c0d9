/**
 * {@link dev.weir.xhr.request.XMLHttpRequest}: requests made the old way, over the fetches of {@code dev.weir.fetch}. {@code
 * Transfer} is one on its way, {@code SynchronousFetch} how a script waits for one; {@code ReceivedData} is what becomes of
 * the bytes.
 *
 * <p>Of documents only HTML is parsed: where the answer is XML, {@code responseXML} is null.
 *
 * @see <a href="https://xhr.spec.whatwg.org/">XMLHttpRequest</a>
 */
@NullMarked
package dev.weir.xhr.request;

import org.jspecify.annotations.NullMarked;
