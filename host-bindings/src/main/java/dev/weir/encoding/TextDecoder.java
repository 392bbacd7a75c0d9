package dev.weir.encoding;

import dev.weir.bindings.InterfaceDefinition;
import dev.weir.webidl.PlatformObject;
import dev.weir.webidl.Realm;
import org.graalvm.polyglot.HostAccess.Export;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/**
 * Reads text out of buffers.
 *
 * @see <a href="https://encoding.spec.whatwg.org/#interface-textdecoder">Encoding, TextDecoder</a>
 */
public final class TextDecoder extends PlatformObject {
    public static final InterfaceDefinition DEFINITION =
            InterfaceDefinition.of("""
            interface mixin TextDecoderCommon {
              readonly attribute DOMString encoding;
              readonly attribute boolean fatal;
              readonly attribute boolean ignoreBOM;
            };
            dictionary TextDecoderOptions {
              boolean fatal = false;
              boolean ignoreBOM = false;
            };
            dictionary TextDecodeOptions {
              boolean stream = false;
            };
            [Exposed=*]
            interface TextDecoder {
              constructor(optional DOMString label = "utf-8", optional TextDecoderOptions options = {});
              [Script] USVString decode(optional AllowSharedBufferSource input, optional TextDecodeOptions options = {});
            };
            TextDecoder includes TextDecoderCommon;
            """).statics("TextDecoder", Statics::new).script(TextDecoder.class, "encoding.js");

    private final TextDecoderCommon common;

    private TextDecoder(Realm realm, TextDecoderCommon common) {
        super(realm);
        this.common = common;
    }

    @Override
    public String interfaceName() {
        return "TextDecoder";
    }

    @Export
    public String encoding() {
        return common.name();
    }

    @Export
    public boolean fatal() {
        return common.fatal;
    }

    @Export
    public boolean ignoreBOM() {
        return common.ignoreBom;
    }

    /** For the script: the text, or null for an error. */
    @Export
    public @Nullable String decode(@Nullable Value buffer, int offset, int length, boolean stream) {
        return common.decode(buffer, offset, length, stream);
    }

    /** The interface object's side. */
    public static final class Statics {
        private final Realm realm;

        Statics(Realm realm) {
            this.realm = realm;
        }

        @Export
        public TextDecoder construct(String label, Value options) {
            return new TextDecoder(realm, TextDecoderCommon.of("TextDecoder", label, options));
        }
    }
}
