package dev.weir.encoding;

import dev.weir.encoding.codec.Decoder;
import dev.weir.encoding.codec.Encoding;
import dev.weir.webidl.WebException;
import java.util.Locale;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/**
 * One text that is being decoded: a decoder, and what is to become of a byte order mark.
 *
 * @see <a href="https://encoding.spec.whatwg.org/#interface-mixin-textdecodercommon">Encoding, TextDecoderCommon</a>
 */
final class TextDecoderCommon {
    private static final byte[] NO_BYTES = new byte[0];

    final Encoding encoding;
    final boolean fatal;
    final boolean ignoreBom;
    private final Decoder decoder;
    private boolean bomSeen;

    private TextDecoderCommon(Encoding encoding, boolean fatal, boolean ignoreBom) {
        this.encoding = encoding;
        this.fatal = fatal;
        this.ignoreBom = ignoreBom;
        decoder = encoding.newDecoder(fatal);
    }

    /**
     * What a constructor makes of its arguments.
     *
     * @param where the interface, for the error's message
     */
    static TextDecoderCommon of(String where, String label, Value options) {
        Encoding encoding = Encoding.forLabel(label);
        if (encoding == null || encoding == Encoding.REPLACEMENT) {
            throw WebException.rangeError(where + " constructor: '" + label + "' is not the label of an encoding");
        }
        return new TextDecoderCommon(
                encoding,
                options.getMember("fatal").asBoolean(),
                options.getMember("ignoreBOM").asBoolean());
    }

    String name() {
        return encoding.specName().toLowerCase(Locale.ROOT);
    }

    /**
     * Decodes the next bytes of the text.
     *
     * @param buffer an ArrayBuffer or SharedArrayBuffer; not looked at if {@code length} is 0
     * @return null for an error that is fatal
     */
    @Nullable
    String decode(@Nullable Value buffer, int offset, int length, boolean stream) {
        byte[] bytes = NO_BYTES;
        if (length > 0 && buffer != null) {
            bytes = new byte[length];
            buffer.readBuffer(offset, bytes, 0, length);
        }
        String text = decoder.decode(bytes, 0, bytes.length, !stream);
        if (text != null && !text.isEmpty() && !bomSeen) {
            bomSeen = true;
            if (!ignoreBom && encoding.hasByteOrderMark() && text.charAt(0) == '\ufeff') {
                text = text.substring(1);
            }
        }
        if (!stream) {
            bomSeen = false;
        }
        return text;
    }
}
