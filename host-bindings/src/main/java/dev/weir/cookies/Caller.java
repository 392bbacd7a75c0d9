package dev.weir.cookies;

import java.net.URI;
import java.util.Locale;

/**
 * Who asks for cookies or sets them, told by a URI.
 *
 * @param host in lower case, an address without brackets
 * @param path begins with a slash
 * @param secure whether nobody between here and there can listen
 * @param script whether a script asks, who is not shown every cookie
 */
record Caller(String host, String path, boolean secure, boolean script) {
    /** What scripts ask with, so that a handler can tell them from requests; the JDK's handler knows these schemes too. */
    static final String SCRIPT = "javascript";

    static final String SECURE_SCRIPT = "javascripts";

    static Caller of(URI uri) {
        String scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
        boolean secure = switch (scheme) {
            case "https", "wss", SECURE_SCRIPT -> true;
            case "http", "ws", SCRIPT -> false;
            default -> throw new IllegalArgumentException("cookies belong to URLs of the web, not to " + uri);
        };
        String path = uri.getRawPath() == null || uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
        return new Caller(hostOf(uri), path, secure, scheme.startsWith(SCRIPT));
    }

    /** The host, also where {@link URI#getHost} finds none, as in {@code a_b.test}. */
    private static String hostOf(URI uri) {
        String authority = uri.getRawAuthority();
        if (authority == null) {
            throw new IllegalArgumentException("no host in " + uri);
        }
        String host = authority
                .substring(authority.lastIndexOf('@') + 1)
                .replaceFirst(":[0-9]*$", "")
                .toLowerCase(Locale.ROOT);
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }

    /** https://www.rfc-editor.org/rfc/rfc6265#section-5.1.4 */
    String defaultPath() {
        int last = path.lastIndexOf('/');
        return last <= 0 ? "/" : path.substring(0, last);
    }

    /** Whether a cookie of this domain is for this host: https://www.rfc-editor.org/rfc/rfc6265#section-5.1.3 */
    boolean isIn(String domain) {
        return isIn(host, domain);
    }

    static boolean isIn(String host, String domain) {
        return host.equals(domain) || (host.endsWith("." + domain) && !isAddress(host));
    }

    /** https://www.rfc-editor.org/rfc/rfc6265#section-5.1.4 */
    static boolean isBelow(String path, String cookiePath) {
        return path.equals(cookiePath)
                || (path.startsWith(cookiePath)
                        && (cookiePath.endsWith("/") || path.charAt(cookiePath.length()) == '/'));
    }

    static boolean isAddress(String host) {
        return host.indexOf(':') >= 0 || host.matches("[0-9]{1,3}(\\.[0-9]{1,3}){3}");
    }
}
