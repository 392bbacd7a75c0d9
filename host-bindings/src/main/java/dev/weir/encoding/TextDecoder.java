package dev.weir.encoding;

import dev.weir.bindings.InterfaceDefinition;
import dev.weir.webidl.Realm;
import org.graalvm.polyglot.HostAccess.Export;
import org.graalvm.polyglot.Value;

/**
 * Reads text out of buffers.
 *
 * @see <a href="https://encoding.spec.whatwg.org/#interface-textdecoder">Encoding, TextDecoder</a>
 */
public final class TextDecoder extends TextDecoderCommon {
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

    private TextDecoder(Realm realm, String label, Value options) {
        super(realm, "TextDecoder", label, options);
    }

    @Override
    public String interfaceName() {
        return "TextDecoder";
    }

    /** The interface object's side. */
    public static final class Statics {
        private final Realm realm;

        Statics(Realm realm) {
            this.realm = realm;
        }

        @Export
        public TextDecoder construct(String label, Value options) {
            return new TextDecoder(realm, label, options);
        }
    }
}
