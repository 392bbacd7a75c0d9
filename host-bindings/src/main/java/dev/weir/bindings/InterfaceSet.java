package dev.weir.bindings;

import dev.weir.bindings.idl.IdlDefinition;
import dev.weir.webidl.Kernel;
import dev.weir.webidl.PlatformObject;
import dev.weir.webidl.Realm;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.graalvm.polyglot.Source;
import org.graalvm.polyglot.Value;

/** The interfaces that one kind of global exposes; immutable, shared by every realm of that kind. */
public final class InterfaceSet {
    /** The hand-written start of the glue, in the order in which its parts build on each other. */
    private static final List<String> GLUE =
            List.of("primordials.js", "promises.js", "wrappers.js", "conversions.js", "kernel.js", "members.js");

    private final String globalKind;
    private final IdlModel model;
    private final Source source;
    private final Map<String, Source> units = new ConcurrentHashMap<>();
    private final Map<String, Function<Realm, Object>> statics = new LinkedHashMap<>();

    /**
     * @param globalKind the name that {@code [Exposed]} uses: {@code Window}, {@code DedicatedWorker}, ...
     */
    public InterfaceSet(String globalKind, List<InterfaceDefinition> definitions) {
        this.globalKind = globalKind;
        model = new IdlModel(definitions, globalKind);
        StringBuilder scripts = new StringBuilder();
        for (InterfaceDefinition definition : definitions) {
            scripts.append(definition.script);
            statics.putAll(definition.statics);
        }
        StringBuilder js = new StringBuilder("(function (host) {\n'use strict';\n");
        for (String part : GLUE) {
            js.append(InterfaceDefinition.resourceText(InterfaceSet.class, part));
        }
        js.append(scripts);
        js.append(GlueWriter.registrations(model, scripts.toString()));
        for (var i : model.interfaces.values()) {
            if (!i.extendedAttributes().containsKey("LegacyNoInterfaceObject")) {
                js.append("exposeInterface('").append(i.name()).append("');\n");
                String alias = i.extendedAttributes().get("LegacyWindowAlias");
                if (alias != null && globalKind.equals("Window")) {
                    js.append("exposeLazily('%s', () => interfaces.%s.constructor);\n".formatted(alias, i.name()));
                }
            }
        }
        for (IdlDefinition.CallbackInterface i : model.callbackInterfaces()) {
            js.append(GlueWriter.callbackInterfaceObject(i));
        }
        js.append("return kernel;\n})");
        source = source(js.toString(), globalKind);
    }

    private static Source source(String text, String name) {
        return Source.newBuilder("js", text, "weir:bindings/" + name)
                .internal(true)
                .cached(true)
                .buildLiteral();
    }

    /** The text that makes one interface, written when it is first asked for. */
    Source unit(String interfaceName) {
        return units.computeIfAbsent(interfaceName, name -> {
            IdlDefinition.Interface i = model.interfaces.get(name);
            if (i == null) {
                throw new IllegalArgumentException("no interface " + name);
            }
            return source(new GlueWriter(model).unit(i), globalKind + "/" + name);
        });
    }

    boolean exposes(String interfaceName) {
        return model.interfaces.containsKey(interfaceName);
    }

    /** The interfaces whose text some realm has asked for. */
    Set<String> written() {
        return Set.copyOf(units.keySet());
    }

    /** The glue's text, all interfaces included, for tests and for reading. */
    public String text() {
        StringBuilder text = new StringBuilder(source.getCharacters());
        model.interfaces
                .keySet()
                .forEach(name -> text.append('\n').append(unit(name).getCharacters()));
        return text.toString();
    }

    /**
     * Evaluates the glue and makes the peer the realm's global object: an interface marked {@code [Global]}, whose
     * members become own properties of {@code globalThis}. What the engine put there that no browser has is removed.
     */
    public void install(Realm realm, Function<Realm, ? extends PlatformObject> globalPeer) {
        install(realm);
        PlatformObject global = globalPeer.apply(realm);
        realm.setGlobal(global);
        realm.kernel().function("installGlobal").executeVoid(global);
    }

    /** Evaluates the glue in the realm's context; must come before any script of a user. */
    public void install(Realm realm) {
        Value functions = realm.evaluate(source).execute(new GlueHost(realm, statics, this));
        realm.installKernel(new Kernel(functions));
        if (realm.agent().shared() == null) {
            realm.agent().setShared(functions.getMember("shared"));
            realm.agent().setGlobalMaker(functions.getMember("newGlobal"));
        }
    }
}
