/**
 * What forms send, as scripts see it and as bytes.
 *
 * <p>{@link dev.weir.xhr.FormData} is what scripts see, a list of {@link dev.weir.xhr.FormDataEntry} what the host's side
 * passes on, which needs no realm. {@link dev.weir.xhr.MultipartFormData} writes such a list, {@link
 * dev.weir.xhr.MultipartParser} reads one. A form is known here as {@link dev.weir.xhr.FormDataSource} only, because the
 * document object model builds on this package.
 *
 * @see <a href="https://xhr.spec.whatwg.org/">XMLHttpRequest</a>
 */
@NullMarked
package dev.weir.xhr;

import org.jspecify.annotations.NullMarked;
