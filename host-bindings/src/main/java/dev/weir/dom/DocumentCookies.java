package dev.weir.dom;

import dev.weir.cookies.CookieAccess;
import dev.weir.html.DocumentUrl;
import dev.weir.webidl.Realm;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/**
 * The cookies that the scripts of a document may see and set, when the embedder grants any. What its handler throws is the
 * embedder's failure. On the realm's loop only.
 *
 * @see <a href="https://html.spec.whatwg.org/#dom-document-cookie">HTML, document.cookie</a>
 */
final class DocumentCookies {
    private final Realm realm;
    private final DocumentUrl url;
    private final boolean hasWindow;

    DocumentCookies(Realm realm, DocumentUrl url, boolean hasWindow) {
        this.realm = realm;
        this.url = url;
        this.hasWindow = hasWindow;
    }

    /** The empty string when the embedder grants none. */
    String get() {
        CookieAccess access = access();
        try {
            return access == null ? "" : access.ofScript(isSecure(), place());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void set(String cookie) {
        CookieAccess access = access();
        try {
            if (access != null) {
                access.setByScript(isSecure(), place(), cookie);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Null for a document that is averse to cookies, too: one without a window, or not of http. */
    private @Nullable CookieAccess access() {
        boolean averse = !hasWindow || !(isSecure() || url.protocol().equals("http:"));
        return averse ? null : realm.serviceIfBound(CookieAccess.class);
    }

    private boolean isSecure() {
        return url.protocol().equals("https:");
    }

    private String place() {
        return "//" + url.host() + url.pathname() + url.search();
    }
}
