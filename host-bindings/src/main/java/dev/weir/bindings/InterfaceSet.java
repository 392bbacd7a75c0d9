package dev.weir.bindings;

import dev.weir.webidl.Kernel;
import dev.weir.webidl.PlatformObject;
import dev.weir.webidl.Realm;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.graalvm.polyglot.Source;
import org.graalvm.polyglot.Value;

/** The interfaces that one kind of global exposes; immutable, shared by every realm of that kind. */
public final class InterfaceSet {
    private final Source source;
    private final Map<String, Function<Realm, Object>> statics = new LinkedHashMap<>();

    /**
     * @param globalKind the name that {@code [Exposed]} uses: {@code Window}, {@code DedicatedWorker}, ...
     */
    public InterfaceSet(String globalKind, List<InterfaceDefinition> definitions) {
        IdlModel model = new IdlModel(definitions, globalKind);
        StringBuilder js = new StringBuilder("(function (host) {\n'use strict';\n");
        js.append(InterfaceDefinition.resourceText(InterfaceSet.class, "kernel.js"));
        js.append(InterfaceDefinition.resourceText(InterfaceSet.class, "members.js"));
        for (InterfaceDefinition definition : definitions) {
            js.append(definition.script);
            statics.putAll(definition.statics);
        }
        js.append(new GlueWriter(model).write());
        for (var i : model.interfaces.values()) {
            if (!i.extendedAttributes().containsKey("LegacyNoInterfaceObject")) {
                js.append("exposeInterface('").append(i.name()).append("');\n");
            }
        }
        js.append("return kernel;\n})");
        source = Source.newBuilder("js", js.toString(), "weir:bindings/" + globalKind)
                .internal(true)
                .cached(true)
                .buildLiteral();
    }

    /** The glue's text, for tests and for reading. */
    public String text() {
        return source.getCharacters().toString();
    }

    /**
     * Evaluates the glue and makes the peer the realm's global object: an interface marked {@code [Global]}, whose
     * members become own properties of {@code globalThis}. What the engine put there that no browser has is removed.
     */
    public void install(Realm realm, Function<Realm, ? extends PlatformObject> globalPeer) {
        install(realm);
        realm.kernel().function("installGlobal").executeVoid(globalPeer.apply(realm));
    }

    /** Evaluates the glue in the realm's context; must come before any script of a user. */
    public void install(Realm realm) {
        Value glue = realm.context().eval(source);
        realm.installKernel(new Kernel(glue.execute(new GlueHost(realm, statics))));
    }
}
