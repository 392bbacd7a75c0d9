package dev.weir.html;

import dev.weir.webidl.WebException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/**
 * Base64 as {@code atob} and {@code btoa} know it.
 *
 * @see <a href="https://infra.spec.whatwg.org/#forgiving-base64">Infra, forgiving base64</a>
 */
final class ForgivingBase64 {
    private ForgivingBase64() {}

    /** Encodes a string whose characters stand for bytes. */
    static String encode(String data) {
        for (int i = 0; i < data.length(); i++) {
            if (data.charAt(i) > 0xFF) {
                throw WebException.dom(
                        "InvalidCharacterError", "btoa: the string has a character above U+00FF at index " + i);
            }
        }
        return Base64.getEncoder().encodeToString(data.getBytes(StandardCharsets.ISO_8859_1));
    }

    /** Decodes into a string whose characters stand for bytes. */
    static String decode(String data) {
        StringBuilder digits = new StringBuilder(data.length());
        for (int i = 0; i < data.length(); i++) {
            char c = data.charAt(i);
            if (!isAsciiWhitespace(c)) {
                digits.append(c);
            }
        }
        if (digits.length() % 4 == 0) { // 2: padding counts only when it makes the length right
            for (int i = 0; i < 2 && !digits.isEmpty() && digits.charAt(digits.length() - 1) == '='; i++) {
                digits.setLength(digits.length() - 1);
            }
        }
        if (digits.length() % 4 == 1) {
            throw invalid("its length is wrong");
        }
        StringBuilder bytes = new StringBuilder(digits.length() * 3 / 4);
        int buffer = 0;
        int bits = 0;
        for (int i = 0; i < digits.length(); i++) {
            buffer = buffer << 6 | valueOf(digits.charAt(i));
            bits += 6;
            if (bits >= 8) {
                bits -= 8;
                bytes.append((char) (buffer >> bits & 0xFF));
            }
        }
        return bytes.toString();
    }

    private static int valueOf(char c) {
        if (c >= 'A' && c <= 'Z') {
            return c - 'A';
        }
        if (c >= 'a' && c <= 'z') {
            return c - 'a' + 26;
        }
        if (c >= '0' && c <= '9') {
            return c - '0' + 52;
        }
        if (c == '+') {
            return 62;
        }
        if (c == '/') {
            return 63;
        }
        throw invalid("it has a character that is not of the alphabet");
    }

    private static boolean isAsciiWhitespace(char c) {
        return c == ' ' || c == '\t' || c == '\n' || c == '\f' || c == '\r';
    }

    private static WebException invalid(String why) {
        return WebException.dom("InvalidCharacterError", "atob: the string is not correctly encoded: " + why);
    }
}
