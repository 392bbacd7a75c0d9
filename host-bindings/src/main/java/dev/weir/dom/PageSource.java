package dev.weir.dom;

import dev.weir.encoding.codec.Encoding;
import org.jspecify.annotations.Nullable;

/**
 * The source of a page, and the encoding that it came in.
 *
 * @param html its text, without a byte order mark
 * @param encoding what {@code document.characterSet} says
 */
public record PageSource(String html, Encoding encoding) {

    /** A page that was text already. */
    public static PageSource of(String html) {
        return new PageSource(html, Encoding.UTF_8);
    }

    /**
     * A page whose bytes tell their encoding: by a byte order mark, by a {@code meta} element among the first 1024 bytes, or
     * by an XML declaration. Others are UTF-8. Bytes that are wrong in it become U+FFFD.
     *
     * @see <a href="https://html.spec.whatwg.org/#determining-the-character-encoding">HTML, determining the character
     *     encoding</a>
     */
    public static PageSource decode(byte[] bytes) {
        return decode(bytes, null);
    }

    /**
     * As {@link #decode(byte[])}, for a page that came with a word about its encoding.
     *
     * @param said counts more than what stands in the page, and less than a byte order mark; null for none
     */
    public static PageSource decode(byte[] bytes, @Nullable Encoding said) {
        Encoding encoding = Encoding.ofByteOrderMark(bytes);
        if (encoding == null) {
            encoding = said;
        }
        if (encoding == null) {
            encoding = new EncodingPrescan(bytes).find();
        }
        if (encoding == null) {
            encoding = Encoding.UTF_8;
        }
        return new PageSource(encoding.decode(bytes), encoding);
    }

    /** The encoding that an XML declaration at the beginning of the bytes names, or null. */
    public static @Nullable Encoding encodingOfXmlDeclaration(byte[] bytes) {
        return new EncodingPrescan(bytes).encodingOfXmlDeclaration();
    }
}
