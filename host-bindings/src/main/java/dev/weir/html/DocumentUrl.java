package dev.weir.html;

import dev.weir.encoding.codec.Encoding;
import dev.weir.url.UrlHost;
import dev.weir.url.UrlRecord;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The URL of a document or script, immutable, and what HTML asks of it beyond its parts.
 *
 * @see <a href="https://url.spec.whatwg.org/">URL</a>
 */
public final class DocumentUrl {
    public static final DocumentUrl ABOUT_BLANK =
            new DocumentUrl(Objects.requireNonNull(UrlRecord.parse("about:blank")));
    /** Of a frame whose page is an attribute of it. */
    public static final DocumentUrl ABOUT_SRCDOC =
            new DocumentUrl(Objects.requireNonNull(UrlRecord.parse("about:srcdoc")));

    private static final Set<String> SECURE_SCHEMES = Set.of("https", "wss", "file", "about", "data");

    private final UrlRecord url;

    private DocumentUrl(UrlRecord url) {
        this.url = url;
    }

    /**
     * Parses an absolute URL.
     *
     * @throws URISyntaxException when it is none
     */
    public static DocumentUrl parse(String url) throws URISyntaxException {
        UrlRecord parsed = UrlRecord.parse(url);
        if (parsed == null) {
            throw new URISyntaxException(url, "not an absolute URL");
        }
        return new DocumentUrl(parsed);
    }

    /** A URL that is parsed already. */
    public static DocumentUrl of(UrlRecord url) {
        return new DocumentUrl(url.copy());
    }

    /** The file URL of a path. */
    public static DocumentUrl of(Path path) {
        String escaped = path.toAbsolutePath().normalize().toUri().getRawPath();
        return new DocumentUrl(Objects.requireNonNull(UrlRecord.parse("file://" + escaped)));
    }

    /** Resolves a reference, relative or absolute, against this URL; null when it does not parse. */
    public @Nullable DocumentUrl resolve(String reference) {
        UrlRecord resolved = UrlRecord.parse(reference, url);
        return resolved == null ? null : new DocumentUrl(resolved);
    }

    /** As {@link #resolve}, as a record that the caller may change. */
    public @Nullable UrlRecord resolveToRecord(String reference) {
        return UrlRecord.parse(reference, url);
    }

    /**
     * As {@link #resolveToRecord(String)}.
     *
     * @param encoding of the document that has the reference
     */
    public @Nullable UrlRecord resolveToRecord(String reference, Encoding encoding) {
        return UrlRecord.parse(reference, url, encoding);
    }

    /** This URL with another fragment, written with or without its hash sign; an empty one is there nevertheless. */
    DocumentUrl withHash(String hash) {
        UrlRecord copy = Objects.requireNonNull(UrlRecord.parse("#", url), "a fragment alone always parses");
        if (!hash.isEmpty() && !hash.equals("#")) {
            copy.setHash(hash);
        }
        return new DocumentUrl(copy);
    }

    /** Whether this URL has a fragment, and apart from fragments equals the other. */
    boolean isFragmentOf(DocumentUrl other) {
        return href().indexOf('#') >= 0 && equalsIgnoringFragment(other);
    }

    public boolean equalsIgnoringFragment(DocumentUrl other) {
        return withoutFragment(href()).equals(withoutFragment(other.href()));
    }

    /** A hash sign in the serialization begins the fragment: everywhere else it is percent-encoded. */
    private static String withoutFragment(String href) {
        int hash = href.indexOf('#');
        return hash < 0 ? href : href.substring(0, hash);
    }

    /** A copy of the parsed URL. */
    public UrlRecord toRecord() {
        return url.copy();
    }

    /** The file that a file URL names, or null. */
    public @Nullable Path toPath() {
        if (!url.scheme().equals("file") || !url.hostname().isEmpty()) {
            return null;
        }
        try {
            return Path.of(url.decodedPathname());
        } catch (InvalidPathException e) {
            return null;
        }
    }

    public String href() {
        return url.href();
    }

    /** The scheme with its colon. */
    public String protocol() {
        return url.protocol();
    }

    /** The ASCII serialization of the origin; {@code null} (the word) for an opaque one. */
    public String origin() {
        return url.origin();
    }

    public String host() {
        return url.host();
    }

    public String hostname() {
        return url.hostname();
    }

    /** Empty where it is the scheme's own. */
    public String port() {
        return url.port();
    }

    public String pathname() {
        return url.pathname();
    }

    /** The query with its question mark, or nothing. */
    public String search() {
        return url.search();
    }

    /** The fragment with its hash sign, or nothing. */
    public String hash() {
        return url.hash();
    }

    /** https://w3c.github.io/webappsec-secure-contexts/#is-origin-trustworthy */
    public boolean isPotentiallyTrustworthy() {
        return isPotentiallyTrustworthy(url);
    }

    /** As {@link #isPotentiallyTrustworthy()}, of any URL. */
    public static boolean isPotentiallyTrustworthy(UrlRecord url) {
        return SECURE_SCHEMES.contains(url.scheme()) || isLoopback(url.hostRecord());
    }

    private static boolean isLoopback(@Nullable UrlHost host) {
        return switch (host) {
            case UrlHost.Domain domain -> isLocalhost(domain.name());
            case UrlHost.Ipv4 ip -> ip.address() >>> 24 == 127;
            case UrlHost.Ipv6 ip -> ip.high() == 0 && ip.low() == 1;
            case UrlHost.Opaque opaque -> false;
            case null -> false;
        };
    }

    private static boolean isLocalhost(String domain) {
        String name = domain.endsWith(".") ? domain.substring(0, domain.length() - 1) : domain;
        return name.equals("localhost") || name.endsWith(".localhost");
    }

    @Override
    public String toString() {
        return href();
    }
}
