/**
 * URLs as browsers read and write them, and the one parser of URLs that the project has.
 *
 * <p>{@link dev.weir.url.UrlRecord} holds the parts, {@link dev.weir.url.UrlParser} fills them and changes single ones,
 * {@link dev.weir.url.HostParser} knows what a host may be, {@link dev.weir.url.PathSegment} what a segment of a path,
 * {@link dev.weir.url.PercentEncodeSet} what must be escaped where, {@link dev.weir.url.FormUrlEncoded} the syntax of
 * queries. {@link dev.weir.url.URL} and {@link dev.weir.url.URLSearchParams} are what scripts see. Text that is no
 * well-formed UTF-16 is made so first: a surrogate without its partner becomes U+FFFD.
 *
 * @see <a href="https://url.spec.whatwg.org/">URL</a>
 */
@NullMarked
package dev.weir.url;

import org.jspecify.annotations.NullMarked;
