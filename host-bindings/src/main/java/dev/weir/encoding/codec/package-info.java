/**
 * Labels of encodings, and what turns their bytes into text and back: the Encoding standard without its JavaScript side, for
 * every package that reads bytes. Start with {@link dev.weir.encoding.codec.Encoding}, {@link
 * dev.weir.encoding.codec.Decoder} and {@link dev.weir.encoding.codec.Encoder}.
 *
 * <p>The decoders follow the standard state by state, since where an error ends and what is read again decides whether
 * text can hide in broken bytes. Only the tables are the JDK's, put right by {@link dev.weir.encoding.codec.Indexes}.
 *
 * @see <a href="https://encoding.spec.whatwg.org/">Encoding</a>
 */
@NullMarked
package dev.weir.encoding.codec;

import org.jspecify.annotations.NullMarked;
