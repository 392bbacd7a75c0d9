/**
 * {@code CompressionStream} and {@code DecompressionStream}: transform streams around the JDK's zlib. {@link
 * dev.weir.compression.Compressor} and {@link dev.weir.compression.Decompressor} take a chunk and give out pieces of
 * bounded size, so that a small chunk that expands to a large text needs no large buffer.
 *
 * @see <a href="https://compression.spec.whatwg.org/">Compression</a>
 */
@NullMarked
package dev.weir.compression;

import org.jspecify.annotations.NullMarked;
