package dev.weir.encoding;

import dev.weir.bindings.InterfaceDefinition;
import dev.weir.encoding.codec.Utf8;
import dev.weir.webidl.PlatformObject;
import dev.weir.webidl.Realm;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetEncoder;
import java.nio.charset.StandardCharsets;
import org.graalvm.polyglot.HostAccess.Export;
import org.graalvm.polyglot.Value;

/**
 * Writes text as UTF-8.
 *
 * @see <a href="https://encoding.spec.whatwg.org/#interface-textencoder">Encoding, TextEncoder</a>
 */
public final class TextEncoder extends PlatformObject {
    public static final InterfaceDefinition DEFINITION =
            InterfaceDefinition.of("""
            interface mixin TextEncoderCommon {
              readonly attribute DOMString encoding;
            };
            [Exposed=*]
            interface TextEncoder {
              constructor();
              [NewObject] Uint8Array encode(optional USVString input = "");
              [Script] any encodeInto(USVString source, [AllowShared] Uint8Array destination);
            };
            TextEncoder includes TextEncoderCommon;
            """).statics("TextEncoder", Statics::new);

    private final CharsetEncoder encoder = StandardCharsets.UTF_8.newEncoder();
    private int unitsRead;

    private TextEncoder(Realm realm) {
        super(realm);
    }

    @Override
    public String interfaceName() {
        return "TextEncoder";
    }

    @Export
    public String encoding() {
        return "utf-8";
    }

    @Export
    public Value encode(String input) {
        return realm.uint8Array(ByteBuffer.wrap(Utf8.encode(input)));
    }

    /**
     * For the script: as many whole characters of the text as fit.
     *
     * @param capacity in bytes
     */
    @Export
    public ByteBuffer encodeInto(String source, int capacity) {
        // No character has more code units than bytes; one unit more keeps a pair together.
        CharBuffer units = CharBuffer.wrap(source.substring(0, (int) Math.min(source.length(), capacity + 1L))
                .toCharArray());
        ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(capacity, units.length() * 3L));
        encoder.reset().encode(units, bytes, false);
        unitsRead = units.position();
        return bytes.flip().slice();
    }

    /** For the script: how many UTF-16 code units the last {@link #encodeInto} took. */
    @Export
    public int unitsRead() {
        return unitsRead;
    }

    /** The interface object's side. */
    public static final class Statics {
        private final Realm realm;

        Statics(Realm realm) {
            this.realm = realm;
        }

        @Export
        public TextEncoder construct() {
            return new TextEncoder(realm);
        }
    }
}
