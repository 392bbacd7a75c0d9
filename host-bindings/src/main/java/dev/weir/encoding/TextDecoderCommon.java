package dev.weir.encoding;

import dev.weir.encoding.codec.Decoder;
import dev.weir.encoding.codec.Encoding;
import dev.weir.webidl.PlatformObject;
import dev.weir.webidl.Realm;
import dev.weir.webidl.WebException;
import java.util.Locale;
import org.graalvm.polyglot.HostAccess.Export;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/**
 * What {@code TextDecoder} and its stream have in common: one text that is being decoded, by a decoder that knows what is
 * to become of a byte order mark.
 *
 * @see <a href="https://encoding.spec.whatwg.org/#interface-mixin-textdecodercommon">Encoding, TextDecoderCommon</a>
 */
public abstract class TextDecoderCommon extends PlatformObject {
    private static final byte[] NO_BYTES = new byte[0];

    private final Encoding encoding;
    private final boolean fatal;
    private final boolean ignoreBom;
    private final Decoder decoder;
    private boolean bomSeen;

    /**
     * @param where the interface, for the error's message
     * @param options a {@code TextDecoderOptions}
     */
    TextDecoderCommon(Realm realm, String where, String label, Value options) {
        super(realm);
        Encoding found = Encoding.forLabel(label);
        if (found == null || found == Encoding.REPLACEMENT) {
            throw WebException.rangeError(where + " constructor: '" + label + "' is not the label of an encoding");
        }
        encoding = found;
        fatal = options.getMember("fatal").asBoolean();
        ignoreBom = options.getMember("ignoreBOM").asBoolean();
        decoder = encoding.newDecoder(fatal);
    }

    @Export
    public final String encoding() {
        return encoding.specName().toLowerCase(Locale.ROOT);
    }

    @Export
    public final boolean fatal() {
        return fatal;
    }

    @Export
    public final boolean ignoreBOM() {
        return ignoreBom;
    }

    /**
     * For the script: decodes the next bytes of the text.
     *
     * @param buffer an ArrayBuffer or SharedArrayBuffer; not looked at if {@code length} is 0
     * @return null for an error that is fatal
     */
    @Export
    public final @Nullable String decode(@Nullable Value buffer, int offset, int length, boolean stream) {
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
