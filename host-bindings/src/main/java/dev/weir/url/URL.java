package dev.weir.url;

import dev.weir.bindings.InterfaceDefinition;
import dev.weir.webidl.PlatformObject;
import dev.weir.webidl.Realm;
import dev.weir.webidl.WebException;
import java.util.ArrayList;
import org.graalvm.polyglot.HostAccess.Export;
import org.jspecify.annotations.Nullable;

/**
 * A URL whose parts can be read and changed. URLs of blobs are the Blob's matter.
 *
 * @see <a href="https://url.spec.whatwg.org/#url-class">URL, URL class</a>
 */
public final class URL extends PlatformObject {
    public static final InterfaceDefinition DEFINITION =
            InterfaceDefinition.of("""
            [Exposed=*, LegacyWindowAlias=webkitURL]
            interface URL {
              constructor(USVString url, optional USVString base);
              static URL? parse(USVString url, optional USVString base);
              static boolean canParse(USVString url, optional USVString base);
              stringifier attribute USVString href;
              readonly attribute USVString origin;
              attribute USVString protocol;
              attribute USVString username;
              attribute USVString password;
              attribute USVString host;
              attribute USVString hostname;
              attribute USVString port;
              attribute USVString pathname;
              attribute USVString search;
              [SameObject] readonly attribute URLSearchParams searchParams;
              attribute USVString hash;
              USVString toJSON();
            };
            """).statics("URL", Statics::new);

    /** URL; its query may be out of date, see {@link #withQuery}. */
    private UrlRecord url;
    /** query object; made when somebody asks for it. */
    private @Nullable URLSearchParams queryObject;

    /** Whether the query object has changed since the URL's query was made of it. */
    private boolean queryOutdated;

    URL(Realm realm, UrlRecord url) {
        super(realm);
        this.url = url;
    }

    @Override
    public String interfaceName() {
        return "URL";
    }

    @Export
    public URLSearchParams searchParams() {
        if (queryObject == null) {
            String query = url.query();
            queryObject =
                    new URLSearchParams(realm, query == null ? new ArrayList<>() : FormUrlEncoded.parse(query), this);
        }
        return queryObject;
    }

    /**
     * OPTIMIZATION: the query is serialized when somebody reads the URL, so that a script that adds pairs one by one does not
     * pay for all of them with each. Serializing neither fails nor runs anything of a script's, so that nobody can tell when
     * it is done.
     */
    void queryObjectChanged() {
        queryOutdated = true;
    }

    /** For the members that show the query. */
    private UrlRecord withQuery() {
        if (queryOutdated && queryObject != null) {
            String query = queryObject.toString();
            url.setQuery(query.isEmpty() ? null : query);
            queryOutdated = false;
        }
        return url;
    }

    private void queryChanged() {
        queryOutdated = false;
        if (queryObject != null) {
            queryObject.replaceAll(url.query());
        }
    }

    @Export
    public String href() {
        return withQuery().href();
    }

    @Export
    public void setHref(String value) {
        UrlRecord parsed = UrlRecord.parse(value);
        if (parsed == null) {
            throw WebException.typeError("URL.href: '" + value + "' is not a valid URL");
        }
        url = parsed;
        queryChanged();
    }

    @Export
    public String toJSON() {
        return withQuery().href();
    }

    @Export
    public String origin() {
        return url.origin();
    }

    @Export
    public String protocol() {
        return url.protocol();
    }

    @Export
    public void setProtocol(String value) {
        url.setProtocol(value);
    }

    @Export
    public String username() {
        return url.username();
    }

    @Export
    public void setUsername(String value) {
        url.setUsername(value);
    }

    @Export
    public String password() {
        return url.password();
    }

    @Export
    public void setPassword(String value) {
        url.setPassword(value);
    }

    @Export
    public String host() {
        return url.host();
    }

    @Export
    public void setHost(String value) {
        url.setHost(value);
    }

    @Export
    public String hostname() {
        return url.hostname();
    }

    @Export
    public void setHostname(String value) {
        url.setHostname(value);
    }

    @Export
    public String port() {
        return url.port();
    }

    @Export
    public void setPort(String value) {
        url.setPort(value);
    }

    @Export
    public String pathname() {
        return url.pathname();
    }

    @Export
    public void setPathname(String value) {
        url.setPathname(value);
    }

    @Export
    public String search() {
        return withQuery().search();
    }

    @Export
    public void setSearch(String value) {
        url.setSearch(value);
        queryChanged();
    }

    @Export
    public String hash() {
        return url.hash();
    }

    @Export
    public void setHash(String value) {
        url.setHash(value);
    }

    /** The interface object's side. */
    public static final class Statics {
        private final Realm realm;

        Statics(Realm realm) {
            this.realm = realm;
        }

        @Export
        public URL construct(String url, @Nullable String base) {
            UrlRecord parsed = apiParse(url, base);
            if (parsed == null) {
                throw WebException.typeError("URL constructor: '" + url + "' is not a valid URL"
                        + (base == null ? "" : " relative to '" + base + "'"));
            }
            return new URL(realm, parsed);
        }

        @Export
        public @Nullable URL parse(String url, @Nullable String base) {
            UrlRecord parsed = apiParse(url, base);
            return parsed == null ? null : new URL(realm, parsed);
        }

        @Export
        public boolean canParse(String url, @Nullable String base) {
            return apiParse(url, base) != null;
        }

        /** https://url.spec.whatwg.org/#api-url-parser */
        private static @Nullable UrlRecord apiParse(String url, @Nullable String base) {
            if (base == null) {
                return UrlRecord.parse(url);
            }
            UrlRecord parsedBase = UrlRecord.parse(base);
            return parsedBase == null ? null : UrlRecord.parse(url, parsedBase);
        }
    }
}
