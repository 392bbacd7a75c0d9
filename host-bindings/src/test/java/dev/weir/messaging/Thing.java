package dev.weir.messaging;

import dev.weir.bindings.InterfaceDefinition;
import dev.weir.webidl.PlatformObject;
import dev.weir.webidl.Realm;
import dev.weir.webidl.SerializableObject;
import dev.weir.webidl.TransferableObject;
import dev.weir.webidl.WebException;
import org.graalvm.polyglot.HostAccess.Export;

/** An object that can be cloned and transferred, unless it is called stubborn. */
public final class Thing extends PlatformObject implements SerializableObject, TransferableObject {
    static final InterfaceDefinition DEFINITION = InterfaceDefinition.of("""
            [Exposed=*]
            interface Thing {
              constructor(DOMString name);
              readonly attribute DOMString name;
            };
            """).statics("Thing", Statics::new);

    private final String name;
    private boolean detached;

    private Thing(Realm realm, String name) {
        super(realm);
        this.name = name;
    }

    @Override
    public String interfaceName() {
        return "Thing";
    }

    @Export
    public String name() {
        return name;
    }

    @Override
    public Serialized serializationSteps() {
        String copied = name + "'";
        return target -> new Thing(target, copied);
    }

    @Override
    public boolean isDetached() {
        return detached;
    }

    @Override
    public DataHolder transferSteps() {
        if (name.equals("stubborn")) {
            throw WebException.dom("DataCloneError", "it stays");
        }
        detached = true;
        String moved = name;
        return target -> new Thing(target, moved);
    }

    /** The interface object's side. */
    public static final class Statics {
        private final Realm realm;

        Statics(Realm realm) {
            this.realm = realm;
        }

        @Export
        public Thing construct(String name) {
            return new Thing(realm, name);
        }
    }
}
