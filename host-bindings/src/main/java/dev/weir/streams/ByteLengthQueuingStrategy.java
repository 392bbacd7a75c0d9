package dev.weir.streams;

import dev.weir.bindings.InterfaceDefinition;
import dev.weir.webidl.PlatformObject;
import dev.weir.webidl.Realm;
import org.graalvm.polyglot.HostAccess.Export;
import org.graalvm.polyglot.Value;

/**
 * Counts a chunk by its byteLength.
 *
 * @see <a href="https://streams.spec.whatwg.org/#blqs-class">Streams, ByteLengthQueuingStrategy</a>
 */
public final class ByteLengthQueuingStrategy extends PlatformObject {
    public static final InterfaceDefinition DEFINITION =
            InterfaceDefinition.of("""
            [Exposed=*]
            interface ByteLengthQueuingStrategy {
              constructor(QueuingStrategyInit init);
              readonly attribute unrestricted double highWaterMark;
              [Script] readonly attribute Function size;
            };
            """).statics("ByteLengthQueuingStrategy", Statics::new);

    private final double highWaterMark;

    private ByteLengthQueuingStrategy(Realm realm, double highWaterMark) {
        super(realm);
        this.highWaterMark = highWaterMark;
    }

    @Override
    public String interfaceName() {
        return "ByteLengthQueuingStrategy";
    }

    @Export
    public double highWaterMark() {
        return highWaterMark;
    }

    /** The interface object's side. */
    public static final class Statics {
        private final Realm realm;

        Statics(Realm realm) {
            this.realm = realm;
        }

        @Export
        public ByteLengthQueuingStrategy construct(Value init) {
            return new ByteLengthQueuingStrategy(
                    realm, init.getMember("highWaterMark").asDouble());
        }
    }
}
