package dev.weir.webidl;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.graalvm.polyglot.Context;
import org.graalvm.polyglot.Source;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/**
 * The realms that hold each other's objects: a window and the windows of the frames in it. They are in one context of the
 * engine and on one thread.
 *
 * @see <a href="https://html.spec.whatwg.org/#integration-with-the-javascript-agent-formalism">HTML, agents</a>
 */
public final class Agent {
    /** Scripts as files for the engine to read: it parses the text of a file once for all realms, and knows it by its path. */
    public interface Library {
        /**
         * A path at which the engine's file system has the script, an internal one or one with a path, next.
         *
         * @param realm that the script is for
         */
        String pathOf(Source script, Realm realm);
    }

    private final Context context;
    private final Library library;
    private final Map<Class<?>, Object> services = new HashMap<>();
    private int realms;
    private @Nullable Value shared;
    private @Nullable Value globalMaker;
    private @Nullable Realm entered;

    /** An agent whose first realm has the context's own global object, and which has no other realms. */
    public Agent(Context context) {
        this(context, (source, realm) -> {
            throw new IllegalStateException("there is no library for further realms");
        });
    }

    /** An agent whose first realm has the context's own global object. */
    public Agent(Context context, Library library) {
        this.context = context;
        this.library = library;
    }

    public Context context() {
        return context;
    }

    /** What all realms have in common of a package of specifications; made when it is first asked for. */
    public <T> T serviceOrMade(Class<T> type, Supplier<T> maker) {
        return type.cast(services.computeIfAbsent(type, key -> maker.get()));
    }

    /** For the binding layer: what the glue of all realms shares, once the first has made it. */
    public @Nullable Value shared() {
        return shared;
    }

    /** For the binding layer, once. */
    public void setShared(Value shared) {
        this.shared = shared;
    }

    /** For the binding layer, once: a function that makes a global object, and answers with one that evaluates scripts there. */
    public void setGlobalMaker(Value globalMaker) {
        this.globalMaker = globalMaker;
    }

    /** Whether there are realms already. */
    public boolean hasRealms() {
        return realms > 0;
    }

    /** What evaluates the realm's scripts, with a global object that none has yet: the context's own first, then new ones. */
    ScriptEvaluator newGlobal(Realm realm) {
        realms++;
        Value maker = globalMaker;
        if (maker == null) {
            return context::eval;
        }
        Value global = maker.execute();
        Value evaluate = global.getMember("evaluate");
        Value load = global.getMember("load");
        return source -> source.isInternal() || source.getPath() != null
                ? load.execute(library.pathOf(source, realm))
                : evaluate.execute(source.getName(), source.getCharacters().toString());
    }

    /**
     * The realm whose code Java called last and that has not returned yet, or null: the nearest to the incumbent realm that
     * the engine lets one know.
     */
    public @Nullable Realm entered() {
        return entered;
    }

    /** The realm that a function is of, as far as can be seen; otherwise the other. */
    public Realm ownerOf(Value function, Realm other) {
        if (realms < 2) {
            return other;
        }
        Value owner = other.kernel().function("ownerOf").execute(function);
        return owner.isNull() ? other : owner.asHostObject();
    }

    /** Sets what {@link #entered} answers, and answers what it was. */
    public @Nullable Realm enter(@Nullable Realm realm) {
        Realm before = entered;
        entered = realm;
        return before;
    }
}
