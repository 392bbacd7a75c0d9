/**
 * Requests over HTTP and what comes of them.
 *
 * <p>Map, in reading order:
 * <ul>
 *   <li>{@link dev.weir.fetch.FetchRequest}, {@link dev.weir.fetch.FetchResponse}, {@link dev.weir.fetch.HeaderList}: what is
 *       asked and answered; {@link dev.weir.fetch.ResponseBody} are bytes on their way;
 *   <li>{@link dev.weir.fetch.Fetch}: one fetch from the request to the response that its caller may see, with {@code HttpFetch}
 *       for each exchange with a server, {@code NetworkBody} and {@code ContentDecoding} for what it sends, {@code
 *       CorsProtocol}, {@code PreflightCache}, {@code Referrers}, {@code HeaderRules}, {@code Integrity}, {@code DataUrl}; {@code
 *       WholeFetch} is a caller that wants all at once. None of that knows JavaScript, and any loop will do;
 *   <li>{@link dev.weir.fetch.Request}, {@link dev.weir.fetch.Response}, {@link dev.weir.fetch.Headers}: the interfaces, over
 *       {@code Body}, {@code BodyInit}, {@code RequestMaker}; {@link dev.weir.fetch.Fetching} is the global function;
 *   <li>{@code dev.weir.fetch.transport}: what is needed of the network, which the runtime brings in a {@link
 *       dev.weir.fetch.FetchEnvironment}.
 * </ul>
 *
 * <p>Invariants: everything happens on one loop; of a body that nobody reads at most some 64 KiB are kept here, and what the
 * transport's buffers hold, the rest waits at the server; what is read as a whole has a limit; a script learns that a request
 * failed and never why, which stands on the console.
 *
 * <p>Left out: an HTTP cache, service workers, {@code Sec-Fetch-*} fields, priorities; {@code keepalive} changes nothing,
 * since a realm's end is the end of its requests.
 *
 * @see <a href="https://fetch.spec.whatwg.org/">Fetch</a>
 */
@NullMarked
package dev.weir.fetch;

import org.jspecify.annotations.NullMarked;
