package dev.weir.html;

import dev.weir.bindings.InterfaceDefinition;
import dev.weir.events.EventTarget;
import dev.weir.webidl.Realm;
import java.util.LinkedHashMap;
import java.util.Map;
import org.graalvm.polyglot.HostAccess.Export;
import org.graalvm.polyglot.Value;

/**
 * The clock of a realm.
 *
 * @see <a href="https://w3c.github.io/hr-time/#sec-performance">High Resolution Time, Performance</a>
 */
public final class Performance extends EventTarget {
    public static final InterfaceDefinition DEFINITION = InterfaceDefinition.of("""
            [Exposed=*]
            interface Performance : EventTarget {
              double now();
              readonly attribute double timeOrigin;
              object toJSON();
            };
            """);

    private final double timeOrigin;

    Performance(Realm realm) {
        super(realm);
        timeOrigin = realm.loop().currentTimeMillis() - Math.floor(realm.now());
    }

    @Override
    public String interfaceName() {
        return "Performance";
    }

    /** Milliseconds since the realm was made. */
    @Export
    public double now() {
        return realm.now();
    }

    /** When the realm was made, in milliseconds since 1970. */
    @Export
    public double timeOrigin() {
        return timeOrigin;
    }

    @Export
    public Value toJSON() {
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("timeOrigin", timeOrigin);
        return realm.dictionary(members);
    }
}
