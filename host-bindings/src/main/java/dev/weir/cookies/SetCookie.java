package dev.weir.cookies;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What a {@code Set-Cookie} field says, before anybody has asked whether it may.
 *
 * @param domain without a leading dot, in lower case; empty when none is named
 * @param path begins with a slash, or null for the default
 * @param expires when it ends, or null for a cookie of the session
 * @see <a href="https://datatracker.ietf.org/doc/html/draft-ietf-httpbis-rfc6265bis-20#section-5.6">RFC 6265bis, section 5.6</a>
 */
record SetCookie(
        String name,
        String value,
        String domain,
        @Nullable String path,
        @Nullable Instant expires,
        boolean secure,
        boolean httpOnly,
        SameSite sameSite) {

    /** Whether requests that come of another site carry the cookie. */
    enum SameSite {
        NONE,
        LAX,
        STRICT,
        /** Not said, which is taken for {@link #LAX}. */
        DEFAULT
    }

    private static final int MAX_PAIR = 4096;
    private static final int MAX_ATTRIBUTE = 1024;

    /** No cookie lasts longer. */
    private static final Duration MAX_AGE = Duration.ofDays(400);

    /** Reads a field's value; null when it is to be ignored. */
    static @Nullable SetCookie parse(String field, Instant now) {
        if (field.chars().anyMatch(c -> (c < 0x20 && c != '\t') || c == 0x7f)) {
            return null;
        }
        String[] parts = field.split(";", -1);
        int equals = parts[0].indexOf('=');
        String name = equals < 0 ? "" : trim(parts[0].substring(0, equals));
        String value = trim(parts[0].substring(equals + 1));
        if (name.length() + value.length() > MAX_PAIR || (name.isEmpty() && value.isEmpty())) {
            return null;
        }
        Attributes attributes = new Attributes(now);
        for (int i = 1; i < parts.length; i++) {
            attributes.take(parts[i]);
        }
        return new SetCookie(
                name,
                value,
                attributes.domain,
                attributes.path,
                attributes.maxAge != null ? attributes.maxAge : attributes.expires,
                attributes.secure,
                attributes.httpOnly,
                attributes.sameSite);
    }

    /** Those of one cookie; the last one of a kind counts. */
    private static final class Attributes {
        private final Instant now;
        private String domain = "";
        private @Nullable String path;
        private @Nullable Instant expires;
        private @Nullable Instant maxAge;
        private boolean secure;
        private boolean httpOnly;
        private SameSite sameSite = SameSite.DEFAULT;

        Attributes(Instant now) {
            this.now = now;
        }

        void take(String text) {
            int equals = text.indexOf('=');
            String name = trim(equals < 0 ? text : text.substring(0, equals));
            String value = equals < 0 ? "" : trim(text.substring(equals + 1));
            if (value.length() > MAX_ATTRIBUTE) {
                return;
            }
            switch (name.toLowerCase(Locale.ROOT)) {
                case "expires" -> {
                    Instant date = CookieDate.parse(value);
                    expires = date == null ? expires : atMost(date);
                }
                case "max-age" -> {
                    if (value.matches("-?[0-9]+")) {
                        maxAge = value.startsWith("-") ? Instant.MIN : afterSeconds(value);
                    }
                }
                case "domain" -> domain = (value.startsWith(".") ? value.substring(1) : value).toLowerCase(Locale.ROOT);
                case "path" -> path = value.startsWith("/") ? value : null;
                case "secure" -> secure = true;
                case "httponly" -> httpOnly = true;
                case "samesite" ->
                    sameSite = switch (value.toLowerCase(Locale.ROOT)) {
                        case "none" -> SameSite.NONE;
                        case "lax" -> SameSite.LAX;
                        case "strict" -> SameSite.STRICT;
                        default -> SameSite.DEFAULT;
                    };
                default -> {} // unknown ones are ignored
            }
        }

        private Instant afterSeconds(String digits) {
            String number = digits.replaceFirst("^0+", "");
            if (number.isEmpty()) {
                return Instant.MIN;
            }
            return number.length() > 9 ? now.plus(MAX_AGE) : atMost(now.plusSeconds(Long.parseLong(number)));
        }

        private Instant atMost(Instant end) {
            Instant last = now.plus(MAX_AGE);
            return end.isAfter(last) ? last : end;
        }
    }

    /** Without spaces and tabs at its ends. */
    private static String trim(String text) {
        int start = 0;
        int end = text.length();
        while (start < end && isSpace(text.charAt(start))) {
            start++;
        }
        while (end > start && isSpace(text.charAt(end - 1))) {
            end--;
        }
        return text.substring(start, end);
    }

    private static boolean isSpace(char c) {
        return c == ' ' || c == '\t';
    }
}
