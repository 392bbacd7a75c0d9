package dev.weir.fileapi;

import dev.weir.bindings.InterfaceDefinition;
import dev.weir.webidl.Realm;
import org.graalvm.polyglot.HostAccess.Export;

/**
 * The blob URLs of one realm: what {@code URL.createObjectURL} and {@code URL.revokeObjectURL} do. A runtime binds one as a
 * service of each realm; without that the realm has a store of its own and an opaque origin.
 *
 * @see <a href="https://w3c.github.io/FileAPI/#creating-revoking">File API, creating and revoking a blob URL</a>
 */
public final class BlobUrls {
    static final InterfaceDefinition DEFINITION = InterfaceDefinition.of("""
            partial interface URL {
              [Script] static DOMString createObjectURL(Blob obj);
              [Script] static undefined revokeObjectURL(DOMString url);
            };
            """).statics("BlobUrls", BlobUrls::of);

    private final BlobUrlStore store;
    private final String origin;

    /**
     * @param store shared by the realms of a runtime
     * @param origin of the realm, as it is serialized
     */
    public BlobUrls(BlobUrlStore store, String origin) {
        this.store = store;
        this.origin = origin;
    }

    /** The realm's own. */
    public static BlobUrls of(Realm realm) {
        BlobUrls bound = realm.serviceIfBound(BlobUrls.class);
        return bound != null ? bound : new BlobUrls(new BlobUrlStore(), "null");
    }

    public BlobUrlStore store() {
        return store;
    }

    @Export
    public String create(Blob blob) {
        return store.add(blob, origin);
    }

    @Export
    public void revoke(String url) {
        store.revoke(url, origin);
    }
}
