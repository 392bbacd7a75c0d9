package dev.weir.fetch;

import dev.weir.bindings.InterfaceDefinition;
import dev.weir.fetch.transport.HttpField;
import dev.weir.infra.HttpSyntax;
import dev.weir.webidl.PlatformObject;
import dev.weir.webidl.Realm;
import dev.weir.webidl.WebException;
import java.util.List;
import org.graalvm.polyglot.HostAccess.Export;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/**
 * The fields of a request or a response, or of neither, as scripts read and write them.
 *
 * @see <a href="https://fetch.spec.whatwg.org/#headers-class">Fetch, Headers</a>
 */
public final class Headers extends PlatformObject {
    static final InterfaceDefinition DEFINITION = InterfaceDefinition.of("""
            typedef (sequence<sequence<ByteString>> or record<ByteString, ByteString>) HeadersInit;
            [Exposed=(Window,Worker)]
            interface Headers {
              constructor(optional HeadersInit init);
              undefined append(ByteString name, ByteString value);
              undefined delete(ByteString name);
              ByteString? get(ByteString name);
              sequence<ByteString> getSetCookie();
              boolean has(ByteString name);
              undefined set(ByteString name, ByteString value);
              iterable<ByteString, ByteString>;
            };
            """).statics("Headers", Statics::new);

    /** https://fetch.spec.whatwg.org/#concept-headers-guard */
    enum Guard {
        NONE,
        REQUEST,
        REQUEST_NO_CORS,
        RESPONSE,
        IMMUTABLE
    }

    private final HeaderList list;
    private Guard guard;
    /** What iterators go through; null when the list has changed since. */
    private @Nullable List<HttpField> sorted;

    Headers(Realm realm, HeaderList list, Guard guard) {
        super(realm);
        this.list = list;
        this.guard = guard;
    }

    @Override
    public String interfaceName() {
        return "Headers";
    }

    HeaderList list() {
        return list;
    }

    Guard guard() {
        return guard;
    }

    void setGuard(Guard guard) {
        this.guard = guard;
    }

    /** https://fetch.spec.whatwg.org/#concept-headers-fill; sequences and records both arrive as arrays of pairs. */
    void fill(Value init) {
        for (long i = 0; i < init.getArraySize(); i++) {
            Value pair = init.getArrayElement(i);
            if (pair.getArraySize() != 2) {
                throw WebException.typeError("Headers: item " + i + " must have a name and a value, but has "
                        + pair.getArraySize() + " items");
            }
            append(pair.getArrayElement(0).asString(), pair.getArrayElement(1).asString());
        }
    }

    /** Empties the list, and fills it with copies of the fields, as far as the guard lets them in. */
    void replaceWith(List<HttpField> fields) {
        sorted = null;
        list.clear();
        fields.forEach(field -> append(field.name(), field.value()));
    }

    @Export
    public void append(String name, String value) {
        String normalized = HeaderRules.normalized(value);
        if (!mayWrite("append", name, normalized)) {
            return;
        }
        if (guard == Guard.REQUEST_NO_CORS) {
            String present = list.get(name);
            String together = present == null ? normalized : present + ", " + normalized;
            if (!HeaderRules.isNoCorsSafelisted(name, together)) {
                return;
            }
        }
        changed();
        list.append(name, normalized);
        removePrivileged();
    }

    @Export
    public void delete(String name) {
        if (!mayWrite("delete", name, "")) {
            return;
        }
        if (guard == Guard.REQUEST_NO_CORS
                && !HeaderRules.isNoCorsSafelistedName(name)
                && !name.equalsIgnoreCase("Range")) {
            return;
        }
        if (list.contains(name)) {
            changed();
            list.delete(name);
            removePrivileged();
        }
    }

    @Export
    public @Nullable String get(String name) {
        requireName("get", name);
        return list.get(name);
    }

    @Export
    public Value getSetCookie() {
        return realm.array(list.values("Set-Cookie"));
    }

    @Export
    public boolean has(String name) {
        requireName("has", name);
        return list.contains(name);
    }

    @Export
    public void set(String name, String value) {
        String normalized = HeaderRules.normalized(value);
        if (!mayWrite("set", name, normalized)
                || (guard == Guard.REQUEST_NO_CORS && !HeaderRules.isNoCorsSafelisted(name, normalized))) {
            return;
        }
        changed();
        list.set(name, normalized);
        removePrivileged();
    }

    private static void requireName(String operation, String name) {
        if (!HttpSyntax.isToken(name)) {
            throw WebException.typeError("Headers." + operation + ": '" + name + "' is no name of a header");
        }
    }

    /** https://fetch.spec.whatwg.org/#headers-validate */
    private boolean mayWrite(String operation, String name, String value) {
        requireName(operation, name);
        if (!HeaderRules.isValue(value)) {
            throw WebException.typeError(
                    "Headers." + operation + ": the value of '" + name + "' has a character that no header can carry");
        }
        return switch (guard) {
            case NONE, REQUEST_NO_CORS -> true;
            case IMMUTABLE ->
                throw WebException.typeError("Headers." + operation + ": these headers cannot be changed");
            case REQUEST -> !HeaderRules.isForbiddenInRequest(name, value);
            case RESPONSE -> !HeaderRules.isForbiddenInResponse(name);
        };
    }

    /** https://fetch.spec.whatwg.org/#concept-headers-remove-privileged-no-cors-request-headers */
    private void removePrivileged() {
        if (guard == Guard.REQUEST_NO_CORS) {
            list.delete("Range");
        }
    }

    private void changed() {
        sorted = null;
    }

    private List<HttpField> sorted() {
        List<HttpField> fields = sorted;
        if (fields == null) {
            sorted = fields = list.sortedAndCombined();
        }
        return fields;
    }

    @Export
    public int pairCount() {
        return sorted().size();
    }

    @Export
    public String pairKey(int index) {
        return sorted().get(index).name();
    }

    @Export
    public String pairValue(int index) {
        return sorted().get(index).value();
    }

    /** The interface object's side. */
    public static final class Statics {
        private final Realm realm;

        Statics(Realm realm) {
            this.realm = realm;
        }

        @Export
        public Headers construct(@Nullable Value init) {
            Headers headers = new Headers(realm, new HeaderList(), Guard.NONE);
            if (init != null && init.hasArrayElements()) {
                headers.fill(init);
            }
            return headers;
        }
    }
}
