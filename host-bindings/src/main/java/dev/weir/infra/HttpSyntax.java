package dev.weir.infra;

/**
 * What may stand where in a message of HTTP.
 *
 * @see <a href="https://www.rfc-editor.org/rfc/rfc9110#section-5.6">RFC 9110, section 5.6</a>
 */
public final class HttpSyntax {
    private HttpSyntax() {}

    /** Names of fields, methods and subprotocols are tokens. */
    public static boolean isToken(String text) {
        return !text.isEmpty()
                && isVisibleAscii(text)
                && text.chars().noneMatch(c -> "\"(),/:;<=>?@[\\]{}".indexOf(c) >= 0);
    }

    /** Without spaces and tabs at its ends. */
    public static String trim(String text) {
        return strip(text, " \t");
    }

    /** Without any of the characters at its ends. */
    public static String strip(String text, String characters) {
        int start = 0;
        int end = text.length();
        while (start < end && characters.indexOf(text.charAt(start)) >= 0) {
            start++;
        }
        while (start < end && characters.indexOf(text.charAt(end - 1)) >= 0) {
            end--;
        }
        return text.substring(start, end);
    }

    /** Neither whitespace nor a control character, nor anything beyond ASCII. */
    public static boolean isVisibleAscii(String text) {
        return text.chars().allMatch(c -> c > 0x20 && c < 0x7f);
    }
}
