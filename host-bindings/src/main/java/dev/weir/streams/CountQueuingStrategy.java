package dev.weir.streams;

import dev.weir.bindings.InterfaceDefinition;
import dev.weir.webidl.PlatformObject;
import dev.weir.webidl.Realm;
import org.graalvm.polyglot.HostAccess.Export;
import org.graalvm.polyglot.Value;

/**
 * Counts every chunk as one.
 *
 * @see <a href="https://streams.spec.whatwg.org/#cqs-class">Streams, CountQueuingStrategy</a>
 */
public final class CountQueuingStrategy extends PlatformObject {
    public static final InterfaceDefinition DEFINITION =
            InterfaceDefinition.of("""
            [Exposed=*]
            interface CountQueuingStrategy {
              constructor(QueuingStrategyInit init);
              readonly attribute unrestricted double highWaterMark;
              [Script] readonly attribute Function size;
            };
            """).statics("CountQueuingStrategy", Statics::new);

    private final double highWaterMark;

    private CountQueuingStrategy(Realm realm, double highWaterMark) {
        super(realm);
        this.highWaterMark = highWaterMark;
    }

    @Override
    public String interfaceName() {
        return "CountQueuingStrategy";
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
        public CountQueuingStrategy construct(Value init) {
            return new CountQueuingStrategy(
                    realm, init.getMember("highWaterMark").asDouble());
        }
    }
}
