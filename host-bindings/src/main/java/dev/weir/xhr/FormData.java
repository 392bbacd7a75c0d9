package dev.weir.xhr;

import dev.weir.bindings.InterfaceDefinition;
import dev.weir.fileapi.Blob;
import dev.weir.fileapi.File;
import dev.weir.webidl.PlatformObject;
import dev.weir.webidl.Realm;
import dev.weir.webidl.WebException;
import java.util.ArrayList;
import java.util.List;
import org.graalvm.polyglot.HostAccess.Export;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/**
 * Names with texts and files, as forms send them.
 *
 * @see <a href="https://xhr.spec.whatwg.org/#interface-formdata">XMLHttpRequest, FormData</a>
 */
public final class FormData extends PlatformObject {
    static final InterfaceDefinition DEFINITION = InterfaceDefinition.of("""
            typedef (File or USVString) FormDataEntryValue;
            [Exposed=(Window,Worker)]
            interface FormData {
              constructor(optional HTMLFormElement form, optional HTMLElement? submitter = null);
              undefined append(USVString name, USVString value);
              undefined append(USVString name, Blob blobValue, optional USVString filename);
              undefined delete(USVString name);
              FormDataEntryValue? get(USVString name);
              sequence<FormDataEntryValue> getAll(USVString name);
              boolean has(USVString name);
              undefined set(USVString name, USVString value);
              undefined set(USVString name, Blob blobValue, optional USVString filename);
              iterable<USVString, FormDataEntryValue>;
            };
            """).statics("FormData", Statics::new);

    /**
     * An entry as scripts see it.
     *
     * @param value a String or a {@link File}
     */
    private record Entry(String name, Object value) {}

    /** entry list */
    private final List<Entry> entryList = new ArrayList<>();

    /** An object without entries. */
    public FormData(Realm realm) {
        super(realm);
    }

    /** An object with these entries; files are made in the realm. */
    public FormData(Realm realm, List<FormDataEntry> entries) {
        super(realm);
        for (FormDataEntry entry : entries) {
            Object value = switch (entry.value()) {
                case FormDataEntry.Text text -> text.text();
                case FormDataEntry.UploadedFile file ->
                    new File(realm, file.bytes(), file.type(), file.filename(), file.lastModified());
            };
            entryList.add(new Entry(entry.name(), value));
        }
    }

    @Override
    public String interfaceName() {
        return "FormData";
    }

    /** Another object with the entries that there are now, and the same files. */
    public FormData copy() {
        FormData copy = new FormData(realm);
        copy.entryList.addAll(entryList);
        return copy;
    }

    /** The entries as they are now. */
    public List<FormDataEntry> entryList() {
        return entryList.stream()
                .map(entry -> new FormDataEntry(
                        entry.name,
                        entry.value instanceof File file
                                ? new FormDataEntry.UploadedFile(
                                        file.content(), file.type(), file.name(), file.lastModified())
                                : new FormDataEntry.Text((String) entry.value)))
                .toList();
    }

    // ---- members

    @Export
    public void append(String name, String value) {
        entryList.add(new Entry(name, value));
    }

    @Export
    public void append(String name, Blob value, @Nullable String filename) {
        entryList.add(new Entry(name, fileOf(value, filename)));
    }

    /** https://xhr.spec.whatwg.org/#create-an-entry: a file keeps what it is where no other name is given. */
    private File fileOf(Blob blob, @Nullable String filename) {
        if (!(blob instanceof File file)) {
            return new File(realm, blob.content(), blob.type(), filename == null ? "blob" : filename, File.now(realm));
        }
        return filename == null ? file : new File(realm, file.content(), file.type(), filename, file.lastModified());
    }

    @Export
    public void delete(String name) {
        entryList.removeIf(entry -> entry.name.equals(name));
    }

    @Export
    public @Nullable Object get(String name) {
        for (Entry entry : entryList) {
            if (entry.name.equals(name)) {
                return entry.value;
            }
        }
        return null;
    }

    @Export
    public Value getAll(String name) {
        return realm.array(entryList.stream()
                .filter(entry -> entry.name.equals(name))
                .map(entry -> entry.value instanceof File file ? file.toValue() : entry.value)
                .toList());
    }

    @Export
    public boolean has(String name) {
        return get(name) != null;
    }

    @Export
    public void set(String name, String value) {
        replace(new Entry(name, value));
    }

    @Export
    public void set(String name, Blob value, @Nullable String filename) {
        replace(new Entry(name, fileOf(value, filename)));
    }

    /** Puts the entry in the place of the first of its name, and removes the others; appends it where there is none. */
    private void replace(Entry entry) {
        int first = 0;
        while (first < entryList.size() && !entryList.get(first).name.equals(entry.name)) {
            first++;
        }
        if (first == entryList.size()) {
            entryList.add(entry);
        } else {
            entryList.set(first, entry);
            entryList.subList(first + 1, entryList.size()).removeIf(other -> other.name.equals(entry.name));
        }
    }

    @Export
    public int pairCount() {
        return entryList.size();
    }

    @Export
    public String pairKey(int index) {
        return entryList.get(index).name;
    }

    @Export
    public Object pairValue(int index) {
        return entryList.get(index).value;
    }

    /** The interface object's side. */
    public static final class Statics {
        private final Realm realm;

        Statics(Realm realm) {
            this.realm = realm;
        }

        @Export
        public FormData construct(@Nullable FormDataSource form, @Nullable PlatformObject submitter) {
            if (form == null) {
                return new FormData(realm);
            }
            FormData collected = form.formData(submitter);
            if (collected == null) {
                throw WebException.dom("InvalidStateError", "the form's entries are being collected already");
            }
            return collected;
        }
    }
}
