package dev.weir.url;

import java.util.Locale;

/**
 * What a segment of a path may be besides a name: a single or double dot, plain or percent-encoded, or the letter of a
 * Windows drive. Free of state: any thread may ask.
 *
 * @see <a href="https://url.spec.whatwg.org/#url-miscellaneous">URL, miscellaneous</a>
 */
final class PathSegment {
    private PathSegment() {}

    /** https://url.spec.whatwg.org/#single-dot-path-segment */
    static boolean isSingleDot(String segment) {
        return segment.equals(".") || segment.equalsIgnoreCase("%2e");
    }

    /** https://url.spec.whatwg.org/#double-dot-path-segment */
    static boolean isDoubleDot(String segment) {
        if (segment.length() > 6 || segment.isEmpty()) {
            return false;
        }
        return segment.equals("..")
                || switch (segment.toLowerCase(Locale.ROOT)) {
                    case ".%2e", "%2e.", "%2e%2e" -> true;
                    default -> false;
                };
    }

    /** https://url.spec.whatwg.org/#windows-drive-letter */
    static boolean isWindowsDriveLetter(CharSequence text) {
        return text.length() == 2
                && UrlParser.isAsciiAlpha(text.charAt(0))
                && (text.charAt(1) == ':' || text.charAt(1) == '|');
    }

    /** https://url.spec.whatwg.org/#normalized-windows-drive-letter */
    static boolean isNormalizedWindowsDriveLetter(CharSequence text) {
        return isWindowsDriveLetter(text) && text.charAt(1) == ':';
    }

    /**
     * Whether what begins there in the input starts with a Windows drive letter.
     *
     * @see <a href="https://url.spec.whatwg.org/#start-with-a-windows-drive-letter">URL</a>
     */
    static boolean startsWithWindowsDriveLetter(String input, int start) {
        int end = start + 2;
        return end <= input.length()
                && isWindowsDriveLetter(input.subSequence(start, end))
                && (end == input.length() || "/\\?#".indexOf(input.charAt(end)) >= 0);
    }
}
