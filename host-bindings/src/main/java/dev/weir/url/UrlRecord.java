package dev.weir.url;

import dev.weir.encoding.codec.Encoding;
import dev.weir.encoding.codec.Utf8;
import dev.weir.url.UrlParser.State;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A URL in its parts. It is mutable by its setters only, which follow those of the interface {@code URL}; whoever hands
 * one out and does not want it changed hands out a {@link #copy}. Not for use by several threads.
 *
 * @see <a href="https://url.spec.whatwg.org/#concept-url">URL, URL record</a>
 */
public final class UrlRecord {
    /** Special schemes with their ports; -1 where there is none. */
    private static final Map<String, Integer> SPECIAL_SCHEMES =
            Map.of("ftp", 21, "file", -1, "http", 80, "https", 443, "ws", 80, "wss", 443);

    /** In lower case, without the colon. */
    String scheme = "";
    /** Percent-encoded; empty for none. */
    String username = "";
    /** Percent-encoded; empty for none. */
    String password = "";
    /** Null for none, which is something else than an empty one. */
    @Nullable
    UrlHost host;
    /** 0 to 65535, or -1 for none, as where it is the scheme's own. */
    int port = -1;
    /** The segments of a path that is not opaque; unused otherwise. */
    List<String> path = new ArrayList<>();
    /** The path of a URL like {@code mailto:x}; null for one of segments. */
    @Nullable
    StringBuilder opaquePath;
    /** Without its question mark; null for none. */
    @Nullable
    String query;
    /** Without its hash sign; null for none. */
    @Nullable
    String fragment;

    UrlRecord() {}

    /** Parses an absolute URL; null when it is none. */
    public static @Nullable UrlRecord parse(String input) {
        return parse(input, null);
    }

    /** Parses a URL or, if there is a base, one relative to it; null for failure. https://url.spec.whatwg.org/#url-parsing */
    public static @Nullable UrlRecord parse(String input, @Nullable UrlRecord base) {
        return parse(input, base, Encoding.UTF_8);
    }

    /** As {@link #parse(String, UrlRecord)}, for a URL in a document of another encoding, which its query is then in. */
    public static @Nullable UrlRecord parse(String input, @Nullable UrlRecord base, Encoding encoding) {
        return UrlParser.parse(input, base, encoding);
    }

    /** A record of its own with the same parts. */
    public UrlRecord copy() {
        UrlRecord copy = new UrlRecord();
        copy.scheme = scheme;
        copy.username = username;
        copy.password = password;
        copy.host = host;
        copy.port = port;
        copy.path = new ArrayList<>(path);
        copy.opaquePath = opaquePath == null ? null : new StringBuilder(opaquePath);
        copy.query = query;
        copy.fragment = fragment;
        return copy;
    }

    /** https://url.spec.whatwg.org/#shorten-a-urls-path */
    void shortenPath() {
        int size = path.size();
        if (size == 0
                || (size == 1 && scheme.equals("file") && PathSegment.isNormalizedWindowsDriveLetter(path.get(0)))) {
            return;
        }
        path.remove(size - 1);
    }

    // ---- questions about the parts

    static boolean isSpecial(String scheme) {
        return SPECIAL_SCHEMES.containsKey(scheme);
    }

    static int defaultPort(String scheme) {
        return SPECIAL_SCHEMES.getOrDefault(scheme, -1);
    }

    /** https://url.spec.whatwg.org/#is-special */
    public boolean isSpecial() {
        return isSpecial(scheme);
    }

    /** https://url.spec.whatwg.org/#url-opaque-path */
    public boolean hasOpaquePath() {
        return opaquePath != null;
    }

    /** https://url.spec.whatwg.org/#include-credentials */
    public boolean includesCredentials() {
        return !username.isEmpty() || !password.isEmpty();
    }

    /** https://url.spec.whatwg.org/#cannot-have-a-username-password-port */
    private boolean cannotHaveCredentialsOrPort() {
        return host == null || host.isEmpty() || scheme.equals("file");
    }

    /** The scheme without its colon. */
    public String scheme() {
        return scheme;
    }

    /** The host, or null for none. */
    public @Nullable UrlHost hostRecord() {
        return host;
    }

    /** The port, that of the scheme where the URL names none; -1 when neither does. */
    public int effectivePort() {
        return port >= 0 ? port : defaultPort(scheme);
    }

    /** The query without its question mark, or null for none. */
    public @Nullable String query() {
        return query;
    }

    /** The fragment without its hash sign, or null for none. */
    public @Nullable String fragment() {
        return fragment;
    }

    // ---- serialization

    /** https://url.spec.whatwg.org/#concept-url-serializer */
    public String href() {
        return serialize(false);
    }

    /** The URL without its fragment. */
    public String hrefWithoutFragment() {
        return serialize(true);
    }

    private String serialize(boolean excludeFragment) {
        StringBuilder text = new StringBuilder(64).append(scheme).append(':');
        if (host != null) {
            text.append("//");
            if (includesCredentials()) {
                text.append(username);
                if (!password.isEmpty()) {
                    text.append(':').append(password);
                }
                text.append('@');
            }
            text.append(host.serialize());
            if (port >= 0) {
                text.append(':').append(port);
            }
        } else if (opaquePath == null && path.size() > 1 && path.get(0).isEmpty()) {
            text.append("/."); // else the path would read as a host
        }
        appendPath(text);
        if (query != null) {
            text.append('?').append(query);
        }
        if (fragment != null && !excludeFragment) {
            text.append('#').append(fragment);
        }
        return text.toString();
    }

    private void appendPath(StringBuilder to) {
        if (opaquePath != null) {
            to.append(opaquePath);
            return;
        }
        for (String segment : path) {
            to.append('/').append(segment);
        }
    }

    /**
     * The ASCII serialization of the origin; {@code null} (the word) for an opaque one. A blob URL's is that of the URL
     * inside it.
     *
     * @see <a href="https://url.spec.whatwg.org/#concept-url-origin">URL, origin</a>
     */
    public String origin() {
        return switch (scheme) {
            case "http", "https", "ws", "wss", "ftp" -> scheme + "://" + host();
            case "blob" -> {
                UrlRecord inner = parse(pathname());
                yield inner != null && (inner.scheme.equals("http") || inner.scheme.equals("https"))
                        ? inner.origin()
                        : "null";
            }
            default -> "null";
        };
    }

    // ---- the members of the interface

    /** The scheme with its colon. */
    public String protocol() {
        return scheme + ":";
    }

    public String username() {
        return username;
    }

    public String password() {
        return password;
    }

    /** Host and, unless it is the scheme's own, port. */
    public String host() {
        return port < 0 ? hostname() : hostname() + ":" + port;
    }

    public String hostname() {
        return host == null ? "" : host.serialize();
    }

    /** The port in digits; empty for none and for the scheme's own. */
    public String port() {
        return port < 0 ? "" : Integer.toString(port);
    }

    /** https://url.spec.whatwg.org/#url-path-serializer */
    public String pathname() {
        StringBuilder text = new StringBuilder();
        appendPath(text);
        return text.toString();
    }

    /** The path with what was percent-encoded in it decoded as UTF-8. */
    public String decodedPathname() {
        return PercentEncodeSet.decode(pathname());
    }

    /** A part of a URL, percent-decoded. */
    public static byte[] percentDecode(String part) {
        return PercentEncodeSet.decodeBytes(part);
    }

    /** The query with its question mark; empty for none and for an empty one. */
    public String search() {
        return query == null || query.isEmpty() ? "" : "?" + query;
    }

    /** The fragment with its hash sign; empty for none and for an empty one. */
    public String hash() {
        return fragment == null || fragment.isEmpty() ? "" : "#" + fragment;
    }

    /** https://url.spec.whatwg.org/#dom-url-protocol */
    public void setProtocol(String value) {
        UrlParser.parseInto(this, value + ":", State.SCHEME_START);
    }

    /** https://url.spec.whatwg.org/#dom-url-username */
    public void setUsername(String value) {
        if (!cannotHaveCredentialsOrPort()) {
            username = PercentEncodeSet.USERINFO.encode(Utf8.toWellFormed(value));
        }
    }

    /** https://url.spec.whatwg.org/#dom-url-password */
    public void setPassword(String value) {
        if (!cannotHaveCredentialsOrPort()) {
            password = PercentEncodeSet.USERINFO.encode(Utf8.toWellFormed(value));
        }
    }

    /** https://url.spec.whatwg.org/#dom-url-host */
    public void setHost(String value) {
        if (!hasOpaquePath()) {
            UrlParser.parseInto(this, value, State.HOST);
        }
    }

    /** https://url.spec.whatwg.org/#dom-url-hostname */
    public void setHostname(String value) {
        if (!hasOpaquePath()) {
            UrlParser.parseInto(this, value, State.HOSTNAME);
        }
    }

    /** https://url.spec.whatwg.org/#dom-url-port */
    public void setPort(String value) {
        if (cannotHaveCredentialsOrPort()) {
            return;
        }
        if (value.isEmpty()) {
            port = -1;
        } else {
            UrlParser.parseInto(this, value, State.PORT);
        }
    }

    /** https://url.spec.whatwg.org/#dom-url-pathname */
    public void setPathname(String value) {
        if (!hasOpaquePath()) {
            path = new ArrayList<>();
            UrlParser.parseInto(this, value, State.PATH_START);
        }
    }

    /** https://url.spec.whatwg.org/#dom-url-search */
    public void setSearch(String value) {
        if (value.isEmpty()) {
            query = null;
        } else {
            query = "";
            UrlParser.parseInto(this, value.startsWith("?") ? value.substring(1) : value, State.QUERY);
        }
    }

    /** Sets the query to text that is encoded already, or removes it. */
    void setQuery(@Nullable String serialized) {
        query = serialized;
    }

    /** https://url.spec.whatwg.org/#dom-url-hash */
    public void setHash(String value) {
        if (value.isEmpty()) {
            fragment = null;
        } else {
            fragment = "";
            UrlParser.parseInto(this, value.startsWith("#") ? value.substring(1) : value, State.FRAGMENT);
        }
    }

    @Override
    public String toString() {
        return href();
    }
}
