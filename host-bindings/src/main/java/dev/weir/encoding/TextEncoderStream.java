package dev.weir.encoding;

import dev.weir.bindings.InterfaceDefinition;
import dev.weir.encoding.codec.Utf8;
import dev.weir.streams.ReadableStream;
import dev.weir.streams.StreamsForOtherSpecs;
import dev.weir.streams.TransformStream;
import dev.weir.streams.Transformer;
import dev.weir.streams.WritableStream;
import dev.weir.webidl.PlatformObject;
import dev.weir.webidl.Realm;
import java.nio.ByteBuffer;
import org.graalvm.polyglot.HostAccess.Export;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/**
 * A transform stream from text to UTF-8. A surrogate pair may come in two chunks.
 *
 * @see <a href="https://encoding.spec.whatwg.org/#interface-textencoderstream">Encoding, TextEncoderStream</a>
 */
public final class TextEncoderStream extends PlatformObject implements Transformer {
    public static final InterfaceDefinition DEFINITION =
            InterfaceDefinition.of("""
            [Exposed=*]
            interface TextEncoderStream {
              constructor();
            };
            TextEncoderStream includes TextEncoderCommon;
            TextEncoderStream includes GenericTransformStream;
            """).statics("TextEncoderStream", Statics::new);

    private final TransformStream transform;
    /** leading surrogate: the last code unit of the chunk before, if its partner may come; else empty. */
    private String leadingSurrogate = "";

    private TextEncoderStream(Realm realm) {
        super(realm);
        transform = StreamsForOtherSpecs.newTransformStream(realm, this);
    }

    @Override
    public String interfaceName() {
        return "TextEncoderStream";
    }

    @Export
    public String encoding() {
        return "utf-8";
    }

    @Export
    public ReadableStream readable() {
        return transform.readable();
    }

    @Export
    public WritableStream writable() {
        return transform.writable();
    }

    /** For the script: the bytes of what is complete, or null when nothing is. */
    @Export
    public @Nullable ByteBuffer encode(String chunk) {
        String text = leadingSurrogate.concat(chunk);
        int end = text.length();
        if (end > 0 && Character.isHighSurrogate(text.charAt(end - 1))) {
            end--;
        }
        leadingSurrogate = text.substring(end);
        return end == 0 ? null : ByteBuffer.wrap(Utf8.encode(text.substring(0, end)));
    }

    @Override
    public TransformSteps transformSteps() {
        return new TransformSteps("encodeChunk", this);
    }

    @Override
    public @Nullable Value flush() {
        if (!leadingSurrogate.isEmpty()) {
            StreamsForOtherSpecs.enqueue(transform, realm.uint8Array(ByteBuffer.wrap(Utf8.encode(leadingSurrogate))));
        }
        return null;
    }

    /** The interface object's side. */
    public static final class Statics {
        private final Realm realm;

        Statics(Realm realm) {
            this.realm = realm;
        }

        @Export
        public TextEncoderStream construct() {
            return new TextEncoderStream(realm);
        }
    }
}
