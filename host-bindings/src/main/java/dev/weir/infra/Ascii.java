package dev.weir.infra;

/**
 * Characters of ASCII, and texts of which nothing else changes: not every letter that has a small one there is of ASCII itself.
 *
 * @see <a href="https://infra.spec.whatwg.org/#code-points">Infra, code points</a>
 */
public final class Ascii {
    private Ascii() {}

    /** https://infra.spec.whatwg.org/#ascii-whitespace */
    public static boolean isWhitespace(char c) {
        return c == ' ' || c == '\t' || c == '\n' || c == '\f' || c == '\r';
    }

    public static boolean isAlpha(char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
    }

    /** https://infra.spec.whatwg.org/#ascii-lowercase */
    public static String lowercase(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (text.charAt(i) >= 'A' && text.charAt(i) <= 'Z') {
                StringBuilder lower = new StringBuilder(text);
                for (int j = i; j < lower.length(); j++) {
                    char c = lower.charAt(j);
                    if (c >= 'A' && c <= 'Z') {
                        lower.setCharAt(j, (char) (c + 32));
                    }
                }
                return lower.toString();
            }
        }
        return text;
    }

    /** https://infra.spec.whatwg.org/#ascii-uppercase */
    public static String uppercase(String text) {
        StringBuilder upper = new StringBuilder(text);
        for (int i = 0; i < upper.length(); i++) {
            char c = upper.charAt(i);
            if (c >= 'a' && c <= 'z') {
                upper.setCharAt(i, (char) (c - 32));
            }
        }
        return upper.toString();
    }
}
