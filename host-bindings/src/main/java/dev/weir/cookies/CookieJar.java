package dev.weir.cookies;

import java.net.CookieHandler;
import java.net.URI;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Keeps cookies in memory, by the rules of browsers: domains and paths match at their borders, {@code Secure} cookies stay with
 * encrypted connections, {@code HttpOnly} ones away from scripts, {@code SameSite} ones with their site ({@code Lax} is taken
 * for granted), and the prefixes {@code __Secure-} and {@code __Host-} hold what they promise.
 *
 * <p>May be used from any thread, and given to several runtimes and clients of HTTP, which then share their cookies. Field
 * values are texts of ISO 8859-1, as everywhere in HTTP.
 *
 * <p>Whether a request comes of another site is told by its {@code Origin}; one without is taken for the program's own.
 * An answer does not say what it answers, so one to another site's request may set cookies that such a request would not carry.
 *
 * @see <a href="https://datatracker.ietf.org/doc/html/draft-ietf-httpbis-rfc6265bis-20">RFC 6265bis</a>
 */
public final class CookieJar extends CookieHandler {
    static final int MAX_PER_DOMAIN = 180;
    static final int MAX_COOKIES = 3000;

    /** A cookie as it is kept; {@code domain} is its host, or a domain that its host is in. */
    private record Kept(SetCookie cookie, String domain, boolean hostOnly, String path) {
        boolean replaces(Kept other) {
            return cookie.name().equals(other.cookie.name())
                    && domain.equals(other.domain)
                    && hostOnly == other.hostOnly
                    && path.equals(other.path);
        }

        boolean isFor(Caller caller) {
            return (hostOnly ? caller.host().equals(domain) : caller.isIn(domain))
                    && Caller.isBelow(caller.path(), path)
                    && (caller.secure() || !cookie.secure())
                    && !(caller.script() && cookie.httpOnly());
        }

        boolean isOver(Instant now) {
            Instant end = cookie.expires();
            return end != null && !end.isAfter(now);
        }

        String pair() {
            return cookie.name().isEmpty() ? cookie.value() : cookie.name() + "=" + cookie.value();
        }
    }

    private final Predicate<String> publicSuffix;
    private final Clock clock;

    /** In the order of their creation; guarded by this. */
    private final List<Kept> cookies = new ArrayList<>();

    /** A jar that takes the last label of a name for what is nobody's own: {@code com}, but not {@code co.uk}. */
    public CookieJar() {
        this(name -> name.indexOf('.') < 0);
    }

    /**
     * A jar.
     *
     * @param publicSuffix whether a name, given in lower case, is one below which anybody may have names, as the <a
     *     href="https://publicsuffix.org">Public Suffix List</a> tells; no cookie is set for all of such names, and two of
     *     them are two sites
     */
    public CookieJar(Predicate<String> publicSuffix) {
        this(publicSuffix, Clock.systemUTC());
    }

    CookieJar(Predicate<String> publicSuffix, Clock clock) {
        this.publicSuffix = publicSuffix;
        this.clock = clock;
    }

    /** Forgets all cookies. */
    public synchronized void clear() {
        cookies.clear();
    }

    // ---- reading

    /**
     * The {@code Cookie} field of a request.
     *
     * @throws IllegalArgumentException when the URI is not one of http, https, ws or wss, nor a script's
     */
    @Override
    public synchronized Map<String, List<String>> get(URI uri, Map<String, List<String>> requestHeaders) {
        Caller caller = Caller.of(uri);
        boolean sameSite = isSameSite(caller, requestHeaders);
        Instant now = clock.instant();
        cookies.removeIf(kept -> kept.isOver(now));
        // Longer paths first; the sort is stable, so that the older comes first among equals.
        String pairs = cookies.stream()
                .filter(kept -> kept.isFor(caller))
                .filter(kept -> sameSite || kept.cookie().sameSite() == SetCookie.SameSite.NONE)
                .sorted(Comparator.comparingInt(kept -> -kept.path().length()))
                .map(Kept::pair)
                .collect(Collectors.joining("; "));
        return pairs.isEmpty() ? Map.of() : Map.of("Cookie", List.of(pairs));
    }

    /** https://html.spec.whatwg.org/#same-site */
    private boolean isSameSite(Caller caller, Map<String, List<String>> headers) {
        List<String> origins = valuesOf(headers, "origin");
        if (caller.script() || origins.isEmpty()) {
            return true;
        }
        Caller page;
        try {
            page = Caller.of(URI.create(origins.getFirst()));
        } catch (IllegalArgumentException e) {
            return false; // an opaque origin, or that of a file
        }
        return page.secure() == caller.secure() && siteOf(page.host()).equals(siteOf(caller.host()));
    }

