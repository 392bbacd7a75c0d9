package dev.weir.fetch;

import dev.weir.fetch.transport.HttpField;
import dev.weir.infra.Ascii;
import dev.weir.infra.HttpSyntax;
import dev.weir.mimesniff.MimeType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Fields in order. Names are compared without regard to the case of ASCII letters; each character stands for a byte.
 *
 * @see <a href="https://fetch.spec.whatwg.org/#concept-header-list">Fetch, header list</a>
 */
public final class HeaderList {
    private final List<HttpField> fields;
    /** How each name that is there is spelled first, by the name in lower case: a script may write very many fields. */
    private final Map<String, String> spellings = new HashMap<>();

    public HeaderList() {
        fields = new ArrayList<>();
    }

    /** With a copy of the fields. */
    public HeaderList(List<HttpField> fields) {
        this.fields = new ArrayList<>(fields);
        fields.forEach(field -> spellings.putIfAbsent(Ascii.lowercase(field.name()), field.name()));
    }

    public HeaderList copy() {
        return new HeaderList(fields);
    }

    /** The fields as they are now. */
    public List<HttpField> fields() {
        return List.copyOf(fields);
    }

    public boolean contains(String name) {
        return spellings.containsKey(Ascii.lowercase(name));
    }

    /** The values of all fields of that name, joined by comma and space; null when there is none. */
    public @Nullable String get(String name) {
        List<String> values = values(name);
        return values.isEmpty() ? null : String.join(", ", values);
    }

    /** The values of all fields of that name. */
    public List<String> values(String name) {
        if (!contains(name)) {
            return List.of();
        }
        return fields.stream()
                .filter(field -> field.name().equalsIgnoreCase(name))
                .map(HttpField::value)
                .toList();
    }

    /** Adds a field, spelled like those of the name that are there. */
    public void append(String name, String value) {
        String spelled = spellings.putIfAbsent(Ascii.lowercase(name), name);
        fields.add(new HttpField(spelled == null ? name : spelled, value));
    }

    /** Adds a field unless there is one of the name. */
    public void appendIfMissing(String name, String value) {
        if (!contains(name)) {
            append(name, value);
        }
    }

    /** Makes this the one field of the name, in the place of the first. */
    public void set(String name, String value) {
        if (!contains(name)) {
            append(name, value);
            return;
        }
        for (int i = 0; i < fields.size(); i++) {
            String present = fields.get(i).name();
            if (present.equalsIgnoreCase(name)) {
                List<HttpField> rest = fields.subList(i + 1, fields.size());
                rest.removeIf(field -> field.name().equalsIgnoreCase(name));
                fields.set(i, new HttpField(present, value));
                return;
            }
        }
    }

    public void delete(String name) {
        if (spellings.remove(Ascii.lowercase(name)) != null) {
            fields.removeIf(field -> field.name().equalsIgnoreCase(name));
        }
    }

    void clear() {
        fields.clear();
        spellings.clear();
    }

    /** One field a name, with all its values, in the place and the spelling of the first. */
    HeaderList combined() {
        Map<String, StringJoiner> values = new LinkedHashMap<>();
        for (HttpField field : fields) {
            values.computeIfAbsent(Ascii.lowercase(field.name()), name -> new StringJoiner(", "))
                    .add(field.value());
        }
        HeaderList combined = new HeaderList();
        values.forEach((name, joined) -> combined.append(spellings.getOrDefault(name, name), joined.toString()));
        return combined;
    }

    /**
     * Names in lower case and sorted, with the values of each joined; every Set-Cookie for itself.
     *
     * @see <a href="https://fetch.spec.whatwg.org/#concept-header-list-sort-and-combine">Fetch, sort and combine</a>
     */
    public List<HttpField> sortedAndCombined() {
        TreeMap<String, List<String>> byName = new TreeMap<>();
        for (HttpField field : fields) {
            byName.computeIfAbsent(Ascii.lowercase(field.name()), name -> new ArrayList<>(1))
                    .add(field.value());
        }
        List<HttpField> sorted = new ArrayList<>();
        byName.forEach((name, values) -> {
            if (name.equals("set-cookie")) {
                values.forEach(value -> sorted.add(new HttpField(name, value)));
            } else {
                sorted.add(new HttpField(name, String.join(", ", values)));
            }
        });
        return sorted;
    }

    /**
     * The members of a list, over all fields of the name; quoted strings are kept whole. Null when there is no such field.
     *
     * @see <a href="https://fetch.spec.whatwg.org/#concept-header-list-get-decode-split">Fetch, get, decode, and split</a>
     */
    public @Nullable List<String> getDecodeAndSplit(String name) {
        String value = get(name);
        return value == null ? null : split(value);
    }

    /** The members of a list. */
    static List<String> split(String input) {
        List<String> values = new ArrayList<>();
        StringBuilder value = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < input.length(); i++) {
            char c = input.charAt(i);
            if (c == ',' && !quoted) {
                values.add(HttpSyntax.trim(value.toString()));
                value.setLength(0);
                continue;
            }
            if (c == '"') {
                quoted = !quoted;
            }
            value.append(c);
            if (quoted && c == '\\' && i + 1 < input.length()) {
                value.append(input.charAt(++i));
            }
        }
        values.add(HttpSyntax.trim(value.toString()));
        return values;
    }

    /**
     * What Content-Type says, or null.
     *
     * @see <a href="https://fetch.spec.whatwg.org/#concept-header-extract-mime-type">Fetch, extract a MIME type</a>
     */
    public @Nullable MimeType mimeType() {
        List<String> values = getDecodeAndSplit("Content-Type");
        if (values == null) {
            return null;
        }
        String charset = null;
        MimeType type = null;
        for (String value : values) {
            MimeType parsed = MimeType.parse(value);
            if (parsed == null || parsed.essence().equals("*/*")) {
                continue;
            }
            if (type == null || !parsed.essence().equals(type.essence())) {
                charset = parsed.parameters().get("charset");
            } else if (charset != null) {
                parsed = parsed.withParameterIfMissing("charset", charset);
            }
            type = parsed;
        }
        return type;
    }
}
