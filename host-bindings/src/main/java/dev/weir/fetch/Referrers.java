package dev.weir.fetch;

import dev.weir.html.DocumentUrl;
import dev.weir.url.UrlRecord;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a server learns of the page that asks.
 *
 * @see <a href="https://w3c.github.io/webappsec-referrer-policy/">Referrer Policy</a>
 */
final class Referrers {
    static final String DEFAULT_POLICY = "strict-origin-when-cross-origin";

    private static final Set<String> POLICIES = Set.of(
            "no-referrer",
            "no-referrer-when-downgrade",
            "same-origin",
            "origin",
            "strict-origin",
            "origin-when-cross-origin",
            "strict-origin-when-cross-origin",
            "unsafe-url");
    private static final int MAX_LENGTH = 4096;

    private static final String NONE = FetchRequest.NO_REFERRER;

    private Referrers() {}

    /**
     * The value of the Referer field, or {@link FetchRequest#NO_REFERRER}.
     *
     * @param client the URL of the page or worker
     * @see <a href="https://w3c.github.io/webappsec-referrer-policy/#determine-requests-referrer">Referrer Policy, determine
     *     request's Referrer</a>
     */
    static String of(FetchRequest request, UrlRecord client) {
        if (request.referrer.equals(FetchRequest.NO_REFERRER)) {
            return NONE;
        }
        UrlRecord source = request.referrer.equals(FetchRequest.CLIENT) ? client : UrlRecord.parse(request.referrer);
        if (source == null || !Set.of("http", "https").contains(source.scheme())) {
            return NONE;
        }
        UrlRecord stripped = source.copy();
        stripped.setUsername("");
        stripped.setPassword("");
        String full = stripped.hrefWithoutFragment();
        String origin = source.origin() + "/";
        if (full.length() > MAX_LENGTH) {
            full = origin;
        }
        UrlRecord target = request.currentUrl();
        boolean sameOrigin = source.origin().equals(target.origin());
        boolean downgrade = source.scheme().equals("https") && !DocumentUrl.isPotentiallyTrustworthy(target);
        return switch (request.referrerPolicy.isEmpty() ? DEFAULT_POLICY : request.referrerPolicy) {
            case "no-referrer" -> NONE;
            case "origin" -> origin;
            case "unsafe-url" -> full;
            case "strict-origin" -> downgrade ? NONE : origin;
            case "same-origin" -> sameOrigin ? full : NONE;
            case "origin-when-cross-origin" -> sameOrigin ? full : origin;
            case "no-referrer-when-downgrade" -> downgrade ? NONE : full;
            default -> sameOrigin ? full : downgrade ? NONE : origin;
        };
    }

    /** The last policy that an answer names, or null. */
    static @Nullable String policyOf(HeaderList answer) {
        List<String> named = answer.getDecodeAndSplit("Referrer-Policy");
        if (named == null) {
            return null;
        }
        return named.stream()
                .filter(POLICIES::contains)
                .reduce((first, second) -> second)
                .orElse(null);
    }
}
