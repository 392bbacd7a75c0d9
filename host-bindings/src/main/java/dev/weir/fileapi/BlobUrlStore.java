package dev.weir.fileapi;

import dev.weir.url.UrlRecord;
import dev.weir.webidl.Realm;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The blobs that have a URL, of all realms of a runtime. Any thread may use it.
 *
 * @see <a href="https://w3c.github.io/FileAPI/#BlobURLStore">File API, the blob URL store</a>
 */
public final class BlobUrlStore {
    private final Map<String, Entry> entries = new ConcurrentHashMap<>();

    /** What a URL stands for; {@code type} is a MIME type or empty. */
    public record Entry(BlobBytes bytes, String type, String origin, Realm environment) {}

    /** Gives the blob a new URL, good until it is revoked or {@link #removeAllOf its realm} is gone. */
    String add(Blob blob, String origin) {
        String url = "blob:" + origin + "/" + UUID.randomUUID();
        entries.put(url, new Entry(blob.content(), blob.type(), origin, blob.realm()));
        return url;
    }

    /** Forgets the URL if it is one that scripts of the origin made. */
    void revoke(String url, String origin) {
        UrlRecord parsed = UrlRecord.parse(url);
        if (parsed != null) {
            entries.computeIfPresent(parsed.href(), (key, entry) -> entry.origin.equals(origin) ? null : entry);
        }
    }

    /** What the URL stands for, or null when it is none of a blob; a fragment does not matter. */
    public @Nullable Entry resolve(String url) {
        int fragment = url.indexOf('#');
        return entries.get(fragment < 0 ? url : url.substring(0, fragment));
    }

    /** Forgets the URLs made in a realm, which ends. */
    public void removeAllOf(Realm realm) {
        entries.values().removeIf(entry -> entry.environment == realm);
    }
}
