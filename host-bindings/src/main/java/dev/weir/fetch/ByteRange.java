package dev.weir.fetch;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A part of some bytes.
 *
 * @param end behind the last byte
 */
record ByteRange(long start, long end) {
    private static final Pattern SYNTAX =
            Pattern.compile("bytes[\\t ]*=[\\t ]*([0-9]{0,18})[\\t ]*-[\\t ]*([0-9]{0,18})");

    /**
     * What the value of a Range field asks for, or null when that cannot be had.
     *
     * @see <a href="https://fetch.spec.whatwg.org/#simple-range-header-value">Fetch, parse a single range header value</a>
     */
    static @Nullable ByteRange parse(String value, long size) {
        Matcher range = SYNTAX.matcher(value);
        if (!range.matches()) {
            return null;
        }
        String first = range.group(1);
        String last = range.group(2);
        if (first.isEmpty() && last.isEmpty()) {
            return null;
        }
        if (first.isEmpty()) {
            long start = Math.max(size - Long.parseLong(last), 0);
            return start < size ? new ByteRange(start, size) : null;
        }
        long start = Long.parseLong(first);
        long end = last.isEmpty() ? size : Math.min(Long.parseLong(last) + 1, size);
        boolean backwards = !last.isEmpty() && Long.parseLong(last) < start;
        return start >= size || backwards ? null : new ByteRange(start, end);
    }
}
