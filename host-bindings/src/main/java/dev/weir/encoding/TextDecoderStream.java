package dev.weir.encoding;

import dev.weir.bindings.InterfaceDefinition;
import dev.weir.streams.ReadableStream;
import dev.weir.streams.StreamsForOtherSpecs;
import dev.weir.streams.TransformStream;
import dev.weir.streams.Transformer;
import dev.weir.streams.WritableStream;
import dev.weir.webidl.Realm;
import dev.weir.webidl.WebException;
import org.graalvm.polyglot.HostAccess.Export;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/**
 * A transform stream from bytes to text.
 *
 * @see <a href="https://encoding.spec.whatwg.org/#interface-textdecoderstream">Encoding, TextDecoderStream</a>
 */
public final class TextDecoderStream extends TextDecoderCommon implements Transformer {
    public static final InterfaceDefinition DEFINITION =
            InterfaceDefinition.of("""
            [Exposed=*]
            interface TextDecoderStream {
              constructor(optional DOMString label = "utf-8", optional TextDecoderOptions options = {});
            };
            TextDecoderStream includes TextDecoderCommon;
            TextDecoderStream includes GenericTransformStream;
            """).statics("TextDecoderStream", Statics::new);

    private final TransformStream transform;

    private TextDecoderStream(Realm realm, String label, Value options) {
        super(realm, "TextDecoderStream", label, options);
        transform = StreamsForOtherSpecs.newTransformStream(realm, this);
    }

    @Override
    public String interfaceName() {
        return "TextDecoderStream";
    }

    @Export
    public ReadableStream readable() {
        return transform.readable();
    }

    @Export
    public WritableStream writable() {
        return transform.writable();
    }

    @Override
    public TransformSteps transformSteps() {
        return new TransformSteps("decodeChunk", this);
    }

    @Override
    public @Nullable Value flush() {
        String text = decode(null, 0, 0, false);
        if (text == null) {
            throw WebException.typeError("the bytes end before a character of " + encoding() + " does");
        }
        if (!text.isEmpty()) {
            StreamsForOtherSpecs.enqueue(transform, text);
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
        public TextDecoderStream construct(String label, Value options) {
            return new TextDecoderStream(realm, label, options);
        }
    }
}
