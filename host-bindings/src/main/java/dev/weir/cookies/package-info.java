/**
 * Cookies, and who gets to see them.
 *
 * <p>An embedder grants cookies by a {@link java.net.CookieHandler}, the JDK's own interface, so that scripts may share
 * them with a {@link java.net.http.HttpClient}. {@link dev.weir.cookies.CookieJar} is one that keeps to the rules of today's
 * browsers. The JDK's {@link java.net.CookieManager} can be given too, but keeps to RFC 2965: what was set for {@code
 * example.com} it sends to {@code badexample.com}, what was set for {@code /foo} to {@code /foobar}, and a cookie with {@code
 * Max-Age} in a form that servers no longer read.
 *
 * <p>{@link dev.weir.cookies.CookieAccess} is how handshakes and documents ask a handler; {@code SetCookie} and {@code
 * CookieDate} parse.
 *
 * @see <a href="https://datatracker.ietf.org/doc/html/draft-ietf-httpbis-rfc6265bis-20">RFC 6265bis</a>
 */
@NullMarked
package dev.weir.cookies;

import org.jspecify.annotations.NullMarked;
