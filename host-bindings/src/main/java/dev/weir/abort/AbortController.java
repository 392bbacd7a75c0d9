package dev.weir.abort;

import dev.weir.bindings.InterfaceDefinition;
import dev.weir.webidl.PlatformObject;
import dev.weir.webidl.Realm;
import org.graalvm.polyglot.HostAccess.Export;
import org.graalvm.polyglot.Value;

/**
 * Aborts whatever was given its signal.
 *
 * @see <a href="https://dom.spec.whatwg.org/#interface-abortcontroller">DOM, AbortController</a>
 */
public final class AbortController extends PlatformObject {
    public static final InterfaceDefinition DEFINITION =
            InterfaceDefinition.of("""
            [Exposed=*]
            interface AbortController {
              constructor();
              [SameObject] readonly attribute AbortSignal signal;
              undefined abort(optional any reason);
            };
            """).statics("AbortController", Statics::new);

    private final AbortSignal signal;

    public AbortController(Realm realm) {
        super(realm);
        signal = new AbortSignal(realm);
    }

    @Override
    public String interfaceName() {
        return "AbortController";
    }

    @Export
    public AbortSignal signal() {
        return signal;
    }

    @Export
    public void abort(Value reason) {
        signal.signalAbort(reason);
    }

    /** The interface object's side. */
    public static final class Statics {
        private final Realm realm;

        Statics(Realm realm) {
            this.realm = realm;
        }

        @Export
        public AbortController construct() {
            return new AbortController(realm);
        }
    }
}
