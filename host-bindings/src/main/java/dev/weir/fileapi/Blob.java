package dev.weir.fileapi;

import dev.weir.bindings.InterfaceDefinition;
import dev.weir.streams.ReadableStream;
import dev.weir.webidl.PlatformObject;
import dev.weir.webidl.Promise;
import dev.weir.webidl.Realm;
import dev.weir.webidl.SerializableObject;
import org.graalvm.polyglot.HostAccess.Export;
import org.graalvm.polyglot.Value;
import org.jspecify.annotations.Nullable;

/**
 * Immutable bytes with a type.
 *
 * @see <a href="https://w3c.github.io/FileAPI/#blob-section">File API, Blob</a>
 */
public sealed class Blob extends PlatformObject implements SerializableObject permits File {
    static final InterfaceDefinition DEFINITION =
            InterfaceDefinition.of("""
            typedef (Blob or BufferSource or USVString) BlobPart;
            enum EndingType { "transparent", "native" };
            dictionary BlobPropertyBag {
              EndingType endings = "transparent";
              DOMString type = "";
            };
            [Exposed=*, Serializable]
            interface Blob {
              [Script] constructor(optional sequence<BlobPart> blobParts, optional BlobPropertyBag options = {});
              readonly attribute unsigned long long size;
              readonly attribute DOMString type;
              Blob slice(optional [Clamp] long long start, optional [Clamp] long long end,
                         optional DOMString contentType);
              ReadableStream stream();
              Promise<USVString> text();
              Promise<ArrayBuffer> arrayBuffer();
              Promise<Uint8Array> bytes();
            };
            """).statics("Blob", Statics::new).script(Blob.class, "blobs.js");

    private BlobBytes bytes = BlobBytes.EMPTY;
    private String type = "";

    /** What a constructor collects its parts in; null afterwards. */
    private BlobBytes.@Nullable Builder parts;

    /** A blob of the bytes; the type is taken as it is. */
    public Blob(Realm realm, BlobBytes bytes, String type) {
        super(realm);
        this.bytes = bytes;
        this.type = type;
    }

    @Override
    public String interfaceName() {
        return "Blob";
    }

    public final BlobBytes content() {
        return bytes;
    }

    // ---- the constructor's steps, see blobs.js

    private BlobBytes.Builder parts() {
        BlobBytes.Builder builder = parts;
        if (builder == null) {
            parts = builder = new BlobBytes.Builder();
        }
        return builder;
    }

    /** https://w3c.github.io/FileAPI/#process-blob-parts */
    @Export
    public final void addText(String text, boolean nativeEndings) {
        parts().add(nativeEndings ? text.replace("\r\n", "\n").replace('\r', '\n') : text);
    }

    @Export
    public final void addBlob(Blob blob) {
        parts().add(blob.bytes);
    }

    @Export
    public final void addBytes(Value buffer, int offset, int length) {
        parts().add(buffer, offset, length);
    }

    @Export
    public final void finish(String givenType) {
        bytes = parts().build();
        parts = null;
        type = normalizedType(givenType);
    }

    /** A type in lower case, or the empty string when it has characters that no type has. */
    public static String normalizedType(String type) {
        StringBuilder lower = new StringBuilder(type.length());
        for (int i = 0; i < type.length(); i++) {
            char c = type.charAt(i);
            if (c < 0x20 || c > 0x7E) {
                return "";
            }
            lower.append(c >= 'A' && c <= 'Z' ? (char) (c + 0x20) : c);
        }
        return lower.toString();
    }

    // ---- members

    /** In bytes. */
    @Export
    public final double size() {
        return bytes.size();
    }

    @Export
    public final String type() {
        return type;
    }

    @Export
    public final Blob slice(@Nullable Double start, @Nullable Double end, @Nullable String contentType) {
        long from = position(start, 0);
        long to = position(end, bytes.size());
        return new Blob(
                realm, bytes.slice(from, Math.max(from, to)), contentType == null ? "" : normalizedType(contentType));
    }

    /** A position counted from the end when it is negative. */
    private long position(@Nullable Double given, long otherwise) {
        if (given == null) {
            return otherwise;
        }
        return (long) (given < 0 ? Math.max(bytes.size() + given, 0) : Math.min(given, bytes.size()));
    }

    /** https://w3c.github.io/FileAPI/#blob-get-stream */
    @Export
    public final ReadableStream stream() {
        return BlobSource.streamOf(realm, bytes);
    }

    @Export
    public final Value text() {
        return Promise.resolvedWith(realm, bytes.decodeUtf8());
    }

    @Export
    public final Value arrayBuffer() {
        return Promise.resolvedWith(realm, toArrayBuffer());
    }

    @Export
    public final Value bytes() {
        return Promise.resolvedWith(realm, bytes.toUint8Array(realm));
    }

    /** A new ArrayBuffer with the bytes. */
    final Value toArrayBuffer() {
        return bytes.toArrayBuffer(realm);
    }

    @Override
    public Serialized serializationSteps() {
        BlobBytes sharedBytes = bytes;
        String copiedType = type;
        return target -> new Blob(target, sharedBytes, copiedType);
    }

    /** The interface object's side. */
    public static final class Statics {
        private final Realm realm;

        Statics(Realm realm) {
            this.realm = realm;
        }

        @Export
        public Blob construct() {
            return new Blob(realm, BlobBytes.EMPTY, "");
        }
    }
}
