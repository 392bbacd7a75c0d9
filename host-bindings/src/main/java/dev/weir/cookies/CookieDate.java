package dev.weir.cookies;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The dates of {@code Expires}, which come in many forms.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6265#section-5.1.1">RFC 6265, section 5.1.1</a>
 */
final class CookieDate {
    private static final Pattern DELIMITERS = Pattern.compile("[\\x09\\x20-\\x2F\\x3B-\\x40\\x5B-\\x60\\x7B-\\x7E]+");
    private static final Pattern TIME = Pattern.compile("([0-9]{1,2}):([0-9]{1,2}):([0-9]{1,2})(?:[^0-9].*)?");
    private static final Pattern DAY = Pattern.compile("([0-9]{1,2})(?:[^0-9].*)?");
    private static final Pattern YEAR = Pattern.compile("([0-9]{2,4})(?:[^0-9].*)?");
    private static final List<String> MONTHS =
            List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");
    private static final int FIRST_YEAR = 1601;

    private @Nullable Matcher time;
    private int day = -1;
    private int month = -1;
    private int year = -1;

    private CookieDate() {}

    /** The moment that a text means, or null when it means none. */
    static @Nullable Instant parse(String text) {
        CookieDate date = new CookieDate();
        for (String token : DELIMITERS.split(text, -1)) {
            date.take(token);
        }
        return date.toInstant();
    }

    /** Each part is what first looks like it, in this order. */
    private void take(String token) {
        Matcher matcher = TIME.matcher(token);
        if (time == null && matcher.matches()) {
            time = matcher;
            return;
        }
        matcher = DAY.matcher(token);
        if (day < 0 && matcher.matches()) {
            day = Integer.parseInt(matcher.group(1));
            return;
        }
        if (month < 0 && token.length() >= 3) {
            month = MONTHS.indexOf(token.substring(0, 3).toLowerCase(Locale.ROOT));
            if (month >= 0) {
                return;
            }
        }
        matcher = YEAR.matcher(token);
        if (year < 0 && matcher.matches()) {
            year = Integer.parseInt(matcher.group(1));
        }
    }

    private @Nullable Instant toInstant() {
        Matcher clock = time;
        if (clock == null || day < 1 || month < 0 || year < 0) {
            return null;
        }
        int full = year < 70 ? year + 2000 : year < 100 ? year + 1900 : year;
        if (full < FIRST_YEAR) {
            return null;
        }
        try {
            return LocalDateTime.of(
                            full,
                            month + 1,
                            day,
                            Integer.parseInt(clock.group(1)),
                            Integer.parseInt(clock.group(2)),
                            Integer.parseInt(clock.group(3)))
                    .toInstant(ZoneOffset.UTC);
        } catch (DateTimeException e) {
            return null; // no such day or hour
        }
    }
}