    /** The registrable domain, or the host when it has none. */
    private String siteOf(String host) {
        if (Caller.isAddress(host) || publicSuffix.test(host)) {
            return host;
        }
        String site = host;
        for (int dot = site.indexOf('.'); dot >= 0; dot = site.indexOf('.')) {
            String above = site.substring(dot + 1);
            if (publicSuffix.test(above)) {
                return site;
            }
            site = above;
        }
        return host;
    }

    // ---- writing

    /**
     * Keeps what the {@code Set-Cookie} fields of an answer say; what may not be set is ignored.
     *
     * @throws IllegalArgumentException when the URI is not one of http, https, ws or wss, nor a script's
     */
    @Override
    public synchronized void put(URI uri, Map<String, List<String>> responseHeaders) {
        Caller caller = Caller.of(uri);
        for (String field : valuesOf(responseHeaders, "set-cookie")) {
            SetCookie cookie = SetCookie.parse(field, clock.instant());
            Kept kept = cookie == null ? null : admit(caller, cookie);
            if (kept != null) {
                keep(kept);
            }
        }
    }

    /** https://datatracker.ietf.org/doc/html/draft-ietf-httpbis-rfc6265bis-20#section-5.7 */
    private @Nullable Kept admit(Caller caller, SetCookie cookie) {
        String domain = cookie.domain();
        if (!domain.isEmpty() && (publicSuffix.test(domain) || Caller.isAddress(domain))) {
            if (!domain.equals(caller.host())) {
                return null;
            }
            domain = "";
        }
        if (!domain.isEmpty() && !caller.isIn(domain)) {
            return null;
        }
        boolean hostOnly = domain.isEmpty();
        String path = cookie.path() == null ? caller.defaultPath() : cookie.path();
        boolean allowed = (caller.secure() || !cookie.secure())
                && !(caller.script() && cookie.httpOnly())
                && (cookie.secure() || cookie.sameSite() != SetCookie.SameSite.NONE)
                && keepsPromise(cookie, hostOnly);
        if (!allowed) {
            return null;
        }
        Kept kept = new Kept(cookie, hostOnly ? caller.host() : domain, hostOnly, path);
        return !caller.secure() && hidesSecureOne(kept) || caller.script() && replacesHttpOnlyOne(kept) ? null : kept;
    }

    /** What the prefixes of names say must be so. */
    private static boolean keepsPromise(SetCookie cookie, boolean hostOnly) {
        String name = cookie.name().toLowerCase(Locale.ROOT);
        if (name.isEmpty()) {
            String value = cookie.value().toLowerCase(Locale.ROOT);
            return !value.startsWith("__secure-") && !value.startsWith("__host-");
        }
        if (name.startsWith("__host-")) {
            return cookie.secure() && hostOnly && "/".equals(cookie.path());
        }
        return !name.startsWith("__secure-") || cookie.secure();
    }

    /** What comes over an open wire leaves alone what was set over a secure one. */
    private boolean hidesSecureOne(Kept made) {
        return cookies.stream()
                .anyMatch(old -> old.cookie().secure()
                        && old.cookie().name().equals(made.cookie().name())
                        && (Caller.isIn(made.domain(), old.domain()) || Caller.isIn(old.domain(), made.domain()))
                        && Caller.isBelow(made.path(), old.path()));
    }

    private boolean replacesHttpOnlyOne(Kept made) {
        return cookies.stream()
                .anyMatch(old -> made.replaces(old) && old.cookie().httpOnly());
    }

    private void keep(Kept made) {
        int place = 0;
        while (place < cookies.size() && !made.replaces(cookies.get(place))) {
            place++;
        }
        if (place < cookies.size()) {
            cookies.set(place, made); // as old as the one before
        } else {
            cookies.add(made);
        }
        Instant now = clock.instant();
        cookies.removeIf(kept -> kept.isOver(now));
        dropOldestBeyond(MAX_PER_DOMAIN, kept -> kept.domain().equals(made.domain()));
        dropOldestBeyond(MAX_COOKIES, kept -> true);
    }

    /** Those go first that are not {@code Secure}, so that nobody on the wire can push out those that are. */
    private void dropOldestBeyond(int limit, Predicate<Kept> counted) {
        if (cookies.stream().filter(counted).count() > limit) {
            Kept oldest = cookies.stream()
                    .filter(counted)
                    .filter(kept -> !kept.cookie().secure())
                    .findFirst()
                    .orElseGet(
                            () -> cookies.stream().filter(counted).findFirst().orElseThrow());
            cookies.remove(oldest);
        }
    }

    private static List<String> valuesOf(Map<String, List<String>> headers, String lowerName) {
        return headers.entrySet().stream()
                .filter(header -> header.getKey() != null // the JDK puts the status line under null
                        && header.getKey().toLowerCase(Locale.ROOT).equals(lowerName))
                .flatMap(header -> header.getValue().stream())
                .toList();
    }
}
