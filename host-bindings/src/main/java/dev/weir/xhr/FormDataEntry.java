package dev.weir.xhr;

import dev.weir.fileapi.BlobBytes;

/**
 * A name with a value, as forms send them; belongs to no realm, and any thread may read it.
 *
 * @see <a href="https://xhr.spec.whatwg.org/#concept-formdata-entry">XMLHttpRequest, entry</a>
 */
public record FormDataEntry(String name, Value value) {

    /** A text or a file. */
    public sealed interface Value {}

    /** A text, its line breaks as they were given. */
    public record Text(String text) implements Value {}

    /**
     * A file.
     *
     * @param type a MIME type, or the empty string for none that is known
     * @param lastModified milliseconds since 1970
     */
    public record UploadedFile(BlobBytes bytes, String type, String filename, double lastModified) implements Value {}

    /** An entry with a text. */
    public static FormDataEntry of(String name, String text) {
        return new FormDataEntry(name, new Text(text));
    }
}
