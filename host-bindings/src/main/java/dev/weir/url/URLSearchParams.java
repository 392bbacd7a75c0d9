package dev.weir.url;

import dev.weir.bindings.InterfaceDefinition;
import dev.weir.url.FormUrlEncoded.Pair;
import dev.weir.webidl.PlatformObject;
import dev.weir.webidl.Realm;
import dev.weir.webidl.WebException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Predicate;
import org.graalvm.polyglot.HostAccess.Export;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/**
 * The pairs of a query; those of a URL object's when they were taken from one, and then changes go both ways.
 *
 * @see <a href="https://url.spec.whatwg.org/#interface-urlsearchparams">URL, URLSearchParams</a>
 */
public final class URLSearchParams extends PlatformObject {
    public static final InterfaceDefinition DEFINITION =
            InterfaceDefinition.of("""
            [Exposed=*]
            interface URLSearchParams {
              constructor(optional (sequence<sequence<USVString>> or record<USVString, USVString> or USVString) init = "");
              readonly attribute unsigned long size;
              undefined append(USVString name, USVString value);
              undefined delete(USVString name, optional USVString value);
              USVString? get(USVString name);
              sequence<USVString> getAll(USVString name);
              boolean has(USVString name, optional USVString value);
              undefined set(USVString name, USVString value);
              undefined sort();
              iterable<USVString, USVString>;
              stringifier;
            };
            """).statics("URLSearchParams", Statics::new);

    /** list */
    private List<Pair> list;
    /** URL object */
    private final @Nullable URL urlObject;

    URLSearchParams(Realm realm, List<Pair> list, @Nullable URL urlObject) {
        super(realm);
        this.list = list;
        this.urlObject = urlObject;
    }

    @Override
    public String interfaceName() {
        return "URLSearchParams";
    }

    /** The pairs as they are now. */
    public List<Pair> pairs() {
        return List.copyOf(list);
    }

    /** Follows a change of the URL's query. */
    void replaceAll(@Nullable String query) {
        list = query == null ? new ArrayList<>() : FormUrlEncoded.parse(query);
    }

    /** https://url.spec.whatwg.org/#concept-urlsearchparams-update */
    private void update() {
        if (urlObject != null) {
            urlObject.queryObjectChanged();
        }
    }

    private static Predicate<Pair> matching(String name, @Nullable String value) {
        return pair ->
                pair.name().equals(name) && (value == null || pair.value().equals(value));
    }

    @Export
    public int size() {
        return list.size();
    }

    @Export
    public void append(String name, String value) {
        list.add(new Pair(name, value));
        update();
    }

    @Export
    public void delete(String name, @Nullable String value) {
        list.removeIf(matching(name, value));
        update();
    }

    @Export
    public @Nullable String get(String name) {
        for (Pair pair : list) {
            if (pair.name().equals(name)) {
                return pair.value();
            }
        }
        return null;
    }

    @Export
    public Value getAll(String name) {
        return realm.array(
                list.stream().filter(matching(name, null)).map(Pair::value).toList());
    }

    @Export
    public boolean has(String name, @Nullable String value) {
        return list.stream().anyMatch(matching(name, value));
    }

    @Export
    public void set(String name, String value) {
        boolean found = false;
        List<Pair> kept = new ArrayList<>(list.size() + 1);
        for (Pair pair : list) {
            if (!pair.name().equals(name)) {
                kept.add(pair);
            } else if (!found) {
                found = true;
                kept.add(new Pair(name, value));
            }
        }
        if (!found) {
            kept.add(new Pair(name, value));
        }
        list = kept;
        update();
    }

    /** By the code units of the names; pairs of one name keep their order. */
    @Export
    public void sort() {
        list.sort(Comparator.comparing(Pair::name));
        update();
    }

    @Override
    @Export
    public String toString() {
        return FormUrlEncoded.serialize(list);
    }

    @Export
    public int pairCount() {
        return list.size();
    }

    @Export
    public String pairKey(int index) {
        return list.get(index).name();
    }

    @Export
    public String pairValue(int index) {
        return list.get(index).value();
    }

    /** The interface object's side. */
    public static final class Statics {
        private final Realm realm;

        Statics(Realm realm) {
            this.realm = realm;
        }

        /** Sequences and records both arrive as arrays of pairs. */
        @Export
        public URLSearchParams construct(Value init) {
            return new URLSearchParams(realm, init.isString() ? parse(init.asString()) : pairs(init), null);
        }

        private static List<Pair> parse(String init) {
            return FormUrlEncoded.parse(init.startsWith("?") ? init.substring(1) : init);
        }

        private static List<Pair> pairs(Value init) {
            long size = init.getArraySize();
            List<Pair> pairs = new ArrayList<>((int) size);
            for (long i = 0; i < size; i++) {
                Value pair = init.getArrayElement(i);
                if (pair.getArraySize() != 2) {
                    throw WebException.typeError("URLSearchParams constructor: item " + i
                            + " must have a name and a value, but has " + pair.getArraySize() + " items");
                }
                pairs.add(new Pair(
                        pair.getArrayElement(0).asString(),
                        pair.getArrayElement(1).asString()));
            }
            return pairs;
        }
    }
}
