package dev.weir.xhr.progress;

import dev.weir.bindings.InterfaceDefinition;
import dev.weir.events.Event;
import dev.weir.webidl.Realm;
import org.graalvm.polyglot.HostAccess.Export;
import org.graalvm.polyglot.Value;

/**
 * Tells how far something has come.
 *
 * @see <a href="https://xhr.spec.whatwg.org/#interface-progressevent">XMLHttpRequest, ProgressEvent</a>
 */
public final class ProgressEvent extends Event {
    public static final InterfaceDefinition DEFINITION =
            InterfaceDefinition.of("""
            [Exposed=*]
            interface ProgressEvent : Event {
              constructor(DOMString type, optional ProgressEventInit eventInitDict = {});
              readonly attribute boolean lengthComputable;
              readonly attribute double loaded;
              readonly attribute double total;
            };
            dictionary ProgressEventInit : EventInit {
              boolean lengthComputable = false;
              double loaded = 0;
              double total = 0;
            };
            """).statics("ProgressEvent", Statics::new);

    private final boolean lengthComputable;
    private final double loaded;
    private final double total;

    private ProgressEvent(Realm realm, String type, Value init) {
        super(realm, type, init);
        lengthComputable = flag(init, "lengthComputable");
        loaded = init.getMember("loaded").asDouble();
        total = init.getMember("total").asDouble();
    }

    /** An event of the host's own about {@code loaded} bytes; a total of 0 is one that is not known. */
    public static ProgressEvent of(Realm realm, String type, long loaded, long total) {
        return new ProgressEvent(realm, type, loaded, total, total != 0);
    }

    /** An event of the host's own about {@code loaded} bytes of a known total. */
    public ProgressEvent(Realm realm, String type, long loaded, long total) {
        this(realm, type, loaded, total, true);
    }

    private ProgressEvent(Realm realm, String type, long loaded, long total, boolean lengthComputable) {
        super(realm, type, false, false, false);
        this.lengthComputable = lengthComputable;
        this.loaded = loaded;
        this.total = total;
    }

    @Override
    public String interfaceName() {
        return "ProgressEvent";
    }

    @Export
    public boolean lengthComputable() {
        return lengthComputable;
    }

    @Export
    public double loaded() {
        return loaded;
    }

    @Export
    public double total() {
        return total;
    }

    /** The interface object's side. */
    public static final class Statics {
        private final Realm realm;

        Statics(Realm realm) {
            this.realm = realm;
        }

        @Export
        public ProgressEvent construct(String type, Value init) {
            return new ProgressEvent(realm, type, init);
        }
    }
}
