/**
 * Blobs, files, what reads them, and URLs that stand for them.
 *
 * <p>{@link dev.weir.fileapi.Blob} is the place to begin; its bytes, {@link dev.weir.fileapi.BlobBytes}, are Java's, immutable, and shared by
 * every blob and realm that has a part of them; {@link dev.weir.fileapi.BlobText} makes text of them. What would be too large
 * for one result can be had in slices or as a stream only. {@link dev.weir.fileapi.BlobUrlStore} belongs to a runtime; whatever fetches asks
 * it what a {@code blob:} URL stands for.
 *
 * @see <a href="https://w3c.github.io/FileAPI/">File API</a>
 */
@NullMarked
package dev.weir.fileapi;

import org.jspecify.annotations.NullMarked;
