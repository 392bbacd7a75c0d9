package dev.weir.html;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * An absolute URL and its parts in the spelling of the web. Everything that resolves URLs does it here, over {@link URI}:
 * the URL standard's parser takes this class's place when it comes.
 *
 * @see <a href="https://url.spec.whatwg.org/">URL</a>
 */
public final class DocumentUrl {
    public static final DocumentUrl ABOUT_BLANK = new DocumentUrl(URI.create("about:blank"));
    private static final Map<String, Integer> DEFAULT_PORTS =
            Map.of("http", 80, "https", 443, "ws", 80, "wss", 443, "ftp", 21);
    private static final Set<String> SECURE_SCHEMES = Set.of("https", "wss", "file", "about", "data");

    private final URI uri;

    private DocumentUrl(URI uri) {
        this.uri = uri;
    }

    /**
     * Parses an absolute URL.
     *
     * @throws URISyntaxException when it is none
     */
    public static DocumentUrl parse(String url) throws URISyntaxException {
        URI parsed = new URI(url.strip());
        if (!parsed.isAbsolute()) {
            throw new URISyntaxException(url, "not an absolute URL");
        }
        return of(parsed);
    }

    /** The file URL of a path. */
    public static DocumentUrl of(Path path) {
        return new DocumentUrl(
                URI.create("file://" + path.toAbsolutePath().normalize().toUri().getRawPath()));
    }

    private static DocumentUrl of(URI uri) {
        String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
        if (uri.isOpaque()) {
            return new DocumentUrl(uri);
        }
        StringBuilder text = new StringBuilder(scheme).append("://");
        if (uri.getRawAuthority() != null) {
            if (uri.getRawUserInfo() != null) {
                text.append(uri.getRawUserInfo()).append('@');
            }
            String host = uri.getHost() == null ? uri.getRawAuthority() : uri.getHost();
            text.append(host.toLowerCase(Locale.ROOT));
            if (uri.getPort() >= 0 && !Integer.valueOf(uri.getPort()).equals(DEFAULT_PORTS.get(scheme))) {
                text.append(':').append(uri.getPort());
            }
        }
        String path = uri.normalize().getRawPath();
        while (path.startsWith("/../")) {
            path = path.substring(3);
        }
        text.append(path.isEmpty() ? "/" : path);
        if (uri.getRawQuery() != null) {
            text.append('?').append(uri.getRawQuery());
        }
        if (uri.getRawFragment() != null) {
            text.append('#').append(uri.getRawFragment());
        }
        return new DocumentUrl(URI.create(text.toString()));
    }

    /** Resolves a reference, relative or absolute, against this URL; null when it does not parse. */
    public @Nullable DocumentUrl resolve(String reference) {
        try {
            URI parsed = new URI(reference.strip().replace(" ", "%20"));
            if (parsed.isAbsolute()) {
                return of(parsed);
            }
            if (uri.isOpaque()) {
                return null;
            }
            if (parsed.getRawPath().isEmpty() && parsed.getRawAuthority() == null) {
                return of(sameDocument(parsed));
            }
            return of(uri.resolve(parsed));
        } catch (URISyntaxException | IllegalArgumentException e) {
            return null;
        }
    }

    /** A reference without a path keeps this one's; URI would drop its last segment. */
    private URI sameDocument(URI reference) {
        String base = hrefWithoutFragment();
        if (reference.getRawQuery() != null) {
            int query = base.indexOf('?');
            base = (query < 0 ? base : base.substring(0, query)) + "?" + reference.getRawQuery();
        }
        return URI.create(reference.getRawFragment() == null ? base : base + "#" + reference.getRawFragment());
    }

    /** The file that a file URL names, or null. */
    public @Nullable Path toPath() {
        if (!protocol().equals("file:")) {
            return null;
        }
        try {
            return Path.of(URI.create("file://" + uri.getRawPath()));
        } catch (IllegalArgumentException e) {
            return null;
        }
    }

    public String href() {
        return uri.toString();
    }

    private String hrefWithoutFragment() {
        String href = href();
        int hash = href.indexOf('#');
        return hash < 0 ? href : href.substring(0, hash);
    }

    /** The scheme with its colon. */
    public String protocol() {
        return uri.getScheme().toLowerCase(Locale.ROOT) + ":";
    }

    /** The ASCII serialization of the origin; {@code null} (the word) for an opaque one. */
    public String origin() {
        return switch (protocol()) {
            case "http:", "https:", "ws:", "wss:", "ftp:" -> protocol() + "//" + host();
            default -> "null";
        };
    }

    public String host() {
        return port().isEmpty() ? hostname() : hostname() + ":" + port();
    }

    public String hostname() {
        return uri.getHost() == null ? "" : uri.getHost();
    }

    /** Empty where it is the scheme's own. */
    public String port() {
        return uri.getPort() < 0 ? "" : Integer.toString(uri.getPort());
    }

    public String pathname() {
        return uri.isOpaque() ? uri.getRawSchemeSpecificPart() : uri.getRawPath();
    }

    /** The query with its question mark, or nothing. */
    public String search() {
        String query = uri.getRawQuery();
        return query == null || query.isEmpty() ? "" : "?" + query;
    }

    /** The fragment with its hash sign, or nothing. */
    public String hash() {
        String fragment = uri.getRawFragment();
        return fragment == null || fragment.isEmpty() ? "" : "#" + fragment;
    }

    /** https://w3c.github.io/webappsec-secure-contexts/#is-origin-trustworthy */
    public boolean isPotentiallyTrustworthy() {
        String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
        String host = hostname();
        return SECURE_SCHEMES.contains(scheme)
                || host.equals("localhost")
                || host.endsWith(".localhost")
                || host.equals("[::1]")
                || host.matches("127\\.\\d+\\.\\d+\\.\\d+");
    }

    @Override
    public String toString() {
        return href();
    }
}
