package dev.weir.infra;

/**
 * Base64 with spaces and without padding.
 *
 * @see <a href="https://infra.spec.whatwg.org/#forgiving-base64">Infra, forgiving base64</a>
 */
public final class ForgivingBase64 {
    private ForgivingBase64() {}

    /**
     * The bytes.
     *
     * @throws IllegalArgumentException when the text is no base64; says why
     */
    public static byte[] decode(String data) {
        StringBuilder digits = new StringBuilder(data.length());
        for (int i = 0; i < data.length(); i++) {
            char c = data.charAt(i);
            if (!Ascii.isWhitespace(c)) {
                digits.append(c);
            }
        }
        if (digits.length() % 4 == 0) { // 2: padding counts only when it makes the length right
            for (int i = 0; i < 2 && !digits.isEmpty() && digits.charAt(digits.length() - 1) == '='; i++) {
                digits.setLength(digits.length() - 1);
            }
        }
        if (digits.length() % 4 == 1) {
            throw new IllegalArgumentException("its length is wrong");
        }
        byte[] bytes = new byte[(int) (digits.length() * 3L / 4)];
        int count = 0;
        int buffer = 0;
        int bits = 0;
        for (int i = 0; i < digits.length(); i++) {
            buffer = buffer << 6 | valueOf(digits.charAt(i));
            bits += 6;
            if (bits >= 8) {
                bits -= 8;
                bytes[count++] = (byte) (buffer >> bits);
            }
        }
        return bytes;
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
        throw new IllegalArgumentException("it has a character that is not of the alphabet");
    }
}
