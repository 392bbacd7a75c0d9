package dev.weir.bindings;

import dev.weir.bindings.idl.IdlDefinition;
import dev.weir.bindings.idl.IdlParser;
import dev.weir.webidl.Realm;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * The one description of an interface (or of a few that belong together): its Web IDL, and who implements it.
 *
 * <p>From the Web IDL the {@link GlueWriter} makes the JavaScript classes. A member calls the peer's exported method of
 * the same name: an attribute {@code x} calls {@code x()} and {@code setX(value)}, an operation its own name with every
 * argument converted, optional ones included. The constructor calls {@code construct(...)} and static members their own
 * name on the interface's <em>statics</em>, one Java object per realm. What Java may declare for a parameter: {@code
 * Value} (any, object, callbacks, buffers, dictionaries, sequences), {@code String}, {@code boolean}, {@code int},
 * {@code long}, {@code double}, the peer's class for an interface type; boxed or nullable ones where the IDL is nullable
 * or optional without a default. Overloaded operations are overloaded in Java too. An interface that another kind of global
 * exposes may be named as a type: no object is of it here.
 *
 * <p>Extended attributes of ours: {@code [Script]} on a member or constructor says that its steps are a function of the
 * definition's script, called with (peer, state, arguments...), for hot paths; {@code [ScriptState]} on an interface says
 * that each object has a state made by the script's {@code state(peer)}; {@code [Reflect]} on a DOM attribute says that
 * it mirrors a content attribute (the peer's {@code reflectedAttribute}, {@code reflectedUrl} for a USVString, {@code
 * reflectedInteger}, {@code hasAttribute}, and its setters); {@code [Exotic]} that the script's {@code exotic($)} returns the
 * function of (wrapper, peer) that makes the object that scripts see; {@code [InheritsFromError]} that the prototype inherits from Error's and objects carry a stack.
 *
 * <p>An interface with special operations ({@code getter T item(unsigned long index)}, {@code setter}, {@code deleter})
 * is a legacy platform object: scripts see a Proxy, which asks the peer's {@code indexedCount()}, {@code indexed(int)},
 * {@code namedKeys()} (an array), {@code named(String)}, {@code setIndexed}, {@code setNamed} and {@code deleteNamed};
 * null means that there is no such property.
 */
public final class InterfaceDefinition {
    final List<IdlDefinition> definitions;
    final Map<String, Function<Realm, Object>> statics = new LinkedHashMap<>();
    String script = "";

    private InterfaceDefinition(String idl) {
        definitions = IdlParser.parse(idl);
    }

    /** A definition from its Web IDL. */
    public static InterfaceDefinition of(String idl) {
        return new InterfaceDefinition(idl);
    }

    /** Names the maker of the statics of an interface in this definition. */
    public InterfaceDefinition statics(String interfaceName, Function<Realm, Object> maker) {
        statics.put(interfaceName, maker);
        return this;
    }

    /**
     * Adds script steps: a resource next to {@code owner} whose text sees the kernel's functions and assigns {@code
     * steps.InterfaceName = { ... }}.
     */
    public InterfaceDefinition script(Class<?> owner, String resource) {
        script += resourceText(owner, resource);
        return this;
    }

    static String resourceText(Class<?> owner, String resource) {
        try (InputStream in = owner.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalStateException("no resource " + resource + " beside " + owner);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
